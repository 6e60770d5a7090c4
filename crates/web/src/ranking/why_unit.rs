//! Why a unit's total is what it is: group by group, what changed, where most was lost. *Vì sao được điểm này.*

use std::cmp::Reverse;
use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::ranking::{Exclusion, why};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Html;
use scoring::totals::Sum;
use scoring::{Entry, Node};
use values::{Points, UnitId};

use super::paper::Address;
use super::papers;
use super::why_group::{Extra, PartRow, Parts};
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
    extras: Vec<ExtraRow>,
    extras_total: (String, String),
    /// The lines that do not count here because nobody assigned them; empty if all were.
    not_assigned: String,
    /// What the unit is excluded from, and the decision behind it.
    excluded: Vec<(String, Option<papers::Shown>)>,
    address: Address,
}

/// One line that adds or takes points beside its maximum.
struct ExtraRow {
    code: String,
    name: String,
    href: String,
    bonus: String,
    deduction: String,
}

/// `GET /years/{year}/why/{unit}`
pub async fn show(
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    headers: HeaderMap,
    ground: Option<Extension<Ground>>,
) -> Result<Html<String>, Reply> {
    let (book, unit) = (app::book::at(&cx, &at.desk).await?, at.id::<UnitId>("unit")?);
    why::unit(&cx, &book, &at.desk, unit).await?;
    let frozen = why::table_is_frozen(&cx, &at.desk).await?;
    let address = Address::of(&at, &headers, ground.is_some_and(|ground| ground.https));
    reply::page(&page(&at, &book, unit, (frozen, address))?)
}

fn page(at: &AtYear, book: &Book, unit: UnitId, (frozen, address): (bool, Address)) -> Result<UnitPage, Reply> {
    let (w, figures) = (at.w(), why::figures(book, &at.desk, unit)?);
    let parts = Parts::new(at, book, unit, &figures);
    let (total, extras) = (figures.total, parts.extras());
    Ok(UnitPage {
        w,
        frame: super::why::frame(at, book, unit, "", frozen),
        lead: w.fill("ranking.why_total", &[("unit", &at.desk.member(unit)?.name)]),
        badge: super::why::badge(at),
        points: of_max(&parts, total),
        rank: super::why::rank(at, book, unit, parts.decimals)?,
        rank_href: addresses::ranking(at.year()),
        empty: empty(at, figures.certain),
        groups: groups(book).into_iter().map(|node| parts.row(node)).collect(),
        changed: changed(book, unit, &figures)?.into_iter().map(|node| parts.row(node)).collect(),
        lost: lost(book, &parts).into_iter().map(|node| parts.row(node)).collect(),
        extras_total: extras_total(&parts, &extras),
        extras: extras.into_iter().map(|extra| extra_row(at, unit, &parts, extra)).collect(),
        not_assigned: not_assigned(w, book, &figures),
        excluded: excluded(at, book, unit),
        address,
    })
}

/// The total, the maximum that counts for the unit, and what part of it was reached.
fn of_max(parts: &Parts<'_>, total: Sum) -> String {
    let (w, decimals) = (parts.w, parts.decimals);
    let (points, max) = (w.points(total.points, decimals), w.points(total.max, decimals));
    let rate = format!("{}%", w.rate(scoring::rounding::rate(total.points, total.max, parts.rounding)));
    w.fill("ranking.of_max_rate", &[("points", &points), ("max", &max), ("rate", &rate)])
}

/// The exclusions that hold for the unit.
fn excluded(at: &AtYear, book: &Book, unit: UnitId) -> Vec<(String, Option<papers::Shown>)> {
    let w = at.w();
    let holds = book.exclusions.iter().filter(|fact| fact.unit == unit && fact.lifted_reason.is_none());
    let said = |fact: &Exclusion| {
        let (reach, since) = (w.say("ranking.reach", &fact.scope, &[]), w.date(fact.happened_on));
        w.fill("ranking.excluded_since", &[("reach", &reach), ("since", &since), ("reason", &fact.reason)])
    };
    holds.map(|fact| (said(fact), papers::shown(at, fact))).collect()
}

fn not_assigned(w: Words, book: &Book, figures: &why::Figures) -> String {
    let lines = leaves(book).into_iter().zip(&figures.lines).filter(|(_, line)| line.0 == Entry::NotAssigned);
    let names: Vec<String> = lines.map(|(node, _)| format!("{} {}", node.code, node.name)).collect();
    if names.is_empty() { String::new() } else { w.fill("ranking.without", &[("lines", &names.join("; "))]) }
}

fn extras_total(parts: &Parts<'_>, extras: &[Extra<'_>]) -> (String, String) {
    let sum = |side: fn(&Extra<'_>) -> Points| Points(extras.iter().map(side).map(|points| points.0).sum());
    let text = |points| parts.w.points(points, parts.decimals);
    (text(sum(|extra| extra.bonus)), text(sum(|extra| extra.deduction)))
}

fn extra_row(at: &AtYear, unit: UnitId, parts: &Parts<'_>, extra: Extra<'_>) -> ExtraRow {
    ExtraRow {
        code: extra.node.code.clone(),
        name: extra.node.name.clone(),
        href: addresses::why(at.year(), unit, &extra.node.path),
        bonus: parts.w.points(extra.bonus, parts.decimals),
        deduction: parts.w.points(extra.deduction, parts.decimals),
    }
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
