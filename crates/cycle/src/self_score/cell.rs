//! One cell of a sheet: saved against the version that was seen, undone by whoever changed it. *Ô điểm.*

use super::{Sheet, SheetRefused, is_open};
use crate::cluster::seats::{Act, Permit};
use values::{AccountId, Moment};

/// What is kept in one cell. Version 0 is an empty cell nobody touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub typed: String,
    pub version: i64,
    pub by: Option<AccountId>,
    pub at: Option<Moment>,
}

/// What somebody typed over the version they saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub typed: String,
    pub seen: i64,
}

/// What saving came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Saved as a new version.
    Saved(Cell),
    /// The cell held this text already: nothing to do, as when a save is sent twice.
    Unchanged(Cell),
}

/// Why a cell is not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// The sheet is locked, or the permit is for something else.
    Sheet(SheetRefused),
    /// Somebody saved meanwhile: both texts, for the person to choose. Rule `F-05`.
    Stale { theirs: Cell, yours: Change },
}

/// Saves one cell. *Lưu ô.* Rule `F-05`; source: screens brief, autosave with version check.
///
/// # Errors
/// [`NotKept`]: locked, or stale with both texts.
pub fn keep(permit: &Permit, sheet: &Sheet, cell: &Cell, change: Change, at: Moment) -> Result<Kept, NotKept> {
    permit.only_for(Act::EnterScore, sheet.unit).map_err(|wrong| NotKept::Sheet(wrong.into()))?;
    is_open(sheet).map_err(NotKept::Sheet)?;
    if cell.typed == change.typed {
        Ok(Kept::Unchanged(cell.clone()))
    } else if cell.version == change.seen {
        Ok(Kept::Saved(Cell { typed: change.typed, version: cell.version.saturating_add(1), by: Some(permit.by()), at: Some(at) }))
    } else {
        Err(NotKept::Stale { theirs: cell.clone(), yours: change })
    }
}

/// Whether undoing one's own change still meets the cell as one left it. Rule `F-06`; source: screens
/// brief, undo kept by the server.
///
/// # Errors
/// [`NotKept`]: locked, or changed by somebody since.
pub fn may_undo(permit: &Permit, sheet: &Sheet, cell: &Cell, own: &Change) -> Result<(), NotKept> {
    permit.only_for(Act::UndoScore, sheet.unit).map_err(|wrong| NotKept::Sheet(wrong.into()))?;
    is_open(sheet).map_err(NotKept::Sheet)?;
    let untouched = cell.by == Some(permit.by()) && cell.version == own.seen.saturating_add(1) && cell.typed == own.typed;
    if untouched { Ok(()) } else { Err(NotKept::Stale { theirs: cell.clone(), yours: own.clone() }) }
}
