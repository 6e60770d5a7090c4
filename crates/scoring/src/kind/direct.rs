//! Points typed by a person. *Chấm thẳng.*

use values::Points;

use crate::trace::Trace;
use crate::{Leaf, Step};

/// The points as given, 0 to the maximum. *Chấm thẳng.* Rule `S-08`; source: domain notes 4.1 (113 leaves of
/// the real table of 2025). An entry above the maximum was refused before it came here.
#[inline]
pub(crate) fn points<T: Trace>(leaf: &Leaf, given: Points, trace: &mut T) -> Points {
    trace.step(|| Step::Given { points: given.quantity(leaf.decimals), max: leaf.max.quantity(leaf.decimals) });
    given
}
