//! Bonuses and deductions between two ends. *Cộng / trừ.*

use values::Points;

use crate::trace::Trace;
use crate::{Formula, Leaf, Step};

/// What one bonus and one deduction are worth, and how low the line may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BonusDeduction {
    pub bonus_each: Points,
    pub deduction_each: Points,
    /// The lowest the line may go; zero or below as a rule, never above the maximum.
    pub min: Points,
}

impl BonusDeduction {
    /// Bonuses less deductions, kept between `min` and the maximum. *Điểm cộng, điểm trừ.* Rule `S-12`;
    /// source: domain notes 4.1.
    #[inline]
    pub(crate) fn points<T: Trace>(self, leaf: &Leaf, bonus: u64, deduction: u64, trace: &mut T) -> Points {
        let formula = Formula::Net { bonus, bonus_each: self.bonus_each, deduction, deduction_each: self.deduction_each };
        let reached = formula.whole_points(leaf.decimals, trace);
        if reached > leaf.max {
            trace.step(|| Step::AtMost { points: leaf.max.quantity(leaf.decimals) });
            return leaf.max;
        }
        if reached < self.min {
            trace.step(|| Step::AtLeast { points: self.min.quantity(leaf.decimals) });
            return self.min;
        }
        reached
    }
}
