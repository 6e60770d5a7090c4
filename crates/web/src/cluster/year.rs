//! S2, the year: which phase the cluster is in, and who has not done what yet. *Cụm – năm.*

use std::sync::Arc;

use app::Cx;
use app::cluster::found::SETUP_DONE;
use app::cluster::progress::{self, PhaseProgress, Progress, UnitProgress, UnitState};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::calendar::Timing;
use cycle::cluster::{Act, On};
use cycle::{Phase, year};
use values::{UnitId, YearId};

use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

/// One phase on the line of the year.
struct Station {
    name: String,
    /// Where its work is done; empty if nowhere.
    href: String,
    due: String,
    left: String,
    units: String,
    current: bool,
    past: bool,
    /// More than one phase away: hidden on a phone until asked for.
    far: bool,
}

/// One unit with its state.
struct Row {
    place: usize,
    short: String,
    href: String,
    office: &'static str,
    badge: &'static str,
    state: String,
    lines: String,
}

/// One decision in force: what, and its words.
struct Decision {
    what: &'static str,
    text: String,
    link: Link,
}

#[derive(Template)]
#[template(path = "cluster/year.html")]
struct YearPage {
    w: Words,
    year: YearId,
    frame: Frame,
    stations: Vec<Station>,
    units: Vec<Row>,
    decisions: Vec<Decision>,
    links: Vec<Link>,
    /// The phase's page and its words, where the person may move the year.
    move_on: Option<Link>,
    set_up: Option<Link>,
}

/// `GET /years/{year}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let progress = progress::of(&cx, &at.desk).await?;
    reply::page(&YearPage {
        w: at.w(),
        year: at.year(),
        frame: at.page(at.year_name()),
        stations: progress.phases.iter().map(|phase| station(&at, phase)).collect(),
        units: progress.units.iter().enumerate().map(|(place, unit)| row(&at, &progress, place, unit)).collect(),
        decisions: decisions(&at, &progress),
        links: links(&at),
        move_on: move_on(&at),
        set_up: set_up(&at),
    })
}

fn station(at: &AtYear, progress: &PhaseProgress) -> Station {
    let (w, phase, now) = (at.w(), progress.phase, at.desk.phase);
    let of = at.desk.members.len().to_string();
    let due = |date| w.fill("cluster.year.due", &[("date", &w.date(date))]);
    Station {
        name: w.say("phase", phase.code(), &[]),
        href: work_of(at, phase),
        due: progress.due.map(|(_, date)| due(date)).unwrap_or_default(),
        left: if phase == now {
            progress.due.map(|(step, _)| left(w, at.desk.calendar.timing(step, at.desk.today))).unwrap_or_default()
        } else {
            String::new()
        },
        units: progress
            .done
            .map(|done| w.fill("cluster.year.units_done", &[("done", &done.to_string()), ("all", &of)]))
            .unwrap_or_default(),
        current: phase == now,
        past: phase < now,
        far: place(phase).abs_diff(place(now)) > 1,
    }
}

fn place(phase: Phase) -> usize {
    Phase::ALL.iter().position(|p| *p == phase).unwrap_or_default()
}

/// *còn 3 ngày*, *hôm nay là ngày cuối*, *quá 2 ngày*
pub(super) fn left(w: Words, timing: Timing) -> String {
    match timing {
        Timing::NoDeadline => String::new(),
        Timing::Left(0) => w.t("cluster.due.today").to_owned(),
        Timing::Left(days) => w.fill("cluster.due.left", &[("n", &w.count(days))]),
        Timing::Late(days) => w.fill("cluster.due.late", &[("n", &w.count(days))]),
    }
}

/// Where the work of a phase is done.
fn work_of(at: &AtYear, phase: Phase) -> String {
    let year = at.year();
    match phase {
        Phase::Preparing => addresses::settings(year),
        Phase::Running => addresses::targets(year),
        Phase::SelfScoring => addresses::sheets(year),
        Phase::Verifying => addresses::verification(year),
        Phase::Explaining => {
            at.desk.own_units().first().map_or_else(|| addresses::verification(year), |own| addresses::answers(year, *own))
        }
        Phase::SecondReading => addresses::settlements(year),
        Phase::Settled | Phase::Announced => addresses::ranking(year),
        Phase::Closed => String::new(),
    }
}

fn row(at: &AtYear, progress: &Progress, place: usize, unit: &UnitProgress) -> Row {
    let (w, member) = (at.w(), at.desk.members.get(place));
    let lines = [("done", w.count(unit.done)), ("all", w.count(unit.all))];
    Row {
        place: place + 1,
        short: member.map(|m| m.short_name.clone()).unwrap_or_default(),
        href: way_to(at, progress, unit.unit),
        office: member.map_or("", |m| office_word(w, &m.office)),
        badge: badge(unit.state),
        state: w.say("unit_state", unit.state.code(), &[]),
        lines: if unit.all == 0 {
            String::new()
        } else {
            w.fill("cluster.year.lines", &lines.each_ref().map(|(name, text)| (*name, text.as_str())))
        },
    }
}

/// Head or deputy in words; empty for the other members.
pub(super) fn office_word(w: Words, office: &str) -> &'static str {
    match office {
        "head" => w.t("office.head"),
        "deputy" => w.t("office.deputy"),
        _ => "",
    }
}

const fn badge(state: UnitState) -> &'static str {
    match state {
        UnitState::Returned | UnitState::Correcting | UnitState::Unanswered | UnitState::Disputed => "badge badge-warning",
        UnitState::Scoring => "badge badge-info",
        state if state.is_done() => "badge badge-success",
        _ => "badge",
    }
}

/// The unit's sheet for its own people, its points for those who may see them, else nothing.
fn way_to(at: &AtYear, progress: &Progress, unit: UnitId) -> String {
    let own = at.desk.own_units();
    let sent = own.iter().any(|id| progress.book.unit(*id).is_ok_and(|book| book.submitted()));
    match () {
        () if own.contains(&unit) => addresses::sheet(at.year(), unit),
        () if at.desk.may(Act::SeeAllScores, On::unit(unit).own_submitted(sent)) => addresses::why_unit(at.year(), unit),
        () => String::new(),
    }
}

fn decisions(at: &AtYear, progress: &Progress) -> Vec<Decision> {
    let (w, year) = (at.w(), &at.desk.year);
    let cluster = paper(w, &year.cluster.decision, year.cluster.founded_on);
    let regulation = paper(w, &at.desk.regulation.decision, at.desk.regulation.in_force_from);
    vec![
        Decision { what: w.t("cluster.year.host"), text: year.org_name.clone(), link: Link::default() },
        Decision { what: w.t("cluster.year.founding"), text: cluster, link: Link::default() },
        Decision {
            what: w.t("cluster.year.regulation"),
            text: regulation,
            link: Link::new(addresses::settings(at.year()), w.t("cluster.year.see_settings")),
        },
        Decision {
            what: w.t("cluster.year.table"),
            text: table(w, progress),
            link: Link::new(addresses::table(at.year()), w.t("cluster.year.see_table")),
        },
    ]
}

/// A paper's number and date.
fn paper(w: Words, number: &str, date: Option<values::Date>) -> String {
    match (number, date) {
        ("", None) => w.t("cluster.year.no_paper").to_owned(),
        ("", Some(date)) => w.date(date),
        (number, None) => number.to_owned(),
        (number, Some(date)) => w.fill("cluster.year.paper", &[("number", number), ("date", &w.date(date))]),
    }
}

fn table(w: Words, progress: &Progress) -> String {
    let Some(table) = &progress.book.table else { return w.t("cluster.year.no_table").to_owned() };
    let date = table.effective_on.map(|date| w.date(date)).unwrap_or_default();
    let hash: String = table.hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    w.fill("cluster.year.version", &[("number", &table.number.to_string()), ("date", &date), ("hash", &hash)])
}

fn links(at: &AtYear) -> Vec<Link> {
    let (w, year) = (at.w(), at.year());
    let own = at.desk.own_units().first().map(|unit| Link::new(addresses::unit_evidence(year, *unit), w.t("cluster.year.evidence")));
    let may = |shown: bool, link: Link| shown.then_some(link);
    let always = [
        Link::new(addresses::members(year), w.t("cluster.members.title")),
        Link::new(addresses::seats(year), w.t("cluster.seats.title")),
        Link::new(addresses::deadlines(year), w.t("cluster.deadlines.title")),
        Link::new(addresses::settings(year), w.t("cluster.settings.title")),
        Link::new(addresses::targets(year), w.t("cluster.year.targets")),
        Link::new(addresses::table(year), w.t("cluster.year.table")),
    ];
    let more = [
        own,
        may(at.desk.phase >= Phase::Settled, Link::new(addresses::corrections(year), w.t("cluster.year.corrections"))),
        may(at.desk.may(Act::SeeJournal, On::CLUSTER), Link::new(addresses::journal(year), w.t("cluster.year.journal"))),
        may(at.actor().administers, Link::new(addresses::units(), w.t("cluster.units.title"))),
        may(at.actor().administers, Link::new(addresses::next_year(year), w.t("cluster.next.title"))),
    ];
    always.into_iter().chain(more.into_iter().flatten()).collect()
}

fn move_on(at: &AtYear) -> Option<Link> {
    let w = at.w();
    let next = year::moves_from(at.desk.phase).find(|step| !step.is_back())?;
    at.desk.may(Act::MovePhase, On::CLUSTER).then(|| Link::new(addresses::phase(at.year()), w.say("move", next.to.code(), &[])))
}

/// Where the set-up goes on, while it is not finished.
fn set_up(at: &AtYear) -> Option<Link> {
    let reached = u8::try_from(at.desk.year.setup_step).unwrap_or(1);
    let open = at.desk.year.setup_step < SETUP_DONE && at.desk.may(Act::SetUpYear, On::CLUSTER);
    let next = reached.saturating_add(1).clamp(1, 6);
    open.then(|| Link::new(addresses::setup_step(at.year(), next), at.w().fill("cluster.year.set_up", &[("n", &next.to_string())])))
}
