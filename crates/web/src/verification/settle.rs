//! Settling one disputed line: as proposed, as the unit entered it, or otherwise with a reason. *Chốt điểm một mục.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, LineFacts};
use app::self_score::fields::{self, Fields};
use app::table::details::Detail;
use app::verification::lines::{may_be_settled, own};
use app::verification::settle as settling;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use cycle::cluster::{Act, On};
use cycle::regulation::Regulation;
use scoring::Leaf;
use values::UnitId;

use super::criterion::{self, Criterion, leaf};
use super::entry::{self, Asked};
use super::line::{Files, files};
use super::verdict::{MOST, too_short};
use super::{Known, Thread, may_see};
use crate::forms::{Form, Problems, Sheet};
use crate::reply;
use crate::told::{self, Names};
use crate::{AtYear, Frame, Reply, Words, addresses, done};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::SETTLEMENT, get(show).post(save))
}

const PROPOSED: &str = "proposed";
const OWN: &str = "own";
const OTHER: &str = "other";

#[derive(Template)]
#[template(path = "verification/settle.html")]
struct SettlePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    criterion: Criterion,
    thread: Thread,
    files: Files,
    asked: Vec<Asked>,
    options: Vec<(String, String)>,
    /// By how much readings differ, where that is what is settled.
    apart: String,
    reason_hint: String,
    title: &'static str,
    /// The version of what was settled before; 0 for the first time.
    version: i64,
    may_settle: bool,
    why_not: String,
    back: String,
}

/// `GET /years/{year}/settlement/{unit}/{path}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let unit: UnitId = at.id("unit")?;
    may_see(&at.desk, unit)?;
    let book = app::verification::book(&cx, &at.desk).await?;
    let (_, facts, _) = leaf(&book, unit, at.part("path"))?;
    let sheet = at.form(&cx, Form::of(entry::typed(at.w(), &proposed(facts))));
    reply::with_file(StatusCode::OK, &page(&at, &cx, (&book, unit), sheet).await?)
}

fn proposed(facts: &LineFacts) -> Fields {
    facts.proposed().map_or_else(|| own(facts), |f| fields::of_text(&f.entry))
}

async fn page(at: &AtYear, cx: &Cx, (book, unit): (&Book, UnitId), sheet: Sheet) -> Result<SettlePage, Reply> {
    let (w, path, desk) = (at.w(), at.part("path"), &at.desk);
    let (leaf, facts, detail) = leaf(book, unit, path)?;
    let known = Known::of(cx, desk, [facts]).await?;
    let apart = facts.differs.map(|by| w.points(by, leaf.decimals)).unwrap_or_default();
    let (disputed, anew) = (may_be_settled(facts, &desk.regulation), facts.settlement.is_some());
    let why_not = desk.why_not(Act::SettleLine, On::unit(unit)).filter(|_| disputed);
    let back = addresses::settlements(at.year());
    Ok(SettlePage {
        w,
        frame: at
            .frame(format!("{}: {}", desk.member(unit)?.short_name, criterion::name(leaf)))
            .script("preview.js")
            .crumb(addresses::verification(at.year()), w.t("verification.title"))
            .crumb(back.clone(), w.t("verification.settlement")),
        sheet,
        criterion: Criterion::of(w, cx, desk, (book, unit), path).await?,
        thread: Thread::of(w, desk, &known, book, unit, leaf),
        files: files(at, cx, (unit, path), &addresses::settlement(at.year(), unit, path)).await?,
        asked: entry::asked(w, leaf, &detail),
        options: options(w, (leaf, &detail), facts),
        reason_hint: w.fill(
            if anew || !apart.is_empty() { "verification.settle_hint_always" } else { "verification.settle_hint" },
            &[("n", &w.count(desk.regulation.reason_least))],
        ),
        apart,
        title: w.t(if anew { "verification.settle_again" } else { "verification.settle_line" }),
        version: facts.settlement_version(),
        may_settle: disputed && desk.may(Act::SettleLine, On::unit(unit)),
        why_not: why_not.map(|reason| told::sentence(w, &Names::default(), &reason)).unwrap_or_default(),
        back,
    })
}

/// *Giữ mức đề nghị: 94 %*
fn options(w: Words, (leaf, detail): (&Leaf, &Detail), facts: &LineFacts) -> Vec<(String, String)> {
    let said = |code: &str, entry: &Fields| {
        let entry = entry::say(w, leaf, detail, entry);
        (code.to_owned(), w.say("verification.settle", code, &[("entry", &entry)]))
    };
    let found = facts.proposed().map(|_| said(PROPOSED, &proposed(facts)));
    found.into_iter().chain([said(OWN, &own(facts)), said(OTHER, &Fields::new())]).collect()
}

/// `POST /years/{year}/settlement/{unit}/{path}`
async fn save(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (unit, path): (UnitId, &str) = (at.id("unit")?, at.part("path"));
    may_see(&at.desk, unit)?;
    let book = app::verification::book(&cx, &at.desk).await?;
    let (leaf, facts, detail) = leaf(&book, unit, path)?;
    match read(at.w(), &form, (leaf, &detail), facts, &at.desk.regulation) {
        Ok((entry, reason)) => {
            let seen = form.text("version").parse().unwrap_or(0);
            settling::settle_over(&cx, at.actor(), at.year(), (unit, path), (&entry, &reason), seen).await?;
            Ok(done(&addresses::settlements(at.year()), "line_settled"))
        }
        Err(problems) => {
            let sheet = at.form(&cx, form.clone()).with(problems);
            reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &page(&at, &cx, (&book, unit), sheet).await?)
        }
    }
}

/// The entry that is to count and why; a reason is asked for unless the proposal is kept for the first time.
fn read(w: Words, form: &Form, of: (&Leaf, &Detail), facts: &LineFacts, regulation: &Regulation) -> Result<(Fields, String), Problems> {
    let mut check = form.check(w);
    let entry = match form.text("settle") {
        PROPOSED => Some(proposed(facts)),
        OWN => Some(own(facts)),
        OTHER => entry::read(&mut check, of.0, of.1, &own(facts)),
        _ => {
            check.problem("settle", w.t("verification.choose"));
            None
        }
    };
    let reason = check.optional("reason", MOST);
    if (facts.settlement.is_some() || facts.proposed().is_none() || form.text("settle") != PROPOSED)
        && let Some(short) = reason.as_ref().filter(|text| !regulation.is_reason(text))
    {
        check.problem("reason", too_short(w, short, regulation));
    }
    check.done(entry.zip(reason))
}
