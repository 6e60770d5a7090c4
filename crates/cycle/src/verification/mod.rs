//! Verification: who reads whom, what readers find, what the unit answers, what is settled. *Thẩm định.*
//!
//! A finding never holds points: it is another entry for the line, so that points always follow from
//! the engine. The entry's own form (`E` below) is the caller's; rules only compare entries.

mod blind;
mod hold;
mod line;
mod question;
mod readers;
mod round;

pub use blind::{Blind, Resolution, Viewer, may_see_reading, resolve, wants_second_reader};
pub use hold::{Answered, Read, ReadingRefused, Standing, answer_holds, finding_holds, is_reached, may_reopen, settlement_holds};
pub use line::{Change, Line, LineRefused, LineState, Verdict};
pub use question::{Place, QuestionRefused, QuestionState, may_ask, may_reply, may_see_question, may_send_questions, waits_for_reply};
pub use readers::{ReaderFault, ReadingKind, ReadingState, Reads, assign_readers, reader_faults};
pub use round::{
    Answer, Sent, Settling, Stamp, accept, accept_by_deadline, explain, find, is_disputed, may_agree_together, resolve_difference, send,
    settle,
};

#[cfg(test)]
mod tests;
