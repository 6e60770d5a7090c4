//! Corrections of settled entries: computed aside, then applied or cancelled. *Đính chính.*
//!
//! Points and ranks before and after are computed by the caller through the engine; a correction only
//! holds the entry it would change.

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{LinePath, coded, refusals};
use crate::regulation::Regulation;
use crate::year::Phase;
use values::{AccountId, CorrectionId, Date, UnitId};

coded! {
    /// Where a correction stands.
    CorrectionState {
        /// *Đang xem xét.*
        Proposed = "proposed",
        /// *Đã áp dụng.*
        Applied = "applied",
        /// *Đã hủy.*
        Cancelled = "cancelled",
    }
}

/// One correction of one line. *Đính chính.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction<E> {
    pub id: CorrectionId,
    pub unit: UnitId,
    pub path: LinePath,
    pub old: E,
    pub new: E,
    pub state: CorrectionState,
    /// Why it is proposed.
    pub reason: String,
    pub proposed_by: AccountId,
    pub proposed_on: Date,
    pub closed: Option<Closing>,
}

/// How a correction ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub by: AccountId,
    pub on: Date,
    /// Number of the decision; required once the result is announced.
    pub decision: String,
    /// Why it was cancelled.
    pub reason: String,
}

/// What is asked to be corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Propose<E> {
    pub id: CorrectionId,
    pub unit: UnitId,
    pub path: LinePath,
    pub new: E,
    pub reason: String,
}

refusals! {
    /// Why a correction is not proposed, applied or cancelled.
    NotCorrected {
        /// The new entry is the one that counts.
        SameEntry { path: LinePath } = "K-10.same",
        /// The line has an open correction already.
        AlreadyOpen { path: LinePath } = "K-10.open",
        /// Proposing and cancelling need a reason.
        ReasonTooShort { path: LinePath, least: u16 } = "K-11",
        /// It was applied or cancelled already.
        AlreadyClosed { path: LinePath, state: &'static str } = "K-12",
        /// What counts changed since it was proposed: compute it anew.
        Outdated { path: LinePath } = "K-13",
        /// After announcing, only with the number of a decision.
        NeedsDecision { path: LinePath } = "K-14",
    }
}

fn has_reason(path: &LinePath, reason: &str, regulation: &Regulation) -> Result<String, NotCorrected> {
    let short = || NotCorrected::ReasonTooShort { path: path.clone(), least: regulation.reason_least };
    regulation.is_reason(reason).then(|| reason.trim().to_owned()).ok_or_else(short)
}

/// Proposes a correction of the entry that counts. *Đề nghị đính chính.* Rules `K-10` and `K-11`; source:
/// peers, preview then apply. `open` are the corrections still open in this year.
///
/// # Errors
/// [`NotCorrected`].
pub fn propose<E: Clone + PartialEq>(
    permit: &Permit,
    counts: &E,
    ask: Propose<E>,
    open: &[Correction<E>],
    regulation: &Regulation,
) -> Result<Correction<E>, NotCorrected> {
    permit.only_for(Act::ProposeCorrection, ask.unit)?;
    let Propose { id, unit, path, new, reason } = ask;
    if new == *counts {
        return Err(NotCorrected::SameEntry { path });
    }
    if open.iter().any(|c| c.state == CorrectionState::Proposed && c.unit == unit && c.path == path) {
        return Err(NotCorrected::AlreadyOpen { path });
    }
    let reason = has_reason(&path, &reason, regulation)?;
    Ok(Correction {
        id,
        unit,
        path,
        old: counts.clone(),
        new,
        state: CorrectionState::Proposed,
        reason,
        proposed_by: permit.by(),
        proposed_on: permit.day(),
        closed: None,
    })
}

fn is_open<E>(correction: &Correction<E>) -> Result<(), NotCorrected> {
    if correction.state == CorrectionState::Proposed {
        Ok(())
    } else {
        Err(NotCorrected::AlreadyClosed { path: correction.path.clone(), state: correction.state.code() })
    }
}

/// Applies a correction. *Áp dụng đính chính.* `K-12`: open ones only; `K-13`: to what it was computed
/// from; `K-14`: after announcing with a decision; source: domain facts, published: corrections only as a
/// new numbered decision.
///
/// # Errors
/// [`NotCorrected`].
pub fn apply<E: Clone + PartialEq>(
    permit: &Permit,
    correction: &Correction<E>,
    counts: &E,
    decision: &str,
) -> Result<Correction<E>, NotCorrected> {
    permit.only_for(Act::ApplyCorrection, correction.unit)?;
    is_open(correction)?;
    let path = correction.path.clone();
    if correction.old != *counts {
        return Err(NotCorrected::Outdated { path });
    }
    if permit.phase() >= Phase::Announced && decision.trim().is_empty() {
        return Err(NotCorrected::NeedsDecision { path });
    }
    let closed = Closing { by: permit.by(), on: permit.day(), decision: decision.trim().to_owned(), reason: String::new() };
    Ok(Correction { state: CorrectionState::Applied, closed: Some(closed), ..correction.clone() })
}

/// Cancels a correction with a reason; it stays on record. *Hủy đính chính.* Rules `K-11` and `K-12`;
/// source: peers, apply or cancel with a reason.
///
/// # Errors
/// [`NotCorrected`].
pub fn cancel<E: Clone + PartialEq>(
    permit: &Permit,
    correction: &Correction<E>,
    reason: &str,
    regulation: &Regulation,
) -> Result<Correction<E>, NotCorrected> {
    permit.only_for(Act::CancelCorrection, correction.unit)?;
    is_open(correction)?;
    let reason = has_reason(&correction.path, reason, regulation)?;
    let closed = Closing { by: permit.by(), on: permit.day(), decision: String::new(), reason };
    Ok(Correction { state: CorrectionState::Cancelled, closed: Some(closed), ..correction.clone() })
}

#[cfg(test)]
mod tests;
