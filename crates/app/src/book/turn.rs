//! Turning a kept book over cells of one sheet, line by line, without reading the year again.

use std::sync::Arc;

use storage::journal::Head;
use storage::self_score::Cell;
use storage::{Scope, Seq};

use super::facts::{CellFacts, UnitBook};
use super::scored::Which;
use super::{Book, Books, Pages};

/// The cells that one committed transaction changed, and nothing else, with the top of the year's journal
/// before and after it.
#[derive(Debug)]
pub(crate) struct Turned {
    pub scope: Scope,
    pub before: Option<Head>,
    pub after: Option<Head>,
    /// As kept, with the version each has now.
    pub cells: Vec<Cell>,
}

impl Books {
    /// Turns the kept book over cells that were committed, in place while nobody looks at it. `None` where
    /// the book was not kept as it was before them, or does not know a place of theirs: it must be read.
    pub(crate) fn turn(&self, turned: &Turned) -> Option<Arc<Book>> {
        let mut kept = self.lock();
        let book = kept.get_mut(&turned.scope.year).filter(|book| turned.before.is_some_and(|top| book.is_at(top)))?;
        if turned.before == turned.after {
            return Some(Arc::clone(book));
        }
        let after = turned.after?;
        let known = turn(Arc::make_mut(book), after.size, &turned.cells);
        if !known {
            kept.remove(&turned.scope.year);
            return None;
        }
        Arc::make_mut(book).root = after.root;
        Some(Arc::clone(book))
    }
}

impl Book {
    pub(super) fn is_at(&self, top: Head) -> bool {
        (self.seq, self.root) == (top.size, top.root)
    }
}

/// Puts the cells in and scores their lines. False when the book does not know a place or a sheet.
pub(super) fn turn(book: &mut Book, seq: Seq, cells: &[Cell]) -> bool {
    (book.seq, book.pages) = (seq, Arc::new(Pages::default()));
    cells.iter().all(|cell| one(book, cell).is_some())
}

fn one(book: &mut Book, cell: &Cell) -> Option<()> {
    let table = Arc::clone(book.table.as_ref()?);
    let leaf = table.table.leaf(&cell.path)?;
    // How findings weigh follows from everybody's points on the line, so such a line is read anew.
    if book.units.iter().any(|unit| unit.lines.get(leaf.index).is_some_and(|line| line.outdated || !line.findings.is_empty())) {
        return None;
    }
    let place = book.place(cell.unit)?;
    let unit = book.units.get_mut(place).map(Arc::make_mut).filter(|unit| unit.sheet.is_some())?;
    put(unit, leaf.index, cell);
    Arc::make_mut(&mut book.own).rescore(&table.table, place, unit, leaf, Which::Reported);
    Arc::make_mut(&mut book.counting).rescore(&table.table, place, unit, leaf, Which::Counting);
    Some(())
}

fn put(unit: &mut UnitBook, line: usize, cell: &Cell) {
    let Some(line) = unit.lines.get_mut(line) else { return };
    let facts =
        CellFacts { field: cell.field.clone(), typed: cell.typed.clone(), version: cell.version, by: cell.changed_by, at: cell.changed_at };
    match line.cells.iter_mut().find(|held| held.field == cell.field) {
        Some(held) => *held = facts,
        None => line.cells.insert(line.cells.partition_point(|held| held.field < facts.field), facts),
    }
}
