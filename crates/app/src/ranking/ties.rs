//! Recording the vote or draw that parts a tie. *Biểu quyết, bốc thăm.*

use cycle::cluster::{Act, On};
use cycle::ranking::{Means, decide_tie as decide};
use serde_json::json;
use storage::ranking::{self as rows, TieDecision};
use storage::{IdemKey, Tx};
use values::{Date, FactId, UnitId, YearId};

use super::standings::{order_of, standings};
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// How a tie was decided: by what, when, why, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub means: Means,
    pub order: Vec<UnitId>,
    pub decided_on: Date,
    pub reason: String,
}

/// Records the decision on one open tie. *Ghi kết quả.* The same key again changes nothing.
///
/// # Errors
/// Denied; refused (`K-02` to `K-04`); `no-such-tie` when the units are not tied any more.
pub async fn decide_tie(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, decided: &Decided) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let fact = decision(tx, cx, &desk, decided).await?;
        rows::add_tie_decision(tx, desk.scope(), &fact).await?;
        let body = json!({ "new": { "means": fact.means, "order": fact.units, "on": fact.decided_on.to_string() }, "why": fact.reason });
        desk.record(tx, "ranking.decide_tie", &fact.id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &fact.id.to_string(), desk.now).await?;
        Ok(())
    })
}

/// Whether a form with this key was taken before: sent again, it finds its tie closed.
///
/// # Errors
/// A fault of the store.
pub async fn was_taken(cx: &Cx, actor: &Actor, key: &IdemKey) -> Result<bool, Error> {
    Ok(cx.store.read().await?.once(key, actor.account.raw()).await?.is_some())
}

async fn decision(tx: &mut Tx, cx: &Cx, desk: &Desk, decided: &Decided) -> Result<TieDecision, Error> {
    desk.require(Act::DecideTie, On::CLUSTER)?;
    let tied = tied(tx, cx, desk, &decided.order).await?;
    let permits = desk.permits(Act::DecideTie, &tied)?;
    let Decided { means, order, decided_on, reason } = decided;
    let kept = decide(&permits, &tied, *means, order.clone(), (*decided_on, &clean(reason)), &desk.regulation)
        .map_err(|refused| Error::refused(&refused))?;
    Ok(TieDecision {
        id: FactId::from_raw(cx.ids.next()),
        means: kept.means.code().to_owned(),
        units: kept.order.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        reason: kept.reason,
        decided_on: kept.decided_on,
        set_by: kept.by,
        set_at: desk.now,
        withdrawn: false,
        version: 1,
    })
}

/// The open tie that an order speaks of; where ranks are shared, whatever it names.
async fn tied(tx: &mut Tx, cx: &Cx, desk: &Desk, order: &[UnitId]) -> Result<Vec<UnitId>, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let open = standings(&book, desk)?.open;
    let meant = open.into_iter().find(|tie| order.iter().any(|unit| tie.units.contains(unit)));
    let shares = desk.regulation.ties_end == cycle::regulation::TiesEnd::Share;
    meant.map(|tie| tie.units).or_else(|| shares.then(|| order.to_vec())).ok_or_else(|| Error::plain("no-such-tie"))
}

/// Takes a recorded decision back, with a reason; the tie is open again. *Hủy kết quả.*
///
/// # Errors
/// Denied; not found; refused (`K-04`, `tie-withdrawn`); stale.
pub async fn withdraw(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, id: FactId, reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::WithdrawTie, On::CLUSTER)?;
        let held = rows::tie_decisions(tx, desk.scope()).await?.into_iter().find(|d| d.id == id).ok_or(Error::NotFound)?;
        desk.permits(Act::WithdrawTie, &order_of(&held))?;
        may_withdraw(&desk, &held, &reason)?;
        if !rows::withdraw_tie_decision(tx, id, held.version, &reason).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "old": { "order": held.units, "why": held.reason }, "why": reason });
        desk.record(tx, "ranking.withdraw_tie", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok(())
    })
}

fn may_withdraw(desk: &Desk, held: &TieDecision, reason: &str) -> Result<(), Error> {
    if held.withdrawn {
        Err(Error::plain("tie-withdrawn"))
    } else if desk.regulation.is_reason(reason) {
        Ok(())
    } else {
        let least = desk.regulation.reason_least;
        Err(Error::Refused(vec![Reason { code: "K-04", args: vec![("least", least.into())] }]))
    }
}
