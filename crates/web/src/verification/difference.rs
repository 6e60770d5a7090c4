//! Deciding one criterion on which readings differ. *Xử lý chênh lệch giữa các lượt thẩm định.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, LineFacts};
use app::self_score::fields::of_text;
use app::table::details::Detail;
use app::verification::differences;
use app::verification::lines::own;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use cycle::cluster::{Act, On};
use values::UnitId;

use super::criterion::{self, Criterion, leaf};
use super::entry::{self, Asked};
use super::line::{Files, files};
use super::{Known, Thread, cause, verdict};
use crate::forms::{Form, Sheet};
use crate::reply;
use crate::{AtYear, Frame, Reply, Words, addresses, done};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::DIFFERENCE, get(show).post(decide))
}

#[derive(Template)]
#[template(path = "verification/difference.html")]
struct DifferencePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    criterion: Criterion,
    thread: Thread,
    files: Files,
    asked: Vec<Asked>,
    options: Vec<(String, String)>,
    causes: Vec<(String, String)>,
    reason_hint: String,
    replaces: bool,
    apart: String,
    may_decide: bool,
    /// The version of the decision that stands; 0 while there is none.
    version: i64,
    back: String,
}

/// `GET /years/{year}/differences/{unit}/{path}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let unit: UnitId = at.id("unit")?;
    at.desk.require(Act::ResolveReadings, On::unit(unit))?;
    let book = app::verification::book(&cx, &at.desk).await?;
    let (_, facts, detail) = leaf(&book, unit, at.part("path"))?;
    let form = shown(at.w(), facts, &detail);
    reply::with_file(StatusCode::OK, &page(&at, &cx, (&book, unit), at.form(&cx, form)).await?)
}

/// The decision that stands, or the unit's own entry to begin with.
fn shown(w: Words, facts: &LineFacts, detail: &Detail) -> Form {
    let Some(held) = facts.found().filter(|_| facts.decision.is_some()) else {
        return verdict::shown(w, &own(facts), "", ("", "", &detail.clause));
    };
    if held.entry.is_empty() {
        return verdict::shown(w, &own(facts), verdict::AGREE, ("", "", &detail.clause)).and("why", &held.reason);
    }
    verdict::shown(w, &of_text(&held.entry), verdict::OTHER, (&held.cause, &held.reason, &held.clause))
}

/// Whether keeping the unit's entry would replace a decision for another one.
fn replaces(facts: &LineFacts) -> bool {
    facts.decision.is_some() && facts.proposed().is_some()
}

async fn page(at: &AtYear, cx: &Cx, (book, unit): (&Book, UnitId), sheet: Sheet) -> Result<DifferencePage, Reply> {
    let (w, path) = (at.w(), at.part("path"));
    let (leaf, facts, detail) = leaf(book, unit, path)?;
    let (known, name) = (Known::of(cx, &at.desk, [facts]).await?, at.desk.member(unit)?.short_name.clone());
    let apart = facts.differs.map(|by| w.points(by, leaf.decimals)).unwrap_or_default();
    let back = addresses::verification(at.year());
    Ok(DifferencePage {
        w,
        frame: at
            .frame(format!("{name}: {}", criterion::name(leaf)))
            .script("preview.js")
            .crumb(back.clone(), w.t("verification.title"))
            .wide(),
        sheet,
        criterion: Criterion::of(w, cx, &at.desk, (book, unit), path).await?,
        thread: Thread::of(w, &at.desk, &known, book, unit, leaf),
        files: files(at, cx, (unit, path), &addresses::difference(at.year(), unit, path)).await?,
        asked: entry::asked(w, leaf, &detail),
        options: vec![
            (verdict::AGREE.into(), w.t("verification.keep_own").into()),
            (verdict::OTHER.into(), w.t("verification.decide_other").into()),
        ],
        reason_hint: w.fill("verification.reason_hint", &[("n", &w.count(at.desk.regulation.reason_least))]),
        causes: cause::options(w, &at.desk.regulation, facts.proposed().map_or("", |found| &found.cause)),
        replaces: replaces(facts),
        apart,
        may_decide: facts.differs.is_some() || facts.decision.is_some(),
        version: facts.decision.unwrap_or(0),
        back,
    })
}

/// `POST /years/{year}/differences/{unit}/{path}`
async fn decide(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (unit, path): (UnitId, &str) = (at.id("unit")?, at.part("path"));
    at.desk.require(Act::ResolveReadings, On::unit(unit))?;
    let book = app::verification::book(&cx, &at.desk).await?;
    let (leaf, facts, detail) = leaf(&book, unit, path)?;
    let verdict = match verdict::read(at.w(), &form, (leaf, &detail), (&own(facts), replaces(facts)), &at.desk.regulation) {
        Ok(verdict) => verdict,
        Err(problems) => {
            let sheet = at.form(&cx, form.clone()).with(problems);
            return reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &page(&at, &cx, (&book, unit), sheet).await?);
        }
    };
    let seen = form.text("version").parse().unwrap_or(0);
    differences::decide_over(&cx, at.actor(), at.year(), (unit, path), &verdict, seen).await?;
    Ok(done(&addresses::verification(at.year()), "difference_decided"))
}
