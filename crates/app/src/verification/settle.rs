//! The second round: disputed lines are settled. *Chốt điểm.*

use cycle::cluster::{Act, On};
use cycle::verification::{Line, LineState, Settling, Stamp, settle as decide};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Settlement};
use values::{UnitId, YearId};

use super::answer::now;
use crate::self_score::fields::{Fields, to_text};
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Settles one disputed line that was not settled before: this entry counts from now on. *Chốt điểm.*
///
/// # Errors
/// As [`settle_over`].
pub async fn settle(cx: &Cx, actor: &Actor, year: YearId, line: (UnitId, &str), entry: &Fields, reason: &str) -> Result<(), Error> {
    settle_over(cx, actor, year, line, (entry, reason), 0).await
}

/// As [`settle`], over the version of the settlement that was seen. *Chốt lại.*
///
/// # Errors
/// Denied; not found; refused (`V-12`); stale.
pub async fn settle_over(
    cx: &Cx,
    actor: &Actor,
    year: YearId,
    (unit, path): (UnitId, &str),
    (entry, reason): (&Fields, &str),
    seen: i64,
) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::SettleLine, On::unit(unit))?;
        let (before, held) = now(tx, cx, &desk, unit, path).await?;
        let (old, basis) = (held.settlement.as_ref().map_or_else(|| to_text(before.counts()), |s| s.entry.clone()), basis(&before));
        let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
        let settling = Settling { entry: entry.clone(), reason, replaces: held.settlement.is_some() };
        let after = decide(&permit, before, settling, stamp).map_err(|refused| Error::refused(&refused))?;
        let settlement = Settlement {
            unit,
            path: path.to_owned(),
            entry: to_text(after.counts()),
            basis: basis.to_owned(),
            reason: reason.trim().to_owned(),
            settled_by: Some(actor.account),
            settled_at: desk.now,
            version: if held.settlement.is_some() { seen } else { held.settlement_version() },
        };
        rows::put_settlement(tx, desk.scope(), &settlement).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
        let body = json!({ "unit": unit.to_string(), "path": path, "old": old, "new": settlement.entry, "why": settlement.reason });
        desk.record(tx, "verification.settle", path, body).await?;
        Ok::<_, Error>(())
    })
}

/// The state that a settlement follows: of one that replaces another, what that one followed.
fn basis(line: &Line<Fields>) -> &'static str {
    let before = line.changes().iter().rev().map(|change| change.to).find(|state| *state != LineState::Settled);
    before.unwrap_or(line.state()).code()
}

/// Takes back the settlements that no longer hold, when the year's entries become final. *Hết hiệu lực.*
pub(crate) async fn take_back_void(tx: &mut Tx, cx: &Cx, desk: &Desk) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let mut told = Vec::new();
    for old in book.units.iter().flat_map(|unit| &unit.lines).filter_map(|line| line.void.settlement.as_ref()) {
        if !rows::remove_settlement(tx, desk.scope(), old).await? {
            return Err(Error::Stale(Stale::default()));
        }
        told.push(json!({ "unit": old.unit.to_string(), "path": old.path, "old": old.entry }));
    }
    if !told.is_empty() {
        desk.record(tx, "verification.void_settlements", &desk.scope().year.to_string(), json!({ "lines": told })).await?;
    }
    Ok(())
}
