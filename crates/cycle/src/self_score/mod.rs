//! Each unit's own sheet: cells with versions, submission, return. *Bảng tự chấm.*

mod cell;

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{LinePath, coded, refusals};
use crate::regulation::Regulation;
use crate::year::Phase;
use values::{AccountId, Date, UnitId};

pub use cell::{Cell, Change, Kept, NotKept, keep, may_undo};

coded! {
    /// Where a sheet stands. *Trạng thái bảng tự chấm.*
    SheetState {
        /// Being filled. *Đang tự chấm.*
        Open = "open",
        /// Locked and sent. *Đã gửi.*
        Submitted = "submitted",
        /// Sent back with a reason; open again. *Trả lại.*
        Returned = "returned",
    }
}

/// One unit's sheet in one year. *Bảng tự chấm.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub unit: UnitId,
    pub state: SheetState,
    /// Why it was returned; empty otherwise.
    pub reason: String,
}

/// One line as submission looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub path: LinePath,
    /// Whether the line concerns the unit; one that does not needs no answer.
    pub concerns: bool,
    pub answered: bool,
    /// Whether the answer can be scored: within the maximum, of the line's kind.
    pub valid: bool,
    pub needs_evidence: bool,
    pub has_evidence: bool,
}

/// What a sheet still lacks, by line, in the order of the table. *Còn thiếu.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    pub answers: Vec<LinePath>,
    pub evidence: Vec<LinePath>,
    pub invalid: Vec<LinePath>,
}

impl Lacking {
    pub fn is_nothing(&self) -> bool {
        self.answers.is_empty() && self.evidence.is_empty() && self.invalid.is_empty()
    }
}

/// A sheet that was sent, with whom and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    pub sheet: Sheet,
    pub by: AccountId,
    pub on: Date,
    /// Days after the deadline, where the regulation takes late sheets.
    pub days_late: i32,
}

refusals! {
    /// Why a sheet is not sent, returned or edited.
    SheetRefused {
        /// Lines without an answer, without required evidence, or with an answer that cannot be scored.
        Incomplete { answers: Vec<String>, evidence: Vec<String>, invalid: Vec<String> } = "F-01",
        /// Sent already; sending again changes nothing.
        AlreadySubmitted { unit: UnitId } = "F-02",
        /// Only a sent sheet can be returned.
        NotSubmitted { unit: UnitId } = "F-03.state",
        /// Returning needs a reason.
        ReasonTooShort { unit: UnitId, least: u16 } = "F-03.reason",
        /// A sent sheet is locked until it is returned.
        Locked { unit: UnitId } = "F-04",
    }
}

/// What the sheet lacks. Rule `F-01`; source: domain facts, real sheets with missing leaves.
pub fn lacking(lines: &[Line]) -> Lacking {
    let paths = |wanted: fn(&Line) -> bool| lines.iter().filter(|l| l.concerns && wanted(l)).map(|l| l.path.clone()).collect();
    Lacking {
        answers: paths(|l| !l.answered),
        evidence: paths(|l| l.needs_evidence && !l.has_evidence),
        invalid: paths(|l| l.answered && !l.valid),
    }
}

/// Sends and locks a sheet. *Gửi bảng tự chấm.* Rules `F-01` and `F-02`; source: domain facts, submit.
///
/// # Errors
/// [`SheetRefused`] lists everything that lacks at once.
pub fn submit(permit: &Permit, sheet: &Sheet, lines: &[Line]) -> Result<Submitted, SheetRefused> {
    permit.only_for(Act::SubmitSheet, sheet.unit)?;
    if sheet.state == SheetState::Submitted {
        return Err(SheetRefused::AlreadySubmitted { unit: sheet.unit });
    }
    let lacks = lacking(lines);
    if lacks.is_nothing() {
        let sheet = Sheet { unit: sheet.unit, state: SheetState::Submitted, reason: String::new() };
        Ok(Submitted { sheet, by: permit.by(), on: permit.day(), days_late: permit.days_late() })
    } else {
        let texts = |paths: Vec<LinePath>| paths.into_iter().map(|p| p.0).collect();
        Err(SheetRefused::Incomplete { answers: texts(lacks.answers), evidence: texts(lacks.evidence), invalid: texts(lacks.invalid) })
    }
}

/// Sends a sheet back to its unit. *Trả lại.* Rule `F-03`; source: domain facts, return for revision.
///
/// # Errors
/// [`SheetRefused`]: not sent, or no reason.
pub fn send_back(permit: &Permit, sheet: &Sheet, phase: Phase, reason: &str, regulation: &Regulation) -> Result<Sheet, SheetRefused> {
    permit.only_for(Act::ReturnSheet, sheet.unit)?;
    let unit = sheet.unit;
    if !may_go_back(sheet.state, phase) {
        Err(SheetRefused::NotSubmitted { unit })
    } else if !regulation.is_reason(reason) {
        Err(SheetRefused::ReasonTooShort { unit, least: regulation.reason_least })
    } else {
        Ok(Sheet { unit, state: SheetState::Returned, reason: reason.trim().to_owned() })
    }
}

/// Whether a sheet can be handed to its unit again: a sent one, and once self-scoring is over also one that
/// was never sent, so that it can still come late.
pub fn may_go_back(state: SheetState, phase: Phase) -> bool {
    state == SheetState::Submitted || (state == SheetState::Open && phase > Phase::SelfScoring)
}

/// Refuses to edit a sheet that was sent. Rule `F-04`; source: domain facts, what is frozen when.
///
/// # Errors
/// [`SheetRefused::Locked`].
pub fn is_open(sheet: &Sheet) -> Result<(), SheetRefused> {
    if sheet.state == SheetState::Submitted { Err(SheetRefused::Locked { unit: sheet.unit }) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
