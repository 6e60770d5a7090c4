//! Targets: what the assigning side sets for each unit, with its history. *Giao chỉ tiêu.*
//!
//! Unit of measure and scale belong to the criterion; here is only the number, or which of three
//! meanings its absence has. One of them is always chosen.

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{LinePath, coded, refusals};
use crate::regulation::Regulation;
use values::{AccountId, Date, Quantity, UnitId};

coded! {
    /// What it means that a unit has no target for a line. *Không giao chỉ tiêu.*
    Meaning {
        /// The line does not concern the unit: it leaves points and maximum. *Không áp dụng.*
        NotApplicable = "not_applicable",
        /// The work is done without a figure to reach. *Không giao số.*
        NoTarget = "no_target",
        /// It stays in the maximum and gives nothing. *Tính là 0.*
        CountsAsZero = "counts_as_zero",
    }
}

/// What is assigned to one unit for one line. *Chỉ tiêu.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignment {
    Target(Quantity),
    Absent(Meaning),
}

impl Assignment {
    /// The stored word: `target`, or the meaning's code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Target(_) => "target",
            Self::Absent(meaning) => meaning.code(),
        }
    }

    /// Rebuilds an assignment from its stored word and number.
    pub fn restore(code: &str, quantity: Option<Quantity>) -> Option<Self> {
        match (code, quantity) {
            ("target", Some(quantity)) => Some(Self::Target(quantity)),
            (other, None) => Meaning::of_code(other).map(Self::Absent),
            _ => None,
        }
    }

    pub const fn quantity(&self) -> Option<Quantity> {
        match self {
            Self::Target(quantity) => Some(*quantity),
            Self::Absent(_) => None,
        }
    }
}

/// What the assigning side asks for. `assignment` is `None` when nothing was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assign {
    pub unit: UnitId,
    pub path: LinePath,
    pub assignment: Option<Assignment>,
    /// Number of the deciding paper.
    pub decision: String,
    pub decided_on: Option<Date>,
    pub reason: String,
}

/// One entry of a target's history; entries are added, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    pub unit: UnitId,
    pub path: LinePath,
    pub assignment: Assignment,
    pub decision: String,
    pub decided_on: Option<Date>,
    pub reason: String,
    pub by: AccountId,
    pub on: Date,
}

refusals! {
    /// Why a target is not assigned.
    NotAssigned {
        /// None of target and the three meanings was chosen.
        NothingChosen { unit: UnitId, path: LinePath } = "G-01",
        /// A later change needs a reason and the number of a decision.
        ChangeNeedsDecision { unit: UnitId, path: LinePath, since: Date } = "G-02.decision",
        ChangeNeedsReason { unit: UnitId, path: LinePath, least: u16 } = "G-02.reason",
        /// More decimals than the criterion's scale.
        TooFine { path: LinePath, decimals: i64 } = "G-03",
        /// The decision is dated after today.
        DecidedLater { decided_on: Date, today: Date } = "G-04",
        /// Nothing differs from what holds.
        Unchanged { unit: UnitId, path: LinePath } = "G-05",
    }
}

/// Assigns a target, or says which meaning its absence has. *Giao chỉ tiêu.*
///
/// `G-01`: one of the four is chosen; source: domain facts, not assigned and normalisation.
/// `G-02`: a change of what was assigned carries decision and reason, while the year only prepares a
/// new number replaces the old freely; source: domain facts, targets changed. `decimals` is the
/// criterion's scale (`G-03`). A decision is not dated ahead (`G-04`). `G-05`: a repetition is said.
///
/// # Errors
/// [`NotAssigned`], the first condition that fails.
pub fn assign(permit: &Permit, history: &[Assigned], ask: Assign, decimals: u8, regulation: &Regulation) -> Result<Assigned, NotAssigned> {
    permit.only_for(Act::AssignTarget, ask.unit)?;
    let (unit, path) = (ask.unit, ask.path);
    let Some(assignment) = ask.assignment else { return Err(NotAssigned::NothingChosen { unit, path }) };
    if assignment.quantity().is_some_and(|q| q.in_units(decimals).is_none()) {
        return Err(NotAssigned::TooFine { path, decimals: i64::from(decimals) });
    }
    if let Some(decided_on) = ask.decided_on.filter(|day| *day > permit.day()) {
        return Err(NotAssigned::DecidedLater { decided_on, today: permit.day() });
    }
    if let Some(held) = current(history, unit, &path) {
        may_replace(permit, held, assignment, (&ask.decision, &ask.reason), regulation)?;
    }
    let (decision, reason) = (ask.decision.trim().to_owned(), ask.reason.trim().to_owned());
    Ok(Assigned { unit, path, assignment, decision, decided_on: ask.decided_on, reason, by: permit.by(), on: permit.day() })
}

fn may_replace(
    permit: &Permit,
    held: &Assigned,
    new: Assignment,
    (decision, reason): (&str, &str),
    regulation: &Regulation,
) -> Result<(), NotAssigned> {
    let (unit, path) = (held.unit, held.path.clone());
    if held.assignment == new {
        Err(NotAssigned::Unchanged { unit, path })
    } else if permit.phase() == crate::Phase::Preparing {
        Ok(())
    } else if decision.trim().is_empty() {
        Err(NotAssigned::ChangeNeedsDecision { unit, path, since: held.on })
    } else if !regulation.is_reason(reason) {
        Err(NotAssigned::ChangeNeedsReason { unit, path, least: regulation.reason_least })
    } else {
        Ok(())
    }
}

/// What holds for one unit and line: the newest entry.
pub fn current<'a>(history: &'a [Assigned], unit: UnitId, path: &LinePath) -> Option<&'a Assigned> {
    history.iter().rev().find(|entry| entry.unit == unit && entry.path == *path)
}

/// A target that stands ten or a hundred times off the cluster's middle: the unit of measure was
/// probably misread (90, 0.9). A warning, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OffScale {
    pub unit: UnitId,
    pub target: Quantity,
    pub median: Quantity,
    /// 10 or 100.
    pub times: u16,
    /// Whether the target is above the middle.
    pub above: bool,
}

/// Targets of one line that look mistyped by a power of ten. Rule `G-06`; source: domain facts, real
/// data with the same target as 90, 9 and 0.9.
///
/// At least three units must have a target; the middle is the lower median. A target is named when it is
/// 5 to 50 times (called 10) or 50 times and more (called 100) off the middle.
pub fn off_scale(targets: &[(UnitId, Quantity)]) -> Vec<OffScale> {
    let mut sorted: Vec<Quantity> = targets.iter().map(|t| t.1).filter(|q| !q.is_zero()).collect();
    sorted.sort_unstable();
    match sorted.get(sorted.len().saturating_sub(1) / 2) {
        Some(median) if sorted.len() >= 3 => targets.iter().filter_map(|(unit, target)| off_by(*unit, *target, *median)).collect(),
        _ => Vec::new(),
    }
}

fn off_by(unit: UnitId, target: Quantity, median: Quantity) -> Option<OffScale> {
    let above = target > median;
    let (large, small) = if above { (micros(target), micros(median)) } else { (micros(median), micros(target)) };
    let times = match large.checked_div(small)? {
        0..5 => return None,
        5..50 => 10,
        _ => 100,
    };
    Some(OffScale { unit, target, median, times, above })
}

/// A quantity as a count of its smallest possible unit.
fn micros(quantity: Quantity) -> i128 {
    let places = u32::from(Quantity::MOST_DECIMALS.saturating_sub(quantity.decimals()));
    i128::from(quantity.mantissa()) * 10i128.pow(places)
}

#[cfg(test)]
mod tests;
