//! Who is what, by unit. *Vai trong năm.*

use std::sync::Arc;

use app::Cx;
use app::cluster::seats;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::SeatKind;
use values::UnitId;

use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

struct Row {
    name: String,
    title: String,
    kind: String,
    days: String,
    ended: bool,
    /// Where the seat is ended; empty where the person may not.
    end: String,
}

/// The seats of one unit, or of those without one.
struct Group {
    name: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "cluster/seats/list.html")]
struct SeatsPage {
    w: Words,
    frame: Frame,
    groups: Vec<Group>,
    actions: Vec<Link>,
}

/// `GET /years/{year}/seats`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let all = seats::all(&cx, &at.desk).await?;
    let group =
        |name: String, unit: Option<UnitId>| Group { name, rows: all.iter().filter(|s| s.unit == unit).map(|s| row(&at, s)).collect() };
    let of_units = at.desk.members.iter().map(|m| group(m.name.clone(), Some(m.unit)));
    let groups = std::iter::once(group(at.w().t("cluster.seats.no_unit").to_owned(), None)).chain(of_units).collect();
    reply::page(&SeatsPage { w: at.w(), frame: at.frame(at.w().t("cluster.seats.title")), groups, actions: actions(&at) })
}

/// Whether this person may give and end this seat.
pub fn may_change(at: &AtYear, seat: &seats::Seat) -> bool {
    SeatKind::of_code(&seat.kind).is_some_and(|kind| seats::require(&at.desk, kind, seat.unit).is_ok())
}

/// Leave to invite anybody at all, to the cluster or to an own unit.
///
/// # Errors
/// Denied, with who may.
pub fn require(at: &AtYear) -> Result<(), app::Error> {
    let invite = |unit| seats::require(&at.desk, SeatKind::MemberOfficer, unit);
    if at.desk.own_units().into_iter().any(|unit| invite(Some(unit)).is_ok()) { Ok(()) } else { invite(None) }
}

fn row(at: &AtYear, seat: &seats::Seat) -> Row {
    let w = at.w();
    let to = seat.valid_to.map(|to| w.date(to)).unwrap_or_default();
    let days = [("from", w.date(seat.valid_from)), ("to", to)];
    let key = if seat.valid_to.is_some() { "cluster.days.from_to" } else { "cluster.days.from" };
    Row {
        name: seat.name.clone(),
        title: seat.title.clone(),
        kind: w.say("seat", &seat.kind, &[]),
        days: w.fill(key, &days.each_ref().map(|(name, text)| (*name, text.as_str()))),
        ended: seat.valid_to.is_some_and(|to| to < at.desk.today),
        end: if seat.valid_to.is_none() && may_change(at, seat) { addresses::seat(at.year(), seat.id) } else { String::new() },
    }
}

fn actions(at: &AtYear) -> Vec<Link> {
    let w = at.w();
    let both = [
        Link::new(addresses::newcomers(at.year()), w.t("cluster.newcomers.title")),
        Link::new(addresses::new_seat(at.year()), w.t("cluster.seats.give")),
    ];
    if require(at).is_ok() { both.to_vec() } else { Vec::new() }
}
