//! What a line is worth for certain, and at most, while others have not submitted. *Điểm chắc chắn.*

#[cfg(test)]
mod tests;

use values::{Lang, Points, Quantity};

use crate::kind::{Direction, Field, Figures, Leader, NoTarget, Quantitative};
use crate::trace::Silent;
use crate::{Entry, Kind, Leaf, Mode, Results, Table, kernel};

/// The points no other unit can take away, and those that hold if nobody else goes further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub certain: Points,
    pub possible: Points,
}

impl Bounds {
    /// Whether nothing depends on others any more.
    pub fn is_settled(self) -> bool {
        self.certain == self.possible
    }
}

/// The bounds of one unit's line. Rule `S-21`; source: screens S4 (no hopeful score is shown).
///
/// `submitted` says for each unit whether its figures are final; only those and the unit's own are looked at.
/// Units that take no part have no influence. `None` for an unknown path or unit.
pub fn bounds(table: &Table, results: &Results, unit: usize, path: &str, submitted: &[bool]) -> Option<Bounds> {
    let leaf = table.leaf(path)?;
    Seen::of(results, unit, submitted).bounds(leaf, table.rules().rounding.mode, results)
}

/// [`bounds`] of every line of one unit, as the table's leaves stand.
pub fn all_bounds(table: &Table, results: &Results, unit: usize, submitted: &[bool]) -> Vec<Bounds> {
    let (seen, mode) = (Seen::of(results, unit, submitted), table.rules().rounding.mode);
    table.leaves().iter().map(|leaf| seen.bounds(leaf, mode, results).unwrap_or_default()).collect()
}

/// Whose figures one unit may be measured against now.
struct Seen {
    unit: usize,
    counted: Vec<bool>,
    /// Whether somebody who takes part has not submitted.
    pending: bool,
}

impl Seen {
    fn of(results: &Results, unit: usize, submitted: &[bool]) -> Self {
        let is_in = |at: usize| at == unit || submitted.get(at) == Some(&true);
        let counted = results.takes_part().iter().enumerate().map(|(at, takes_part)| *takes_part && is_in(at)).collect();
        Self { unit, counted, pending: results.scored().any(|at| !is_in(at)) }
    }

    fn bounds(&self, leaf: &Leaf, mode: Mode, results: &Results) -> Option<Bounds> {
        let entry = *results.row(leaf.index).get(self.unit)?;
        let field = kernel::field(leaf, results.row(leaf.index), &self.counted);
        let possible = kernel::line(leaf, &field, mode, &entry, &mut Silent);
        let certain = if self.pending { certain(leaf, &field, mode, entry, possible) } else { possible };
        Some(Bounds { certain, possible })
    }
}

/// What is left if those who have not submitted do as well as the formula lets them.
fn certain(leaf: &Leaf, field: &Field, mode: Mode, entry: Entry, possible: Points) -> Points {
    let (Kind::Quantitative(variant), Entry::Measured { target, actual }) = (&leaf.kind, entry) else { return possible };
    let figures = Figures { target, actual };
    if target.is_zero() {
        return alone(*variant, leaf, actual, possible);
    }
    match variant.direction {
        Direction::Higher => possible.min(half(leaf, mode)),
        Direction::Lower => kernel::line(leaf, &nothing_left(*variant, field, figures), mode, &entry, &mut Silent),
    }
}

/// Half the maximum: where the leader goes further and further, this is what stays.
fn half(leaf: &Leaf, mode: Mode) -> Points {
    let at_target = Entry::measured(Some(Quantity::new(1, 0)), Quantity::new(1, 0));
    kernel::line(leaf, &Field::default(), mode, &at_target, &mut Silent)
}

/// Where less is better, nobody can do less than nothing.
fn nothing_left(variant: Quantitative, field: &Field, figures: Figures) -> Field {
    let target = match variant.leader {
        Leader::Rate => figures.target,
        Leader::Absolute => field.leader.map_or(figures.target, |leader| leader.target),
    };
    Field { leader: Some(Figures { target, actual: Quantity::ZERO }), best: field.best }
}

/// Without a target another unit can still be far better.
fn alone(variant: Quantitative, leaf: &Leaf, actual: Quantity, possible: Points) -> Points {
    match (variant.no_target, variant.direction) {
        (NoTarget::Zero, _) => possible,
        (NoTarget::OwnGroup, Direction::Lower) if actual.is_zero() => leaf.max,
        (NoTarget::OwnGroup, _) => Points::ZERO,
    }
}

/// `5,00 chắc chắn; đến 10,00 tùy kết quả toàn cụm`, or just the points when nothing depends on others.
pub fn say_bounds(bounds: Bounds, decimals: u8, lang: Lang) -> String {
    let (certain, possible) = (bounds.certain.written(decimals, lang), bounds.possible.written(decimals, lang));
    match (bounds.is_settled(), lang) {
        (true, _) => certain,
        (false, Lang::Vi) => format!("{certain} chắc chắn; đến {possible} tùy kết quả toàn cụm"),
        (false, Lang::En) => format!("{certain} for certain; up to {possible} depending on the whole cluster"),
    }
}
