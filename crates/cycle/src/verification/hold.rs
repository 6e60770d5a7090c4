//! What was said about a line belongs to what it was said about, and holds no longer than that. *Hiệu lực.*

use super::line::LineState;
use crate::cluster::seats::{Act, Permit};
use crate::refusal::refusals;
use crate::regulation::Regulation;
use crate::year::Phase;
use values::{Moment, UnitId};

/// A proposal that stands, and since when the unit could see it. *Đề nghị đang có hiệu lực.*
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a, E> {
    pub entry: &'a E,
    pub since: Moment,
}

/// What a unit answered: to which proposal, where that was kept, and when. *Trả lời của đơn vị.*
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a, E> {
    pub to: Option<&'a E>,
    pub at: Moment,
}

/// Whether an answer is one to the proposal that stands. *Trả lời còn hiệu lực.* Rule `V-16`; source: this
/// program, nobody accepted or disputed what they had not seen.
///
/// An answer whose proposal was not kept is one to what the unit could see at its moment.
pub fn answer_holds<E: PartialEq>(proposal: Option<Standing<'_, E>>, answer: Answered<'_, E>) -> bool {
    proposal.is_some_and(|stands| answer.to.map_or(stands.since <= answer.at, |to| to == stands.entry))
}

/// Whether a settlement was made knowing the `last` thing that was said about its line. *Chốt điểm còn hiệu
/// lực.* Rule `V-17`; source: this program, a dispute is settled after both sides were heard.
///
/// From [`Phase::Settled`] on only a correction changes what was settled, so every settlement holds.
pub fn settlement_holds(phase: Phase, last: Option<Moment>, settled: Moment) -> bool {
    phase >= Phase::Settled || last.is_none_or(|said| said <= settled)
}

/// What a reader looked at: the entry kept with the finding, where it was kept, and when. *Số liệu đã xem.*
#[derive(Clone, Copy, Debug)]
pub struct Read<'a, E> {
    pub entry: Option<&'a E>,
    pub at: Moment,
}

/// Whether a finding is about what the unit has entered now, last typed at `typed`. *Ý kiến còn hiệu lực.*
/// Rule `V-18`; source: this program, nobody agreed with what was entered afterwards.
///
/// From [`Phase::Explaining`] on sheets are closed, and what was found stands.
pub fn finding_holds<E: PartialEq>(phase: Phase, read: Read<'_, E>, own: &E, typed: Option<Moment>) -> bool {
    let same = || read.entry.map_or_else(|| typed.is_none_or(|typed| typed <= read.at), |entry| entry == own);
    phase >= Phase::Explaining || same()
}

/// Whether what was done to a line belongs to a phase that `phase` has reached. *Mở lại giai đoạn.* Rule `V-19`;
/// source: this program, a reopened phase is worked in.
///
/// While answering is open again, the deadline has accepted nothing yet and settled lines are answered anew.
pub fn is_reached(state: LineState, phase: Phase) -> bool {
    !matches!(state, LineState::AcceptedByDeadline | LineState::Settled) || phase >= Phase::SecondReading
}

refusals! {
    /// Why a sent reading is not opened again.
    ReadingRefused {
        /// It is open.
        NotSent { unit: UnitId } = "V-20.open",
        /// Opening it again needs a reason.
        ReasonTooShort { unit: UnitId, least: u16 } = "V-20.reason",
    }
}

/// Whether a sent reading of `unit` may be opened for its reader again. *Mở lại lượt thẩm định.* Rule `V-20`;
/// source: this program, what was sent changes openly or not at all. The permit is for
/// [`Act::ResolveReadings`].
///
/// # Errors
/// [`ReadingRefused`].
pub fn may_reopen(permit: &Permit, unit: UnitId, sent: bool, reason: &str, regulation: &Regulation) -> Result<(), ReadingRefused> {
    permit.only_for(Act::ResolveReadings, unit)?;
    if !sent {
        Err(ReadingRefused::NotSent { unit })
    } else if !regulation.is_reason(reason) {
        Err(ReadingRefused::ReasonTooShort { unit, least: regulation.reason_least })
    } else {
        Ok(())
    }
}
