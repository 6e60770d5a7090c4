//! Correcting a settled entry: computed aside, then applied or cancelled. *Đính chính.*

pub mod close;
pub mod effect;
pub mod propose;

use cycle::correction::{Correction as Rule, CorrectionState};
use cycle::refusal::LinePath;
use storage::Fault;
use values::CorrectionId;

use crate::book::LineFacts;
use crate::self_score::fields::{Fields, of_text};
use crate::verification::lines::own;
use crate::{Cx, Desk, Error};

pub use close::{apply, cancel};
pub use effect::{Change, Effect, effect};
pub use propose::{Proposal, propose};
pub use storage::correction::Correction;

/// What a settlement rests on when a correction made it; the others are states of a line.
pub const BASIS: &str = "correction";

/// The year's corrections, oldest first.
///
/// # Errors
/// Denied to whoever does not see the ranking; a fault of the store.
pub async fn all(cx: &Cx, desk: &Desk) -> Result<Vec<Correction>, Error> {
    desk.require(cycle::cluster::Act::SeeRanking, cycle::cluster::On::CLUSTER)?;
    Ok(storage::correction::of_year(&mut cx.store.read().await?, desk.scope()).await?)
}

/// One correction of the year.
///
/// # Errors
/// As [`all`]; not found.
pub async fn one(cx: &Cx, desk: &Desk, id: CorrectionId) -> Result<Correction, Error> {
    all(cx, desk).await?.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)
}

/// The texts of the entry that counts now: settled, else proposed, else the unit's own.
pub fn counts(facts: &LineFacts) -> Fields {
    let said = facts.settlement.as_ref().map(|s| &s.entry).or_else(|| facts.proposed().map(|f| &f.entry));
    said.map_or_else(|| own(facts), |text| of_text(text))
}

/// A kept correction as the rules see it.
fn rule(kept: &Correction) -> Result<Rule<Fields>, Error> {
    let state =
        CorrectionState::of_code(&kept.state).ok_or_else(|| Error::Fault(Fault::Shape(format!("correction state {}", kept.state))))?;
    Ok(Rule {
        id: kept.id,
        unit: kept.unit,
        path: LinePath::new(&kept.path),
        old: of_text(&kept.old_entry),
        new: of_text(&kept.new_entry),
        state,
        reason: kept.reason.clone(),
        proposed_by: kept.proposed_by,
        proposed_on: kept.proposed_at.date(),
        closed: None,
    })
}
