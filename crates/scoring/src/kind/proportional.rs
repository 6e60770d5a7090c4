//! In proportion to the percent done. *Theo tỷ lệ.*

use values::{Points, Quantity};

use crate::rounding::Mode;
use crate::trace::Trace;
use crate::{Formula, Leaf, Step};

/// Whether more than 100 % earns more than the maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportional {
    pub cap_at_max: bool,
}

impl Proportional {
    /// Whether the points of this percentage stay in the room the table leaves the line; 100 % always do.
    pub(crate) fn holds(self, leaf: &Leaf, percent: Quantity) -> bool {
        let whole = 100 * 10i128.pow(u32::from(percent.decimals().min(Quantity::MOST_DECIMALS)));
        let part = i128::from(percent.mantissa());
        self.cap_at_max || part <= whole || i128::from(leaf.max.0) * part < i128::from(leaf.room.0) * whole
    }

    /// Maximum × percent ÷ 100. *Theo tỷ lệ.* Rule `S-10`; source: domain notes 4.1 (Bộ Tư pháp 2012).
    #[inline]
    pub(crate) fn points<T: Trace>(self, leaf: &Leaf, percent: Quantity, mode: Mode, trace: &mut T) -> Points {
        let reached = Formula::Share { max: leaf.max, part: percent, whole: Quantity::new(100, 0) }.points(leaf.decimals, mode, trace);
        if self.cap_at_max && reached > leaf.max {
            trace.step(|| Step::AtMost { points: leaf.max.quantity(leaf.decimals) });
            return leaf.max;
        }
        reached
    }
}
