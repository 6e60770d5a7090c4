//! Scoring one criterion for all units: the inner loop. Allocates nothing, looks nothing up by name.

use values::Points;

use crate::kind::quantitative::Figures;
use crate::kind::{Field, Quantitative};
use crate::trace::{Silent, Trace};
use crate::{Entry, Kind, Leaf, Mode, Results, Step, Table};

/// Points of every participant for one criterion, into `out`; others get nothing. The three slices have one
/// place per unit. The kind is asked once, not line by line.
#[inline]
pub fn score_leaf(leaf: &Leaf, mode: Mode, entries: &[Entry], takes_part: &[bool], out: &mut [Points]) {
    let silent = &mut Silent;
    match &leaf.kind {
        Kind::Direct => row(entries, takes_part, out, |entry| direct(leaf, entry, silent)),
        Kind::PassFail => row(entries, takes_part, out, |entry| pass_fail(leaf, entry, silent)),
        Kind::Quantitative(variant) => {
            let field = among(*variant, entries, takes_part);
            row(entries, takes_part, out, |entry| quantitative(*variant, leaf, &field, mode, entry, silent));
        }
        _ => row(entries, takes_part, out, |entry| line(leaf, &Field::default(), mode, entry, silent)),
    }
}

#[inline]
fn row(entries: &[Entry], takes_part: &[bool], out: &mut [Points], mut points: impl FnMut(&Entry) -> Points) {
    for ((entry, takes_part), out) in entries.iter().zip(takes_part).zip(out) {
        *out = if *takes_part { points(entry) } else { Points::ZERO };
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
        (Kind::Quantitative(variant), _) => quantitative(*variant, leaf, field, mode, entry, trace),
        (Kind::PassFail, _) => pass_fail(leaf, entry, trace),
        (Kind::Direct, _) => direct(leaf, entry, trace),
        (Kind::Assigned { source }, Entry::Points(given)) => crate::kind::assigned::points(leaf, source, given, trace),
        (Kind::Proportional(line), Entry::Percent(percent)) => line.points(leaf, percent, mode, trace),
        (Kind::PerOccurrence(line), Entry::Count(count)) => line.points(leaf, count.0, trace),
        (Kind::BonusDeduction(line), Entry::Counts { bonus, deduction }) => line.points(leaf, bonus.0, deduction.0, trace),
        (Kind::Bands(bands), Entry::Value(value)) => bands.points(leaf, value, trace),
        (Kind::BonusOutside(line), Entry::Points(given)) => line.points(leaf, given, trace),
        (_, entry) => unscored(entry, trace),
    }
}

#[inline]
fn direct<T: Trace>(leaf: &Leaf, entry: &Entry, trace: &mut T) -> Points {
    let Entry::Points(given) = *entry else { return unscored(*entry, trace) };
    crate::kind::direct::points(leaf, given, trace)
}

#[inline]
fn pass_fail<T: Trace>(leaf: &Leaf, entry: &Entry, trace: &mut T) -> Points {
    let Entry::Achieved(achieved) = *entry else { return unscored(*entry, trace) };
    crate::kind::pass_fail::points(leaf, achieved, trace)
}

#[inline]
fn quantitative<T: Trace>(variant: Quantitative, leaf: &Leaf, field: &Field, mode: Mode, entry: &Entry, trace: &mut T) -> Points {
    let Entry::Measured { target, actual } = *entry else { return unscored(*entry, trace) };
    variant.points(leaf, field, Figures { target, actual }, mode, trace)
}

/// Entries that carry no figure, and those that stand on the wrong kind of line: no points.
#[inline]
fn unscored<T: Trace>(entry: Entry, trace: &mut T) -> Points {
    trace.step(|| match entry {
        Entry::Missing => Step::Missing,
        Entry::NotAssigned => Step::NotAssigned,
        Entry::Nothing => Step::Nothing,
        _ => Step::Refused,
    });
    Points::ZERO
}
