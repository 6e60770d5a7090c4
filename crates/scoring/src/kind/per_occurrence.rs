//! So many points each time. *Theo lượt.*

use values::Points;

use crate::trace::Trace;
use crate::{Formula, Leaf, Step};

/// What one occurrence is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PerOccurrence {
    pub each: Points,
}

impl PerOccurrence {
    /// Count × each, at most the maximum. *Theo lượt.* Rule `S-11`; source: domain notes 4.1.
    #[inline]
    pub(crate) fn points<T: Trace>(self, leaf: &Leaf, count: u64, trace: &mut T) -> Points {
        let reached = Formula::Times { count, each: self.each }.whole_points(leaf.decimals, trace);
        if reached > leaf.max {
            trace.step(|| Step::AtMost { points: leaf.max.quantity(leaf.decimals) });
            return leaf.max;
        }
        reached
    }
}
