//! The year's members in protocol order, with where they came from. *Danh sách đơn vị.*

use std::sync::Arc;

use app::Cx;
use app::cluster::members::Member;
use app::cluster::units;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use values::UnitId;

use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::asked::why_not;
use crate::cluster::year::office_word;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

struct Row {
    place: usize,
    name: String,
    office: &'static str,
    days: String,
    /// The units it came out of, by name.
    came_from: String,
    change: String,
}

#[derive(Template)]
#[template(path = "cluster/members/list.html")]
struct MembersPage {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    may_change: bool,
    actions: Vec<Link>,
    why_not: String,
}

/// `GET /years/{year}/members`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::SeeYear, On::CLUSTER).or_else(|error| if at.actor().administers { Ok(()) } else { Err(error) })?;
    let origins = Origins::of(&cx, &at).await?;
    let may_change = at.desk.may(Act::ChangeMembers, On::CLUSTER);
    reply::page(&MembersPage {
        w: at.w(),
        frame: at.frame(at.w().t("cluster.members.title")),
        rows: at.desk.members.iter().enumerate().map(|(place, member)| row(&at, &origins, place, member)).collect(),
        may_change,
        actions: actions(&at, may_change),
        why_not: why_not(&at, Act::ChangeMembers, On::CLUSTER),
    })
}

fn row(at: &AtYear, origins: &Origins, place: usize, member: &Member) -> Row {
    let w = at.w();
    let to = member.valid_to.map(|to| w.date(to)).unwrap_or_default();
    let days = [("from", w.date(member.valid_from)), ("to", to)];
    let key = if member.valid_to.is_some() { "cluster.days.from_to" } else { "cluster.days.from" };
    Row {
        place: place + 1,
        name: member.name.clone(),
        office: office_word(w, &member.office),
        days: w.fill(key, &days.each_ref().map(|(name, text)| (*name, text.as_str()))),
        came_from: origins.of_unit(member.unit),
        change: addresses::member(at.year(), member.unit),
    }
}

fn actions(at: &AtYear, may_change: bool) -> Vec<Link> {
    let w = at.w();
    let list =
        at.desk.may(Act::SetUpYear, On::CLUSTER).then(|| Link::new(addresses::setup_step(at.year(), 2), w.t("cluster.members.rewrite")));
    let head = may_change.then(|| Link::new(addresses::hand_over(at.year()), w.t("cluster.hand_over.title")));
    list.into_iter().chain(head).collect()
}

/// Which units took over from which, by name.
struct Origins {
    names: Vec<(UnitId, String)>,
    links: Vec<(UnitId, UnitId)>,
}

impl Origins {
    async fn of(cx: &Cx, at: &AtYear) -> Result<Self, Reply> {
        let org = at.actor().org;
        let names = units::all(cx, org).await?.into_iter().map(|u| (u.id, u.short_name)).collect();
        let links = units::lineage(cx, org).await?.into_iter().map(|l| (l.predecessor, l.successor)).collect();
        Ok(Self { names, links })
    }

    fn of_unit(&self, unit: UnitId) -> String {
        let name = |id: &UnitId| self.names.iter().find(|(known, _)| known == id).map(|(_, name)| name.clone());
        let before = self.links.iter().filter(|(_, after)| *after == unit).filter_map(|(before, _)| name(before));
        before.collect::<Vec<_>>().join(", ")
    }
}
