//! A file in words: its paper, its uses, what is worth a second look.

use app::Desk;
use app::book::Book;
use app::evidence::{FileUse, Filed};
use cycle::evidence::Noticed;
use scoring::Table;
use values::UnitId;

use super::kinds;
use crate::addresses;
use crate::words::Words;

/// What a page needs to word files.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    pub w: Words,
    pub desk: &'a Desk,
    pub book: &'a Book,
}

/// One file as pages show it.
pub struct Shown {
    pub name: String,
    pub href: String,
    pub file: String,
    /// *PDF*, *Word*…
    pub kind: String,
    pub number: String,
    pub dated: String,
    pub summary: String,
    pub size: String,
    /// The first letters of the hash.
    pub hash: String,
    pub by: String,
    pub at: String,
    pub uses: Vec<UseShown>,
    /// Sentences, the second uses first.
    pub flags: Vec<String>,
    pub withdrawn: bool,
}

/// One line that a file serves.
pub struct UseShown {
    pub path: String,
    pub code: String,
    pub name: String,
    pub href: String,
    pub page: String,
    pub passage: String,
}

impl Look<'_> {
    fn table(&self) -> Option<&Table> {
        self.book.table.as_deref().map(|table| &table.table)
    }

    /// A line's code and name; the path itself for a line that no table knows any more.
    pub fn line(&self, path: &str) -> (String, String) {
        let leaf = self.table().and_then(|table| table.leaf(path));
        leaf.map_or_else(|| (path.replace('/', "."), String::new()), |leaf| (leaf.label.clone(), leaf.name.clone()))
    }

    /// Where a line is worked on, for those whose line it is; elsewhere, why it has its points.
    fn line_href(&self, unit: UnitId, path: &str) -> String {
        let year = self.desk.scope().year;
        if self.desk.own_units().contains(&unit) { addresses::sheet_line(year, unit, path) } else { addresses::why(year, unit, path) }
    }

    pub fn file(&self, file: &Filed) -> Shown {
        let (w, year) = (self.w, self.desk.scope().year);
        Shown {
            name: file.name.clone(),
            href: addresses::evidence(year, file.id),
            file: addresses::evidence_file(year, file.id),
            kind: kinds::short(w, &file.media),
            number: file.number.clone(),
            dated: file.dated_on.map(|day| w.date(day)).unwrap_or_default(),
            summary: file.summary.clone(),
            size: w.size(file.size),
            hash: file.hash.get(..12).unwrap_or_default().to_owned(),
            by: file.by.clone(),
            at: w.moment(file.at),
            uses: file.uses.iter().map(|one| self.one_use(file.unit, one)).collect(),
            flags: file.noticed.iter().map(|noticed| self.noticed(noticed)).collect(),
            withdrawn: file.withdrawn,
        }
    }

    fn one_use(&self, unit: UnitId, one: &FileUse) -> UseShown {
        let (code, name) = self.line(&one.path);
        let page = one.page.map(|page| self.w.count(page)).unwrap_or_default();
        UseShown { path: one.path.clone(), code, name, href: self.line_href(unit, &one.path), page, passage: one.passage.clone() }
    }

    /// Where else than at `path` the file and its content are used, in sentences.
    pub fn used_too(&self, file: &Filed, path: &str) -> Vec<String> {
        let lines: Vec<String> = file.uses.iter().filter(|one| one.path != path).map(|one| self.line(&one.path).0).collect();
        let here = (!lines.is_empty()).then(|| self.w.fill("evidence.used_at", &[("lines", &lines.join(", "))]));
        let elsewhere = file.noticed.iter().filter(|noticed| noticed.is_second_use()).map(|noticed| self.noticed(noticed));
        here.into_iter().chain(elsewhere).collect()
    }

    /// A second look in words. Where another unit uses the content, its line is not told.
    pub fn noticed(&self, noticed: &Noticed) -> String {
        let w = self.w;
        match noticed {
            Noticed::UsedInLine { path, .. } => w.fill("evidence.used_in_line", &[("line", &self.line(&path.0).0)]),
            Noticed::UsedByUnit { unit, .. } => match self.desk.short_name(*unit) {
                "" => w.t("evidence.used_outside").to_owned(),
                name => w.fill("evidence.used_by_unit", &[("unit", name)]),
            },
            Noticed::UsedInYear { year, .. } => w.fill("evidence.used_in_year", &[("year", &year.to_string())]),
            Noticed::OutsideYear { dated_on, year } => {
                w.fill("evidence.outside_year", &[("date", &w.date(*dated_on)), ("year", &year.to_string())])
            }
            Noticed::NoNumber {} | Noticed::Permit => w.t("evidence.no_number").to_owned(),
        }
    }
}
