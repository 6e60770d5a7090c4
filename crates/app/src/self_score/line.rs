//! One line of a sheet with what stands behind it: its files, and who changed what when. *Một tiêu chí.*

use serde::Deserialize;
use storage::journal::{Written, of_subject};
use storage::{account, evidence};
use values::{EvidenceId, Moment};

use super::look::Opened;
use crate::{Cx, Desk, Error};

/// A file that serves the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub id: EvidenceId,
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// *Số, ký hiệu.*
    pub number: String,
    /// *Trích yếu.*
    pub summary: String,
}

/// One change of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    pub by: String,
    pub at: Moment,
    pub field: String,
    pub old: String,
    pub new: String,
}

/// What stands behind one line.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    pub files: Vec<File>,
    /// Newest first.
    pub turns: Vec<Turn>,
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

/// What stands behind the line at `path` of an opened sheet; `with_files` where they may be read.
///
/// # Errors
/// A fault of the store.
pub async fn behind(cx: &Cx, desk: &Desk, opened: &Opened, path: &str, with_files: bool) -> Result<Behind, Error> {
    let tx = &mut cx.store.read().await?;
    let mut behind = Behind::default();
    if with_files {
        let serving: Vec<EvidenceId> = evidence::uses(tx, desk.scope())
            .await?
            .into_iter()
            .filter(|used| used.unit == opened.unit && used.path == path)
            .map(|used| used.evidence)
            .collect();
        let all = evidence::of_unit(tx, desk.scope(), opened.unit).await?;
        behind.files = all.into_iter().filter(|e| !e.withdrawn && serving.contains(&e.id)).map(file).collect();
    }
    if let Some(sheet) = opened.lines()?.sheet.as_ref() {
        let entries = of_subject(tx, desk.scope().log(), &sheet.id.to_string(), None, DEEPEST).await?;
        let people = account::of_organisation(tx, desk.scope().org).await?;
        let name = |id: &str| people.iter().find(|p| p.id.to_string() == id).map(|p| p.name.clone()).unwrap_or_default();
        let own = |entry: &Written| {
            turns(entry).filter(|(at, _)| at == path).map(|(_, turn)| Turn { by: name(&entry.actor), ..turn }).collect::<Vec<_>>()
        };
        behind.turns = entries.iter().flat_map(own).collect();
    }
    Ok(behind)
}

fn file(row: evidence::Evidence) -> File {
    let size = u64::try_from(row.size).unwrap_or(0);
    File { id: row.id, name: row.name, size, number: row.number, summary: row.summary }
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
