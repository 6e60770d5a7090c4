//! A bonus beside the maximum. *Điểm thưởng ngoài tổng điểm.*

use values::Points;

use crate::trace::Trace;
use crate::{Leaf, Step};

/// The most this bonus adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BonusOutside {
    pub bonus_max: Points,
}

impl BonusOutside {
    /// The points given, at most `bonus_max`; the table's maximum does not grow. *Điểm thưởng ngoài tổng.*
    /// Rule `S-14`; source: domain notes 4.1 (97 + 10 = 107; criteria with a bonus of their own).
    #[inline]
    pub(crate) fn points<T: Trace>(self, leaf: &Leaf, given: Points, trace: &mut T) -> Points {
        trace.step(|| Step::Bonus { points: given.quantity(leaf.decimals) });
        if given > self.bonus_max {
            trace.step(|| Step::AtMost { points: self.bonus_max.quantity(leaf.decimals) });
            return self.bonus_max;
        }
        given
    }
}
