//! Scoring one criterion for all units: the inner loop. Allocates nothing, looks nothing up by name.

use values::Points;

use crate::kind::quantitative::Figures;
use crate::kind::{Field, Quantitative};
use crate::trace::{Silent, Trace};
use crate::{Entry, Kind, Leaf, Mode, Results, Step, Table};

/// Points of every participant for one criterion, into `out`; others get nothing. The three slices have one
/// place per unit.
#[inline]
pub fn score_leaf(leaf: &Leaf, mode: Mode, entries: &[Entry], takes_part: &[bool], out: &mut [Points]) {
    let field = field(leaf, entries, takes_part);
    for ((entry, takes_part), out) in entries.iter().zip(takes_part).zip(out) {
        *out = if *takes_part { line(leaf, &field, mode, entry, &mut Silent) } else { Points::ZERO };
    }
}

/// Points of every unit for every criterion, laid out as the results are.
pub fn score_all(table: &Table, results: &Results, out: &mut [Points]) {
    let mode = table.rules().rounding.mode;
    let takes_part = results.takes_part();
    for (leaf, out) in table.leaves().iter().zip(out.chunks_mut(takes_part.len().max(1))) {
        score_leaf(leaf, mode, results.row(leaf.index), takes_part, out);
    }
}

/// What the participants together set for this criterion; nothing for kinds that look at one unit only.
#[inline]
pub fn field(leaf: &Leaf, entries: &[Entry], takes_part: &[bool]) -> Field {
    match &leaf.kind {
        Kind::Quantitative(variant) => among(*variant, entries, takes_part),
        _ => Field::default(),
    }
}

#[inline]
fn among(variant: Quantitative, entries: &[Entry], takes_part: &[bool]) -> Field {
    variant.field(entries.iter().zip(takes_part).filter(|(_, takes_part)| **takes_part).map(|(entry, _)| entry))
}

/// Points of one entry. Every rule of every kind is reached from here, with or without somebody listening.
#[inline]
pub fn line<T: Trace>(leaf: &Leaf, field: &Field, mode: Mode, entry: &Entry, trace: &mut T) -> Points {
    match (&leaf.kind, *entry) {
        (Kind::Quantitative(variant), Entry::Measured { target, actual }) => {
            variant.points(leaf, field, Figures { target, actual }, mode, trace)
        }
        (Kind::PassFail, Entry::Achieved(achieved)) => crate::kind::pass_fail::points(leaf, achieved, trace),
        (Kind::Direct, Entry::Points(given)) => crate::kind::direct::points(leaf, given, trace),
        (Kind::Assigned { source }, Entry::Points(given)) => crate::kind::assigned::points(leaf, source, given, trace),
        (Kind::Proportional(line), Entry::Percent(percent)) => line.points(leaf, percent, mode, trace),
        (Kind::PerOccurrence(line), Entry::Count(count)) => line.points(leaf, count, trace),
        (Kind::BonusDeduction(line), Entry::Counts { bonus, deduction }) => line.points(leaf, bonus, deduction, trace),
        (Kind::Bands(bands), Entry::Value(value)) => bands.points(leaf, value, trace),
        (Kind::BonusOutside(line), Entry::Points(given)) => line.points(leaf, given, trace),
        (_, entry) => unscored(entry, trace),
    }
}

/// Entries that carry no figure, and those that stand on the wrong kind of line: no points.
fn unscored<T: Trace>(entry: Entry, trace: &mut T) -> Points {
    trace.step(|| match entry {
        Entry::Missing => Step::Missing,
        Entry::NotAssigned => Step::NotAssigned,
        Entry::Nothing => Step::Nothing,
        _ => Step::Refused,
    });
    Points::ZERO
}
