//! What a save came to, as text for the store: a repeated request gets the very same answer.

use serde_json::Value as Json;
use storage::self_score::Cell;
use storage::{IdemKey, Tx};
use values::{AccountId, Moment, UnitId};

use crate::{Desk, Error};

/// What became of the cells of one request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    pub cells: Vec<SavedCell>,
    pub stale: Vec<StaleCell>,
}

/// A cell that is durable now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCell {
    pub path: String,
    pub field: String,
    pub version: i64,
    pub text: String,
}

impl SavedCell {
    pub(super) fn of(cell: &Cell) -> Self {
        Self { path: cell.path.clone(), field: cell.field.clone(), version: cell.version, text: cell.typed.clone() }
    }
}

/// A cell somebody else saved first: their text, for the person to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleCell {
    pub path: String,
    pub field: String,
    pub version: i64,
    pub text: String,
    pub by: Option<AccountId>,
    pub at: Option<Moment>,
}

/// What the same request was answered before, for whoever may still enter.
pub(super) async fn before(tx: &mut Tx, desk: &Desk, unit: UnitId, key: &IdemKey) -> Result<Option<Saved>, Error> {
    let Some(text) = tx.once(key, desk.actor.account.raw()).await? else { return Ok(None) };
    desk.member(unit)?;
    Ok(Some(of_text(&text)))
}

/// Keeps the answer for the same request again.
pub(super) async fn remember(tx: &mut Tx, desk: &Desk, key: &IdemKey, saved: &Saved) -> Result<(), Error> {
    Ok(tx.remember(key, desk.actor.account.raw(), &to_text(saved), desk.now).await?)
}

/// As text for the store.
fn to_text(saved: &Saved) -> String {
    let cells: Vec<_> = saved.cells.iter().map(|c| (&c.path, &c.field, c.version, &c.text)).collect();
    let stale: Vec<_> = saved.stale.iter().map(stale_parts).collect();
    let list = |parts: serde_json::Result<String>| parts.unwrap_or_else(|_| "[]".to_owned());
    format!(r#"{{"saved":{},"stale":{}}}"#, list(serde_json::to_string(&cells)), list(serde_json::to_string(&stale)))
}

fn stale_parts(c: &StaleCell) -> (&str, &str, i64, &str, Option<i64>, Option<i64>) {
    (&c.path, &c.field, c.version, &c.text, c.by.map(AccountId::raw), c.at.map(Moment::micros))
}

/// Reads it back; what is not ours has nothing in it.
fn of_text(text: &str) -> Saved {
    let json: Json = serde_json::from_str(text).unwrap_or_default();
    let list = |name: &str| json.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
    Saved { cells: list("saved").iter().map(saved_cell).collect(), stale: list("stale").iter().map(stale_cell).collect() }
}

fn saved_cell(cell: &Json) -> SavedCell {
    SavedCell { path: part(cell, 0), field: part(cell, 1), version: number(cell, 2).unwrap_or(0), text: part(cell, 3) }
}

fn stale_cell(cell: &Json) -> StaleCell {
    StaleCell {
        path: part(cell, 0),
        field: part(cell, 1),
        version: number(cell, 2).unwrap_or(0),
        text: part(cell, 3),
        by: number(cell, 4).map(AccountId::from_raw),
        at: number(cell, 5).map(Moment::from_micros),
    }
}

fn part(cell: &Json, at: usize) -> String {
    cell.get(at).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn number(cell: &Json, at: usize) -> Option<i64> {
    cell.get(at).and_then(Json::as_i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_reads_back_as_it_was() {
        let cells = vec![SavedCell { path: "I/1".into(), field: "actual".into(), version: 3, text: "9.5".into() }];
        let by = Some(AccountId::from_raw(7));
        let theirs =
            StaleCell { path: "I/2".into(), field: "note".into(), version: 2, text: "\"".into(), by, at: Some(Moment::from_micros(11)) };
        let saved = Saved { cells, stale: vec![theirs] };
        assert_eq!(of_text(&to_text(&saved)), saved);
        assert_eq!(of_text("?"), Saved::default());
    }
}
