//! What a use case answers when it does not do what was asked.

use cycle::{Args, Refusal};
use storage::{Fault, MayRetry};
use values::{AccountId, Moment};

/// A refusal of any rule, ready to be worded: its stable code and its figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    pub code: &'static str,
    pub args: Args,
}

impl Reason {
    /// What a rule refused with.
    pub fn of(refusal: &impl Refusal) -> Self {
        Self { code: refusal.code(), args: refusal.args() }
    }

    /// A refusal of `app` itself, which has no figures.
    pub const fn plain(code: &'static str) -> Self {
        Self { code, args: Vec::new() }
    }
}

/// Somebody else changed the thing first. *Dữ liệu đã thay đổi.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stale {
    pub by: Option<AccountId>,
    pub at: Option<Moment>,
}

/// Three kinds, never mixed: refused ("it cannot"), denied ("not you, not now"), fault.
#[derive(Clone, Debug)]
pub enum Error {
    /// A rule refuses; every reason at once.
    Refused(Vec<Reason>),
    /// This person may not do this now.
    Denied(Reason),
    /// Nothing here that this person may know of.
    NotFound,
    /// A stale save: load again and decide.
    Stale(Stale),
    /// The store failed; logged once, shown by a reference number.
    Fault(Fault),
}

impl Error {
    /// One refusal of a rule.
    pub fn refused(refusal: &impl Refusal) -> Self {
        Self::Refused(vec![Reason::of(refusal)])
    }

    /// One refusal of `app` itself.
    pub fn plain(code: &'static str) -> Self {
        Self::Refused(vec![Reason::plain(code)])
    }

    /// Whether nothing was written because the disk is full.
    pub const fn is_full(&self) -> bool {
        matches!(self, Self::Fault(Fault::Full))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl MayRetry for Error {
    fn may_retry(&self) -> bool {
        matches!(self, Self::Fault(fault) if fault.may_retry())
    }
}
