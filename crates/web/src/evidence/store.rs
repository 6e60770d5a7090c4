//! Everything a unit has put in. *Kho minh chứng của đơn vị.*

use std::sync::Arc;

use app::book::Book;
use app::evidence::{Filed, of_unit};
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use values::UnitId;

use super::drop::{Drop, drop};
use super::shown::{Look, Shown};
use crate::addresses;
use crate::at_year::AtYear;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::words::Words;

#[derive(Template)]
#[template(path = "evidence/store.html")]
struct StorePage<'a> {
    w: Words,
    frame: Frame,
    sheet: &'a Sheet,
    filters: Vec<Link>,
    files: Vec<Shown>,
    /// Lines that want a file and have none: code, name, where it is worked on, what is asked for.
    wanting: Vec<(String, String, String, String)>,
    drop: Option<Drop<'a>>,
    /// How many those are, in words.
    want: String,
    /// Why no file can be taken now.
    why_not: String,
}

/// The book as of now.
pub async fn book(cx: &Cx, at: &AtYear) -> Result<Arc<Book>, Reply> {
    let mut tx = cx.store.read().await.map_err(Error::from)?;
    Ok(cx.books.of(&mut tx, at.desk.scope()).await?)
}

/// `GET /years/{year}/evidence/of/{unit}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let sheet = at.form(&cx, at.query.clone());
    let store = Store::of(&cx, &at, at.id("unit")?).await?;
    let lines = store.lines();
    reply::page(&store.page(&at, &sheet, &lines))
}

/// The page once more, with what was wrong with the files that were sent.
pub async fn again(cx: &Cx, at: &AtYear, unit: UnitId, form: Form, problems: Problems) -> Result<Reply, Reply> {
    let sheet = at.form(cx, form).with(problems);
    let store = Store::of(cx, at, unit).await?;
    let lines = store.lines();
    Ok(Reply::page(&store.page(at, &sheet, &lines)))
}

/// What the page is made of.
struct Store {
    unit: UnitId,
    book: Arc<Book>,
    files: Vec<Filed>,
    on: On,
}

impl Store {
    async fn of(cx: &Cx, at: &AtYear, unit: UnitId) -> Result<Self, Reply> {
        let files = of_unit(cx, &at.desk, unit).await?;
        let book = book(cx, at).await?;
        let on = app::self_score::on(book.unit(unit)?.sheet.as_ref(), unit);
        Ok(Self { unit, book, files, on })
    }

    /// Every line with its words, for the list in which one is chosen.
    fn lines(&self) -> Vec<(String, String)> {
        let leaves = self.book.table.iter().flat_map(|table| table.table.leaves());
        leaves.map(|leaf| (leaf.path.clone(), format!("{} {}", leaf.label, leaf.name))).collect()
    }

    fn page<'a>(&'a self, at: &AtYear, sheet: &'a Sheet, lines: &'a [(String, String)]) -> StorePage<'a> {
        let (w, here) = (at.w(), addresses::unit_evidence(at.year(), self.unit));
        let look = Look { w, desk: &at.desk, book: &self.book };
        let may = at.desk.may(Act::AttachEvidence, self.on);
        let title = w.fill("evidence.store_title", &[("unit", at.desk.short_name(self.unit))]);
        let mut shown: Vec<&Filed> = self.files.iter().filter(|file| passes(file, at.query.text("show"))).collect();
        shown.reverse();
        let wanting = if may { self.wanting(at) } else { Vec::new() };
        StorePage {
            w,
            frame: if may { at.frame(title).script("upload.js") } else { at.frame(title) },
            sheet,
            filters: self.filters(at, &here),
            files: shown.into_iter().map(|file| look.file(file)).collect(),
            want: w.fill("evidence.wanting", &[("n", &w.count(wanting.len()))]),
            wanting,
            drop: may.then(|| drop(&at.desk, sheet, self.unit, "", lines, &here)),
            why_not: self.why_not(at),
        }
    }

    fn why_not(&self, at: &AtYear) -> String {
        let own = at.desk.own_units().contains(&self.unit);
        let why = if own { at.desk.why_not(Act::AttachEvidence, self.on) } else { None };
        why.map(|why| told::sentence(at.w(), &Names::default(), &why)).unwrap_or_default()
    }

    fn filters(&self, at: &AtYear, here: &str) -> Vec<Link> {
        let w = at.w();
        let link = |code: &str, text: &'static str| {
            let many = self.files.iter().filter(|file| passes(file, code)).count();
            let href = if code.is_empty() { here.to_owned() } else { format!("{here}?show={code}") };
            Link::new(href, w.fill(text, &[("n", &w.count(many))])).current(at.query.text("show") == code)
        };
        vec![
            link("", "evidence.show_all"),
            link("loose", "evidence.show_loose"),
            link("flagged", "evidence.show_flagged"),
            link("withdrawn", "evidence.show_withdrawn"),
        ]
    }

    /// Lines whose sheet cannot be sent before they have a file.
    fn wanting(&self, at: &AtYear) -> Vec<(String, String, String, String)> {
        let (Ok(unit), Some(table)) = (self.book.unit(self.unit), &self.book.table) else { return Vec::new() };
        let lines = table.table.leaves().iter().zip(&unit.lines);
        let bare = lines.filter(|(leaf, facts)| table.needs_evidence(leaf) && facts.files == 0 && facts.concerns());
        bare.map(|(leaf, _)| {
            let asked = table.details.get(&leaf.path).map(|detail| detail.evidence.clone()).unwrap_or_default();
            (leaf.label.clone(), leaf.name.clone(), addresses::sheet_line(at.year(), self.unit, &leaf.path), asked)
        })
        .collect()
    }
}

/// Whether a file is in the chosen part of the store.
fn passes(file: &Filed, show: &str) -> bool {
    match show {
        "loose" => !file.withdrawn && file.uses.is_empty(),
        "flagged" => !file.withdrawn && !file.noticed.is_empty(),
        "withdrawn" => file.withdrawn,
        _ => true,
    }
}
