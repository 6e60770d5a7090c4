//! What a ranking is worth in each phase, recorded decisions on ties, and exclusions. *Xếp hạng.*
//!
//! The order itself is `scoring`'s; here are the facts people record around it.

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{WrongPermit, coded, refusals};
use crate::regulation::{Regulation, TiesEnd};
use crate::year::Phase;
use values::{AccountId, Date, UnitId};

coded! {
    /// What the figures of a phase are worth.
    Badge {
        /// *Tạm tính.*
        Provisional = "provisional",
        /// *Đã thẩm định.*
        Verified = "verified",
        /// *Hội nghị thông qua.*
        Adopted = "adopted",
    }
}

impl Badge {
    /// The badge of a phase. Rule `K-01`; source: screens brief, state badge.
    pub const fn of(phase: Phase) -> Self {
        match phase {
            Phase::Announced | Phase::Closed => Self::Adopted,
            Phase::Settled => Self::Verified,
            _ => Self::Provisional,
        }
    }
}

coded! {
    /// How a tie was decided.
    Means {
        /// *Biểu quyết, bỏ phiếu.*
        Vote = "vote",
        /// *Bốc thăm.*
        Draw = "draw",
    }
}

coded! {
    /// How far an exclusion reaches; each wider one holds the narrower. *Phạm vi loại.*
    Reach {
        /// No title; rank and points stay. *Không xét danh hiệu.*
        Title = "title",
        /// Not ranked either; points stay. *Không xếp hạng.*
        Rank = "rank",
        /// Not scored either. *Không chấm điểm.*
        Score = "score",
    }
}

coded! {
    /// Why a unit's figures are not scored. *Không được tính điểm.*
    Outside {
        /// Self-scoring is over and it never sent its sheet. *Chưa gửi bảng tự chấm.*
        NotSent = "not_sent",
        /// A fact says that its points do not stand. *Không chấm điểm.*
        Excluded = "excluded",
    }
}

/// Whether a unit is scored and others are measured against it. Rule `K-06`; source: domain facts 4.2,
/// participants. While sheets are being filled everybody is, as figures are provisional anyway; afterwards
/// those who sent theirs, once at least.
pub fn outside(phase: Phase, sent: bool, widest: Option<Reach>) -> Option<Outside> {
    if widest == Some(Reach::Score) {
        Some(Outside::Excluded)
    } else if phase > Phase::SelfScoring && !sent {
        Some(Outside::NotSent)
    } else {
        None
    }
}

/// A recorded decision on one tie: the units in their decided order. *Quyết định đồng hạng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieDecision {
    pub means: Means,
    pub order: Vec<UnitId>,
    pub decided_on: Date,
    pub reason: String,
    pub by: AccountId,
}

/// A fact that excludes a unit; never a negative score. *Loại, không xét.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    pub unit: UnitId,
    pub reach: Reach,
    pub happened_on: Date,
    pub reason: String,
    pub by: AccountId,
    /// Why it no longer holds; empty while it does.
    pub lifted: String,
}

refusals! {
    /// Why a decision or an exclusion is not recorded.
    NotRecorded {
        /// The order must name each tied unit once and no other.
        NotTheTied { tied: Vec<UnitId>, order: Vec<UnitId> } = "K-02.units",
        /// The regulation shares ranks: there is nothing to decide.
        RanksAreShared {} = "K-02.shared",
        /// The regulation decides ties by the other means.
        OtherMeans { means: &'static str, wanted: &'static str } = "K-02.means",
        /// Dated after today.
        DatedLater { date: Date, today: Date } = "K-03",
        ReasonTooShort { least: u16 } = "K-04",
        /// Lifted already.
        AlreadyLifted { unit: UnitId } = "K-05",
    }
}

fn has_reason(reason: &str, regulation: &Regulation) -> Result<String, NotRecorded> {
    if regulation.is_reason(reason) {
        Ok(reason.trim().to_owned())
    } else {
        Err(NotRecorded::ReasonTooShort { least: regulation.reason_least })
    }
}

fn not_ahead(date: Date, today: Date) -> Result<(), NotRecorded> {
    if date > today { Err(NotRecorded::DatedLater { date, today }) } else { Ok(()) }
}

/// Records the vote or draw that parts tied units. *Ghi kết quả.* Rule `K-02`; source: peers, a tie that
/// stops and asks. `K-03`: not dated ahead; `K-04`: with its reason. There is a permit for each tied unit, so
/// that nobody decides between their own unit and others.
///
/// # Errors
/// [`NotRecorded`].
pub fn decide_tie(
    permits: &[Permit],
    tied: &[UnitId],
    means: Means,
    order: Vec<UnitId>,
    (decided_on, reason): (Date, &str),
    regulation: &Regulation,
) -> Result<TieDecision, NotRecorded> {
    let permit = of_each(permits, tied)?;
    is_means_of(regulation.ties_end, means)?;
    if sorted(tied) != sorted(&order) || tied.len() < 2 {
        return Err(NotRecorded::NotTheTied { tied: tied.to_vec(), order });
    }
    not_ahead(decided_on, permit.day())?;
    Ok(TieDecision { means, order, decided_on, reason: has_reason(reason, regulation)?, by: permit.by() })
}

/// Leave to decide about each of the tied; any one of them says who and when.
fn of_each<'p>(permits: &'p [Permit], tied: &[UnitId]) -> Result<&'p Permit, WrongPermit> {
    let may = |unit: &UnitId| permits.iter().any(|permit| permit.only_for(Act::DecideTie, *unit).is_ok());
    permits.first().filter(|_| tied.iter().all(may)).ok_or(WrongPermit)
}

fn is_means_of(ties_end: TiesEnd, means: Means) -> Result<(), NotRecorded> {
    match (ties_end, means) {
        (TiesEnd::Share, _) => Err(NotRecorded::RanksAreShared {}),
        (TiesEnd::Vote, Means::Vote) | (TiesEnd::Draw, Means::Draw) => Ok(()),
        (wanted, means) => Err(NotRecorded::OtherMeans { means: means.code(), wanted: wanted.code() }),
    }
}

fn sorted(units: &[UnitId]) -> Vec<UnitId> {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    sorted
}

/// Excludes a unit by a dated fact. *Loại, không xét.* Rules `K-03` and `K-04`; source: domain facts,
/// disqualification.
///
/// # Errors
/// [`NotRecorded`].
pub fn exclude(
    permit: &Permit,
    unit: UnitId,
    reach: Reach,
    (happened_on, reason): (Date, &str),
    regulation: &Regulation,
) -> Result<Exclusion, NotRecorded> {
    permit.only_for(Act::Disqualify, unit)?;
    not_ahead(happened_on, permit.day())?;
    Ok(Exclusion { unit, reach, happened_on, reason: has_reason(reason, regulation)?, by: permit.by(), lifted: String::new() })
}

/// Lifts an exclusion, with its reason; the fact stays on record. Rule `K-05`; source: this program.
///
/// # Errors
/// [`NotRecorded`].
pub fn lift(permit: &Permit, exclusion: &Exclusion, reason: &str, regulation: &Regulation) -> Result<Exclusion, NotRecorded> {
    permit.only_for(Act::Disqualify, exclusion.unit)?;
    if !exclusion.lifted.is_empty() {
        return Err(NotRecorded::AlreadyLifted { unit: exclusion.unit });
    }
    Ok(Exclusion { lifted: has_reason(reason, regulation)?, ..exclusion.clone() })
}

#[cfg(test)]
mod tests;
