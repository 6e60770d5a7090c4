//! One file: what its paper says, what it serves, its preview. *Một minh chứng.*

use std::sync::Arc;

use app::book::Book;
use app::evidence::Filed;
use app::evidence::change::{self, Paper, Place};
use app::evidence::read::{Happened, history, one};
use app::search::folded;
use app::{Cx, IdemKey};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cycle::cluster::{Act, On};
use cycle::evidence::{Offered, offered};
use values::{EvidenceId, UnitId};

use super::shown::{Look, Shown};
use super::store::book;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "evidence/piece.html")]
struct PiecePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    file: Shown,
    id: EvidenceId,
    version: i64,
    may_attach: bool,
    may_change: bool,
    pdf: bool,
    picture: bool,
    /// What the file's name tells, and the address that fills it in; empty if it tells nothing new.
    offer: Option<(String, String)>,
    query: String,
    /// How many lines want a file and have none, in words.
    bare: String,
    /// Lines it may be attached to: path, code, name.
    found: Vec<(String, String, String)>,
    history: Vec<(String, String, String, String)>,
}

impl PiecePage {
    fn to(&self, address: fn(values::YearId, EvidenceId) -> String) -> String {
        self.frame.visit.visitor.as_ref().and_then(|v| v.year).map(|year| address(year, self.id)).unwrap_or_default()
    }
}

/// `GET /years/{year}/evidence/{evidence}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let file = one(&cx, &at.desk, at.id("evidence")?).await?;
    let offered = offered(&file.name);
    let filled = at.query.has("offer").then_some(&offered);
    let form = paper_form(&at, &file, filled);
    let sheet = at.form(&cx, form);
    let page = page(&at, &cx, file, sheet).await?;
    reply::with_file(StatusCode::OK, &page)
}

/// What is kept, or what the file's name tells where nothing is.
fn paper_form(at: &AtYear, file: &Filed, offered: Option<&Offered>) -> Form {
    let number = if file.number.is_empty() { offered.map_or("", |o| o.number.as_str()) } else { &file.number };
    let dated = file.dated_on.or_else(|| offered.and_then(|o| o.dated_on));
    let dated = dated.map(|day| at.w().typed_date(day)).unwrap_or_default();
    Form::of([("number", number), ("dated_on", dated.as_str()), ("summary", file.summary.as_str())])
}

async fn page(at: &AtYear, cx: &Cx, file: Filed, sheet: Sheet) -> Result<PiecePage, Reply> {
    let (w, book) = (at.w(), book(cx, at).await?);
    let on = book.unit(file.unit).map_or(On::unit(file.unit), |unit| app::self_score::on(unit.sheet.as_ref(), file.unit));
    let may = |act| !file.withdrawn && at.desk.may(act, on);
    let (may_attach, may_change) = (may(Act::AttachEvidence), may(Act::ChangeEvidence));
    let store = w.fill("evidence.store_title", &[("unit", at.desk.short_name(file.unit))]);
    let query = at.query.text("q").to_owned();
    let found = if may_attach { found(&book, &file, &query) } else { Vec::new() };
    Ok(PiecePage {
        w,
        frame: at.frame(file.name.clone()).crumb(addresses::unit_evidence(at.year(), file.unit), store).wide(),
        sheet,
        file: Look { w, desk: &at.desk, book: &book }.file(&file),
        id: file.id,
        version: file.version,
        may_attach,
        may_change,
        pdf: file.is_pdf(),
        picture: file.is_picture(),
        offer: if may_change { offer(at, &file) } else { None },
        bare: w.fill("evidence.bare_lines", &[("n", &w.count(found.len()))]),
        found,
        query,
        history: history(cx, &at.desk, file.id).await?.iter().map(|one| happened(w, one)).collect(),
    })
}

fn offer(at: &AtYear, file: &Filed) -> Option<(String, String)> {
    let told = offered(&file.name);
    let number = Some(told.number).filter(|number| !number.is_empty() && file.number.is_empty());
    let dated = told.dated_on.filter(|_| file.dated_on.is_none());
    let parts: Vec<String> = number.into_iter().chain(dated.map(|day| at.w().date(day))).collect();
    let href = format!("{}?offer=1", addresses::evidence(at.year(), file.id));
    (!parts.is_empty() && !at.query.has("offer")).then(|| (parts.join(", "), href))
}

/// Lines that match a query; without one, those that want a file and have none.
fn found(book: &Book, file: &Filed, query: &str) -> Vec<(String, String, String)> {
    let (Some(table), Ok(unit)) = (&book.table, book.unit(file.unit)) else { return Vec::new() };
    let free = table.table.leaves().iter().filter(|leaf| file.use_of(&leaf.path).is_none());
    let wanted = free.filter(|leaf| match query {
        "" => table.needs_evidence(leaf) && unit.lines.get(leaf.index).is_some_and(|line| line.files == 0 && line.concerns()),
        query => matches(&format!("{} {}", leaf.label, leaf.name), query),
    });
    wanted.map(|leaf| (leaf.path.clone(), leaf.label.clone(), leaf.name.clone())).collect()
}

/// A query without marks finds every spelling; one with marks means them.
pub(super) fn matches(text: &str, query: &str) -> bool {
    let plain = folded(query);
    if plain == query.to_lowercase() { folded(text).contains(&plain) } else { text.to_lowercase().contains(&query.to_lowercase()) }
}

fn happened(w: Words, one: &Happened) -> (String, String, String, String) {
    let act = one.act.trim_start_matches("evidence.");
    (w.say("evidence_act", act, &[]), one.by.clone(), w.moment(one.at), one.why.clone())
}

/// `POST /years/{year}/evidence/{evidence}`
pub async fn describe(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id: EvidenceId = at.id("evidence")?;
    match check(&at, &form) {
        Ok((version, paper)) => {
            change::describe(&cx, at.actor(), at.year(), id, version, &paper).await?;
            Ok(done(&addresses::evidence(at.year(), id), "evidence_described"))
        }
        Err(problems) => {
            let file = one(&cx, &at.desk, id).await?;
            Err(Reply::page(&page(&at, &cx, file, at.form(&cx, form).with(problems)).await?))
        }
    }
}

fn check(at: &AtYear, form: &Form) -> Result<(i64, Paper), Problems> {
    let mut check = form.check(at.w());
    let number = check.optional("number", 100);
    let dated_on = check.optional_date("dated_on", at.desk.year.year);
    let summary = check.optional("summary", 500);
    let version: Option<i64> = check.chosen("version");
    let paper = number.zip(dated_on).zip(summary).map(|((number, dated_on), summary)| Paper { number, dated_on, summary });
    check.done(version.zip(paper))
}

/// `POST /years/{year}/evidence/{evidence}/attach`
pub async fn attach(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id: EvidenceId = at.id("evidence")?;
    let key = IdemKey::of(form.key()).ok_or_else(|| Reply::BadForm(Problems::default()))?;
    let places = places(&at, &form).map_err(Reply::BadForm)?;
    change::attach(&cx, at.actor(), at.year(), id, &key, &places).await?;
    let href = addresses::evidence(at.year(), id);
    Ok(if places.is_empty() {
        axum::response::IntoResponse::into_response(axum::response::Redirect::to(&href))
    } else {
        done(&href, "evidence_attached")
    })
}

fn places(at: &AtYear, form: &Form) -> Result<Vec<Place>, Problems> {
    let mut check = form.check(at.w());
    let page = check.optional_number("page", crate::reading::Numeric::places(0));
    let passage = check.optional("passage", 500);
    let (page, passage) = check.done(page.zip(passage))?;
    let page = page.and_then(|page| page.in_units(0)).filter(|page| *page > 0);
    let place = |path: &str| Place { path: path.to_owned(), page, passage: passage.clone() };
    Ok(form.all("line").filter(|path| !path.is_empty()).map(place).collect())
}

/// `POST /years/{year}/evidence/{evidence}/detach`: back to the file, or to the unit's line it was taken off.
pub async fn detach(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id: EvidenceId = at.id("evidence")?;
    let line = form.text("line");
    change::detach(&cx, at.actor(), at.year(), id, line).await?;
    let unit = form.text("unit").parse::<UnitId>().ok();
    let back = unit.map_or_else(|| addresses::evidence(at.year(), id), |unit| addresses::sheet_line(at.year(), unit, line));
    Ok(done(&back, "evidence_detached"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_without_marks_finds_all_and_one_with_marks_means_them() {
        let text = "I.4.2 Phong trào toàn dân bảo vệ an ninh Tổ quốc";
        for (query, expected) in [("toan dan", true), ("toàn dân", true), ("toán dân", false), ("i.4", true), ("II.4", false)] {
            assert_eq!(matches(text, query), expected, "{query}");
        }
    }
}
