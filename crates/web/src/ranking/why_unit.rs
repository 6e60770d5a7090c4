//! Why a unit's total is what it is: group by group, what changed, where most was lost. *Vì sao được điểm này.*

use std::cmp::Reverse;
use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::ranking::{self, why};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Html;
use scoring::Node;
use values::UnitId;

use super::paper::Address;
use super::why_group::{PartRow, Parts};
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Ground};
use crate::reply::{self, Reply};
use crate::words::Words;

/// How many lines are listed as those that lost most.
const MOST_LOST: usize = 8;

#[derive(Template)]
#[template(path = "ranking/why_unit.html")]
struct UnitPage {
    w: Words,
    frame: Frame,
    lead: String,
    badge: (String, &'static str),
    points: String,
    rank: String,
    rank_href: String,
    empty: &'static str,
    groups: Vec<PartRow>,
    changed: Vec<PartRow>,
    lost: Vec<PartRow>,
    address: Address,
}

/// `GET /years/{year}/why/{unit}`
pub async fn show(
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    headers: HeaderMap,
    ground: Option<Extension<Ground>>,
) -> Result<Html<String>, Reply> {
    let (book, unit) = (ranking::book(&cx, &at.desk).await?, at.id::<UnitId>("unit")?);
    why::unit(&cx, &book, &at.desk, unit).await?;
    let frozen = why::table_is_frozen(&cx, &at.desk).await?;
    let address = Address::of(&at, &headers, ground.is_some_and(|ground| ground.https));
    reply::page(&page(&at, &book, unit, (frozen, address))?)
}

fn page(at: &AtYear, book: &Book, unit: UnitId, (frozen, address): (bool, Address)) -> Result<UnitPage, Reply> {
    let (w, figures) = (at.w(), why::figures(book, &at.desk, unit)?);
    let parts = Parts::new(at, book, unit, &figures);
    let total = figures.total;
    Ok(UnitPage {
        w,
        frame: super::why::frame(at, book, unit, "", frozen),
        lead: w.fill("ranking.why_total", &[("unit", &at.desk.member(unit)?.name)]),
        badge: super::why::badge(at),
        points: w
            .fill("ranking.of_max", &[("points", &w.points(total.points, parts.decimals)), ("max", &w.points(total.max, parts.decimals))]),
        rank: super::why::rank(at, book, unit, parts.decimals)?,
        rank_href: addresses::ranking(at.year()),
        empty: empty(at, figures.certain),
        groups: groups(book).into_iter().map(|node| parts.row(node)).collect(),
        changed: changed(book, unit, &figures)?.into_iter().map(|node| parts.row(node)).collect(),
        lost: lost(book, &parts).into_iter().map(|node| parts.row(node)).collect(),
        address,
    })
}

/// What the figures are while nobody has verified them.
fn empty(at: &AtYear, guarded: bool) -> &'static str {
    let w = at.w();
    match (guarded, at.desk.phase <= cycle::Phase::SelfScoring) {
        (true, _) => w.t("ranking.guarded"),
        (false, true) => w.t("ranking.no_found"),
        (false, false) => "",
    }
}

fn lines(book: &Book) -> Vec<&Node> {
    book.table.as_ref().map(|table| table.table.draft().lines()).unwrap_or_default().into_iter().map(|(_, node)| node).collect()
}

fn groups(book: &Book) -> Vec<&Node> {
    let top = book.table.as_ref().map_or(&[][..], |table| table.table.nodes());
    lines(book).into_iter().filter(|node| node.kind().is_none() || top.iter().any(|line| line.path == node.path)).collect()
}

fn leaves(book: &Book) -> Vec<&Node> {
    lines(book).into_iter().filter(|node| node.kind().is_some()).collect()
}

fn changed<'b>(book: &'b Book, unit: UnitId, figures: &why::Figures) -> Result<Vec<&'b Node>, Reply> {
    let (leaves, places) = (leaves(book), why::changed_lines(book.unit(unit)?, figures));
    Ok(places.into_iter().filter_map(|place| leaves.get(place).copied()).collect())
}

/// The lines furthest below their maximum, most first.
fn lost<'b>(book: &'b Book, parts: &Parts<'_>) -> Vec<&'b Node> {
    let missing = |node: &&Node| {
        let sum = parts.sum(node);
        sum.max.0 - sum.points.0
    };
    let mut lines: Vec<&Node> = leaves(book).into_iter().filter(|node| missing(node) > 0).collect();
    lines.sort_by_key(|node| Reverse(missing(node)));
    lines.truncate(MOST_LOST);
    lines
}
