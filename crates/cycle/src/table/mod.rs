//! Versions of the scoring table: drawn up, applied and frozen by hash, replaced. *Thang bảng điểm.*
//!
//! What a table says and whether it is well formed is `scoring`'s; here is which version holds.

mod comment;
mod fit;

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{coded, refusals};
use crate::regulation::Regulation;
use values::{Date, TableId, UnitId};

pub use comment::{
    Answer, Comment, CommentState, Consultation, Draft, NotHeard, Said, Stand, Unheard, Voice, agree, answer_comment, comment, heard,
    is_out, send_out, stand, takes_comments, withdraw_comment,
};
pub use fit::{Entered, Leaf, Misfit, revalidate};

coded! {
    /// Where a version stands. *Trạng thái phiên bản.*
    TableState {
        /// May still be edited. *Dự thảo.*
        Draft = "draft",
        /// Scores; frozen by its hash. *Đang áp dụng.*
        Applied = "applied",
        /// A later version took its place. *Đã thay thế.*
        Replaced = "replaced",
    }
}

/// One version of the year's table. *Phiên bản.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub id: TableId,
    pub number: i64,
    pub state: TableState,
    /// Hash of the canonical document; set when applied.
    pub hash: Option<[u8; 32]>,
    pub effective_on: Option<Date>,
    /// Why this version replaced the one before; empty for the first.
    pub reason: String,
}

/// What applying made: the version that scores from now on, and the one it replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NowApplied {
    pub applied: Version,
    pub replaced: Option<Version>,
}

/// What the page showed to whoever applies a version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Hash of the draft as it stood there.
    pub hash: [u8; 32],
    /// Number of the version in force that it would replace.
    pub over: Option<i64>,
}

/// What people say when applying a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apply {
    pub shown: Shown,
    /// Hash of the draft as it is now.
    pub hash: [u8; 32],
    pub effective_on: Date,
    pub reason: String,
    /// Error findings of the document; a valid table has none.
    pub errors: u32,
    /// What units still have open.
    pub unheard: Unheard,
}

refusals! {
    /// Why a version is not applied or not edited.
    NotApplied {
        /// Only a draft can be applied or edited.
        NotADraft { number: i64 } = "T-01",
        /// The document has errors.
        HasErrors { number: i64, errors: u32 } = "T-02",
        /// A change of an applied table needs a reason.
        ReasonTooShort { number: i64, least: u16 } = "T-03.reason",
        /// The change would hold before the version it replaces did.
        BeforeTheLast { number: i64, effective_on: Date, last: Date } = "T-03.date",
        /// Nothing differs from the version in force.
        SameAsApplied { number: i64 } = "T-04",
        /// The document is not the one that was frozen.
        HashDiffers { number: i64 } = "T-05",
        /// The draft, or the version it would replace, is no longer what was shown.
        NotAsShown { number: i64 } = "T-07",
        /// The regulation waits for answers and agreement.
        Unheard { number: i64, comments: u32, units: Vec<UnitId> } = "T-14",
    }
}

/// Refuses to edit anything but a draft. Rule `T-01`; source: domain facts, what is frozen when.
///
/// # Errors
/// [`NotApplied::NotADraft`].
pub fn may_edit(permit: &Permit, version: &Version) -> Result<(), NotApplied> {
    permit.only(Act::EditTable)?;
    is_draft(version)
}

fn is_draft(version: &Version) -> Result<(), NotApplied> {
    if version.state == TableState::Draft { Ok(()) } else { Err(NotApplied::NotADraft { number: version.number }) }
}

/// Applies a draft: the first version, or a later one that replaces what is in force. *Áp dụng.*
///
/// `T-02`: a valid table only; `T-03`: a change has a reason of its own and does not reach back before
/// the version it replaces; `T-04`: it changes something. Source: domain facts, table changed after
/// scoring began. `T-07`: as it was shown; `T-14`: once it was heard. The permit is for [`Act::ApplyTable`], or
/// [`Act::ChangeAppliedTable`] once a version is in force.
///
/// # Errors
/// [`NotApplied`], the first condition that fails.
pub fn apply(
    permit: &Permit,
    draft: Version,
    in_force: Option<&Version>,
    ask: Apply,
    regulation: &Regulation,
) -> Result<NowApplied, NotApplied> {
    permit.only(if in_force.is_some() { Act::ChangeAppliedTable } else { Act::ApplyTable })?;
    is_draft(&draft)?;
    let number = draft.number;
    as_shown(&ask, number, in_force)?;
    if ask.errors > 0 {
        return Err(NotApplied::HasErrors { number, errors: ask.errors });
    }
    heard(number, &ask.unheard, regulation)?;
    if let Some(held) = in_force {
        may_replace(held, number, &ask, regulation)?;
    }
    let applied = Version {
        state: TableState::Applied,
        hash: Some(ask.hash),
        effective_on: Some(ask.effective_on),
        reason: ask.reason.trim().to_owned(),
        ..draft
    };
    let replaced = in_force.map(|held| Version { state: TableState::Replaced, ..held.clone() });
    Ok(NowApplied { applied, replaced })
}

/// Nobody puts in force what they have not seen. Rule `T-07`; source: this program.
fn as_shown(ask: &Apply, number: i64, in_force: Option<&Version>) -> Result<(), NotApplied> {
    let now = Shown { hash: ask.hash, over: in_force.map(|held| held.number) };
    if ask.shown == now { Ok(()) } else { Err(NotApplied::NotAsShown { number }) }
}

fn may_replace(held: &Version, number: i64, ask: &Apply, regulation: &Regulation) -> Result<(), NotApplied> {
    if held.hash == Some(ask.hash) {
        return Err(NotApplied::SameAsApplied { number });
    }
    if !regulation.is_reason(&ask.reason) {
        return Err(NotApplied::ReasonTooShort { number, least: regulation.reason_least });
    }
    match held.effective_on.filter(|last| ask.effective_on < *last) {
        Some(last) => Err(NotApplied::BeforeTheLast { number, effective_on: ask.effective_on, last }),
        None => Ok(()),
    }
}

/// Refuses to score with a document that is not the frozen one. Rule `T-05`; source: this program: the
/// table that was agreed is the table that scores.
///
/// # Errors
/// [`NotApplied::HashDiffers`].
pub fn is_frozen_as(version: &Version, hash: [u8; 32]) -> Result<(), NotApplied> {
    if version.hash == Some(hash) { Ok(()) } else { Err(NotApplied::HashDiffers { number: version.number }) }
}

#[cfg(test)]
mod tests;
