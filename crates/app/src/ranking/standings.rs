//! The order of the units with everything a ranking shows beside it. *Bảng xếp hạng.*
//!
//! A pure derivation from the book and the regulation; nothing here is stored.

use std::collections::BTreeMap;

use cycle::ranking::{Badge, Means, Reach};
use cycle::regulation::{ClassBand, Regulation, TiesEnd};
use scoring::kind::Interval;
use scoring::ranking::{Disqualification, rankable, scope_of};
use scoring::{Class, Entry, Kind, Measure, NotAssigned, Ranking, Scope, Table, TieDecision, TieRule, UnitScore, rank};
use storage::ranking::Exclusion;
use values::{Amount, Points, UnitId};

use crate::book::{Book, Scored};
use crate::{Desk, Error};

/// The ranking of one year as it stands.
#[derive(Clone, Debug)]
pub struct Standings {
    pub badge: Badge,
    pub by: Measure,
    /// The cluster's tie rules in the order they are tried.
    pub rules: Vec<TieRule>,
    /// Ranked units, best first; equals share a rank: 1, 2, 2, 4.
    pub rows: Vec<Row>,
    /// Units without a rank, in protocol order.
    pub excluded: Vec<Excluded>,
    /// Ties that wait for a vote or a draw.
    pub open: Vec<Open>,
}

/// One ranked unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub unit: UnitId,
    pub rank: usize,
    pub total: Points,
    /// The maximum that counts for this unit.
    pub max: Points,
    /// Percent of the maximum, rounded for reading.
    pub rate: Amount,
    pub bonus: Points,
    pub deduction: Points,
    /// How far behind the unit with the next better rank; `None` for the first.
    pub gap: Option<Gap>,
    pub class: Option<ClassBand>,
    /// The rule that parted the unit from one that was level with it.
    pub parted_by: Option<TieRule>,
    /// Stands at its rank together with others.
    pub shared: bool,
    /// Is not considered for titles and classes. *Không xét danh hiệu.*
    pub no_title: bool,
}

/// What a unit is behind: points, or percent where the maxima differ and rates decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Points(Points),
    Rate(Amount),
}

/// One unit that is not ranked. *Không xếp hạng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excluded {
    pub unit: UnitId,
    /// The points, unless there are none or they do not stand either.
    pub total: Option<Points>,
    /// The fact that says so; `None` for a unit that never sent its sheet (`K-06`).
    pub fact: Option<Exclusion>,
}

/// Units that nothing parts yet, and what the regulation asks for. *Đồng hạng chờ quyết định.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub rank: usize,
    pub units: Vec<UnitId>,
    pub asks: Means,
}

impl Standings {
    pub fn row(&self, unit: UnitId) -> Option<&Row> {
        self.rows.iter().find(|row| row.unit == unit)
    }

    /// Whether rates decide where totals would not: a unit was not assigned what others were.
    pub fn rates_decide(&self) -> bool {
        self.by == Measure::Rate && self.rows.windows(2).any(|pair| matches!(pair, [a, b] if a.max != b.max))
    }
}

/// The ranking by what counts now.
///
/// # Errors
/// Refused with `no-table` until a table is applied.
pub fn standings(book: &Book, desk: &Desk) -> Result<Standings, Error> {
    standings_of(book, &book.counting, desk)
}

/// The ranking by other figures than those that count: what a correction would do.
///
/// # Errors
/// Refused with `no-table` until a table is applied.
pub fn standings_of(book: &Book, scored: &Scored, desk: &Desk) -> Result<Standings, Error> {
    let table = &book.in_force()?.table;
    Ok(Making { book, table, units: &scored.scores(table).units, facts: facts(book), desk }.standings())
}

/// The cluster's own tie rules in order, with what happens when they run out. *Quy tắc đồng điểm.*
pub fn tie_rules(regulation: &Regulation) -> Vec<TieRule> {
    let own = regulation.ties.iter().map(|rule| match rule {
        cycle::regulation::TieRule::Group(path) => TieRule::HigherInGroup { path: path.clone() },
        cycle::regulation::TieRule::FewerDeductions => TieRule::FewerDeductions,
    });
    own.chain([last_rule(regulation.ties_end)]).collect()
}

const fn last_rule(end: TiesEnd) -> TieRule {
    match end {
        TiesEnd::Share => TieRule::Shared,
        TiesEnd::Vote => TieRule::Vote,
        TiesEnd::Draw => TieRule::Draw,
    }
}

/// The tie rule that a recorded means answers.
const fn rule_of(means: Means) -> TieRule {
    match means {
        Means::Vote => TieRule::Vote,
        Means::Draw => TieRule::Draw,
    }
}

/// The units of a recorded decision, first to last.
pub fn order_of(decision: &storage::ranking::TieDecision) -> Vec<UnitId> {
    decision.units.split(' ').filter_map(|id| id.parse().ok()).collect()
}

/// The exclusions that hold, as the engine knows them; their unit is a place in the book.
fn facts(book: &Book) -> Vec<Disqualification> {
    book.exclusions.iter().filter(|fact| fact.lifted_reason.is_none()).filter_map(|fact| disqualification(book, fact)).collect()
}

fn disqualification(book: &Book, fact: &Exclusion) -> Option<Disqualification> {
    let scope = match Reach::of_code(&fact.scope)? {
        Reach::Title => Scope::Title,
        Reach::Rank => Scope::Rank,
        Reach::Score => Scope::Score,
    };
    Some(Disqualification { unit: book.place(fact.unit)?, from: fact.happened_on, until: None, scope, reason: fact.reason.clone() })
}

struct Making<'a> {
    book: &'a Book,
    table: &'a Table,
    units: &'a [UnitScore],
    facts: Vec<Disqualification>,
    desk: &'a Desk,
}

impl Making<'_> {
    fn standings(self) -> Standings {
        let by = Measure::from(self.table.rules().not_assigned);
        let rules = tie_rules(&self.desk.regulation);
        let ranking = rank(&self.rankable(), by, &rules, &self.decisions());
        Standings {
            badge: Badge::of(self.desk.phase),
            by,
            rows: self.rows(&ranking, by),
            excluded: self.excluded(),
            open: self.open(&ranking),
            rules,
        }
    }

    fn rankable(&self) -> Vec<scoring::Standing> {
        let all = self.units.iter().map(|unit| scoring::Standing {
            unit: unit.index,
            points: unit.total,
            max: unit.max,
            groups: unit.groups.iter().map(|group| (group.path.clone(), group.points)).collect::<BTreeMap<_, _>>(),
            deductions: unit.lines.iter().map(|line| deductions(line.entry)).fold(0, u64::saturating_add),
        });
        rankable(&all.collect::<Vec<_>>(), &self.facts, self.desk.today)
    }

    fn decisions(&self) -> Vec<TieDecision> {
        let standing = self.book.tie_decisions.iter().filter(|decision| !decision.withdrawn);
        standing.filter_map(|d| Some(TieDecision { by: rule_of(Means::of_code(&d.means)?), order: self.places(&order_of(d)) })).collect()
    }

    fn places(&self, units: &[UnitId]) -> Vec<usize> {
        units.iter().filter_map(|unit| self.book.place(*unit)).collect()
    }

    fn unit_at(&self, place: usize) -> Option<UnitId> {
        self.book.members.get(place).map(|member| member.unit)
    }

    fn score(&self, place: usize) -> Option<&UnitScore> {
        self.units.iter().find(|unit| unit.index == place)
    }

    fn rows(&self, ranking: &Ranking, by: Measure) -> Vec<Row> {
        let by = self.gaps_by(ranking, by);
        let shared = |rank: usize| ranking.places.iter().filter(|place| place.rank == rank).count() > 1;
        let row = |place: &scoring::RankPlace| {
            let score = self.score(place.unit)?;
            let above = ranking.places.iter().rev().find(|other| other.rank < place.rank).and_then(|other| self.score(other.unit));
            let (bonus, deduction) = extras(self.table, score);
            let no_title = scope_of(place.unit, &self.facts, self.desk.today).is_some();
            Some(Row {
                unit: self.unit_at(place.unit)?,
                rank: place.rank,
                total: score.total,
                max: score.max,
                rate: score.rate,
                bonus,
                deduction,
                gap: above.map(|above| gap(above, score, by)),
                class: if no_title { None } else { class(&self.desk.regulation, score) },
                parted_by: place.parted_by.clone(),
                shared: shared(place.rank),
                no_title,
            })
        };
        ranking.places.iter().filter_map(row).collect()
    }

    /// One measure for every gap of a ranking: points while the ranked units have one maximum.
    fn gaps_by(&self, ranking: &Ranking, by: Measure) -> Measure {
        let mut maxima = ranking.places.iter().filter_map(|place| Some(self.score(place.unit)?.max));
        let first = maxima.next();
        if maxima.all(|max| Some(max) == first) { Measure::Points } else { by }
    }

    /// Each unit without a rank once, with the widest fact about it.
    fn excluded(&self) -> Vec<Excluded> {
        (0..self.book.members.len()).filter_map(|place| self.apart(place)).collect()
    }

    fn apart(&self, place: usize) -> Option<Excluded> {
        let (unit, score) = (self.unit_at(place)?, self.score(place));
        let barred = scope_of(place, &self.facts, self.desk.today).filter(|scope| *scope >= Scope::Rank);
        if barred.is_none() && score.is_some() {
            return None;
        }
        let holds = |fact: &&Exclusion| fact.unit == unit && fact.lifted_reason.is_none() && fact.happened_on <= self.desk.today;
        let widest = || self.book.exclusions.iter().filter(holds).max_by_key(|fact| Reach::of_code(&fact.scope)).cloned();
        let total = score.map(|score| score.total).filter(|_| barred < Some(Scope::Score));
        Some(Excluded { unit, total, fact: barred.and_then(|_| widest()) })
    }

    fn open(&self, ranking: &Ranking) -> Vec<Open> {
        let means = |asks: Option<&TieRule>| match asks? {
            TieRule::Vote => Some(Means::Vote),
            TieRule::Draw => Some(Means::Draw),
            _ => None,
        };
        let units = |places: &[usize]| places.iter().filter_map(|place| self.unit_at(*place)).collect();
        let waiting = ranking.open.iter().filter_map(|tied| Some((tied, means(tied.asks.as_ref())?)));
        waiting.map(|(tied, asks)| Open { rank: tied.rank, units: units(&tied.units), asks }).collect()
    }
}

const fn deductions(entry: Entry) -> u64 {
    match entry {
        Entry::Counts { deduction, .. } => deduction.0,
        _ => 0,
    }
}

/// How far `below` is behind `above`.
fn gap(above: &UnitScore, below: &UnitScore, by: Measure) -> Gap {
    match by {
        Measure::Rate => Gap::Rate(Amount::new(above.rate.mantissa() - below.rate.mantissa(), above.rate.decimals())),
        Measure::Points => Gap::Points(Points(above.total.0.saturating_sub(below.total.0))),
    }
}

/// What bonuses added and deductions took; a line that met one of its ends counts what it really gave.
fn extras(table: &Table, score: &UnitScore) -> (Points, Points) {
    let lines = table.leaves().iter().zip(&score.lines);
    lines.fold((Points::ZERO, Points::ZERO), |(bonus, deduction), (leaf, line)| {
        let (more, less) = extra(&leaf.kind, line.entry, line.points);
        (Points(bonus.0.saturating_add(more.0)), Points(deduction.0.saturating_add(less.0)))
    })
}

/// Whether a line adds or takes points beside its maximum; `extra` says how many.
pub const fn is_extra(kind: &Kind) -> bool {
    matches!(kind, Kind::BonusOutside(_) | Kind::BonusDeduction(_))
}

/// What one line added and what it took.
pub fn extra(kind: &Kind, entry: Entry, points: Points) -> (Points, Points) {
    let (more, less) = more_and_less(kind, entry, points);
    (Points(more), Points(less))
}

fn more_and_less(kind: &Kind, entry: Entry, points: Points) -> (i64, i64) {
    let times = |count: u64, each: Points| i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(each.0);
    match (kind, entry) {
        (Kind::BonusOutside(_), _) => (points.0, 0),
        (Kind::BonusDeduction(rule), Entry::Counts { bonus, deduction }) => {
            let (more, less) = (times(bonus.0, rule.bonus_each), times(deduction.0, rule.deduction_each));
            let net = more.saturating_sub(less);
            if points.0 < net { (points.0.saturating_add(less), less) } else { (more, more.saturating_sub(points.0)) }
        }
        _ => (0, 0),
    }
}

/// The class by the exact share of the maximum. Rule `S-19`.
fn class(regulation: &Regulation, score: &UnitScore) -> Option<ClassBand> {
    let holds = |band: &&ClassBand| engine_class(band).holds(score.total, score.max);
    regulation.classes.iter().find(|band| score.max > Points::ZERO && holds(band)).cloned()
}

fn engine_class(band: &ClassBand) -> Class {
    let interval = Interval { from: Some(band.from), from_inclusive: band.from_inclusive, to: band.to, to_inclusive: band.to_inclusive };
    Class { code: band.code.clone(), name: band.name.clone(), interval }
}

/// Whether rates are shown: lines may be unassigned and then rates decide.
pub fn shows_rate(table: &Table) -> bool {
    table.rules().not_assigned == NotAssigned::Rate
}

#[cfg(test)]
#[path = "standings_tests.rs"]
mod tests;
