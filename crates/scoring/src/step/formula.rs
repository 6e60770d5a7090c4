//! The formulas of the rules: what they are worth.

use values::{Amount, Points, Quantity};

use crate::Step;
use crate::kind::Direction;
use crate::kind::quantitative::Figures;
use crate::rounding::{self, Fraction, Mode, Way, half_and_share, share};
use crate::trace::Trace;

/// A calculation with its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The maximum.
    Full { max: Points },
    /// 0.5 × the maximum.
    Half { max: Points },
    /// Nothing.
    Zero,
    /// The maximum × part ÷ whole.
    Share { max: Points, part: Quantity, whole: Quantity },
    /// 0.5 × the maximum × part ÷ whole.
    HalfShare { max: Points, part: Quantity, whole: Quantity },
    /// 0.5 × the maximum + 0.5 × the maximum × the unit's excess ÷ the yardstick's.
    HalfPlus { max: Points, figures: Figures, yardstick: Figures, direction: Direction },
    /// Count × each.
    Times { count: u64, each: Points },
    /// Bonuses less deductions.
    Net { bonus: u64, bonus_each: Points, deduction: u64, deduction_each: Points },
}

impl Formula {
    /// The points, rounded once; the step is recorded where somebody listens.
    #[inline]
    pub(crate) fn points<T: Trace>(self, decimals: u8, mode: Mode, trace: &mut T) -> Points {
        trace.step(|| self.worked(decimals, mode));
        self.value(Way::Half(mode))
    }

    /// The points of a formula that needs no rounding.
    #[inline]
    pub(crate) fn whole_points<T: Trace>(self, decimals: u8, trace: &mut T) -> Points {
        self.points(decimals, Mode::HalfUp, trace)
    }

    #[inline]
    fn value(self, way: Way) -> Points {
        match self {
            Self::Full { max } => max,
            Self::Half { max } => share(max, Fraction { over: 1, under: 2 }, way),
            Self::Zero => Points::ZERO,
            Self::Share { max, part, whole } => share(max, Fraction::of(part, whole), way),
            Self::HalfShare { max, part, whole } => {
                let full = Fraction::of(part, whole);
                share(max, Fraction { over: full.over, under: full.under * 2 }, way)
            }
            Self::HalfPlus { max, figures, yardstick, direction } => {
                half_and_share(max, figures.excess(direction), yardstick.excess(direction), way)
            }
            Self::Times { count, each } => fitting(times(count, each)),
            Self::Net { bonus, bonus_each, deduction, deduction_each } => {
                fitting(times(bonus, bonus_each) - times(deduction, deduction_each))
            }
        }
    }

    /// What the formula gives as it is written, also where the line then counts only its most or its least.
    fn written(self, way: Way) -> i128 {
        match self {
            Self::Share { max, part, whole } => {
                let full = u64::try_from(max.0).unwrap_or(0);
                i128::try_from(rounding::whole(full, Fraction::of(part, whole), way)).unwrap_or(i128::MAX)
            }
            Self::Times { count, each } => times(count, each),
            Self::Net { bonus, bonus_each, deduction, deduction_each } => times(bonus, bonus_each) - times(deduction, deduction_each),
            Self::Full { .. } | Self::Half { .. } | Self::Zero | Self::HalfShare { .. } | Self::HalfPlus { .. } => self.value(way).0.into(),
        }
    }

    /// The step that shows how the number went on before it was rounded, by the same formula with one more
    /// decimal.
    fn worked(self, decimals: u8, mode: Mode) -> Step {
        let (finer, places) = self.finer().map_or((self, decimals), |finer| (finer, decimals.saturating_add(1)));
        let (before, after) = (finer.written(Way::Down), finer.written(Way::Up));
        let points = Amount::new(self.written(Way::Half(mode)), decimals);
        Step::Worked { formula: self, decimals, before: Amount::new(before, places), ends: before == after, points }
    }

    /// The same formula in tenths of the table's smallest unit.
    fn finer(self) -> Option<Self> {
        let tenths = |max: Points| max.0.checked_mul(10).map(Points);
        match self {
            Self::Half { max } => tenths(max).map(|max| Self::Half { max }),
            Self::Share { max, part, whole } => tenths(max).map(|max| Self::Share { max, part, whole }),
            Self::HalfShare { max, part, whole } => tenths(max).map(|max| Self::HalfShare { max, part, whole }),
            Self::HalfPlus { max, figures, yardstick, direction } => {
                tenths(max).map(|max| Self::HalfPlus { max, figures, yardstick, direction })
            }
            Self::Full { .. } | Self::Zero | Self::Times { .. } | Self::Net { .. } => None,
        }
    }
}

/// Fits 128 bits: a count has at most 15 digits.
fn times(count: u64, each: Points) -> i128 {
    i128::from(count) * i128::from(each.0)
}

/// Only lines that have their own most and least reach the ends of 64 bits, and those lie inside.
fn fitting(n: i128) -> Points {
    Points(i64::try_from(n.clamp(i128::from(i64::MIN), i128::from(i64::MAX))).unwrap_or(0))
}
