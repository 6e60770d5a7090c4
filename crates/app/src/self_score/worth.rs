//! How far a sheet is and what it is worth, for certain and at most. *Tiến độ và điểm tự chấm.*
//!
//! Only sheets that are sent are looked at beside the unit's own, so nobody's draft shows through and no
//! hopeful score is shown.

use scoring::totals::{Sum, of_line, total};
use scoring::{Bounds, Entry, Node};
use values::Points;

use crate::book::Book;

/// How many lines are answered, wait for evidence, or cannot be scored as they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub answered: usize,
    /// Lines that concern the unit.
    pub of: usize,
    pub missing_evidence: usize,
    pub invalid: usize,
}

/// How far the sheet of the unit at `place` is.
pub fn tally(book: &Book, place: usize) -> Tally {
    let (Some(table), Some(unit)) = (book.table.as_deref(), book.units.get(place)) else { return Tally::default() };
    let mut tally = Tally::default();
    for (leaf, line) in table.table.leaves().iter().zip(&unit.lines).filter(|(_, line)| line.concerns()) {
        let (entry, _) = book.own.line(place, leaf.index);
        tally.of += 1;
        tally.answered += usize::from(entry != Entry::Missing);
        tally.invalid += usize::from(entry == Entry::Refused);
        tally.missing_evidence += usize::from(line.files == 0 && table.needs_evidence(leaf));
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
    let lines = book.own.all_bounds(table, place, &submitted);
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
