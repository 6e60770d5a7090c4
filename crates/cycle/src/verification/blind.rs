//! Two readings apart, and what to do when they differ. *Đọc độc lập hai lần.*

use super::line::Verdict;
use super::readers::ReadingState;
use crate::regulation::Regulation;
use values::{Points, Quantity};

/// One of two blind readings of a line, with the points that follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blind<E> {
    pub verdict: Verdict<E>,
    pub points: Points,
}

/// What two blind readings come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution<E> {
    /// They say the same, or differ within the limit: this one holds.
    Holds(Verdict<E>),
    /// They differ by this many points: somebody decides.
    Differs { by: Points },
}

/// Compares two blind readings. *So hai lượt đọc.* Rule `V-03`; source: cluster regulation,
/// `difference_limit`; election practice of reading twice.
///
/// Within the limit the reading nearer to the unit's own points holds, and of equally near ones the
/// first. `decimals` is the table's.
pub fn resolve<E: Clone + PartialEq>(
    own: Points,
    first: &Blind<E>,
    second: &Blind<E>,
    decimals: u8,
    regulation: &Regulation,
) -> Resolution<E> {
    let by = apart(first.points, second.points);
    if by.quantity(decimals) > regulation.difference_limit {
        return Resolution::Differs { by };
    }
    let nearer = if apart(own, second.points) < apart(own, first.points) { second } else { first };
    Resolution::Holds(nearer.verdict.clone())
}

/// Whether a proposal is large enough to want a second reader. Rule `V-04`; source: cluster regulation,
/// `second_reader_limit`.
pub fn wants_second_reader(own: Points, proposed: Points, decimals: u8, regulation: &Regulation) -> bool {
    let change: Quantity = apart(own, proposed).quantity(decimals);
    regulation.second_reader_limit.is_some_and(|limit| change > limit)
}

/// Who wants to see a reading: whether for the unit that reads, whether for the superior. *Người xem.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    pub reads: bool,
    pub superior: bool,
}

/// Whether somebody may see what a reading found. Rule `V-05`; source: peers, two readings stay hidden.
///
/// Its reader always may. Until it is sent only the superior does beside them, and while readings are blind
/// nobody does until `all` of the sheet are sent.
pub fn may_see_reading(viewer: Viewer, state: ReadingState, all: ReadingState, regulation: &Regulation) -> bool {
    let blind = regulation.double_blind && all != ReadingState::Sent;
    viewer.reads || (!blind && (viewer.superior || state == ReadingState::Sent))
}

fn apart(a: Points, b: Points) -> Points {
    Points(i64::try_from(a.0.abs_diff(b.0)).unwrap_or(i64::MAX))
}
