//! Moving the year: what it waits for, what follows, and back with a reason. *Chuyển giai đoạn.*

use std::sync::Arc;

use app::Cx;
use app::cluster::phases;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::Phase;
use cycle::cluster::{Act, On};
use cycle::year::{Missing, Requirement, moves_from};
use values::{UnitId, YearId};

use super::asked::{capital, why_not};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

/// One thing a move waits for.
struct Wait {
    text: String,
    until: String,
    /// The page where it is settled, or the units it waits for with their pages.
    links: Vec<Link>,
}

/// The move forward.
struct Forward {
    to: Phase,
    /// What the move does, as a button says it.
    act: String,
    effect: String,
    waits: Vec<Wait>,
    may: bool,
    /// Why the person may not; empty if they may.
    why_not: String,
}

/// The move back.
struct Back {
    to: Phase,
    name: String,
    effect: String,
    why_not: String,
}

#[derive(Template)]
#[template(path = "cluster/phase.html")]
struct PhasePage {
    w: Words,
    year: YearId,
    frame: Frame,
    sheet: Sheet,
    lead: String,
    forward: Option<Forward>,
    back: Option<Back>,
}

/// `GET /years/{year}/phase`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&page(&at, &cx, Form::default()).await?)
}

/// `POST /years/{year}/phase`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let to = Phase::of_code(form.text("to")).ok_or_else(|| Reply::BadForm(Problems::default()))?;
    let back = to < at.desk.phase;
    match phases::move_to(&cx, at.actor(), at.year(), to, form.text("reason")).await {
        Ok(()) => Ok(done(&addresses::year(at.year()), if back { "phase_reopened" } else { "phase_moved" })),
        Err(error) => {
            let found = at.problems(error, |reason| if reason.code == "Y-03" { "reason".into() } else { String::new() })?;
            let mut page = page(&at, &cx, form).await?;
            page.sheet = page.sheet.with(found);
            Err(Reply::page(&page))
        }
    }
}

async fn page(at: &AtYear, cx: &Cx, form: Form) -> Result<PhasePage, Reply> {
    let w = at.w();
    let (forward, back): (Vec<_>, Vec<_>) = moves_from(at.desk.phase).map(|step| (step.to, step.is_back())).partition(|(_, back)| !back);
    let forward = match forward.first() {
        Some((to, _)) => Some(forward_to(at, cx, *to).await?),
        None => None,
    };
    let now = w.say("phase", at.desk.phase.code(), &[]);
    Ok(PhasePage {
        w,
        year: at.year(),
        frame: at.frame(w.t("cluster.phase.title")),
        sheet: at.form(cx, form),
        lead: w.fill("cluster.phase.lead", &[("phase", &now)]),
        forward,
        back: back.first().map(|(to, _)| back_to(at, *to)),
    })
}

async fn forward_to(at: &AtYear, cx: &Cx, to: Phase) -> Result<Forward, Reply> {
    let w = at.w();
    let waits = phases::waits_for(cx, &at.desk, to).await?;
    Ok(Forward {
        to,
        act: w.say("move", to.code(), &[]),
        effect: w.say("cluster.effect", to.code(), &[]),
        waits: waits.iter().map(|missing| wait(at, missing)).collect(),
        may: at.desk.may(Act::MovePhase, On::CLUSTER),
        why_not: why_not(at, Act::MovePhase, On::CLUSTER),
    })
}

fn back_to(at: &AtYear, to: Phase) -> Back {
    let w = at.w();
    Back {
        to,
        name: w.say("phase", to.code(), &[]),
        effect: w.say("cluster.back", to.code(), &[]),
        why_not: why_not(at, Act::ReopenPhase, On::CLUSTER),
    }
}

fn wait(at: &AtYear, missing: &Missing) -> Wait {
    let w = at.w();
    let until = missing.until.map(|date| w.fill("cluster.phase.until", &[("date", &w.date(date))]));
    let unit = |id: &UnitId| Link::new(page_of(at, missing.requirement, *id), at.desk.short_name(*id));
    let here = || vec![Link::new(page_of_all(at, missing.requirement), w.t("cluster.phase.open"))];
    Wait {
        text: capital(&w.say("requirement", missing.requirement.code(), &[])),
        until: until.unwrap_or_default(),
        links: if missing.units.is_empty() { here() } else { missing.units.iter().map(unit).collect() },
    }
}

/// Where one unit's part of a requirement is settled.
fn page_of(at: &AtYear, requirement: Requirement, unit: UnitId) -> String {
    match requirement {
        Requirement::SheetsIn => addresses::sheet(at.year(), unit),
        Requirement::AnswersIn => addresses::answers(at.year(), unit),
        other => page_of_all(at, other),
    }
}

/// Where a requirement is settled.
fn page_of_all(at: &AtYear, requirement: Requirement) -> String {
    let year = at.year();
    match requirement {
        Requirement::HeadInOffice | Requirement::TwoMembers => addresses::members(year),
        Requirement::TableApplied => addresses::table(year),
        Requirement::TargetsSet => addresses::targets(year),
        Requirement::DeadlinesSet => addresses::deadlines(year),
        Requirement::SheetsIn => addresses::sheets(year),
        Requirement::ReadersAssigned | Requirement::ReadingsSent | Requirement::AnswersIn => addresses::verification(year),
        Requirement::LinesSettled => addresses::settlements(year),
        Requirement::TiesDecided => addresses::ranking(year),
        Requirement::CorrectionsClosed => addresses::corrections(year),
    }
}
