//! What was found on one unit's sheet, for the unit to accept or explain. *Kết quả thẩm định, giải trình.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, LineFacts};
use app::self_score::fields;
use app::verification::Finding;
use app::verification::answer::{Accepted, accept_all};
use app::verification::deadline::standing;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Response};
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::LineState;
use scoring::Leaf;
use values::{Date, Points, UnitId};

use super::queue::own_points;
use super::replies::{self, Asked};
use super::{Known, cause, criterion, send, thread};
use crate::forms::{Form, Problems, Sheet};
use crate::told::{self, Names};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::ANSWERS, get(show).post(accept))
}

#[derive(Template)]
#[template(path = "verification/answers.html")]
struct AnswersPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    /// What readers asked back.
    asked: Vec<Asked>,
    /// Waiting for the unit.
    open: Vec<Row>,
    /// Explained, for the second round.
    explained: Vec<Row>,
    /// Answered or settled.
    resolved: Vec<Row>,
    agreed: usize,
    counts: String,
    until: String,
    effect: String,
    why_unit: String,
    may_accept: bool,
    why_not: String,
    nothing: bool,
}

/// One line on which a reader proposed otherwise.
pub(super) struct Row {
    pub path: String,
    pub name: String,
    pub href: String,
    pub why: String,
    pub own: String,
    pub now: String,
    pub difference: String,
    pub lower: bool,
    pub reason: String,
    pub clause: String,
    pub reader: String,
    pub state: (&'static str, String),
    pub words: String,
    pub version: i64,
    pub ticked: bool,
    kind: LineState,
}

/// The badge of a line's state.
pub(super) const fn badge(state: LineState) -> &'static str {
    match state {
        LineState::Unread => "badge",
        LineState::Agreed | LineState::Accepted | LineState::AcceptedByDeadline => "badge badge-success",
        LineState::Differing | LineState::Proposed | LineState::Explained => "badge badge-warning",
        LineState::Settled => "badge badge-info",
    }
}

/// `GET /years/{year}/answers/{unit}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&page(&at, &cx, at.form(&cx, Form::default())).await?)
}

async fn page(at: &AtYear, cx: &Cx, sheet: Sheet) -> Result<AnswersPage, Reply> {
    let (w, unit): (Words, UnitId) = (at.w(), at.id("unit")?);
    super::may_see(&at.desk, unit)?;
    let book = app::verification::book(cx, &at.desk).await?;
    let known = Known::of(cx, &at.desk, []).await?;
    let until = known.last_day(&at.desk, unit);
    let rows = rows(at, &book, &known, unit, &sheet.form)?;
    let agreed = book.unit(unit)?.lines.iter().filter(|line| line.found().is_some_and(|f| f.entry.is_empty())).count();
    let asked = replies::all(at, &book, &known, unit)?;
    let (effect, decimals) = effect(&book, unit);
    let (n, all) = (w.count(rows.len()), w.count(agreed));
    let (mut open, mut explained, mut resolved) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        match row.kind {
            LineState::Proposed => open.push(row),
            LineState::Explained => explained.push(row),
            _ => resolved.push(row),
        }
    }
    let why_not = at.desk.why_not(Act::ExplainFinding, known.answering(unit)).filter(|_| !open.is_empty());
    Ok(AnswersPage {
        w,
        frame: at
            .frame(w.fill("verification.answers_title", &[("unit", at.desk.short_name(unit))]))
            .crumb(addresses::verification(at.year()), w.t("verification.title")),
        sheet,
        counts: w.fill("verification.answers_counts", &[("agreed", &all), ("proposed", &n)]),
        until: if open.is_empty() { String::new() } else { until_words(at, until) },
        effect: w.difference(effect, decimals),
        why_unit: addresses::why_unit(at.year(), unit),
        may_accept: at.desk.may(Act::AcceptFinding, known.answering(unit)),
        why_not: why_not.map(|reason| told::sentence(w, &Names::default(), &reason)).unwrap_or_default(),
        nothing: agreed == 0 && open.is_empty() && explained.is_empty() && resolved.is_empty(),
        asked,
        open,
        explained,
        resolved,
        agreed,
    })
}

/// What verification does to the unit's total so far, and the decimals of points.
fn effect(book: &Book, unit: UnitId) -> (Points, u8) {
    let Some((table, place)) = book.table.as_deref().zip(book.place(unit)) else { return (Points::ZERO, 2) };
    let total = |scored: &app::book::Scored| scored.sums(&table.table, place, |_, _| {}).points;
    let change = total(&book.counting).checked_sub(total(&book.own)).unwrap_or_default();
    (change, table.table.leaves().first().map_or(2, |leaf| leaf.decimals))
}

/// The last day to answer and what silence means.
pub(super) fn until_words(at: &AtYear, until: Date) -> String {
    let last = at.w().fill("verification.answer_until", &[("date", &at.w().long_date(until))]);
    format!("{last} {}", send::silence(at.w(), &at.desk.regulation))
}

fn rows(at: &AtYear, book: &Book, known: &Known, unit: UnitId, form: &Form) -> Result<Vec<Row>, Reply> {
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    let lines = leaves.iter().zip(&book.unit(unit)?.lines);
    let found = lines.filter_map(|(leaf, facts)| Some((leaf, facts, facts.proposed()?)));
    found.map(|(leaf, facts, finding)| row(at, book, known, unit, (leaf, facts, finding), form)).collect()
}

pub(super) fn row(
    at: &AtYear,
    book: &Book,
    known: &Known,
    unit: UnitId,
    (leaf, facts, finding): (&Leaf, &LineFacts, &Finding),
    form: &Form,
) -> Result<Row, Reply> {
    let w = at.w();
    let state = standing(&at.desk, unit, &leaf.path, facts, known.last_day(&at.desk, unit)).state();
    let entry = facts.settlement.as_ref().map_or(finding.entry.as_str(), |settled| settled.entry.as_str());
    let (own, now) = (own_points(book, unit, leaf), thread::points(book, unit, leaf, &fields::of_text(entry)));
    let change = now.checked_sub(own).unwrap_or_default();
    let reader = known.reader(finding.reading).map_or("", |unit| at.desk.short_name(unit));
    Ok(Row {
        path: leaf.path.clone(),
        name: criterion::name(leaf),
        href: addresses::answer(at.year(), unit, &leaf.path),
        why: addresses::why(at.year(), unit, &leaf.path),
        own: w.points(own, leaf.decimals),
        now: w.points(now, leaf.decimals),
        difference: w.difference(change, leaf.decimals),
        lower: change < Points::ZERO,
        reason: cause::before(w, &finding.cause, &finding.reason),
        clause: finding.clause.clone(),
        reader: reader.to_owned(),
        state: (badge(state), w.say("verification.line_state", state.code(), &[])),
        words: facts.response.as_ref().map(|r| r.words.clone()).unwrap_or_default(),
        version: facts.response_version(),
        ticked: form.all("line").any(|path| path == leaf.path),
        kind: state,
    })
}

/// `POST /years/{year}/answers/{unit}`: accepts what is ticked.
async fn accept(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let unit: UnitId = at.id("unit")?;
    let seen = |path: &str| form.text(&format!("version.{path}")).parse().unwrap_or(0);
    let lines: Vec<Accepted> = form.all("line").map(|path| Accepted { path: path.to_owned(), version: seen(path) }).collect();
    if lines.is_empty() {
        let mut problems = Problems::default();
        problems.add("lines", at.w().t("verification.tick_some"));
        return Err(Reply::page(&page(&at, &cx, at.form(&cx, form.clone()).with(problems)).await?));
    }
    accept_all(&cx, at.actor(), at.year(), unit, &lines).await?;
    Ok(done(&addresses::answers(at.year(), unit), "findings_accepted"))
}
