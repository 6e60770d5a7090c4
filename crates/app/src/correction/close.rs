//! Applying a correction, or cancelling it. *Áp dụng, hủy đính chính.*

use cycle::cluster::{Act, On};
use cycle::correction::{Correction as Rule, apply as decide, cancel as decide_cancel};
use serde_json::json;
use storage::correction::{self as rows, Correction};
use storage::verification::{Settlement, put_settlement};
use storage::{IdemKey, Tx};
use values::{CorrectionId, YearId};

use super::{BASIS, counts, rule};
use crate::book::{Book, LineFacts};
use crate::search::clean;
use crate::self_score::fields::Fields;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Applies a correction: its entry counts from now on. *Áp dụng.* `seen` is the state of the year, [`Book::seq`],
/// in which its effect was looked at.
///
/// # Errors
/// Denied; not found; refused (`K-12` to `K-14`); stale when anything in the year changed since it was
/// looked at, so that nobody applies another effect than the one they saw.
pub async fn apply(
    cx: &Cx,
    actor: &Actor,
    year: YearId,
    key: &IdemKey,
    (id, seen): (CorrectionId, i64),
    decision: &str,
) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let kept = kept(tx, &desk, id).await?;
        let permit = desk.permit(Act::ApplyCorrection, On::unit(kept.unit))?;
        let book = cx.books.within(tx, desk.scope()).await?;
        let facts = facts(&book, &kept)?;
        let after = decide(&permit, &rule(&kept)?, &counts(facts), &clean(decision)).map_err(|refused| Error::refused(&refused))?;
        if book.seq != seen {
            return Err(Error::Stale(Stale::default()));
        }
        put_settlement(tx, desk.scope(), &settlement(&desk, &kept, facts)).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
        close(tx, &desk, &kept, &after).await?;
        let body = json!({ "unit": kept.unit.to_string(), "path": kept.path, "old": kept.old_entry, "new": kept.new_entry,
            "decision": closing(&after).0, "why": kept.reason });
        desk.record(tx, "correction.apply", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok(())
    })
}

/// Cancels a correction, with a reason; it stays on record. *Hủy.*
///
/// # Errors
/// Denied; not found; refused (`K-11`, `K-12`); stale.
pub async fn cancel(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, id: CorrectionId, reason: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let kept = kept(tx, &desk, id).await?;
        let permit = desk.permit(Act::CancelCorrection, On::unit(kept.unit))?;
        let after = decide_cancel(&permit, &rule(&kept)?, &clean(reason), &desk.regulation).map_err(|refused| Error::refused(&refused))?;
        close(tx, &desk, &kept, &after).await?;
        let body = json!({ "unit": kept.unit.to_string(), "path": kept.path, "new": after.state.code(), "why": closing(&after).1 });
        desk.record(tx, "correction.cancel", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok(())
    })
}

async fn kept(tx: &mut Tx, desk: &Desk, id: CorrectionId) -> Result<Correction, Error> {
    rows::of_year(tx, desk.scope()).await?.into_iter().find(|c| c.id == id).ok_or(Error::NotFound)
}

fn facts<'b>(book: &'b Book, kept: &Correction) -> Result<&'b LineFacts, Error> {
    let at = book.in_force()?.table.index_of(&kept.path).ok_or(Error::NotFound)?;
    book.unit(kept.unit)?.lines.get(at).ok_or(Error::NotFound)
}

/// The number of the decision and the reason that closed it.
fn closing(after: &Rule<Fields>) -> (&str, &str) {
    after.closed.as_ref().map_or(("", ""), |closed| (&closed.decision, &closed.reason))
}

fn settlement(desk: &Desk, kept: &Correction, facts: &LineFacts) -> Settlement {
    Settlement {
        unit: kept.unit,
        path: kept.path.clone(),
        entry: kept.new_entry.clone(),
        basis: BASIS.to_owned(),
        reason: kept.reason.clone(),
        settled_by: Some(desk.actor.account),
        settled_at: desk.now,
        version: facts.settlement_version(),
    }
}

async fn close(tx: &mut Tx, desk: &Desk, kept: &Correction, after: &Rule<Fields>) -> Result<(), Error> {
    let (decision, reason) = closing(after);
    let closed = Correction {
        state: after.state.code().to_owned(),
        decision: decision.to_owned(),
        close_reason: reason.to_owned(),
        closed_by: Some(desk.actor.account),
        closed_at: Some(desk.now),
        ..kept.clone()
    };
    if rows::close(tx, &closed).await? { Ok(()) } else { Err(Error::Stale(Stale::default())) }
}
