//! Versions as pages read them. *Các phiên bản.*

use std::collections::HashMap;

use cycle::cluster::{Act, On};
use cycle::table::{Shown, TableState};
use exchange::read_table_draft;
use scoring::TableDraft;
use storage::Tx;
use storage::cluster::{seats, year_before};
use storage::table::{self as rows, TableVersion};
use values::{AccountId, Date, Moment, TableId};

use super::details::{Details, of_text};
use super::versions::frozen;
use crate::{Cx, Desk, Error};

/// One version in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: TableId,
    pub number: i64,
    pub state: TableState,
    pub effective_on: Option<Date>,
    pub reason: String,
    pub hash: Option<[u8; 32]>,
    /// Who changed it last; empty for somebody without a seat.
    pub who: String,
    pub at: Moment,
}

/// One version with what it says.
#[derive(Clone, Debug)]
pub struct Opened {
    pub listed: Listed,
    pub draft: TableDraft,
    pub details: Details,
    /// What an edit must have seen.
    pub version: i64,
    /// The hash it would be frozen by as it is.
    pub hash: [u8; 32],
}

impl Opened {
    /// This version as shown to whoever applies it over the one in force.
    pub fn shown(&self, in_force: Option<&Self>) -> Shown {
        Shown { hash: self.hash, over: in_force.map(|held| held.listed.number) }
    }

    pub fn is_draft(&self) -> bool {
        self.listed.state == TableState::Draft
    }
}

/// All versions of the year, oldest first.
///
/// # Errors
/// Denied; a fault.
pub async fn list(cx: &Cx, desk: &Desk) -> Result<Vec<Listed>, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let mut tx = cx.store.read().await?;
    let names = names(&mut tx, desk).await?;
    rows::of_year(&mut tx, desk.scope()).await?.iter().map(|row| listed(row, &names)).collect()
}

/// One version of the year.
///
/// # Errors
/// Denied; not found; a fault.
pub async fn open(cx: &Cx, desk: &Desk, id: TableId) -> Result<Opened, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let mut tx = cx.store.read().await?;
    let row = rows::by_id(&mut tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    let names = names(&mut tx, desk).await?;
    opened(&row, &names)
}

/// The version in force, if there is one.
///
/// # Errors
/// Denied; a fault.
pub async fn in_force(cx: &Cx, desk: &Desk) -> Result<Option<Opened>, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let mut tx = cx.store.read().await?;
    let names = names(&mut tx, desk).await?;
    rows::in_force(&mut tx, desk.scope()).await?.map(|row| opened(&row, &names)).transpose()
}

/// The table in force in the same cluster's year before this one. *Bảng điểm năm trước.*
///
/// # Errors
/// Denied; a fault.
pub async fn last_year(cx: &Cx, desk: &Desk) -> Result<Option<Opened>, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let mut tx = cx.store.read().await?;
    last_year_in(&mut tx, desk).await?.map(|row| opened(&row, &HashMap::new())).transpose()
}

pub(super) async fn last_year_in(tx: &mut Tx, desk: &Desk) -> Result<Option<TableVersion>, Error> {
    let Some(before) = year_before(tx, desk.scope().cluster, desk.year.year).await? else { return Ok(None) };
    Ok(rows::in_force(tx, storage::Scope { year: before, ..desk.scope() }).await?)
}

/// A version of this year, or the table in force of the year before, by its id.
///
/// # Errors
/// Denied; not found; a fault.
pub async fn open_either(cx: &Cx, desk: &Desk, id: TableId) -> Result<Opened, Error> {
    match open(cx, desk, id).await {
        Err(Error::NotFound) => last_year(cx, desk).await?.filter(|last| last.listed.id == id).ok_or(Error::NotFound),
        found => found,
    }
}

pub(super) type Names = HashMap<AccountId, String>;

/// Names of everybody who has or had a seat in this year.
pub(super) async fn names(tx: &mut Tx, desk: &Desk) -> Result<Names, Error> {
    Ok(seats(tx, desk.scope()).await?.into_iter().map(|seat| (seat.account, seat.name)).collect())
}

fn listed(row: &TableVersion, names: &Names) -> Result<Listed, Error> {
    Ok(Listed {
        id: row.id,
        number: row.number,
        state: TableState::of_code(&row.state).ok_or_else(|| broken(row))?,
        effective_on: row.effective_on,
        reason: row.reason.clone(),
        hash: row.hash,
        who: names.get(&row.changed_by).cloned().unwrap_or_default(),
        at: row.changed_at,
    })
}

fn opened(row: &TableVersion, names: &Names) -> Result<Opened, Error> {
    let draft = draft_of(row)?;
    Ok(Opened { listed: listed(row, names)?, draft, details: of_text(&row.details), version: row.version, hash: frozen(row) })
}

/// What a kept version says; it was read when it was kept.
pub(super) fn draft_of(row: &TableVersion) -> Result<TableDraft, Error> {
    read_table_draft(row.document.as_bytes()).map_err(|_| broken(row))
}

fn broken(row: &TableVersion) -> Error {
    Error::Fault(storage::Fault::Shape(format!("table {}", row.id)))
}

/// The refusal of whoever would edit a version that is no draft (`T-01`).
pub fn not_a_draft(version: &Listed) -> Error {
    Error::refused(&cycle::table::NotApplied::NotADraft { number: version.number })
}
