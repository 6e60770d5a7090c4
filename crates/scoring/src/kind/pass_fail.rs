//! Pass or fail. *Đạt / không đạt.*

use values::Points;

use crate::trace::Trace;
use crate::{Leaf, Step};

/// The maximum if achieved, else nothing. *Định tính.* Rule `S-07`; source: domain notes 4.1 (51 leaves of
/// the real table of 2025).
#[inline]
pub(crate) fn points<T: Trace>(leaf: &Leaf, achieved: bool, trace: &mut T) -> Points {
    let points = if achieved { leaf.max } else { Points::ZERO };
    trace.step(|| Step::Achieved { achieved, points: points.quantity(leaf.decimals) });
    points
}
