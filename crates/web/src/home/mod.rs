//! What is due for the signed-in person. *Việc của tôi.*

mod ics;
mod notices;
mod rows;

use std::sync::Arc;

use app::home::{facts, tasks};
use app::{Actor, Cx, Desk, desk};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use cycle::Phase;
use cycle::cluster::{Act, On};

use crate::addresses as at;
use crate::at_year::AtYear;
use crate::forms::Sheet;
use crate::layout::{Frame, Link, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::{SignedIn, Whence};
use crate::words::Words;
use notices::NoticeRow;
use rows::{Group, Place, Row, Wait};

/// Years whose tasks are gathered; older ones are links.
const MOST_YEARS: usize = 6;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new().route(&at::home(), get(show)).route(at::CALENDAR, get(calendar)).route(at::NOTICE_SEEN, post(notices::seen))
}

/// A year the person works in: its page, where it stands, and the ways into it.
struct YearLinks {
    name: String,
    href: String,
    phase: String,
    /// The next date of the year; empty when none is ahead.
    next: String,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "home/home.html")]
struct HomePage {
    w: Words,
    frame: Frame,
    groups: Vec<Group>,
    waiting: Vec<Wait>,
    sheet: Sheet,
    unseen: Vec<NoticeRow>,
    seen: Vec<NoticeRow>,
    years: Vec<YearLinks>,
    others: Vec<Link>,
    administers: bool,
}

/// `GET /`
async fn show(State(cx): State<Arc<Cx>>, SignedIn(actor): SignedIn, visit: Visit, whence: Whence) -> Result<Html<String>, Reply> {
    reply::page(&page(&cx, &actor, visit, &whence).await?)
}

async fn page(cx: &Cx, actor: &Actor, mut visit: Visit, whence: &Whence) -> Result<HomePage, Reply> {
    let (desks, others) = desks(cx, actor).await?;
    if let (Some(visitor), Some(first)) = (&mut visit.visitor, desks.first()) {
        visitor.year = Some(first.scope().year);
    }
    let w = visit.w;
    let (mut rows, mut waiting, mut notices, mut years): (Vec<Row>, _, _, _) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for desk in &desks {
        let (facts, place) = (facts(cx, desk).await?, Place { w, desk, base: &whence.base, several: desks.len() > 1 });
        rows.extend(tasks::tasks(&facts).iter().map(|task| place.row(task)));
        waiting.extend(tasks::waiting(&facts).iter().map(|wait| place.wait(wait)));
        notices.extend(app::home::notices(cx, desk).await?.iter().map(|notice| notices::row(w, desk, notice)));
        years.push(links(w, desk));
    }
    let (seen, unseen) = notices.into_iter().partition(|notice: &NoticeRow| notice.seen);
    Ok(HomePage {
        w,
        groups: rows::grouped(w, rows),
        frame: Frame::new(&visit, w.t("layout.nav_home")).script("copy.js"),
        sheet: Sheet::new(w, Default::default(), &visit.token, ""),
        administers: actor.administers,
        waiting,
        unseen,
        seen,
        years,
        others,
    })
}

/// The desks at which this person has a seat in an open year, newest first, and links to all other years.
async fn desks(cx: &Cx, actor: &Actor) -> Result<(Vec<Desk>, Vec<Link>), Reply> {
    let (mut desks, mut others) = (Vec::new(), Vec::new());
    for year in app::cluster::years(cx, actor).await? {
        let open = desks.len() < MOST_YEARS && year.phase != Phase::Closed.code();
        let seated = if open { Some(desk::open(cx, actor, year.scope.year).await?) } else { None };
        match seated.filter(|desk| !desk.seats.all().is_empty()) {
            Some(desk) => desks.push(desk),
            None => others.push(Link::new(at::year(year.scope.year), format!("{}, {}", year.cluster.name, year.year))),
        }
    }
    Ok((desks, others))
}

fn year_name(w: Words, desk: &Desk) -> String {
    w.fill("layout.year", &[("cluster", &desk.year.cluster.name), ("year", &desk.year.year.to_string())])
}

fn links(w: Words, desk: &Desk) -> YearLinks {
    let year = desk.scope().year;
    let sheets = desk.own_units().into_iter().filter(|unit| desk.may(Act::SeeOwnScores, On::unit(*unit)));
    let sheet = |unit| Link::new(at::sheet(year, unit), w.fill("home.sheet_of", &[("unit", desk.short_name(unit))]));
    let mut links: Vec<Link> = sheets.map(sheet).collect();
    if desk.may(Act::SeeJournal, On::CLUSTER) {
        links.push(Link::new(at::journal(year), w.t("journal.title")));
    }
    links.push(Link::new(at::calendar(year), w.t("home.calendar")));
    let next = desk.calendar.deadlines().find(|(step, deadline)| desk.phase.has_ahead(*step) && deadline.due >= desk.today);
    let next =
        next.map(|(step, deadline)| w.fill("home.next", &[("step", &w.say("step", step.code(), &[])), ("date", &w.date(deadline.due))]));
    YearLinks {
        name: year_name(w, desk),
        href: at::year(year),
        phase: w.say("phase", desk.phase.code(), &[]),
        next: next.unwrap_or_default(),
        links,
    }
}

/// `GET /years/{year}/tasks.ics`
async fn calendar(at: AtYear, State(cx): State<Arc<Cx>>, whence: Whence) -> Result<Response, Reply> {
    let facts = facts(&cx, &at.desk).await?;
    let place = Place { w: at.w(), desk: &at.desk, base: &whence.base, several: true };
    let events: Vec<ics::Event> = tasks::tasks(&facts).iter().filter(|task| !task.done).filter_map(|task| place.event(task)).collect();
    let head = [(CONTENT_TYPE, "text/calendar; charset=utf-8"), (CONTENT_DISPOSITION, "attachment; filename=\"giao-uoc.ics\"")];
    Ok((head, ics::written(&events, at.desk.now)).into_response())
}
