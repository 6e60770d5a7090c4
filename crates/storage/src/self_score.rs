//! Sheets and their cells. *Bảng tự chấm.*

use values::{AccountId, Moment, SheetId, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD_SHEET(sheet) = "INSERT INTO sheet (sheet_id, org_id, cluster_id, year_id, unit_id, state, reason, submitted_by, submitted_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, '', NULL, NULL, 1) ON CONFLICT DO NOTHING RETURNING *";
    CHANGE_SHEET(sheet) = "UPDATE sheet SET state = $3, reason = $4, submitted_by = $5, submitted_at = $6, version = version + 1 \
        WHERE sheet_id = $1 AND version = $2 RETURNING *";
    SHEETS(sheet) = "SELECT * FROM sheet WHERE year_id = $1";
    SHEET(sheet) = "SELECT * FROM sheet WHERE year_id = $1 AND unit_id = $2";
    ADD_CELL(cell) = "INSERT INTO cell (org_id, cluster_id, year_id, unit_id, path, field, typed, version, changed_by, changed_at) \
        VALUES ($8, $9, $1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT DO NOTHING RETURNING *";
    CHANGE_CELL(cell) = "UPDATE cell SET typed = $5, version = version + 1, changed_by = $6, changed_at = $7 \
        WHERE year_id = $1 AND unit_id = $2 AND path = $3 AND field = $4 AND version = $8 RETURNING *";
    CELL(cell) = "SELECT * FROM cell WHERE year_id = $1 AND unit_id = $2 AND path = $3 AND field = $4";
    CELLS(cell) = "SELECT unit_id, path, field, typed, version, changed_by, changed_at FROM cell WHERE year_id = $1 \
        ORDER BY unit_id, path, field";
    UNDO_PLACE(undo_place) = "SELECT undone FROM undo_place WHERE account_id = $1 AND sheet_id = $2";
    PUT_UNDO_PLACE(undo_place) = "INSERT INTO undo_place (account_id, sheet_id, undone) VALUES ($1, $2, $3) \
        ON CONFLICT (account_id, sheet_id) DO UPDATE SET undone = excluded.undone";
}

/// One unit's sheet. *Bảng tự chấm.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub id: SheetId,
    pub unit: UnitId,
    /// A code of `cycle::self_score`.
    pub state: String,
    pub reason: String,
    pub submitted_by: Option<AccountId>,
    pub submitted_at: Option<Moment>,
    pub version: i64,
}

/// One field of one line, as typed: a plain decimal text where it is a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub unit: UnitId,
    pub path: String,
    pub field: String,
    pub typed: String,
    pub version: i64,
    pub changed_by: AccountId,
    pub changed_at: Moment,
}

/// The first sheet of a unit.
///
/// # Errors
/// [`Fault::Conflict`] when somebody else began it meanwhile.
pub async fn add_sheet(tx: &mut Tx, scope: Scope, id: SheetId, unit: UnitId, state: &str) -> Result<(), Fault> {
    let values = [id.into(), scope.org.into(), scope.cluster.into(), scope.year.into(), unit.into(), state.into()];
    tx.keep(ADD_SHEET, &values).await?.map(drop).ok_or(Fault::Conflict)
}

/// False when somebody changed the sheet since `s.version`.
pub async fn change_sheet(tx: &mut Tx, s: &Sheet) -> Result<bool, Fault> {
    let values =
        [s.id.into(), s.version.into(), s.state.as_str().into(), s.reason.as_str().into(), s.submitted_by.into(), s.submitted_at.into()];
    Ok(tx.keep(CHANGE_SHEET, &values).await?.is_some())
}

pub async fn sheets(tx: &mut Tx, scope: Scope) -> Result<Vec<Sheet>, Fault> {
    tx.rows(SHEETS, &[scope.year.into()]).await?.iter().map(read_sheet).collect()
}

pub async fn sheet(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Option<Sheet>, Fault> {
    tx.row(SHEET, &[scope.year.into(), unit.into()]).await?.as_ref().map(read_sheet).transpose()
}

/// Keeps a cell whose version was `cell.version` (0 for a new one). Answers the new version, or `None`
/// when somebody changed it meanwhile.
pub async fn put_cell(tx: &mut Tx, scope: Scope, cell: &Cell) -> Result<Option<i64>, Fault> {
    let (year, unit, by, at) = (scope.year.into(), cell.unit.into(), cell.changed_by.into(), cell.changed_at.into());
    let (path, field, typed) = (cell.path.as_str().into(), cell.field.as_str().into(), cell.typed.as_str().into());
    let kept = if cell.version == 0 {
        tx.keep(ADD_CELL, &[year, unit, path, field, typed, by, at, scope.org.into(), scope.cluster.into()]).await?
    } else {
        tx.keep(CHANGE_CELL, &[year, unit, path, field, typed, by, at, cell.version.into()]).await?
    };
    kept.map(|row| row.get("version")).transpose()
}

pub async fn cell(tx: &mut Tx, scope: Scope, unit: UnitId, path: &str, field: &str) -> Result<Option<Cell>, Fault> {
    tx.row(CELL, &[scope.year.into(), unit.into(), path.into(), field.into()]).await?.as_ref().map(read_cell).transpose()
}

/// Every cell of every sheet of the year, in no order.
pub async fn cells(tx: &mut Tx, scope: Scope) -> Result<Vec<Cell>, Fault> {
    tx.rows(CELLS, &[scope.year.into()]).await?.iter().map(read_cell).collect()
}

/// What this person has undone on this sheet, as text of `app`.
pub async fn undo_place(tx: &mut Tx, account: AccountId, sheet: SheetId) -> Result<Option<String>, Fault> {
    tx.row(UNDO_PLACE, &[account.into(), sheet.into()]).await?.map(|row| row.get("undone")).transpose()
}

pub async fn put_undo_place(tx: &mut Tx, account: AccountId, sheet: SheetId, undone: &str) -> Result<(), Fault> {
    tx.run(PUT_UNDO_PLACE, &[account.into(), sheet.into(), undone.into()]).await.map(drop)
}

fn read_sheet(row: &Row) -> Result<Sheet, Fault> {
    Ok(Sheet {
        id: row.get("sheet_id")?,
        unit: row.get("unit_id")?,
        state: row.get("state")?,
        reason: row.get("reason")?,
        submitted_by: row.get("submitted_by")?,
        submitted_at: row.get("submitted_at")?,
        version: row.get("version")?,
    })
}

fn read_cell(row: &Row) -> Result<Cell, Fault> {
    Ok(Cell {
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        field: row.get("field")?,
        typed: row.get("typed")?,
        version: row.get("version")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
    })
}
