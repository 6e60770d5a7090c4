//! How far a sheet is and what it is worth, for certain and at most. *Tiến độ và điểm tự chấm.*
//!
//! Only sheets that are sent are looked at beside the unit's own, so nobody's draft shows through and no
//! hopeful score is shown.

use scoring::totals::{Sum, of_line, total};
use scoring::{Bounds, Node};
use values::Points;

use crate::book::{Book, InForce, UnitBook};

/// How many lines are answered, wait for evidence, or cannot be scored as they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub answered: usize,
    /// Lines that concern the unit.
    pub of: usize,
    pub missing_evidence: usize,
    pub invalid: usize,
}

/// How far the unit's sheet is.
pub fn tally(table: &InForce, unit: &UnitBook) -> Tally {
    let mut tally = Tally::default();
    for (leaf, line) in table.table.leaves().iter().zip(&unit.lines).filter(|(_, line)| line.concerns()) {
        let answered = line.answered(leaf);
        tally.of += 1;
        tally.answered += usize::from(answered);
        tally.invalid += usize::from(answered && line.reported(leaf).is_err());
        let needed = table.details.get(&leaf.path).is_some_and(|detail| detail.evidence_needed);
        tally.missing_evidence += usize::from(needed && line.files == 0);
    }
    tally
}

/// What a sheet is worth, line by line and in sum.
#[derive(Clone, Debug, Default)]
pub struct Worth {
    /// By the table's leaves.
    pub lines: Vec<Bounds>,
    /// Each group with its certain points, children before parents.
    pub groups: Vec<(String, Points)>,
    /// Certain points, and the maximum that counts for the unit.
    pub certain: Sum,
    pub possible: Points,
}

/// What the sheet of the unit at `place` is worth.
pub fn worth(book: &Book, place: usize) -> Worth {
    let Some(table) = book.table.as_deref() else { return Worth::default() };
    let (table, submitted) = (&table.table, book.submitted());
    let bound = |leaf: &scoring::Leaf| book.own.bounds(table, place, &leaf.path, &submitted).unwrap_or_default();
    let lines: Vec<Bounds> = table.leaves().iter().map(bound).collect();
    let sum = |which: fn(&Bounds) -> Points, group: &mut dyn FnMut(&Node, Sum)| {
        let part = |leaf: usize| {
            let max = table.leaves().get(leaf).map_or(Points::ZERO, |leaf| leaf.max);
            of_line(max, book.own.line(place, leaf).0, lines.get(leaf).map_or(Points::ZERO, which))
        };
        total(table, part, group)
    };
    let mut groups = Vec::new();
    let certain = sum(|b| b.certain, &mut |node, sum| groups.push((node.path.clone(), sum.points)));
    let possible = sum(|b| b.possible, &mut |_, _| {}).points;
    Worth { lines, groups, certain, possible }
}
