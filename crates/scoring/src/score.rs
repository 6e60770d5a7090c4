//! From a table and results to points, totals and ranks. *Chấm điểm.*

use values::{Amount, Points};

use crate::ranking::{Standing, rank};
use crate::totals::swallowed;
use crate::trace::Recorder;
use crate::{Entry, Finding, Place, Problem, Results, Step, Table, TieRule, kernel, rounding, totals};

/// Everybody's points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    /// Participants only, in declared order.
    pub units: Vec<UnitScore>,
    /// What the scoring itself noticed.
    pub findings: Vec<Finding>,
}

/// One unit's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitScore {
    /// Place among the results' units.
    pub index: usize,
    pub unit: String,
    pub total: Points,
    /// The maximum that counts for this unit.
    pub max: Points,
    /// Percent of the maximum, rounded as the table rounds; for reading, never for ranking.
    pub rate: Amount,
    /// Place, shared by equals: 1, 2, 2, 4.
    pub rank: usize,
    /// One line per criterion, in the table's order.
    pub lines: Vec<Line>,
    /// One per group, children before parents.
    pub groups: Vec<GroupScore>,
}

/// What one criterion gave one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Place among the table's criteria.
    pub leaf: usize,
    pub entry: Entry,
    pub points: Points,
    /// The maximum that counts: nothing where the line was not assigned.
    pub max: Points,
    /// What made the points; empty unless asked for.
    pub steps: Vec<Step>,
}

/// What one group gave one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupScore {
    pub path: String,
    pub points: Points,
    pub max: Points,
}

impl Scores {
    pub fn unit(&self, name: &str) -> Option<&UnitScore> {
        self.units.iter().find(|score| score.unit == name)
    }
}

/// Scores all participants, without derivations.
pub fn score(table: &Table, results: &Results) -> Scores {
    let units = results.units().len();
    let mut points = vec![Points::ZERO; table.leaves().len() * units];
    kernel::score_all(table, results, &mut points);
    let line = |unit: usize, leaf: usize| plain_line(table, results, &points, unit, leaf);
    finish(table, results, |unit| (0..table.leaves().len()).map(|leaf| line(unit, leaf)).collect())
}

/// Scores all participants, every line with its derivation.
pub fn score_explained(table: &Table, results: &Results) -> Scores {
    let fields: Vec<_> = table.leaves().iter().map(|leaf| kernel::field(leaf, results.row(leaf.index), results.takes_part())).collect();
    let lines = |unit| table.leaves().iter().zip(&fields).map(|(leaf, field)| explained(table, results, unit, leaf.index, field)).collect();
    finish(table, results, lines)
}

/// One unit's lines with their derivations, in the table's order. A unit that takes no part has none.
pub fn derive(table: &Table, results: &Results, unit: usize) -> Vec<Line> {
    let leaves = if results.takes_part().get(unit) == Some(&true) { table.leaves() } else { &[] };
    leaves.iter().filter_map(|leaf| explain(table, results, unit, &leaf.path)).collect()
}

/// One line with its derivation; `None` for an unknown path or a unit that takes no part.
pub fn explain(table: &Table, results: &Results, unit: usize, path: &str) -> Option<Line> {
    let leaf = table.leaf(path)?;
    results.takes_part().get(unit).filter(|takes_part| **takes_part)?;
    let field = kernel::field(leaf, results.row(leaf.index), results.takes_part());
    Some(explained(table, results, unit, leaf.index, &field))
}

fn plain_line(table: &Table, results: &Results, points: &[Points], unit: usize, leaf: usize) -> Line {
    let entry = results.entry(leaf, unit);
    let points = points.get(leaf * results.units().len() + unit).copied().unwrap_or_default();
    let max = table.leaves().get(leaf).map_or(Points::ZERO, |leaf| leaf.max);
    Line { leaf, entry, points, max: totals::of_line(max, entry, points).max, steps: Vec::new() }
}

fn explained(table: &Table, results: &Results, unit: usize, leaf: usize, field: &crate::kind::Field) -> Line {
    let entry = results.entry(leaf, unit);
    let mut recorder = Recorder::default();
    let Some(leaf) = table.leaves().get(leaf) else {
        return Line { leaf, entry, points: Points::ZERO, max: Points::ZERO, steps: Vec::new() };
    };
    let points = kernel::line(leaf, field, table.rules().rounding.mode, &entry, &mut recorder);
    Line { leaf: leaf.index, entry, points, max: totals::of_line(leaf.max, entry, points).max, steps: recorder.0 }
}

/// Adds every participant's lines up and puts the units in order.
fn finish(table: &Table, results: &Results, lines: impl Fn(usize) -> Vec<Line>) -> Scores {
    let mut scores =
        Scores { units: results.scored().map(|unit| summed(table, results, unit, lines(unit))).collect(), findings: Vec::new() };
    let standing = |unit: &UnitScore| Standing { unit: unit.index, points: unit.total, max: unit.max, ..Standing::default() };
    let standings: Vec<Standing> = scores.units.iter().map(standing).collect();
    let ranking = rank(&standings, table.rules().not_assigned.into(), &[TieRule::Shared], &[]);
    for place in ranking.places {
        scores.units.iter_mut().filter(|unit| unit.index == place.unit).for_each(|unit| unit.rank = place.rank);
    }
    let idle = scores.units.iter().filter(|unit| unit.lines.iter().all(|line| line.entry == Entry::NotAssigned));
    scores.findings = idle.map(|unit| Finding::new(Place::unit(&unit.unit), Problem::NothingAssigned)).collect();
    if swallowed::can_be(table.nodes()) {
        scores.findings.extend(scores.units.iter().flat_map(|unit| swallowed::of_unit(table, unit)));
    }
    scores
}

fn summed(table: &Table, results: &Results, unit: usize, lines: Vec<Line>) -> UnitScore {
    let mut groups = Vec::new();
    let part = |leaf: usize| lines.get(leaf).map_or_else(Default::default, |line| totals::of_line(line.max, line.entry, line.points));
    let sum = totals::total(table, part, |node, sum| {
        groups.push(GroupScore { path: node.path.clone(), points: sum.points, max: sum.max });
    });
    let rate = rounding::rate(sum.points, sum.max, table.rules().rounding);
    UnitScore { index: unit, unit: results.unit(unit).into(), total: sum.points, max: sum.max, rate, rank: 0, lines, groups }
}
