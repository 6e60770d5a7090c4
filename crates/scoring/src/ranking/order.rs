//! The order of units, and what parts equals.

use core::cmp::Ordering;
use std::collections::BTreeMap;

use values::Points;

use crate::rounding::{Fraction, natural};
use crate::{Entry, NotAssigned, Scores, Table};

/// What units are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Points ÷ the maximum that counts for the unit, compared exactly.
    #[default]
    Rate,
    /// Points.
    Points,
}

impl From<NotAssigned> for Measure {
    fn from(rule: NotAssigned) -> Self {
        match rule {
            NotAssigned::Rate => Self::Rate,
            NotAssigned::None => Self::Points,
        }
    }
}

/// What ranking needs to know of one unit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The caller's own number for the unit.
    pub unit: usize,
    pub points: Points,
    pub max: Points,
    /// Points of each group, by path.
    pub groups: BTreeMap<String, Points>,
    /// How many deductions the unit has.
    pub deductions: u64,
}

/// One way of parting equals. A cluster lists its own, in order. *Tiêu chí phụ.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieRule {
    /// Equals share a place: 1, 2, 2, 4. Nothing after it is asked.
    Shared,
    /// More points in a named group go first.
    HigherInGroup { path: String },
    /// Fewer deductions go first.
    FewerDeductions,
    /// A recorded vote decides. *Bỏ phiếu.*
    Vote,
    /// A recorded draw decides. *Bốc thăm.*
    Draw,
}

/// The recorded outcome of a vote or draw among units that were equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieDecision {
    /// [`TieRule::Vote`] or [`TieRule::Draw`].
    pub by: TieRule,
    /// The units in the order decided, first to last.
    pub order: Vec<usize>,
}

/// One unit's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub unit: usize,
    /// 1 for the first; equals share the better number.
    pub rank: usize,
    /// The rule that parted this unit from one that was level with it.
    pub parted_by: Option<TieRule>,
}

/// Units that no rule parts, in the caller's order. *Bằng điểm.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tied {
    /// The rank they stand at together.
    pub rank: usize,
    pub units: Vec<usize>,
    /// What the cluster's rules ask for next: a vote or a draw, or nothing if the rules have run out.
    pub asks: Option<TieRule>,
}

/// The order of units, and the ties that still ask for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Every unit once, best first; tied units share their place.
    pub places: Vec<Place>,
    pub open: Vec<Tied>,
}

impl Ranking {
    /// Whether nothing is left to decide.
    pub const fn is_settled(&self) -> bool {
        self.open.is_empty()
    }
}

/// The units' standings after scoring, in the scores' order.
pub fn standings(table: &Table, scores: &Scores) -> Vec<Standing> {
    let standing = |score: &crate::UnitScore| Standing {
        unit: score.index,
        points: score.total,
        max: score.max,
        groups: score.groups.iter().map(|group| (group.path.clone(), group.points)).collect(),
        deductions: score.lines.iter().map(|line| deductions(line.entry)).fold(0, u64::saturating_add),
    };
    debug_assert!(scores.units.iter().all(|unit| unit.lines.len() == table.leaves().len()));
    scores.units.iter().map(standing).collect()
}

const fn deductions(entry: Entry) -> u64 {
    match entry {
        Entry::Counts { deduction, .. } => deduction.0,
        _ => 0,
    }
}

/// Puts units in order. *Xếp hạng.* Rule `S-17`; source: domain notes 4.4 and 4.5.
///
/// `rules` are asked in order among equals. [`TieRule::Shared`] ends the asking; when the rules end without it, or a
/// vote or draw is asked for that no decision records, the units stay [`Tied`].
pub fn rank(standings: &[Standing], by: Measure, rules: &[TieRule], decisions: &[TieDecision]) -> Ranking {
    let mut ranking = Ranking::default();
    let mut left: Vec<&Standing> = standings.iter().collect();
    left.sort_by(|a, b| measure(b, a, by));
    for level in left.chunk_by(|a, b| measure(a, b, by).is_eq()) {
        part(level, None, rules, decisions, &mut ranking);
    }
    ranking
}

/// Places units that are level so far, asking the next rule. Rule `S-18`; source: domain notes 4.5 (ties).
fn part(level: &[&Standing], parted_by: Option<&TieRule>, rules: &[TieRule], decisions: &[TieDecision], ranking: &mut Ranking) {
    let place = |ranking: &mut Ranking| {
        let rank = ranking.places.len() + 1;
        ranking.places.extend(level.iter().map(|standing| Place { unit: standing.unit, rank, parted_by: parted_by.cloned() }));
        rank
    };
    let Some((rule, rest)) = rules.split_first().filter(|_| level.len() > 1) else {
        let rank = place(ranking);
        return leave(level, rank, None, ranking);
    };
    if *rule == TieRule::Shared {
        place(ranking);
        return;
    }
    let Some(order) = asked(level, rule, decisions) else {
        let rank = place(ranking);
        return leave(level, rank, Some(rule), ranking);
    };
    let mut order: Vec<(u64, &Standing)> = order.into_iter().zip(level.iter().copied()).collect();
    order.sort_by_key(|(key, _)| *key);
    let parted = order.first().map(|o| o.0) != order.last().map(|o| o.0);
    for group in order.chunk_by(|a, b| a.0 == b.0) {
        let group: Vec<&Standing> = group.iter().map(|(_, standing)| *standing).collect();
        part(&group, if parted { Some(rule) } else { parted_by }, rest, decisions, ranking);
    }
}

fn leave(level: &[&Standing], rank: usize, asks: Option<&TieRule>, ranking: &mut Ranking) {
    if level.len() > 1 {
        ranking.open.push(Tied { rank, units: level.iter().map(|standing| standing.unit).collect(), asks: asks.cloned() });
    }
}

/// One key per unit, lower first; `None` where the rule asks for a decision nobody recorded.
fn asked(level: &[&Standing], rule: &TieRule, decisions: &[TieDecision]) -> Option<Vec<u64>> {
    let keys = match rule {
        TieRule::Shared => level.iter().map(|_| 0).collect(),
        TieRule::FewerDeductions => level.iter().map(|standing| standing.deductions).collect(),
        TieRule::HigherInGroup { path } => level.iter().map(|standing| downward(standing.groups.get(path).copied())).collect(),
        TieRule::Vote | TieRule::Draw => {
            let decided =
                decisions.iter().find(|decision| decision.by == *rule && level.iter().all(|s| decision.order.contains(&s.unit)))?;
            let at =
                |standing: &&Standing| decided.order.iter().position(|unit| *unit == standing.unit).and_then(|at| u64::try_from(at).ok());
            level.iter().filter_map(at).collect()
        }
    };
    Some(keys)
}

/// A key that is lower the more points there are.
fn downward(points: Option<Points>) -> u64 {
    points.map_or(u64::MAX, |points| i64::MAX.abs_diff(points.0))
}

/// Whether `a` did worse (`Less`) or better (`Greater`) than `b`.
fn measure(a: &Standing, b: &Standing, by: Measure) -> Ordering {
    match by {
        Measure::Points => a.points.cmp(&b.points),
        Measure::Rate => rate(a, b),
    }
}

/// Compares points ÷ maximum exactly. A unit without a maximum stands at zero.
fn rate(a: &Standing, b: &Standing) -> Ordering {
    let sign = |s: &Standing| if s.max <= Points::ZERO { 0 } else { s.points.0.signum() };
    let size = |s: &Standing| Fraction { over: u128::from(s.points.0.unsigned_abs()), under: natural(i128::from(s.max.0)) };
    match (sign(a), sign(b)) {
        (x, y) if x != y => x.cmp(&y),
        (0, _) => Ordering::Equal,
        (1, _) => size(a).compare(size(b)),
        _ => size(b).compare(size(a)),
    }
}
