//! Bringing a book forward over cells that somebody else saved: from the journal, without reading the year again.

use serde::Deserialize;
use storage::journal::{Written, since};
use storage::self_score::{self, Cell};
use storage::{Seq, Tx};
use values::UnitId;

use super::Book;
use super::turn::turn;
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
    let Some(cells) = read(tx, book, saves).await? else { return Ok(None) };
    let mut book = book.clone();
    Ok(turn(&mut book, seq, &cells).then_some(book))
}

/// The cells as they are now; `None` when one of them is gone.
async fn read(tx: &mut Tx, book: &Book, saves: Vec<(UnitId, Vec<Place>)>) -> Result<Option<Vec<Cell>>, Error> {
    let mut cells = Vec::new();
    for (unit, places) in saves {
        for place in places {
            let Some(cell) = self_score::cell(tx, book.scope, unit, &place.path, &place.field).await? else { return Ok(None) };
            cells.push(cell);
        }
    }
    Ok(Some(cells))
}

/// What a reader finds and gathers stays out of the book until it is sent.
fn is_draft(entry: &Written) -> bool {
    matches!(entry.act.as_str(), "verification.find" | "verification.open" | "verification.ask")
}

fn saves(entry: &Written) -> Option<(UnitId, Vec<Place>)> {
    if !matches!(entry.act.as_str(), "self_score.save" | "self_score.undo" | "self_score.redo") {
        return None;
    }
    let body: Saves = serde_json::from_str(&entry.body).ok()?;
    Some((body.unit.parse().ok()?, body.cells))
}
