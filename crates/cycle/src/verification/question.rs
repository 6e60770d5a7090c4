//! Asking the unit back about a line before deciding on it. *Hỏi lại.*
//!
//! A question holds words and no entry: it settles nothing, its line stays undecided, and it tells nobody what its
//! reader will find.

use super::readers::ReadingState;
use crate::cluster::seats::{Act, Permit};
use crate::refusal::{LinePath, coded, refusals};
use crate::regulation::Regulation;
use values::UnitId;

coded! {
    /// Where a question stands. *Trạng thái câu hỏi.*
    QuestionState {
        /// Its reader alone has it. *Chưa gửi.*
        Gathered = "gathered",
        /// The unit has it. *Chờ đơn vị trả lời.*
        Asked = "asked",
        /// *Đã trả lời.*
        Replied = "replied",
    }
}

impl QuestionState {
    /// Where a question stands that was `sent`, `replied` to, or neither.
    pub const fn of(sent: bool, replied: bool) -> Self {
        match (sent, replied) {
            (false, _) => Self::Gathered,
            (true, false) => Self::Asked,
            (true, true) => Self::Replied,
        }
    }
}

/// One line of a sheet in one reading. *Mục của một lượt thẩm định.*
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub unit: UnitId,
    pub path: &'a str,
    pub reading: ReadingState,
}

refusals! {
    /// Why a question is not asked, sent or answered.
    QuestionRefused {
        /// The reading was sent: nothing is left to ask about.
        Decided { path: LinePath } = "V-21.sent",
        /// The last question waits for the unit.
        Waiting { path: LinePath } = "V-21.waiting",
        /// A question has words.
        TooShort { path: LinePath, least: u16 } = "V-21.short",
        /// Nothing was gathered.
        NothingGathered { unit: UnitId } = "V-22",
        /// The reading was sent: there is nothing left to ask about.
        SentAlready { unit: UnitId } = "V-22.sent",
        /// There is no question, or it has its reply.
        NotAsked { path: LinePath } = "V-23.none",
        /// The reading was sent: the reader has decided.
        TooLate { path: LinePath } = "V-23.sent",
        /// A reply has words.
        ReplyTooShort { path: LinePath, least: u16 } = "V-23.short",
    }
}

/// Whether a question about a line may be gathered, or the gathered one worded anew. *Hỏi lại.* Rule `V-21`; source:
/// screens brief S6. `last` is this reading's last question about the line. The permit is for [`Act::AskBack`].
///
/// # Errors
/// [`QuestionRefused`]: the reading was sent, a question waits for the unit, or too few words.
pub fn may_ask(
    permit: &Permit,
    at: Place<'_>,
    last: Option<QuestionState>,
    words: &str,
    regulation: &Regulation,
) -> Result<(), QuestionRefused> {
    permit.only_for(Act::AskBack, at.unit)?;
    let path = LinePath::new(at.path);
    if at.reading == ReadingState::Sent {
        Err(QuestionRefused::Decided { path })
    } else if last == Some(QuestionState::Asked) {
        Err(QuestionRefused::Waiting { path })
    } else if !regulation.is_reason(words) {
        Err(QuestionRefused::TooShort { path, least: regulation.reason_least })
    } else {
        Ok(())
    }
}

/// Whether what was gathered may be sent: all of it at once, as one notice. *Gửi câu hỏi.* Rule `V-22`; source:
/// screens brief S6, the unit gets one notice. The permit is for [`Act::AskBack`].
///
/// # Errors
/// [`QuestionRefused`]: the reading was sent, or nothing was gathered.
pub fn may_send_questions(permit: &Permit, unit: UnitId, reading: ReadingState, gathered: usize) -> Result<(), QuestionRefused> {
    permit.only_for(Act::AskBack, unit)?;
    match (reading, gathered) {
        (ReadingState::Sent, _) => Err(QuestionRefused::SentAlready { unit }),
        (ReadingState::Open, 0) => Err(QuestionRefused::NothingGathered { unit }),
        (ReadingState::Open, _) => Ok(()),
    }
}

/// Whether a reading still waits for the unit's reply: it was asked, and neither its line nor the reading is decided.
/// *Còn chờ trả lời.*
pub const fn waits_for_reply(question: QuestionState, decided: bool, reading: ReadingState) -> bool {
    matches!(question, QuestionState::Asked) && !decided && matches!(reading, ReadingState::Open)
}

/// Whether the unit may reply to a question: once, until the reading is sent. *Trả lời câu hỏi.* Rule `V-23`; source:
/// this program, a reader who hears nothing decides. The permit is for [`Act::ReplyToQuestion`].
///
/// # Errors
/// [`QuestionRefused`]: nothing waits for a reply, the reading was sent, or too few words.
pub fn may_reply(
    permit: &Permit,
    at: Place<'_>,
    question: QuestionState,
    words: &str,
    regulation: &Regulation,
) -> Result<(), QuestionRefused> {
    permit.only_for(Act::ReplyToQuestion, at.unit)?;
    let path = LinePath::new(at.path);
    if question != QuestionState::Asked {
        Err(QuestionRefused::NotAsked { path })
    } else if at.reading == ReadingState::Sent {
        Err(QuestionRefused::TooLate { path })
    } else if !regulation.is_reason(words) {
        Err(QuestionRefused::ReplyTooShort { path, least: regulation.reason_least })
    } else {
        Ok(())
    }
}

/// Whether somebody may see a question and its reply. Rule `V-24`; source: peers, two readings stay hidden.
///
/// The unit does once it was asked; anybody else sees it with the reading it belongs to (`V-05`), so that a blind
/// reader learns nothing of the other's doubts.
pub fn may_see_question(state: QuestionState, own: bool, sees_reading: bool) -> bool {
    sees_reading || (own && state != QuestionState::Gathered)
}
