//! Why a line's points are what they are, in seven blocks; a group's path shows the group.
//! *Vì sao được điểm này.*

use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::ranking::standings;
use app::ranking::why::{self, LineWhy};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Html;
use cycle::cluster::{Act, On};
use values::{Points, UnitId};

use super::paper::Address;
use super::say::{self, Fact};
use super::why_facts::Teller;
use super::{listing, why_group};
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Ground, Tone};
use crate::reply::{self, Reply};
use crate::words::Words;

/// One of the blocks that say who said what: a heading, then facts.
pub struct Block {
    pub heading: &'static str,
    pub facts: Vec<Fact>,
    /// Said where there are no facts.
    pub empty: &'static str,
}

#[derive(Template)]
#[template(path = "ranking/why.html")]
struct LinePage {
    w: Words,
    frame: Frame,
    lead: String,
    clause: String,
    rule: Vec<Fact>,
    figures: Vec<Fact>,
    steps: Vec<String>,
    /// What is said of the steps: bounds, the leader's name.
    step_notes: Vec<String>,
    points: String,
    said: Vec<Block>,
    papers: Vec<(String, String, String)>,
    impact: Impact,
    correct: String,
    address: Address,
}

/// What the line does to the total and the rank.
pub struct Impact {
    pub difference: String,
    pub lost: String,
    pub total: String,
    pub total_href: String,
    /// `hạng 3, kém hạng 2 là 1,50`; empty where this person sees no ranking.
    pub rank: String,
    pub rank_href: String,
}

/// `GET /years/{year}/why/{unit}/{*path}`
pub async fn show(
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    headers: HeaderMap,
    ground: Option<Extension<Ground>>,
) -> Result<Html<String>, Reply> {
    let (book, unit) = (app::book::at(&cx, &at.desk).await?, at.id::<UnitId>("unit")?);
    let address = Address::of(&at, &headers, ground.is_some_and(|ground| ground.https));
    let path = at.part("path");
    if book.in_force()?.table.is_group(path) {
        return why_group::show(&at, &cx, &book, unit, address).await;
    }
    let told = why::line(&cx, &book, &at.desk, unit, path).await?;
    let frozen = why::table_is_frozen(&cx, &at.desk).await?;
    reply::page(&page(&at, &book, unit, &told, (frozen, address))?)
}

fn page(at: &AtYear, book: &Book, unit: UnitId, told: &LineWhy, (frozen, address): (bool, Address)) -> Result<LinePage, Reply> {
    let w = at.w();
    let teller = Teller::new(at, book, unit, told)?;
    let may = at.desk.may(Act::ProposeCorrection, On::unit(unit)) && told.facts.concerns();
    Ok(LinePage {
        w,
        frame: frame(at, book, unit, &told.leaf.path, frozen),
        lead: w
            .fill("ranking.why_lead", &[("unit", at.desk.short_name(unit)), ("line", &format!("{} {}", told.leaf.label, told.leaf.name))]),
        clause: teller.clause(),
        rule: teller.rule(),
        figures: teller.figures(),
        steps: teller.steps(),
        step_notes: teller.step_notes(),
        points: teller.points(),
        said: vec![teller.own(), teller.found(), teller.concluded()],
        papers: teller.papers(),
        impact: impact(at, book, unit, told)?,
        correct: if may { addresses::propose_correction(at.year(), unit, &told.leaf.path) } else { String::new() },
        address,
    })
}

/// The frame of a page of one unit's figures, with the way up the table.
pub fn frame(at: &AtYear, book: &Book, unit: UnitId, path: &str, frozen: bool) -> Frame {
    let (w, year) = (at.w(), at.year());
    let mut frame = at.frame(w.t("ranking.why_title")).crumb(addresses::ranking(year), w.t("ranking.title"));
    if !path.is_empty() {
        frame = frame.crumb(addresses::why_unit(year, unit), at.desk.short_name(unit));
    }
    for node in why_group::above(book, path) {
        frame = frame.crumb(addresses::why(year, unit, &node.path), node.code.clone());
    }
    if let Some(why) = book.place(unit).and_then(|place| book.outside.get(place).copied().flatten()) {
        frame = frame.notice(Tone::Warning, w.say("ranking.outside", why.code(), &[]));
    }
    if frozen { frame } else { frame.notice(Tone::Danger, w.t("ranking.table_differs")) }
}

/// What a line, or a unit's verification as a whole, does to total and rank.
fn impact(at: &AtYear, book: &Book, unit: UnitId, told: &LineWhy) -> Result<Impact, Reply> {
    let (w, decimals) = (at.w(), told.leaf.decimals);
    let difference = Points(told.points.0 - told.own.0);
    let total = why::figures(book, &at.desk, unit)?.total.points;
    Ok(Impact {
        difference: if told.bounds.is_some() { w.t("ranking.depends").to_owned() } else { changed(w, difference, decimals) },
        lost: lost(w, told.max, told.points, decimals),
        total: w.points(total, decimals),
        total_href: addresses::why_unit(at.year(), unit),
        rank: rank(at, book, unit, decimals)?,
        rank_href: addresses::ranking(at.year()),
    })
}

fn changed(w: Words, difference: Points, decimals: u8) -> String {
    if difference == Points::ZERO {
        w.t("ranking.unchanged").to_owned()
    } else {
        w.fill("ranking.against_own", &[("difference", &w.difference(difference, decimals))])
    }
}

/// How far the points stay below the maximum; nothing where they reach it.
fn lost(w: Words, max: Points, points: Points, decimals: u8) -> String {
    let said = || w.fill("ranking.lost", &[("points", &w.points(Points(max.0 - points.0), decimals)), ("max", &w.points(max, decimals))]);
    if points < max { said() } else { String::new() }
}

/// The unit's rank and how far it is behind the next better one, in words.
pub fn rank(at: &AtYear, book: &Book, unit: UnitId, decimals: u8) -> Result<String, Reply> {
    let w = at.w();
    if !at.desk.may(Act::SeeRanking, On::CLUSTER) {
        return Ok(String::new());
    }
    let standings = standings(book, &at.desk)?;
    let Some(row) = standings.row(unit) else { return Ok(w.t("ranking.not_ranked").to_owned()) };
    let above = standings.rows.iter().rev().find(|other| other.rank < row.rank).map(|other| other.rank);
    let own = row.rank.to_string();
    Ok(match (above, row.gap) {
        (Some(above), Some(gap)) => {
            let gap = listing::gap_words(w, gap, decimals);
            w.fill("ranking.rank_behind", &[("rank", &own), ("above", &above.to_string()), ("gap", &gap)])
        }
        _ => w.fill("ranking.rank_first", &[("rank", &own)]),
    })
}

/// The badge of the state of figures: words and class.
pub fn badge(at: &AtYear) -> (String, &'static str) {
    let badge = cycle::ranking::Badge::of(at.desk.phase);
    (at.w().say("ranking.badge", badge.code(), &[]), say::badge_class(badge))
}
