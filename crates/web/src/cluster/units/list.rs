//! Every unit with its days, what it came out of and what took over from it. *Danh mục đơn vị.*

use std::sync::Arc;

use app::Cx;
use app::cluster::units::{self, Lineage, Unit};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use values::UnitId;

use super::only_administrators;
use crate::addresses;
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::words::Words;

struct Row {
    name: String,
    short: String,
    days: String,
    ended: bool,
    before: String,
    after: String,
    href: String,
}

#[derive(Template)]
#[template(path = "cluster/units/list.html")]
struct UnitsPage {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
}

/// `GET /units`
pub async fn show(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    only_administrators(&actor)?;
    let (all, links) = (units::all(&cx, actor.org).await?, units::lineage(&cx, actor.org).await?);
    let w = visit.w;
    reply::page(&UnitsPage {
        w,
        frame: Frame::new(&visit, w.t("cluster.units.title")),
        rows: all.iter().map(|unit| row(w, unit, (&all, &links))).collect(),
    })
}

fn row(w: Words, unit: &Unit, (all, links): (&[Unit], &[Lineage])) -> Row {
    let name = |id: UnitId| all.iter().find(|u| u.id == id).map_or_else(String::new, |u| u.short_name.clone());
    let join = |ids: Vec<UnitId>| ids.into_iter().map(name).collect::<Vec<_>>().join(", ");
    let to = unit.valid_to.map(|to| w.date(to)).unwrap_or_default();
    let key = if unit.valid_to.is_some() { "cluster.days.from_to" } else { "cluster.days.from" };
    Row {
        name: unit.name.clone(),
        short: unit.short_name.clone(),
        days: w.fill(key, &[("from", &w.date(unit.valid_from)), ("to", &to)]),
        ended: unit.valid_to.is_some(),
        before: join(links.iter().filter(|l| l.successor == unit.id).map(|l| l.predecessor).collect()),
        after: join(links.iter().filter(|l| l.predecessor == unit.id).map(|l| l.successor).collect()),
        href: addresses::unit(unit.id),
    }
}
