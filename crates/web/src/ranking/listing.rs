//! The ranking: shared ranks, gaps, classes, the tie rules, and who is not ranked. *Xếp hạng.*

use std::sync::Arc;

use app::ranking::{self, Excluded, Gap, Open, Row, Standings};
use app::{Cx, book::Book};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use cycle::ranking::Outside;
use cycle::regulation::TiesEnd;
use scoring::Table;
use values::{UnitId, YearId};

use super::bars::{Bars, Scale};
use super::{not_yet, papers, say};
use crate::addresses;
use crate::at_year::AtYear;
use crate::kept::Kept;
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// What everybody sees alike, kept until the year changes.
#[derive(Template)]
#[template(path = "ranking/table.html")]
struct Shared {
    w: Words,
    badge: String,
    badge_class: &'static str,
    rated: bool,
    /// Why rates decide; empty where totals do.
    by_rate: String,
    rows: Vec<RowShown>,
    excluded: Vec<ExcludedShown>,
    rules: Vec<String>,
    remark: String,
    bars: Bars,
}

struct RowShown {
    rank: usize,
    unit: String,
    why: String,
    total: String,
    /// What the total is measured by; empty where it is the same for all.
    max: String,
    extras: String,
    bonus: String,
    deduction: String,
    rate: String,
    gap: String,
    class: String,
    remarks: Vec<String>,
    mine: bool,
}

struct ExcludedShown {
    unit: String,
    why: String,
    total: String,
    reach: String,
    since: String,
    reason: String,
    paper: Option<papers::Shown>,
}

#[derive(Template)]
#[template(path = "ranking/ranking.html")]
struct RankingPage {
    w: Words,
    frame: Frame,
    shared: Kept,
    ties: Vec<TieShown>,
    decisions: Vec<DecisionShown>,
    links: Vec<(String, &'static str)>,
}

struct TieShown {
    text: String,
    record: String,
}

struct DecisionShown {
    text: String,
    reason: String,
    withdraw: String,
}

/// `GET /years/{year}/ranking`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    if let Some(later) = not_yet::page(&at) {
        return reply::page(&later);
    }
    at.desk.require(Act::SeeRanking, On::CLUSTER)?;
    let book = app::book::at(&cx, &at.desk).await?;
    reply::page(&page(&at, &book)?)
}

fn page(at: &AtYear, book: &Book) -> Result<RankingPage, Reply> {
    let w = at.w();
    let own = at.desk.own_units();
    let mine: Vec<String> = own.iter().map(ToString::to_string).collect();
    let key = format!("ranking {} {}", w.code(), mine.join(" "));
    let shared = Kept::once(book, &key, || shared(at, book, &own))?;
    Ok(RankingPage {
        w,
        frame: at.frame(w.t("ranking.title")),
        shared,
        ties: ties(at, book)?,
        decisions: decisions(at, book),
        links: links(at, book),
    })
}

fn shared(at: &AtYear, book: &Book, own: &[UnitId]) -> Result<Shared, Reply> {
    let (w, year, standings) = (at.w(), at.year(), ranking::standings(book, &at.desk)?);
    let table = &book.in_force()?.table;
    let scale = Scale { w, decimals: table.decimals(), by_rate: standings.rates_decide() };
    let show = Show { w, year, at, table, own, scale };
    let last = standings.rules.last();
    Ok(Shared {
        w,
        badge: badge_words(w, &standings),
        badge_class: say::badge_class(standings.badge),
        rated: ranking::standings::shows_rate(table),
        by_rate: if scale.by_rate { w.fill("ranking.by_rate", &[("units", &assigned_less(at, &standings))]) } else { String::new() },
        rows: standings.rows.iter().map(|row| show.row(row)).collect(),
        excluded: standings.excluded.iter().map(|one| show.excluded(one)).collect(),
        rules: standings.rules.iter().map(|rule| say::tie_rule(w, table, rule)).collect(),
        bars: Bars::of(w, &standings.rows, |row| at.desk.short_name(row.unit).to_owned(), scale),
        remark: if last == Some(&scoring::TieRule::Shared) { String::new() } else { w.t("ranking.rules_stop").to_owned() },
    })
}

/// The units that were assigned less than the others.
fn assigned_less(at: &AtYear, standings: &Standings) -> String {
    let most = standings.rows.iter().map(|row| row.max).max();
    let less: Vec<UnitId> = standings.rows.iter().filter(|row| Some(row.max) != most).map(|row| row.unit).collect();
    names(at, &less)
}

/// The state of the figures in words.
pub fn badge_words(w: Words, standings: &Standings) -> String {
    w.say("ranking.badge", standings.badge.code(), &[])
}

struct Show<'a> {
    w: Words,
    year: YearId,
    at: &'a AtYear,
    table: &'a Table,
    own: &'a [UnitId],
    scale: Scale,
}

impl Show<'_> {
    fn row(&self, row: &Row) -> RowShown {
        let (w, decimals) = (self.w, self.table.decimals());
        RowShown {
            rank: row.rank,
            unit: self.at.desk.short_name(row.unit).to_owned(),
            why: addresses::why_unit(self.year, row.unit),
            total: w.points(row.total, decimals),
            max: if self.scale.by_rate { w.points(row.max, decimals) } else { String::new() },
            extras: addresses::why_extras(self.year, row.unit),
            bonus: w.points(row.bonus, decimals),
            deduction: w.points(row.deduction, decimals),
            rate: format!("{}%", w.rate(row.rate)),
            gap: row.gap.map_or_else(|| "–".to_owned(), |gap| gap_figure(w, gap, decimals)),
            class: row.class.as_ref().map_or_else(|| "–".to_owned(), |band| say::class(w, band)),
            remarks: self.remarks(row),
            mine: self.own.contains(&row.unit),
        }
    }

    fn remarks(&self, row: &Row) -> Vec<String> {
        let w = self.w;
        let shared = row.shared.then(|| w.t("ranking.shared").to_owned());
        let parted = row.parted_by.as_ref().map(|rule| w.fill("ranking.parted_by", &[("rule", &say::tie_rule(w, self.table, rule))]));
        let title = row.no_title.then(|| w.t("ranking.no_title").to_owned());
        [shared, parted, title].into_iter().flatten().collect()
    }

    fn excluded(&self, one: &Excluded) -> ExcludedShown {
        let w = self.w;
        ExcludedShown {
            unit: self.at.desk.short_name(one.unit).to_owned(),
            why: addresses::why_unit(self.year, one.unit),
            total: one.total.map_or_else(|| w.t("ranking.no_score").to_owned(), |total| w.points(total, self.table.decimals())),
            reach: one.fact.as_ref().map_or_else(|| w.say("ranking.reach", "score", &[]), |fact| w.say("ranking.reach", &fact.scope, &[])),
            since: one.fact.as_ref().map_or_else(|| "–".to_owned(), |fact| w.date(fact.happened_on)),
            reason: one.fact.as_ref().map_or_else(|| w.say("ranking.outside", Outside::NotSent.code(), &[]), |fact| fact.reason.clone()),
            paper: one.fact.as_ref().and_then(|fact| papers::shown(self.at, fact)),
        }
    }
}

/// How far behind; the measure is said beside it.
fn gap_figure(w: Words, gap: Gap, decimals: u8) -> String {
    match gap {
        Gap::Points(points) => w.points(points, decimals),
        Gap::Rate(rate) => w.rate(rate),
    }
}

/// How far behind, in points or in percent.
pub fn gap_words(w: Words, gap: Gap, decimals: u8) -> String {
    let figure = gap_figure(w, gap, decimals);
    match gap {
        Gap::Points(_) => w.fill("ranking.gap_points", &[("points", &figure)]),
        Gap::Rate(_) => w.fill("ranking.gap_rate", &[("rate", &figure)]),
    }
}

/// Ties that wait, each with the link to record what decided it.
fn ties(at: &AtYear, book: &Book) -> Result<Vec<TieShown>, Reply> {
    let w = at.w();
    let may = |tie: &Open| at.desk.permits(Act::DecideTie, &tie.units).is_ok();
    let one = |tie: Open| TieShown {
        text: w.fill(
            "ranking.tie_open",
            &[("units", &names(at, &tie.units)), ("rank", &tie.rank.to_string()), ("means", &w.say("ranking.means", tie.asks.code(), &[]))],
        ),
        record: if may(&tie) { addresses::tie(at.year(), tie.rank) } else { String::new() },
    };
    if at.desk.regulation.ties_end == TiesEnd::Share {
        return Ok(Vec::new());
    }
    Ok(ranking::standings(book, &at.desk)?.open.into_iter().map(one).collect())
}

fn decisions(at: &AtYear, book: &Book) -> Vec<DecisionShown> {
    let w = at.w();
    let may = |order: &[UnitId]| at.desk.permits(Act::WithdrawTie, order).is_ok();
    let one = |decision: &ranking::TieDecision| DecisionShown {
        text: w.fill(
            "ranking.tie_decided",
            &[
                ("units", &names(at, &ranking::standings::order_of(decision))),
                ("means", &w.say("ranking.means", &decision.means, &[])),
                ("date", &w.date(decision.decided_on)),
            ],
        ),
        reason: decision.reason.clone(),
        withdraw: if may(&ranking::standings::order_of(decision)) {
            addresses::withdraw_tie(at.year(), decision.id)
        } else {
            String::new()
        },
    };
    book.tie_decisions.iter().filter(|decision| !decision.withdrawn).map(one).collect()
}

/// The short names of units, parted by commas.
pub fn names(at: &AtYear, units: &[UnitId]) -> String {
    units.iter().map(|unit| at.desk.short_name(*unit)).collect::<Vec<_>>().join(", ")
}

/// The pages beside this one that this person may open.
fn links(at: &AtYear, book: &Book) -> Vec<(String, &'static str)> {
    let (w, year) = (at.w(), at.year());
    let heat = ranking::sees_all(book, &at.desk).then(|| (addresses::heat(year), w.t("ranking.to_heat")));
    let file = ranking::sees_all(book, &at.desk).then(|| (addresses::ranking_file(year), w.t("ranking.to_file")));
    let more = [(addresses::exclusions(year), w.t("ranking.to_exclusions")), (addresses::corrections(year), w.t("ranking.to_corrections"))];
    heat.into_iter().chain(file).chain(more).collect()
}
