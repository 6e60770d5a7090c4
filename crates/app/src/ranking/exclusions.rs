//! Excluding a unit by a dated fact, and lifting it. *Loại, không xét.*

use cycle::cluster::{Act, On};
use cycle::ranking::{Exclusion as Rule, Reach, exclude as decide, lift as decide_lift};
use serde_json::json;
use storage::IdemKey;
use storage::ranking::{self as rows, Exclusion, Paper};
use values::{Date, FactId, UnitId, YearId};

use super::papers::{self, Sent};
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// What happened, and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclude {
    pub unit: UnitId,
    pub reach: Reach,
    pub happened_on: Date,
    pub reason: String,
    /// The decision behind it. *Quyết định kèm theo.*
    pub paper: Option<Sent>,
}

/// Excludes a unit. *Ghi việc loại, không xét.* The same key again changes nothing.
///
/// # Errors
/// Denied; not found for a unit outside the year; refused (`K-03`, `K-04`, and as evidence for the decision).
pub async fn exclude(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, ask: &Exclude) -> Result<(), Error> {
    let desk = desk::open(cx, actor, year).await?;
    let paper = ask.paper.as_ref().map(|sent| papers::checked(cx, &desk, ask.unit, sent)).transpose()?;
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.member(ask.unit)?;
        let permit = desk.permit(Act::Disqualify, On::unit(ask.unit))?;
        let kept = decide(&permit, ask.unit, ask.reach, (ask.happened_on, &clean(&ask.reason)), &desk.regulation)
            .map_err(|refused| Error::refused(&refused))?;
        let fact = row(cx, &desk, kept, paper.clone());
        rows::add_exclusion(tx, desk.scope(), &fact).await?;
        if let Some(paper) = &paper {
            rows::keep_paper(tx, desk.scope(), fact.id, paper, (actor.account, desk.now)).await?;
        }
        let new = json!({ "reach": fact.scope, "on": fact.happened_on.to_string() });
        let document = paper.as_ref().map(papers::told);
        let body = json!({ "unit": fact.unit.to_string(), "new": new, "document": document, "why": fact.reason });
        desk.record(tx, "ranking.exclude", &fact.id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &fact.id.to_string(), desk.now).await?;
        Ok(())
    })
}

fn row(cx: &Cx, desk: &Desk, kept: Rule, paper: Option<Paper>) -> Exclusion {
    Exclusion {
        id: FactId::from_raw(cx.ids.next()),
        unit: kept.unit,
        scope: kept.reach.code().to_owned(),
        happened_on: kept.happened_on,
        reason: kept.reason,
        lifted_reason: None,
        set_by: kept.by,
        set_at: desk.now,
        version: 1,
        paper,
    }
}

/// Lifts an exclusion, with a reason; the fact stays on record. *Gỡ bỏ.*
///
/// # Errors
/// Denied; not found; refused (`K-04`, `K-05`); stale.
pub async fn lift(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, id: FactId, reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let held = rows::exclusions(tx, desk.scope()).await?.into_iter().find(|e| e.id == id).ok_or(Error::NotFound)?;
        let permit = desk.permit(Act::Disqualify, On::unit(held.unit))?;
        let lifted = decide_lift(&permit, &rule(&held)?, &reason, &desk.regulation).map_err(|refused| Error::refused(&refused))?;
        if !rows::lift_exclusion(tx, id, held.version, &lifted.lifted).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "unit": held.unit.to_string(), "old": { "reach": held.scope, "why": held.reason }, "why": lifted.lifted });
        desk.record(tx, "ranking.lift", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok(())
    })
}

/// A kept fact as the rules see it.
fn rule(kept: &Exclusion) -> Result<Rule, Error> {
    let reach = Reach::of_code(&kept.scope).ok_or_else(|| Error::Fault(storage::Fault::Shape(format!("reach {}", kept.scope))))?;
    Ok(Rule {
        unit: kept.unit,
        reach,
        happened_on: kept.happened_on,
        reason: kept.reason.clone(),
        by: kept.set_by,
        lifted: kept.lifted_reason.clone().unwrap_or_default(),
    })
}

/// The units this person may exclude now.
pub fn may_exclude(desk: &Desk) -> Vec<UnitId> {
    desk.members.iter().map(|m| m.unit).filter(|unit| desk.may(Act::Disqualify, On::unit(*unit))).collect()
}

/// Whether this person may read the list: whoever sees the ranking, records exclusions, or acts for a unit.
///
/// # Errors
/// [`Error::Denied`].
pub fn may_see(desk: &Desk) -> Result<(), Error> {
    if may_exclude(desk).is_empty() { desk.require(Act::SeeRanking, On::CLUSTER) } else { Ok(()) }
}
