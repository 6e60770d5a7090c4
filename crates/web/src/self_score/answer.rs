//! What the sheet's script hears of its cells: the contract of `e2e/README.md`. *Trả lời lưu ô.*

use std::collections::BTreeMap;

use app::Cx;
use app::book::Book;
use app::self_score::look;
use app::self_score::save::{Done, SavedCell, StaleCell};
use app::self_score::worth::{Worth, tally, worth};
use scoring::{Bounds, Entry};
use serde::Serialize;
use values::{Moment, Points, UnitId};

use super::typed::{doubt, shown};
use crate::reply::Reply;
use crate::words::Words;

#[derive(Default, Serialize)]
pub(super) struct Answer {
    saved: Vec<Saved>,
    refused: Vec<Refused>,
    stale: Vec<Stale>,
    #[serde(skip_serializing_if = "Option::is_none")]
    totals: Option<Totals>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

#[derive(Serialize)]
struct Saved {
    path: String,
    field: String,
    version: i64,
    text: String,
    points: Option<String>,
    certain: Option<String>,
    possible: Option<String>,
    message: String,
}

/// A cell that was not kept, and why.
#[derive(Serialize)]
pub(super) struct Refused {
    pub path: String,
    pub field: String,
    pub message: String,
}

#[derive(Serialize)]
struct Stale {
    path: String,
    field: String,
    version: i64,
    text: String,
    by: String,
    at: String,
}

#[derive(Serialize)]
struct Totals {
    total: String,
    answered: usize,
    of: usize,
    missing_evidence: usize,
    groups: BTreeMap<String, String>,
}

/// Under this name among the groups stands the total that holds if nobody else goes further.
pub(super) const POSSIBLE: &str = "*";

/// What became of a request's cells, with their points and the sheet's totals.
pub(super) async fn answer(cx: &Cx, w: Words, unit: UnitId, done: &Done, refused: Vec<Refused>) -> Result<Answer, Reply> {
    let book = &done.book;
    let place = book.place(unit).ok_or(Reply::NotFound)?;
    let worth = worth(book, place);
    let saved = done.saved.cells.iter().map(|cell| saved(w, book, unit, &worth, cell)).collect();
    let stale = stale(cx, w, done).await?;
    let tally = tally(book, place);
    let decimals = book.in_force()?.table.decimals();
    let said = |points: Points| w.points(points, decimals);
    let possible = (POSSIBLE.to_owned(), said(worth.possible));
    let totals = Totals {
        total: said(worth.certain.points),
        answered: tally.answered,
        of: tally.of,
        missing_evidence: tally.missing_evidence,
        groups: worth.groups.into_iter().map(|(path, points)| (path, said(points))).chain([possible]).collect(),
    };
    Ok(Answer { saved, refused, stale, totals: Some(totals), at: Some(w.time(done.at)) })
}

fn saved(w: Words, book: &Book, unit: UnitId, worth: &Worth, cell: &SavedCell) -> Saved {
    let (points, message) = line(w, book, unit, worth, &cell.path).unwrap_or_default();
    let said = |pick: fn(&Bounds) -> Points| points.map(|(bounds, decimals)| w.points(pick(&bounds), decimals));
    Saved {
        path: cell.path.clone(),
        field: cell.field.clone(),
        version: cell.version,
        text: shown(w, &cell.field, &cell.text),
        points: said(|b| b.certain),
        certain: said(|b| b.certain),
        possible: said(|b| b.possible),
        message: if cell.field == "note" { String::new() } else { message },
    }
}

type Line = (Option<(Bounds, u8)>, String);

/// A line's points, if it has any, and the sentence about its figures.
fn line(w: Words, book: &Book, unit: UnitId, worth: &Worth, path: &str) -> Option<Line> {
    let leaf = book.table.as_deref()?.table.leaf(path)?;
    let facts = book.unit(unit).ok()?.lines.get(leaf.index)?;
    let bounds = worth.lines.get(leaf.index).copied()?;
    let reported = facts.reported(leaf);
    let points = if matches!(reported, Ok(Entry::Missing) | Err(_)) { None } else { Some((bounds, leaf.decimals)) };
    Some((points, doubt(w, leaf, &reported)))
}

async fn stale(cx: &Cx, w: Words, done: &Done) -> Result<Vec<Stale>, Reply> {
    if done.saved.stale.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<_> = done.saved.stale.iter().filter_map(|cell| cell.by).collect();
    let mut names = look::names(cx, &people).await?.into_iter();
    let theirs = |cell: &StaleCell| Stale {
        path: cell.path.clone(),
        field: cell.field.clone(),
        version: cell.version,
        text: shown(w, &cell.field, &cell.text),
        by: cell.by.and_then(|_| names.next()).unwrap_or_default(),
        at: cell.at.map(|at| when(w, at, done.at)).unwrap_or_default(),
    };
    Ok(done.saved.stale.iter().map(theirs).collect())
}

/// The hour, with the day where it is not today's.
pub(super) fn when(w: Words, at: Moment, now: Moment) -> String {
    if at.date() == now.date() { w.time(at) } else { w.moment(at) }
}
