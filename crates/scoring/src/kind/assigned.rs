//! Points provided by another body. *Điểm do đơn vị chức năng chấm.*

use values::Points;

use crate::trace::Trace;
use crate::{Leaf, Step};

/// The points as the source gave them. *Đơn vị chức năng chấm.* Rule `S-09`; source: domain notes 4.1
/// (a reviewer's "kết quả từ PC06"). An entry above the maximum was refused before it came here.
#[inline]
pub(crate) fn points<T: Trace>(leaf: &Leaf, source: &str, given: Points, trace: &mut T) -> Points {
    trace.step(|| Step::GivenBy { source: source.into(), points: given.quantity(leaf.decimals) });
    given
}
