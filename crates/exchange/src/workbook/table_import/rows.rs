//! Reads the body of a scoring table row by row and puts the rows into a tree.

use std::collections::BTreeMap;

use values::Quantity;

use super::super::address::At;
use super::super::cells::{Allowed, CellReader};
use super::super::finding::CellFinding;
use super::super::fold::fold;
use super::super::grid::Value;
use super::super::number::Mark;
use super::header::{Column, Header};
use super::numbering::{Doubt, Marker, Placed, Placing, Row};

/// Rows and levels a scoring table may have.
pub(super) const MOST_ROWS: usize = 5_000;
pub(super) const MOST_LEVELS: usize = 12;

/// One criterion or group as it stands in the sheet.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The cell of its number, or of its wording where it has none.
    pub at: At,
    pub code: String,
    pub name: String,
    pub max: Option<Quantity>,
    pub max_at: At,
    pub how: String,
    pub how_at: At,
    pub unit: String,
    pub evidence: String,
    pub source: String,
    pub note: String,
    pub path: String,
    pub parent: Option<usize>,
}

/// Everything read from the body.
pub(super) struct Body {
    pub lines: Vec<Line>,
    /// The stated total and its cell.
    pub total: Option<(At, Quantity)>,
}

pub(super) struct BodyReader<'r, 'a> {
    pub cells: &'r mut CellReader<'a>,
    pub header: &'r Header,
    pub decimals: u8,
    mark: Mark,
    placing: Placing,
    lines: Vec<Line>,
    used: BTreeMap<String, usize>,
}

impl<'r, 'a> BodyReader<'r, 'a> {
    pub fn new(cells: &'r mut CellReader<'a>, header: &'r Header, decimals: u8) -> Self {
        let max: Vec<u32> = header.of(Column::Max).into_iter().collect();
        let mark = cells.mark(&max, header.body);
        Self { cells, header, decimals, mark, placing: Placing::default(), lines: Vec::new(), used: BTreeMap::new() }
    }

    pub fn read(mut self) -> Body {
        let rows = self.cells.sheet.rows().into_iter().filter(|r| *r >= self.header.body);
        for row in rows.collect::<Vec<_>>() {
            if let Some(total) = self.total(row) {
                return Body { lines: self.lines, total };
            }
            if self.lines.len() >= MOST_ROWS {
                self.cells.error_with("too-many-rows", At::new(row, 0), "most", MOST_ROWS);
                break;
            }
            self.row(row);
        }
        Body { lines: self.lines, total: None }
    }

    fn place_of(&self, column: Column, row: u32) -> Option<At> {
        self.header.of(column).map(|c| At::new(row, c))
    }

    fn text(&mut self, column: Column, row: u32) -> String {
        self.place_of(column, row).map(|at| self.cells.text(at)).unwrap_or_default()
    }

    /// The text without reporting anything.
    fn glance(&self, column: Column, row: u32) -> String {
        self.header.of(column).map(|c| self.cells.sheet.text(row, c)).unwrap_or_default()
    }

    /// A row that sums the table ends it; the figure may be unreadable.
    fn total(&mut self, row: u32) -> Option<Option<(At, Quantity)>> {
        let words = [self.glance(Column::Number, row), self.glance(Column::Name, row)].map(|t| fold(&t));
        let number_is_word = Marker::of(&self.glance(Column::Number, row)).is_none();
        let is_total = |t: &String| {
            ["tong cong", "tong diem", "tong so diem", "cong", "tong"]
                .iter()
                .any(|w| t == w || (t.len() < 40 && *w != "cong" && *w != "tong" && t.starts_with(w)))
        };
        if !number_is_word || !self.glance(Column::Path, row).is_empty() || !words.iter().any(is_total) {
            return None;
        }
        let at = self.place_of(Column::Max, row)?;
        Some(self.cells.number(at, Allowed::points(self.decimals), self.mark).map(|n| (at, n)))
    }

    fn row(&mut self, row: u32) {
        let (number, name) = (self.glance(Column::Number, row), self.glance(Column::Name, row));
        let nothing = number.is_empty() && self.glance(Column::Max, row).is_empty();
        let has_path = !self.glance(Column::Path, row).is_empty();
        let (marker, name_rest) = if has_path { (Marker::of(&number), None) } else { self.marker(&number, &name) };
        if nothing && (marker.is_none() || name.is_empty()) && !has_path {
            self.skip(row, &name);
            return;
        }
        let line = self.line(row, marker.as_ref(), name_rest);
        self.put(row, line, marker);
    }

    fn skip(&mut self, row: u32, name: &str) {
        let first = self.cells.sheet.row(row).next().map(|(column, cell)| (At::new(row, column), cell.text()));
        if let Some((at, text)) = first {
            let value = if name.is_empty() { text } else { name.to_owned() };
            let finding = CellFinding::warning("row-skipped", &self.cells.sheet.name, at.to_string()).with("value", value);
            self.cells.add(finding);
        }
    }

    /// The printed number; where its column is empty, a bullet in front of the wording counts.
    fn marker(&self, number: &str, name: &str) -> (Option<Marker>, Option<String>) {
        if !number.is_empty() {
            return (Marker::of(number), None);
        }
        let bullet = name.split_once(' ').and_then(|(first, rest)| Some((Marker::of(first)?, rest)));
        match bullet {
            Some((marker, rest)) if marker.is_bullet() => (Some(marker), Some(rest.trim().to_owned())),
            _ => (None, None),
        }
    }

    fn line(&mut self, row: u32, marker: Option<&Marker>, name_rest: Option<String>) -> Line {
        let place = |column| self.place_of(column, row).unwrap_or(At::new(row, 0));
        let (number_at, name_at, max_at, how_at) = (place(Column::Number), place(Column::Name), place(Column::Max), place(Column::How));
        let number = self.number_text(number_at);
        let name = self.text(Column::Name, row);
        let path = self.text(Column::Path, row);
        Line {
            at: if number.is_empty() { name_at } else { number_at },
            code: code_of(&number, marker, path.is_empty()),
            name: name_rest.unwrap_or(name),
            max: self.maximum(max_at),
            max_at,
            how: self.text(Column::How, row),
            how_at,
            unit: self.text(Column::Unit, row),
            evidence: self.text(Column::Evidence, row),
            source: self.text(Column::Source, row),
            note: self.text(Column::Note, row),
            path,
            parent: None,
        }
    }

    /// Excel turns `1.2` or `1/2` into dates where people print numbers.
    fn number_text(&mut self, at: At) -> String {
        if self.cells.sheet.cells.get(&at).is_some_and(|c| matches!(c.value, Value::Date(_))) {
            self.cells.error_with("cell-date", at, "expected", "STT");
        }
        self.cells.text(at)
    }

    fn maximum(&mut self, at: At) -> Option<Quantity> {
        let before = self.cells.findings.len();
        let read = self.cells.number(at, Allowed::points(self.decimals), self.mark);
        if read.is_none() && self.cells.findings.len() == before {
            let finding = CellFinding::error("number-missing", &self.cells.sheet.name, at.to_string());
            self.cells.add(finding.with("heading", Column::Max.heading()));
        }
        read
    }

    fn put(&mut self, row: u32, mut line: Line, marker: Option<Marker>) {
        let seen = Row { marker: marker.as_ref(), max: line.max.and_then(|m| m.in_units(self.decimals)), scored: !line.how.is_empty() };
        let placed = if line.path.is_empty() { self.placing.place(seen) } else { self.put_by_path(row, &line, seen) };
        line.parent = self.bounded(placed.parent, line.at);
        if line.path.is_empty() {
            self.say_doubt(&line, marker.as_ref(), placed);
            line.path = self.new_path(&line);
        }
        if line.name.is_empty() {
            self.cells.error("name-missing", line.at);
        }
        self.lines.push(line);
    }

    /// The parent, or the deepest ancestor a table may still have below it.
    fn bounded(&mut self, parent: Option<usize>, at: At) -> Option<usize> {
        let above = |row: Option<usize>| core::iter::successors(row, |p| self.lines.get(*p).and_then(|l| l.parent));
        let depth = above(parent).count();
        let bounded = above(parent).nth((depth + 1).saturating_sub(MOST_LEVELS)).filter(|_| depth >= MOST_LEVELS);
        if depth < MOST_LEVELS {
            return parent;
        }
        self.cells.error_with("too-deep", at, "most", MOST_LEVELS);
        bounded
    }

    /// Our own export says which group a row belongs to.
    fn put_by_path(&mut self, row: u32, line: &Line, seen: Row<'_>) -> Placed {
        if let Some(other) = self.lines.iter().find(|l| l.path == line.path).map(|l| l.at) {
            let finding = CellFinding::error("path-repeated", &self.cells.sheet.name, line.at.to_string());
            self.cells.add(finding.with("value", &line.path).with("other", other));
        }
        let group = self.text(Column::Parent, row);
        let parent = self.lines.iter().position(|l| l.path == group);
        if parent.is_none() && !group.is_empty() {
            let finding = CellFinding::error("path-unknown", &self.cells.sheet.name, line.at.to_string()).with("value", group);
            self.cells.add(finding);
        }
        self.placing.place_under(seen, parent)
    }

    fn say_doubt(&mut self, line: &Line, marker: Option<&Marker>, placed: Placed) {
        let under = placed.parent.and_then(|p| self.lines.get(p)).map_or("gốc / top".to_owned(), |l| format!("{} {}", l.code, l.name));
        let finding = |error: bool, code| {
            let make = if error { CellFinding::error } else { CellFinding::warning };
            make(code, &self.cells.sheet.name, line.at.to_string()).with("value", &line.code)
        };
        let found = match (marker, placed.doubt) {
            (None, _) if !line.code.is_empty() => finding(true, "stt-unreadable"),
            (None, _) => finding(false, "stt-by-indent").with("under", under),
            (_, Some(Doubt::Repeated(other))) => {
                finding(true, "stt-repeated").with("other", self.lines.get(other).map_or(line.at, |l| l.at))
            }
            (_, Some(Doubt::Gap)) => finding(false, "stt-gap"),
            (_, Some(Doubt::NoParent)) => finding(true, "stt-parent-missing").with("under", under),
            (_, Some(Doubt::OutOfOrder)) => finding(true, "stt-order").with("under", under),
            (Some(_), None) => return,
        };
        self.cells.add(found);
    }

    /// A path from the parent's and the row's own number, made unique among all rows.
    fn new_path(&mut self, line: &Line) -> String {
        let own: String = line.code.chars().filter(|c| !c.is_whitespace() && !"()/".contains(*c)).collect();
        let own = own.trim_end_matches('.');
        let own = if own.is_empty() { "x" } else { own };
        let base = line.parent.and_then(|p| self.lines.get(p)).map_or(own.to_owned(), |p| format!("{}/{own}", p.path));
        let bullet = own.chars().all(|c| !c.is_alphanumeric()) || own == "x";
        let before = self.used.entry(base.clone()).or_insert(0);
        *before += 1;
        match (bullet, *before) {
            (true, n) => format!("{base}{n}"),
            (false, 1) => base,
            (false, n) => format!("{base}~{n}"),
        }
    }
}

/// The number as printed, without what closes it (`I.` is `I`); our own export's is kept as it is.
fn code_of(number: &str, marker: Option<&Marker>, foreign: bool) -> String {
    match marker {
        Some(marker) if marker.is_bullet() => marker.code.clone(),
        Some(_) if foreign => number.trim().trim_end_matches(['.', ':', '/']).to_owned(),
        _ => number.to_owned(),
    }
}
