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
    let kept = rows::sheet(tx, desk.scope(), unit).await?;
    let is_new = kept.is_none();
    let sheet = kept.unwrap_or_else(|| untouched(cx, unit));
    let permit = desk.permit(Act::EnterScore, on(Some(&sheet), unit))?;
    let book = cx.books.within(tx, desk.scope()).await?;
    let table = &book.in_force()?.table;
    if let Some(odd) = cells.iter().find(|c| !has_field(table, &c.path, &c.field)) {
        return Err(Error::Refused(vec![crate::Reason { code: "no-such-line", args: vec![("path", cycle::Arg::Path(odd.path.clone()))] }]));
    }
    let (mut saved, mut changes) = (Saved::default(), Vec::new());
    for cell in cells {
        one(tx, desk, (&permit, &rule(&sheet)), unit, cell, (&mut saved, &mut changes, put)).await?;
    }
    if !changes.is_empty() {
        if is_new {
            rows::add_sheet(tx, desk.scope(), sheet.id, unit, &sheet.state).await?;
        }
        desk.record(tx, "self_score.save", &sheet.id.to_string(), json!({ "unit": unit.to_string(), "cells": changes })).await?;
    }
    Ok(saved)
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
    typed: &Typed,
    (saved, changes, kept): Outcome<'_>,
) -> Result<(), Error> {
    let held = rows::cell(tx, desk.scope(), unit, &typed.path, &typed.field).await?;
    let change = Change { typed: typed.text.clone(), seen: typed.version };
    match keep(permit, sheet, &as_rule(held.as_ref()), change, desk.now) {
        Ok(Kept::Unchanged(cell)) => saved.cells.push(unchanged(typed, cell.version)),
        Ok(Kept::Saved(_)) => {
            let cell = put(tx, desk, unit, (&typed.path, &typed.field), &typed.text, typed.version).await?;
            changes.push(
                json!({ "path": typed.path, "field": typed.field, "old": held.map(|c| c.typed).unwrap_or_default(), "new": typed.text }),
            );
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
