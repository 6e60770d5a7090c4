//! One line of a sheet with what stands behind it: who changed what when. *Một tiêu chí.*

use serde::Deserialize;
use storage::account;
use storage::journal::{Written, of_subject};
use values::Moment;

use super::look::Opened;
use crate::{Cx, Desk, Error};

/// One change of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub by: String,
    pub at: Moment,
    pub field: String,
    pub old: String,
    pub new: String,
}

/// How many of a sheet's entries are looked through.
pub(super) const DEEPEST: i64 = 200;

#[derive(Deserialize)]
struct Body {
    cells: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    path: String,
    field: String,
    old: String,
    new: String,
}

/// The changes of the line at `path` of an opened sheet, newest first.
///
/// # Errors
/// A fault of the store.
pub async fn changes(cx: &Cx, desk: &Desk, opened: &Opened, path: &str) -> Result<Vec<Turn>, Error> {
    let Some(sheet) = opened.lines()?.sheet.as_ref() else { return Ok(Vec::new()) };
    let tx = &mut cx.store.read().await?;
    let entries = of_subject(tx, desk.scope().log(), &sheet.id.to_string(), None, DEEPEST).await?;
    let people = account::of_organisation(tx, desk.scope().org).await?;
    let name = |id: &str| people.iter().find(|p| p.id.to_string() == id).map(|p| p.name.clone()).unwrap_or_default();
    let own = |entry: &Written| {
        turns(entry).filter(|(at, _)| at == path).map(|(_, turn)| Turn { by: name(&entry.actor), ..turn }).collect::<Vec<_>>()
    };
    Ok(entries.iter().flat_map(own).collect())
}

/// The changes of one entry with their lines, nobody named; undoing turns old and new round.
pub(super) fn turns(entry: &Written) -> impl Iterator<Item = (String, Turn)> + use<> {
    let back = entry.act == "self_score.undo";
    let ours = back || matches!(entry.act.as_str(), "self_score.save" | "self_score.redo");
    let body = ours.then(|| serde_json::from_str::<Body>(&entry.body).ok()).flatten();
    let at = entry.at;
    body.map(|body| body.cells).unwrap_or_default().into_iter().map(move |step| {
        let (old, new) = if back { (step.new, step.old) } else { (step.old, step.new) };
        (step.path, Turn { by: String::new(), at, field: step.field, old, new })
    })
}
