//! Points of all units for all lines, by the engine. *Điểm.*

use std::sync::{Arc, OnceLock};

use cycle::ranking::Outside;
use scoring::{Entry, Leaf, Line, Results, Scores, Table, kernel, totals};
use values::Points;

use super::facts::UnitBook;

/// Which of a line's entries is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Reported,
    Counting,
}

/// Entries and points of every unit and line, with everything that follows made when first asked for.
#[derive(Debug, Default)]
pub struct Scored {
    results: Option<Results>,
    points: Vec<Points>,
    scores: OnceLock<Scores>,
}

impl Clone for Scored {
    fn clone(&self) -> Self {
        Self { results: self.results.clone(), points: self.points.clone(), scores: OnceLock::new() }
    }
}

impl Scored {
    /// Units outside are neither scored nor measured against; what they reported is told by
    /// [`Which::Reported`] even where a fact says that their points do not stand.
    pub(super) fn of(table: &Table, units: &[Arc<UnitBook>], which: Which, outside: &[Option<Outside>]) -> Self {
        let mut results = Results::empty(table, units.iter().map(|u| u.unit.to_string()).collect());
        for (place, outside) in outside.iter().enumerate() {
            results.set_takes_part(place, !is_outside(*outside, which));
        }
        for leaf in table.leaves() {
            set(&mut results, units, leaf, which);
        }
        let mut points = vec![Points::ZERO; table.leaves().len() * units.len()];
        kernel::score_all(table, &results, &mut points);
        Self { results: Some(results), points, scores: OnceLock::new() }
    }

    /// Reads one unit's entry on one line again and scores that line for everybody.
    pub(super) fn rescore(&mut self, table: &Table, place: usize, unit: &UnitBook, leaf: &Leaf, which: Which) {
        let Some(results) = &mut self.results else { return };
        results.set(leaf.index, place, entry(unit, leaf, which));
        let (from, many) = (leaf.index * results.units().len(), results.units().len());
        if let Some(out) = self.points.get_mut(from..from + many) {
            kernel::score_leaf(leaf, table.rules().rounding.mode, results.row(leaf.index), results.takes_part(), out);
        }
        self.scores = OnceLock::new();
    }

    /// The entries as the engine takes them; `None` without a table.
    pub const fn results(&self) -> Option<&Results> {
        self.results.as_ref()
    }

    /// Whether the unit at `place` is scored.
    pub fn takes_part(&self, place: usize) -> bool {
        self.results.as_ref().is_some_and(|results| results.takes_part().get(place).copied().unwrap_or_default())
    }

    /// One line's entry and points for the unit at `place`.
    pub fn line(&self, place: usize, leaf: usize) -> (Entry, Points) {
        let Some(results) = &self.results else { return (Entry::Missing, Points::ZERO) };
        let at = leaf * results.units().len() + place;
        (results.entry(leaf, place), self.points.get(at).copied().unwrap_or_default())
    }

    /// What one line would give the unit at `place` with another entry, everybody else unchanged.
    pub fn points_if(&self, table: &Table, place: usize, leaf: &Leaf, entry: Entry) -> Points {
        let Some(results) = &self.results else { return Points::ZERO };
        let mut row = results.row(leaf.index).to_vec();
        if let Some(own) = row.get_mut(place) {
            *own = entry;
        }
        let mut out = vec![Points::ZERO; row.len()];
        kernel::score_leaf(leaf, table.rules().rounding.mode, &row, results.takes_part(), &mut out);
        out.get(place).copied().unwrap_or_default()
    }

    /// Totals, group sums, rates and shared ranks of everybody.
    pub fn scores(&self, table: &Table) -> &Scores {
        self.scores.get_or_init(|| self.results.as_ref().map(|results| scoring::score(table, results)).unwrap_or_default())
    }

    /// One unit's total and what `group` hears of each group, without scoring anybody else.
    pub fn sums(&self, table: &Table, place: usize, group: impl FnMut(&scoring::Node, totals::Sum)) -> totals::Sum {
        let part = |leaf: usize| {
            let (entry, points) = self.line(place, leaf);
            let max = table.leaves().get(leaf).map_or(Points::ZERO, |leaf| leaf.max);
            totals::of_line(max, entry, points)
        };
        totals::total(table, part, group)
    }

    /// One line with its derivation.
    pub fn explain(&self, table: &Table, place: usize, path: &str) -> Option<Line> {
        scoring::explain(table, self.results.as_ref()?, place, path)
    }

    /// What the line at `path` is worth for certain and at most while others have not sent theirs.
    pub fn bounds(&self, table: &Table, place: usize, path: &str, submitted: &[bool]) -> Option<scoring::Bounds> {
        scoring::bounds(table, self.results.as_ref()?, place, path, submitted)
    }

    /// As [`Scored::bounds`] for every line of the unit at `place`, as the table's leaves stand.
    pub fn all_bounds(&self, table: &Table, place: usize, submitted: &[bool]) -> Vec<scoring::Bounds> {
        self.results.as_ref().map(|results| scoring::all_bounds(table, results, place, submitted)).unwrap_or_default()
    }

    /// A copy with one entry replaced: what a correction would do.
    #[must_use]
    pub fn with(&self, table: &Table, place: usize, leaf: &Leaf, entry: Entry) -> Self {
        let mut other = self.clone();
        if let Some(results) = &mut other.results {
            results.set(leaf.index, place, entry);
            kernel::score_all(table, results, &mut other.points);
        }
        other
    }
}

fn is_outside(outside: Option<Outside>, which: Which) -> bool {
    match outside {
        None => false,
        Some(Outside::NotSent) => true,
        Some(Outside::Excluded) => which == Which::Counting,
    }
}

fn set(results: &mut Results, units: &[Arc<UnitBook>], leaf: &Leaf, which: Which) {
    for (place, unit) in units.iter().enumerate() {
        results.set(leaf.index, place, entry(unit, leaf, which));
    }
}

fn entry(unit: &UnitBook, leaf: &Leaf, which: Which) -> Entry {
    unit.lines.get(leaf.index).map_or(Entry::Missing, |line| match which {
        Which::Reported => line.reported(leaf).unwrap_or(Entry::Refused),
        Which::Counting => line.counting(leaf).0,
    })
}
