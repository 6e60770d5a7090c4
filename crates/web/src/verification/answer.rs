//! One finding: its whole history, and accepting or explaining it. *Giải trình một mục.*

use std::sync::Arc;

use app::book::Book;
use app::verification::answer as answering;
use app::verification::deadline::standing;
use app::{Cx, Error};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::LineState;
use values::UnitId;

use super::answers::{Row, row, until_words};
use super::criterion::{self, Criterion, leaf};
use super::line::{Files, files};
use super::verdict::{MOST, too_short};
use super::{Known, Thread, may_see, replies};
use crate::forms::{Form, Sheet};
use crate::reply;
use crate::told::{self, Names};
use crate::{AtYear, Frame, Reply, Words, addresses, done};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::ANSWER, get(show).post(save))
}

#[derive(Template)]
#[template(path = "verification/answer.html")]
pub(super) struct AnswerPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    criterion: Criterion,
    row: Option<Row>,
    /// What a reader asked back and this person may reply to.
    asked: Vec<replies::Open>,
    reply_until: String,
    why_no_evidence: String,
    thread: Thread,
    /// What was typed and not taken, where there is no field for it any more.
    unsent: String,
    files: Files,
    until: String,
    may_accept: bool,
    may_explain: bool,
    why_not: String,
    reason_hint: String,
    evidence: String,
    back: String,
}

/// `GET /years/{year}/answers/{unit}/line/{path}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let unit: UnitId = at.id("unit")?;
    may_see(&at.desk, unit)?;
    let book = app::verification::book(&cx, &at.desk).await?;
    let (_, facts, _) = leaf(&book, unit, at.part("path"))?;
    let words = facts.response.as_ref().map(|r| r.words.clone()).unwrap_or_default();
    let sheet = at.form(&cx, Form::of([("words", words)]));
    reply::with_file(StatusCode::OK, &page(&at, &cx, (&book, unit), sheet).await?)
}

pub(super) async fn page(at: &AtYear, cx: &Cx, (book, unit): (&Book, UnitId), sheet: Sheet) -> Result<AnswerPage, Reply> {
    let (w, path, desk) = (at.w(), at.part("path"), &at.desk);
    let (leaf, facts, _) = leaf(book, unit, path)?;
    let known = Known::of(cx, desk, [facts]).await?;
    let until = known.last_day(desk, unit);
    let state = standing(desk, unit, path, facts, until).state();
    let waits = matches!(state, LineState::Proposed | LineState::Explained | LineState::Accepted);
    let why_not = desk.why_not(Act::ExplainFinding, known.answering(unit)).filter(|_| waits && desk.own_units().contains(&unit));
    let back = addresses::answers(at.year(), unit);
    let title = w.fill("verification.answers_title", &[("unit", desk.short_name(unit))]);
    let row = facts.proposed().map(|finding| row(at, book, &known, unit, (leaf, facts, finding), &sheet.form)).transpose()?;
    Ok(AnswerPage {
        w,
        frame: at
            .frame(criterion::name(leaf))
            .script("preview.js")
            .crumb(addresses::verification(at.year()), w.t("verification.title"))
            .crumb(back.clone(), title),
        row,
        criterion: Criterion::of(w, cx, desk, (book, unit), path).await?,
        asked: replies::open(at, (book, &known), facts, unit),
        reply_until: super::questions::until(at),
        why_no_evidence: replies::why_no_evidence(at, book, unit)?,
        unsent: String::new(),
        thread: Thread::of(w, desk, &known, book, unit, leaf),
        files: files(at, cx, (unit, path), &addresses::answer(at.year(), unit, path)).await?,
        until: until_words(at, until),
        may_accept: matches!(state, LineState::Proposed | LineState::Explained) && desk.may(Act::AcceptFinding, known.answering(unit)),
        may_explain: waits && desk.may(Act::ExplainFinding, known.answering(unit)),
        why_not: why_not.map(|reason| told::sentence(w, &Names::default(), &reason)).unwrap_or_default(),
        reason_hint: w.fill("verification.reason_hint", &[("n", &w.count(desk.regulation.reason_least))]),
        evidence: if desk.may(Act::AttachEvidence, app::self_score::on(book.unit(unit)?.sheet.as_ref(), unit)) {
            addresses::unit_evidence(at.year(), unit)
        } else {
            String::new()
        },
        sheet,
        back,
    })
}

/// The page again with why it was refused; what was typed in `field` stays, as a quote where that is gone.
pub(super) async fn refused(at: &AtYear, cx: &Cx, unit: UnitId, (form, field): (&Form, &str), error: Error) -> Result<Response, Reply> {
    may_see(&at.desk, unit)?;
    let book = app::verification::book(cx, &at.desk).await?;
    let sheet = at.form(cx, form.clone()).with(at.problems(error, |_| field.to_owned())?);
    let mut page = page(at, cx, (&book, unit), sheet).await?;
    if !(field == "words" && page.row.is_some() && page.may_explain || page.asked.iter().any(|open| open.field == field)) {
        page.unsent = form.text(field).to_owned();
    }
    reply::with_file(StatusCode::CONFLICT, &page)
}

/// `POST /years/{year}/answers/{unit}/line/{path}`: accepts or explains.
async fn save(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (unit, path): (UnitId, &str) = (at.id("unit")?, at.part("path"));
    let seen = form.text("version").parse().unwrap_or(0);
    let back = addresses::answers(at.year(), unit);
    if form.has("reading") {
        may_see(&at.desk, unit)?;
        return replies::save(&at, &cx, unit, &form).await;
    }
    if form.has("accept") {
        answering::accept(&cx, at.actor(), at.year(), unit, path, seen).await?;
        return Ok(done(&back, "finding_accepted"));
    }
    let mut check = form.check(at.w());
    let words = check.text("words", MOST);
    if let Some(short) = words.as_ref().filter(|text| !at.desk.regulation.is_reason(text)) {
        check.problem("words", too_short(at.w(), short, &at.desk.regulation));
    }
    match check.done(words) {
        Ok(words) => match answering::explain(&cx, at.actor(), at.year(), (unit, path), &words, seen).await {
            Err(error @ Error::Refused(_)) => refused(&at, &cx, unit, (&form, "words"), error).await,
            explained => {
                explained?;
                Ok(done(&back, "finding_explained"))
            }
        },
        Err(problems) => {
            may_see(&at.desk, unit)?;
            let book = app::verification::book(&cx, &at.desk).await?;
            let sheet = at.form(&cx, form.clone()).with(problems);
            reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &page(&at, &cx, (&book, unit), sheet).await?)
        }
    }
}
