//! Results against targets, relative to the cluster's leader. *Định lượng ("Điều 6").*

use core::cmp::Ordering;

use values::{Points, Quantity};

use crate::rounding::{Fraction, Mode, natural};
use crate::trace::Trace;
use crate::{Entry, Formula, Leaf, Step};

/// By what the leader is found. *Đơn vị dẫn đầu.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leader {
    /// By how far the target was exceeded, relative to the target.
    #[default]
    Rate,
    /// By the result itself, among those that exceeded their target.
    Absolute,
}

/// What a unit without a target gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoTarget {
    /// Such units are compared with each other only.
    #[default]
    OwnGroup,
    /// Nothing.
    Zero,
}

/// Whether doing more is better, or doing less.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    #[default]
    Higher,
    Lower,
}

/// The variant of the formula a criterion uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quantitative {
    pub leader: Leader,
    pub no_target: NoTarget,
    pub direction: Direction,
}

/// A target and a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figures {
    pub target: Quantity,
    pub actual: Quantity,
}

/// What the participants together set for one criterion: who leads, and the best without a target.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// Figures of the leader among units with a target; of several, those with the largest target.
    pub leader: Option<Figures>,
    /// The best result among units without a target.
    pub best: Option<Quantity>,
}

impl Figures {
    /// How far beyond the target, as a share of the target. Zero or nothing where it was not passed.
    #[inline]
    pub(crate) fn excess(self, direction: Direction) -> Fraction {
        let (target, actual) = self.target.aligned(self.actual);
        let over = if direction == Direction::Higher { actual - target } else { target - actual };
        Fraction { over: natural(over), under: natural(target) }
    }

    /// Who is further beyond the own target, both being beyond it: by excess, which orders as the rates do.
    #[inline]
    fn compare_excess(self, other: Self, direction: Direction) -> Ordering {
        let places = self.target.decimals();
        if [self.actual, other.target, other.actual].iter().any(|figure| figure.decimals() != places) {
            return self.excess(direction).compare(other.excess(direction));
        }
        let crossed = |one: Self, by: Self| i128::from(one.actual.mantissa()) * i128::from(by.target.mantissa());
        let order = crossed(self, other).cmp(&crossed(other, self));
        if direction == Direction::Higher { order } else { order.reverse() }
    }
}

impl Quantitative {
    /// Looks at every participant once. Only participants may be given. Rule `S-16`; source: domain
    /// notes 4.2 (counting the unit that took no part breaks three of 71 real figures).
    #[inline]
    pub fn field<'a>(self, entries: impl Iterator<Item = &'a Entry>) -> Field {
        let mut field = Field::default();
        for entry in entries {
            let Entry::Measured { target, actual } = *entry else { continue };
            if target.is_zero() {
                field.best = Some(field.best.map_or(actual, |best| if self.beats(actual, best) { actual } else { best }));
            } else if self.beats(actual, target) {
                let figures = Figures { target, actual };
                field.leader = Some(field.leader.map_or(figures, |leader| self.further(leader, figures)));
            }
        }
        field
    }

    #[inline]
    fn beats(self, one: Quantity, other: Quantity) -> bool {
        match self.direction {
            Direction::Higher => one > other,
            Direction::Lower => one < other,
        }
    }

    /// The one that leads; of two that lead alike, the one with the larger target, so that the order in
    /// which units stand cannot show.
    #[inline]
    fn further(self, a: Figures, b: Figures) -> Figures {
        let order = match self.leader {
            Leader::Rate => a.compare_excess(b, self.direction),
            Leader::Absolute if self.direction == Direction::Higher => a.actual.cmp(&b.actual),
            Leader::Absolute => b.actual.cmp(&a.actual),
        };
        if order.then(a.target.cmp(&b.target)).is_lt() { b } else { a }
    }

    /// Points of one participant before anything else is added. *Định lượng.* Rule `S-03`; source: domain
    /// notes 4.2 ("Điều 6", agrees with 71 of 71 real figures of 2025).
    ///
    /// Below the target half the maximum in proportion; at the target half; the leader the maximum;
    /// others beyond the target between half and all. Rounded once, in the unit of `leaf.max`.
    #[inline]
    pub(crate) fn points<T: Trace>(self, leaf: &Leaf, field: &Field, figures: Figures, mode: Mode, trace: &mut T) -> Points {
        if figures.target.is_zero() {
            return self.without_target(leaf, field, figures.actual, mode, trace);
        }
        let Figures { target, actual } = figures;
        let max = leaf.max;
        if actual == target {
            trace.step(|| Step::AtTarget { figures });
            return Formula::Half { max }.points(leaf.decimals, mode, trace);
        }
        if self.beats(actual, target) {
            return self.beyond_target(leaf, field, figures, mode, trace);
        }
        trace.step(|| Step::NotReached { figures, direction: self.direction });
        let (part, whole) = if self.direction == Direction::Higher { (actual, target) } else { (target, actual) };
        Formula::HalfShare { max, part, whole }.points(leaf.decimals, mode, trace)
    }

    #[inline]
    fn beyond_target<T: Trace>(self, leaf: &Leaf, field: &Field, figures: Figures, mode: Mode, trace: &mut T) -> Points {
        let max = leaf.max;
        let leader = field.leader.unwrap_or(figures);
        if self.leads(figures, leader) {
            trace.step(|| Step::Leads { figures, direction: self.direction });
            return Formula::Full { max }.points(leaf.decimals, mode, trace);
        }
        trace.step(|| Step::Exceeds { figures, leader, by: self.leader, direction: self.direction });
        self.between(max, figures, leader).points(leaf.decimals, mode, trace)
    }

    #[inline]
    fn leads(self, figures: Figures, leader: Figures) -> bool {
        match self.leader {
            Leader::Rate => figures.compare_excess(leader, self.direction).is_ge(),
            Leader::Absolute => figures.actual == leader.actual,
        }
    }

    /// Half, and of the other half as much as the unit came after the leader. By rate the leader's excess
    /// over its own target counts; by absolute value, over the unit's target. Rule `S-04`; source: domain
    /// notes 4.2, variants V2 and V1.
    #[inline]
    fn between(self, max: Points, figures: Figures, leader: Figures) -> Formula {
        let yardstick = match self.leader {
            Leader::Rate => leader,
            Leader::Absolute => Figures { target: figures.target, actual: leader.actual },
        };
        Formula::HalfPlus { max, figures, yardstick, direction: self.direction }
    }

    /// Units without a target: compared with each other, or nothing. *Không giao chỉ tiêu.* Rule `S-05`;
    /// source: domain notes 4.2, group 2.
    ///
    /// Where less is better the mirror holds: the smallest result gets the maximum, others maximum × smallest ÷
    /// own. Rule `S-06`; source: `docs/decisions/0002-lower-is-better.md`.
    #[inline]
    fn without_target<T: Trace>(self, leaf: &Leaf, field: &Field, actual: Quantity, mode: Mode, trace: &mut T) -> Points {
        if self.no_target == NoTarget::Zero {
            trace.step(|| Step::NoTargetZero);
            return Points::ZERO;
        }
        let best = field.best.unwrap_or(actual);
        trace.step(|| Step::NoTarget { actual, best, direction: self.direction });
        let max = leaf.max;
        match self.direction {
            Direction::Lower if actual == best => Formula::Full { max },
            Direction::Higher if actual.is_zero() => Formula::Zero,
            Direction::Higher => Formula::Share { max, part: actual, whole: best },
            Direction::Lower => Formula::Share { max, part: best, whole: actual },
        }
        .points(leaf.decimals, mode, trace)
    }
}
