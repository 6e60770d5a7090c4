//! What each unit is assigned: to read, and for the assigning side to change. *Chỉ tiêu của cụm.*

use std::sync::Arc;

use app::book::Book;
use app::target::assign::newest;
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use cycle::target::Meaning;

use super::grid::{Grid, View, grid, meaning_words};
use crate::addresses;
use crate::at_year::AtYear;
use crate::forms::{Form, Sheet};
use crate::layout::{Frame, Link, Tone};
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::words::Words;

#[derive(Template)]
#[template(path = "target/targets.html")]
pub struct TargetsPage {
    w: Words,
    frame: Frame,
    pub sheet: Sheet,
    pub grid: Grid,
    units: Vec<Link>,
    lines: Vec<Link>,
    view: View,
    to: String,
    paste_to: String,
    workbook_to: String,
    /// The address of the same view for reading or for changing.
    other: String,
    may: bool,
    why_not: String,
    table: bool,
    seen: i64,
    meanings: Vec<(&'static str, String)>,
    /// Decision and reason are needed: the year runs.
    needed: bool,
    /// Targets that look mistyped, in sentences; they are kept after a tick.
    pub off: Vec<String>,
}

/// What a page of the grid shows beside what is kept.
#[derive(Default)]
pub struct Typed {
    pub form: Form,
    pub notice: Option<(Tone, String)>,
}

/// `GET /years/{year}/targets`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let view = View::of(&at.query);
    reply::page(&page(&at, &cx, view, Typed::default()).await?)
}

/// The book as of now.
pub async fn book(cx: &Cx, at: &AtYear) -> Result<Arc<Book>, Reply> {
    let mut tx = cx.store.read().await.map_err(Error::from)?;
    Ok(cx.books.of(&mut tx, at.desk.scope()).await?)
}

/// A view of the grid with what was typed.
pub async fn page(at: &AtYear, cx: &Cx, view: View, typed: Typed) -> Result<TargetsPage, Reply> {
    at.desk.require(Act::SeeYear, On::CLUSTER)?;
    let (w, book) = (at.w(), book(cx, at).await?);
    let may = at.desk.may(Act::AssignTarget, On::CLUSTER);
    let view = View { edit: view.edit && may, ..view };
    let mut frame = at.frame(w.t("target.title")).wide();
    if let Some((tone, text)) = typed.notice {
        frame = frame.notice(tone, text);
    }
    Ok(TargetsPage {
        w,
        grid: grid(at, &book, &view, &typed.form),
        sheet: at.form(cx, typed.form),
        frame,
        units: unit_links(at, &book, &view),
        lines: line_links(at, &view),
        to: view.href(at),
        paste_to: addresses::targets_paste(at.year()),
        workbook_to: addresses::targets_workbook(at.year()),
        other: View { edit: !view.edit, ..view.clone() }.href(at),
        may,
        why_not: why_not(at),
        table: book.table.is_some(),
        seen: newest(&book),
        meanings: Meaning::ALL.iter().map(|meaning| (meaning.code(), meaning_words(w, *meaning))).collect(),
        needed: at.desk.phase != cycle::Phase::Preparing,
        view,
        off: Vec::new(),
    })
}

/// The assigning side is told why it cannot change targets any more.
fn why_not(at: &AtYear) -> String {
    let assigns = at.desk.seats.all().iter().any(|seat| matches!(seat.kind.code(), "head" | "superior"));
    let why = if assigns { at.desk.why_not(Act::AssignTarget, On::CLUSTER) } else { None };
    why.map(|why| told::sentence(at.w(), &Names::default(), &why)).unwrap_or_default()
}

fn unit_links(at: &AtYear, book: &Book, view: &View) -> Vec<Link> {
    let link = |unit, text: &str| Link::new(View { unit, ..view.clone() }.href(at), text).current(view.unit == unit);
    let all = link(None, at.w().t("target.all_units"));
    std::iter::once(all).chain(book.members.iter().map(|m| link(Some(m.unit), &m.short_name))).collect()
}

fn line_links(at: &AtYear, view: &View) -> Vec<Link> {
    let link = |all, text| Link::new(View { all, ..view.clone() }.href(at), text).current(view.all == all);
    vec![link(false, at.w().t("target.lines_assigned")), link(true, at.w().t("target.lines_all"))]
}
