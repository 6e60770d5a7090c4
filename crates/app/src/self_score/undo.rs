//! Undo and redo of one's own saves, kept by the server so that they outlive a reload. *Hoàn tác.*

use cycle::cluster::Act;
use cycle::self_score::{Change, NotKept, may_undo};
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::journal::{Written, of_subject, one};
use storage::self_score::{self as rows, Cell, Sheet};
use storage::{IdemKey, Seq, Tx};
use values::{UnitId, YearId};

use super::change::{Done, Wish, change, put};
use super::outcome::{Saved, SavedCell};
use super::save::as_rule;
use super::{on, rule, sheet_of};
use crate::{Actor, Cx, Desk, Error};

/// Which way along one's own changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Undo,
    Redo,
}

/// The saves that were undone and can be done newest last; and those that are done with.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Place {
    undone: Vec<Seq>,
    gone: Vec<Seq>,
}

#[derive(Debug, Deserialize)]
struct Body {
    cells: Vec<Step>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Step {
    path: String,
    field: String,
    old: String,
    new: String,
}

/// How many of one's own saves can be undone.
const DEEPEST: i64 = 200;

/// Takes back, or does the actor's newest save on the unit's sheet. The same key again gives the
/// same answer and changes nothing.
///
/// # Errors
/// Denied; `nothing-to-undo`, `nothing-to-redo`; `changed-since` when somebody saved one of its cells.
pub async fn step(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: &IdemKey, way: Way) -> Result<Done, Error> {
    change(cx, actor, year, unit, key, Wish::Step(way)).await
}

pub(super) async fn step_in(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, way: Way, put: &mut Vec<Cell>) -> Result<Saved, Error> {
    let sheet = sheet_of(tx, cx, desk, unit).await?;
    let (entry, place) = match way {
        Way::Undo => last_save(tx, desk, &sheet).await?,
        Way::Redo => last_undone(tx, desk, &sheet).await?,
    };
    let saved = turn(tx, desk, &sheet, &entry, way, put).await?;
    rows::put_undo_place(tx, desk.actor.account, sheet.id, &serde_json::to_string(&place).unwrap_or_default()).await?;
    Ok(saved)
}

async fn place(tx: &mut Tx, desk: &Desk, sheet: &Sheet) -> Result<Place, Error> {
    let text = rows::undo_place(tx, desk.actor.account, sheet.id).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// The actor's newest save that is not undone; a save after an undo ends the chance to redo.
async fn last_save(tx: &mut Tx, desk: &Desk, sheet: &Sheet) -> Result<(Written, Place), Error> {
    let (own, mut place) = (own_saves(tx, desk, sheet).await?, place(tx, desk, sheet).await?);
    let newest_undone = place.undone.iter().chain(&place.gone).max().copied().unwrap_or(0);
    if own.first().is_some_and(|e| e.seq > newest_undone && !place.undone.is_empty()) {
        place.gone.append(&mut place.undone);
    }
    let open = own.into_iter().find(|e| !place.undone.contains(&e.seq) && !place.gone.contains(&e.seq));
    let entry = open.ok_or_else(|| Error::plain("nothing-to-undo"))?;
    place.undone.push(entry.seq);
    Ok((entry, place))
}

async fn last_undone(tx: &mut Tx, desk: &Desk, sheet: &Sheet) -> Result<(Written, Place), Error> {
    let (own, mut place) = (own_saves(tx, desk, sheet).await?, place(tx, desk, sheet).await?);
    let seq = place.undone.pop().ok_or_else(|| Error::plain("nothing-to-redo"))?;
    let saved_since = own.first().is_some_and(|e| place.undone.iter().chain([&seq]).all(|undone| e.seq > *undone));
    if saved_since {
        return Err(Error::plain("nothing-to-redo"));
    }
    let entry = one(tx, desk.scope().log(), seq).await?.ok_or(Error::NotFound)?;
    Ok((entry, place))
}

async fn own_saves(tx: &mut Tx, desk: &Desk, sheet: &Sheet) -> Result<Vec<Written>, Error> {
    let (who, subject) = (desk.actor.account.to_string(), sheet.id.to_string());
    let entries = of_subject(tx, desk.scope().log(), &subject, None, DEEPEST).await?;
    Ok(entries.into_iter().filter(|e| e.actor == who && e.act == "self_score.save").collect())
}

async fn turn(tx: &mut Tx, desk: &Desk, sheet: &Sheet, entry: &Written, way: Way, kept: &mut Vec<Cell>) -> Result<Saved, Error> {
    let permit = desk.permit(Act::UndoScore, on(Some(sheet), sheet.unit))?;
    let body: Body = serde_json::from_str(&entry.body).map_err(|_| Error::NotFound)?;
    let mut saved = Saved::default();
    for step in &body.cells {
        let (from, to) = if way == Way::Undo { (&step.new, &step.old) } else { (&step.old, &step.new) };
        let held = rows::cell(tx, desk.scope(), sheet.unit, &step.path, &step.field).await?;
        let seen = held.as_ref().map_or(-1, |c| c.version - 1);
        may_undo(&permit, &rule(sheet), &as_rule(held.as_ref()), &Change { typed: from.clone(), seen }).map_err(refused)?;
        let cell = put(tx, desk, sheet.unit, (&step.path, &step.field), to, held.map_or(0, |c| c.version)).await?;
        saved.cells.push(SavedCell::of(&cell));
        kept.push(cell);
    }
    let act = if way == Way::Undo { "self_score.undo" } else { "self_score.redo" };
    desk.record(tx, act, &sheet.id.to_string(), json!({ "unit": sheet.unit.to_string(), "of": entry.seq, "cells": body.cells })).await?;
    Ok(saved)
}

fn refused(not_kept: NotKept) -> Error {
    match not_kept {
        NotKept::Sheet(refusal) => Error::refused(&refusal),
        NotKept::Stale { .. } => Error::plain("changed-since"),
    }
}
