//! Verification: who reads whom, what readers find, what the unit answers, what is settled. *Thẩm định.*
//!
//! A finding never holds points: it is another entry for the line, so that points always follow from
//! the engine. The entry's own form (`E` below) is the caller's; rules only compare entries.

mod readers;

mod blind;

mod line;

mod round;

pub use blind::{may_see_reading, resolve, wants_second_reader, Blind, Resolution};
pub use line::{Change, Line, LineRefused, LineState, Verdict};
pub use readers::{assign_readers, reader_faults, ReaderFault, Reads};
pub use round::{accept, accept_by_deadline, explain, find, resolve_difference, send, settle, Answer, Sent, Stamp};

#[cfg(test)]
mod tests;
