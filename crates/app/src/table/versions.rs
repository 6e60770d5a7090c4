//! Drafting a version of the scoring table, and putting it in force. *Dự thảo, áp dụng thang bảng điểm.*

use cycle::cluster::{Act, On};
use cycle::table::{Apply, NowApplied, Shown, TableState, Version, apply as decide};
use exchange::json::Layout;
use exchange::{read_table, read_table_draft, write_table};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use storage::Tx;
use storage::table::{self as rows, TableVersion};
use values::{Date, TableId, YearId};

use super::details::{Details, to_text};
use super::heard::unheard;
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Keeps a new draft beside the versions there are; its sums may still be wrong. *Lập dự thảo.*
///
/// # Errors
/// Denied; `table-unreadable` for a document that is not a table.
pub async fn draft(cx: &Cx, actor: &Actor, year: YearId, document: &[u8], details: &Details) -> Result<TableId, Error> {
    let document = canonical(document)?;
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::EditTable, On::CLUSTER)?;
        add(tx, cx, &desk, &document, details).await
    })
}

/// Adds a draft with the next number.
pub(super) async fn add(tx: &mut Tx, cx: &Cx, desk: &Desk, document: &str, details: &Details) -> Result<TableId, Error> {
    let number = rows::of_year(tx, desk.scope()).await?.last().map_or(1, |last| last.number + 1);
    let id = TableId::from_raw(cx.ids.next());
    let version = TableVersion {
        id,
        number,
        state: TableState::Draft.code().to_owned(),
        document: document.to_owned(),
        details: to_text(details),
        hash: None,
        effective_on: None,
        reason: String::new(),
        changed_by: desk.actor.account,
        changed_at: desk.now,
        version: 1,
    };
    rows::add(tx, desk.scope(), &version).await?;
    desk.record(tx, "table.draft", &id.to_string(), json!({ "number": number })).await?;
    Ok(id)
}

/// Puts a draft in force and freezes it by its hash; a version in force is replaced. *Áp dụng.*
///
/// # Errors
/// Denied; not found; refused (`T-01` to `T-04`, `T-07`, `T-14`).
pub async fn apply(
    cx: &Cx,
    actor: &Actor,
    year: YearId,
    (id, shown): (TableId, Shown),
    (effective_on, reason): (Date, &str),
) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let kept = rows::by_id(tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
        let held = rows::in_force(tx, desk.scope()).await?;
        let permit = desk.permit(if held.is_some() { Act::ChangeAppliedTable } else { Act::ApplyTable }, On::CLUSTER)?;
        let errors = read_table(kept.document.as_bytes()).err().map_or(0, |found| u32::try_from(found.len()).unwrap_or(u32::MAX));
        let ask =
            Apply { shown, hash: frozen(&kept), effective_on, reason: reason.clone(), errors, unheard: unheard(tx, &desk, &kept).await? };
        let in_force = held.as_ref().map(rule).transpose()?;
        let now = decide(&permit, rule(&kept)?, in_force.as_ref(), ask, &desk.regulation).map_err(|refused| Error::refused(&refused))?;
        put_in_force(tx, &desk, (kept, held), &now).await
    })
}

async fn put_in_force(tx: &mut Tx, desk: &Desk, (kept, held): (TableVersion, Option<TableVersion>), now: &NowApplied) -> Result<(), Error> {
    let old = held.as_ref().map(|held| held.number);
    if let Some(held) = held {
        keep(tx, desk, &TableVersion { state: TableState::Replaced.code().to_owned(), ..held }).await?;
    }
    let Version { state, hash, effective_on, reason, .. } = &now.applied;
    let applied = TableVersion { state: state.code().to_owned(), hash: *hash, effective_on: *effective_on, reason: reason.clone(), ..kept };
    keep(tx, desk, &applied).await?;
    let body = json!({ "old": old, "new": applied.number, "hash": hash.map(|hash| crate::ids::hex(&hash)), "why": reason });
    desk.record(tx, "table.apply", &applied.id.to_string(), body).await?;
    Ok(())
}

async fn keep(tx: &mut Tx, desk: &Desk, version: &TableVersion) -> Result<(), Error> {
    let new = TableVersion { changed_by: desk.actor.account, changed_at: desk.now, ..version.clone() };
    if rows::change(tx, &new).await? { Ok(()) } else { Err(Error::Stale(Stale::default())) }
}

/// The hash a version is frozen by: of its document and of what its lines say beside it.
pub fn frozen(version: &TableVersion) -> [u8; 32] {
    Sha256::new().chain_update(&version.document).chain_update([0]).chain_update(&version.details).finalize().into()
}

/// The document in its canonical form.
fn canonical(document: &[u8]) -> Result<String, Error> {
    read_table_draft(document).map(|draft| write_table(&draft, Layout::Compact)).map_err(|_| Error::plain("table-unreadable"))
}

/// A kept version as the rules see it.
pub(super) fn rule(kept: &TableVersion) -> Result<Version, Error> {
    let state =
        TableState::of_code(&kept.state).ok_or_else(|| Error::Fault(storage::Fault::Shape(format!("table state {}", kept.state))))?;
    let (id, number, hash, effective_on) = (kept.id, kept.number, kept.hash, kept.effective_on);
    Ok(Version { id, number, state, hash, effective_on, reason: kept.reason.clone() })
}
