//! Saving cells: each against the version that was seen, all of a request in one transaction. *Lưu ô.*

use cycle::cluster::{Act, Permit};
use cycle::self_score::{Cell as Rule, Change, Kept, NotKept, Sheet, keep};
use serde_json::{Value as Json, json};
use storage::self_score::{self as rows, Cell};
use storage::{IdemKey, Tx};
use values::{UnitId, YearId};

pub use super::change::Done;
use super::change::{Wish, change, put};
use super::fields::{NOTE, asked};
pub use super::outcome::{Saved, SavedCell, StaleCell};
use super::{on, rule, untouched};
use crate::book::UnitBook;
use crate::{Actor, Cx, Desk, Error};

/// One cell as typed over the version that was seen. Figures are plain decimal texts; a text that does
/// not read stays as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub path: String,
    pub field: String,
    pub text: String,
    pub version: i64,
}

/// The most cells of one request: a whole sheet pasted at once.
pub const MOST_CELLS: usize = 2_000;

/// Saves cells of one unit's sheet; when this answers, they survive a power loss. The same key again
/// gives the same answer and changes nothing.
///
/// # Errors
/// Denied; refused for a locked sheet (`F-04`), an unknown line or field; a fault.
pub async fn save(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: &IdemKey, cells: &[Typed]) -> Result<Saved, Error> {
    Ok(save_and_look(cx, actor, year, unit, key, cells).await?.saved)
}

/// As [`save`], with the book for whoever shows the new points: no second look at the store.
///
/// # Errors
/// As [`save`].
pub async fn save_and_look(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: &IdemKey, cells: &[Typed]) -> Result<Done, Error> {
    if cells.len() > MOST_CELLS {
        return Err(Error::plain("too-many-cells"));
    }
    change(cx, actor, year, unit, key, Wish::Type(cells)).await
}

pub(super) async fn save_in(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, cells: &[Typed], put: &mut Vec<Cell>) -> Result<Saved, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let own = book.unit(unit)?;
    let sheet = own.sheet.clone().unwrap_or_else(|| untouched(cx, unit));
    let permit = desk.permit(Act::EnterScore, on(Some(&sheet), unit))?;
    let table = &book.in_force()?.table;
    if let Some(odd) = cells.iter().find(|c| !has_field(table, &c.path, &c.field)) {
        return Err(Error::Refused(vec![crate::Reason { code: "no-such-line", args: vec![("path", cycle::Arg::Path(odd.path.clone()))] }]));
    }
    let (mut saved, mut changes) = (Saved::default(), Vec::new());
    for cell in cells {
        let held = held(table, own, put, cell);
        one(tx, desk, (&permit, &rule(&sheet)), unit, (cell, &held), (&mut saved, &mut changes, put)).await?;
    }
    if !changes.is_empty() {
        if own.sheet.is_none() {
            rows::add_sheet(tx, desk.scope(), sheet.id, unit, &sheet.state).await?;
        }
        desk.record(tx, "self_score.save", &sheet.id.to_string(), json!({ "unit": unit.to_string(), "cells": changes })).await?;
    }
    Ok(saved)
}

/// The cell as it stands in this transaction: as this request left it, else as the book has it, which is as old
/// as the transaction.
fn held(table: &scoring::Table, own: &UnitBook, kept: &[Cell], typed: &Typed) -> Rule {
    let again = kept.iter().rev().find(|c| c.path == typed.path && c.field == typed.field);
    let line = table.index_of(&typed.path).and_then(|at| own.lines.get(at));
    match (again, line.and_then(|line| line.cell(&typed.field))) {
        (None, Some(c)) => Rule { typed: c.typed.clone(), version: c.version, by: Some(c.by), at: Some(c.at) },
        (again, _) => as_rule(again),
    }
}

fn has_field(table: &scoring::Table, path: &str, field: &str) -> bool {
    table.leaf(path).is_some_and(|leaf| field == NOTE || asked(&leaf.kind).contains(&field))
}

type Outcome<'a> = (&'a mut Saved, &'a mut Vec<Json>, &'a mut Vec<Cell>);

async fn one(
    tx: &mut Tx,
    desk: &Desk,
    (permit, sheet): (&Permit, &Sheet),
    unit: UnitId,
    (typed, held): (&Typed, &Rule),
    (saved, changes, kept): Outcome<'_>,
) -> Result<(), Error> {
    let change = Change { typed: typed.text.clone(), seen: typed.version };
    match keep(permit, sheet, held, change, desk.now) {
        Ok(Kept::Unchanged(cell)) => saved.cells.push(unchanged(typed, cell.version)),
        Ok(Kept::Saved(_)) => {
            let cell = put(tx, desk, unit, (&typed.path, &typed.field), &typed.text, typed.version).await?;
            changes.push(json!({ "path": typed.path, "field": typed.field, "old": held.typed, "new": typed.text }));
            saved.cells.push(SavedCell::of(&cell));
            kept.push(cell);
        }
        Err(NotKept::Stale { theirs, .. }) => saved.stale.push(stale_cell(typed, theirs)),
        Err(NotKept::Sheet(refused)) => return Err(Error::refused(&refused)),
    }
    Ok(())
}

/// A kept cell as the rules see it; an untouched one has version 0.
pub(super) fn as_rule(held: Option<&Cell>) -> Rule {
    held.map_or(Rule { typed: String::new(), version: 0, by: None, at: None }, |c| Rule {
        typed: c.typed.clone(),
        version: c.version,
        by: Some(c.changed_by),
        at: Some(c.changed_at),
    })
}

fn unchanged(typed: &Typed, version: i64) -> SavedCell {
    SavedCell { path: typed.path.clone(), field: typed.field.clone(), version, text: typed.text.clone() }
}

fn stale_cell(typed: &Typed, theirs: Rule) -> StaleCell {
    StaleCell {
        path: typed.path.clone(),
        field: typed.field.clone(),
        version: theirs.version,
        text: theirs.typed,
        by: theirs.by,
        at: theirs.at,
    }
}
