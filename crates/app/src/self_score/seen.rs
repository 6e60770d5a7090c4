//! What a person saw in a cell when they opened the sheet: a plain form sends every field, touched or not.

use storage::journal::of_subject;

use super::line::{DEEPEST, turns};
use super::look::Opened;
use super::save::Typed;
use crate::{Cx, Desk, Error};

/// The cells of a plain form that were typed into: those that others changed meanwhile and that come back
/// as they were shown are left out.
///
/// # Errors
/// A fault of the store.
pub async fn touched(cx: &Cx, desk: &Desk, opened: &Opened, cells: Vec<Typed>) -> Result<Vec<Typed>, Error> {
    let behind = |cell: &Typed| version(opened, cell).is_some_and(|now| now > cell.version);
    let Some(sheet) = opened.lines()?.sheet.as_ref().filter(|_| cells.iter().any(behind)) else { return Ok(cells) };
    let tx = &mut cx.store.read().await?;
    let entries = of_subject(tx, desk.scope().log(), &sheet.id.to_string(), None, DEEPEST).await?;
    let turns: Vec<_> = entries.iter().flat_map(turns).collect();
    let shown = |cell: &Typed| {
        let ago = version(opened, cell).and_then(|now| usize::try_from(now - cell.version).ok())?.checked_sub(1)?;
        let mut own = turns.iter().filter(|(path, turn)| *path == cell.path && turn.field == cell.field);
        own.nth(ago).map(|(_, turn)| turn.old.as_str())
    };
    Ok(cells.iter().filter(|cell| shown(cell) != Some(cell.text.as_str())).cloned().collect())
}

fn version(opened: &Opened, cell: &Typed) -> Option<i64> {
    let leaf = opened.book.table.as_deref()?.table.leaf(&cell.path)?;
    opened.lines().ok()?.lines.get(leaf.index)?.cell(&cell.field).map(|cell| cell.version)
}
