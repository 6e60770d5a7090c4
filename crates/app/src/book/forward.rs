//! Bringing a book forward over saves of cells, the commonest change, without reading the year again.

use std::sync::Arc;

use serde::Deserialize;
use storage::journal::{Written, since};
use storage::{Seq, Tx, self_score};
use values::UnitId;

use super::facts::{CellFacts, UnitBook};
use super::scored::Which;
use super::{Book, Pages};
use crate::Error;

/// More entries than this are not walked; the book is made again.
const MOST_ENTRIES: i64 = 64;

#[derive(Deserialize)]
struct Saves {
    unit: String,
    cells: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    path: String,
    field: String,
}

/// The book as of `seq`, or `None` when something other than cells was changed.
pub(super) async fn forward(tx: &mut Tx, book: &Book, seq: Seq) -> Result<Option<Book>, Error> {
    if seq - book.seq > MOST_ENTRIES || book.table.is_none() {
        return Ok(None);
    }
    let entries = since(tx, book.scope.log(), book.seq, MOST_ENTRIES).await?;
    let Some(saves) = entries.iter().filter(|entry| !is_draft(entry)).map(saves).collect::<Option<Vec<_>>>() else { return Ok(None) };
    let mut book = Book { seq, pages: Arc::new(Pages::default()), ..book.clone() };
    for (unit, places) in saves {
        for place in places {
            if !turn(tx, &mut book, unit, &place).await? {
                return Ok(None);
            }
        }
    }
    Ok(Some(book))
}

/// What a reader finds stays out of the book until the reading is sent.
fn is_draft(entry: &Written) -> bool {
    matches!(entry.act.as_str(), "verification.find" | "verification.open")
}

fn saves(entry: &Written) -> Option<(UnitId, Vec<Place>)> {
    if !matches!(entry.act.as_str(), "self_score.save" | "self_score.undo" | "self_score.redo") {
        return None;
    }
    let body: Saves = serde_json::from_str(&entry.body).ok()?;
    Some((body.unit.parse().ok()?, body.cells))
}

/// Reads one cell again and scores its line. False when the book does not know its place or sheet.
async fn turn(tx: &mut Tx, book: &mut Book, unit: UnitId, place: &Place) -> Result<bool, Error> {
    let Some(table) = book.table.clone() else { return Ok(false) };
    let Some(held) = self_score::cell(tx, book.scope, unit, &place.path, &place.field).await? else { return Ok(false) };
    let (Some(at), Some(leaf)) = (book.place(unit), table.table.leaf(&place.path)) else { return Ok(false) };
    let Some(unit) = book.units.get_mut(at).filter(|u| u.sheet.is_some()) else { return Ok(false) };
    put(
        Arc::make_mut(unit),
        leaf.index,
        CellFacts { field: held.field, typed: held.typed, version: held.version, by: held.changed_by, at: held.changed_at },
    );
    Arc::make_mut(&mut book.own).rescore(&table.table, &book.units, leaf, Which::Reported);
    Arc::make_mut(&mut book.counting).rescore(&table.table, &book.units, leaf, Which::Counting);
    Ok(true)
}

fn put(unit: &mut UnitBook, line: usize, cell: CellFacts) {
    let Some(line) = unit.lines.get_mut(line) else { return };
    match line.cells.iter_mut().find(|c| c.field == cell.field) {
        Some(held) => *held = cell,
        None => line.cells.push(cell),
    }
}
