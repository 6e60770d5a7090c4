//! Looking at evidence: the files of a unit or of one line, what they serve, and what is worth a second look.
//! *Xem minh chứng.*

use std::collections::{BTreeMap, HashMap};
use std::fs::File;

use cycle::cluster::{Act, On};
use cycle::evidence::{Noticed, Use as Rule, marks, second_uses};
use cycle::refusal::LinePath;
use storage::evidence::{self as rows, Evidence, SameContent};
use storage::{Scope, Tx};
use values::{AccountId, Date, EvidenceId, Moment, UnitId};

use crate::account::names;
use crate::verification::readers::read_by_own;
use crate::{Cx, Desk, Error};

/// One file of a unit with everything it serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub id: EvidenceId,
    pub unit: UnitId,
    pub name: String,
    /// Media type found by content.
    pub media: String,
    pub size: u64,
    /// SHA-256 of the content in hexadecimal letters.
    pub hash: String,
    /// *Số, ký hiệu.*
    pub number: String,
    pub dated_on: Option<Date>,
    /// *Trích yếu.*
    pub summary: String,
    /// *Đã thu hồi*: it proves nothing any more.
    pub withdrawn: bool,
    /// Who put it in, by name.
    pub by: String,
    pub at: Moment,
    pub version: i64,
    /// In the table's order.
    pub uses: Vec<FileUse>,
    /// Rules `E-03` and `E-04`: second uses of the content, marks of the paper.
    pub noticed: Vec<Noticed>,
}

/// A file serves a line, at a page and passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileUse {
    pub path: String,
    pub page: Option<i64>,
    pub passage: String,
    pub at: Moment,
}

/// The files that serve one line, each with its use there.
pub type LineFiles = Vec<(Filed, FileUse)>;

impl Filed {
    /// Whether the content is in use somewhere else as well. *Dùng lần hai.*
    pub fn used_elsewhere(&self) -> bool {
        self.noticed.iter().any(Noticed::is_second_use)
    }

    /// What it says of one line, if it serves it.
    pub fn use_of(&self, path: &str) -> Option<&FileUse> {
        self.uses.iter().find(|one| one.path == path)
    }

    /// Whether browsers show it inside a page.
    pub fn is_picture(&self) -> bool {
        matches!(self.media.as_str(), "image/png" | "image/jpeg" | "image/webp")
    }

    pub fn is_pdf(&self) -> bool {
        self.media == "application/pdf"
    }
}

/// The unit's evidence as a thing this person may read: whose turn it is, and whether the own sheet is sent.
pub(crate) async fn to_read(tx: &mut Tx, desk: &Desk, unit: UnitId) -> Result<On, Error> {
    let own = desk.own_units();
    if own.is_empty() || own.contains(&unit) {
        return Ok(On::unit(unit));
    }
    let sheets = storage::self_score::sheets(tx, desk.scope()).await?;
    let sent = |s: &storage::self_score::Sheet| s.state == cycle::self_score::SheetState::Submitted.code();
    let submitted = sheets.iter().any(|s| own.contains(&s.unit) && sent(s));
    Ok(read_by_own(tx, desk, unit).await?.own_submitted(submitted))
}

/// Asks leave to read a unit's evidence.
///
/// # Errors
/// Denied; not found for a unit outside the year.
pub(crate) async fn may_read(tx: &mut Tx, desk: &Desk, unit: UnitId) -> Result<(), Error> {
    desk.member(unit)?;
    let on = to_read(tx, desk, unit).await?;
    desk.require(Act::ReadEvidence, on)
}

/// Whether a link to a unit's evidence may be drawn.
///
/// # Errors
/// A fault of the store.
pub async fn readable(cx: &Cx, desk: &Desk, unit: UnitId) -> Result<bool, Error> {
    let mut tx = cx.store.read().await?;
    let on = to_read(&mut tx, desk, unit).await?;
    Ok(desk.may(Act::ReadEvidence, on))
}

/// Everything a unit has put in, newest last, withdrawn files too.
///
/// # Errors
/// Denied; not found for a unit outside the year; a fault.
pub async fn of_unit(cx: &Cx, desk: &Desk, unit: UnitId) -> Result<Vec<Filed>, Error> {
    let mut tx = cx.store.read().await?;
    may_read(&mut tx, desk, unit).await?;
    filed(&mut tx, cx, desk, unit).await
}

/// The files that serve one line of a unit, without withdrawn ones.
///
/// # Errors
/// As [`of_unit`].
pub async fn of_line(cx: &Cx, desk: &Desk, unit: UnitId, path: &str) -> Result<LineFiles, Error> {
    let all = of_unit(cx, desk, unit).await?;
    let serving = all.into_iter().filter(|file| !file.withdrawn);
    Ok(serving.filter_map(|file| Some((file.clone(), file.use_of(path)?.clone()))).collect())
}

/// One file.
///
/// # Errors
/// Not found for a file of another year; denied; a fault.
pub async fn one(cx: &Cx, desk: &Desk, id: EvidenceId) -> Result<Filed, Error> {
    let mut tx = cx.store.read().await?;
    let row = rows::by_id(&mut tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    may_read(&mut tx, desk, row.unit).await?;
    let all = filed(&mut tx, cx, desk, row.unit).await?;
    all.into_iter().find(|file| file.id == id).ok_or(Error::NotFound)
}

/// What a kept file is, for whoever may read it.
#[derive(Clone, Debug)]
pub struct Content {
    pub name: String,
    pub media: String,
    /// SHA-256 in hexadecimal letters.
    pub hash: String,
    /// In bytes.
    pub len: u64,
    kept: [u8; 32],
}

/// How much of a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Much {
    Whole,
    /// One of many parts.
    Part,
}

impl Content {
    pub(crate) fn of(name: String, media: String, size: i64, kept: [u8; 32]) -> Self {
        Self { name, media, hash: crate::ids::hex(&kept), len: u64::try_from(size).unwrap_or(0), kept }
    }

    /// The file at its beginning; `None` when it is gone or is no longer what it was. *Tệp hỏng.*
    pub fn open(&self, cx: &Cx, much: Much) -> Option<File> {
        let read = tokio::task::block_in_place(|| match much {
            Much::Whole => cx.blobs.sound(&self.kept),
            Much::Part => cx.blobs.sound_before(&self.kept),
        });
        read.unwrap_or_else(|fault| {
            tracing::error!(%fault, "a kept file cannot be read");
            None
        })
    }
}

/// What one file is, before any of it is read.
///
/// # Errors
/// As [`one`].
pub async fn content(cx: &Cx, desk: &Desk, id: EvidenceId) -> Result<Content, Error> {
    let mut tx = cx.store.read().await?;
    let row = rows::by_id(&mut tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    may_read(&mut tx, desk, row.unit).await?;
    Ok(Content::of(row.name, row.media, row.size, row.content))
}

/// What happened to a file once. *Nhật ký của minh chứng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// `evidence.add`, `evidence.describe`, `evidence.attach`, `evidence.detach`, `evidence.withdraw`.
    pub act: String,
    /// By name.
    pub by: String,
    pub at: Moment,
    /// The reason given; empty where none is asked.
    pub why: String,
}

/// The newest things that happened to a file, newest first.
///
/// # Errors
/// As [`one`].
pub async fn history(cx: &Cx, desk: &Desk, id: EvidenceId) -> Result<Vec<Happened>, Error> {
    let mut tx = cx.store.read().await?;
    let row = rows::by_id(&mut tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    may_read(&mut tx, desk, row.unit).await?;
    let entries = storage::journal::of_subject(&mut tx, desk.scope().log(), &id.to_string(), None, 20).await?;
    let actors = entries.iter().filter_map(|entry| entry.actor.parse().ok());
    let names = names(&mut tx, actors).await?;
    Ok(entries.into_iter().map(|entry| happened(entry, &names)).collect())
}

fn happened(entry: storage::journal::Written, names: &BTreeMap<AccountId, String>) -> Happened {
    let by = entry.actor.parse().ok().and_then(|actor: AccountId| names.get(&actor).cloned()).unwrap_or_default();
    let body: serde_json::Value = serde_json::from_str(&entry.body).unwrap_or_default();
    let why = body.get("why").and_then(|why| why.as_str()).unwrap_or_default().to_owned();
    Happened { act: entry.act, by, at: entry.at, why }
}

pub(super) async fn filed(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId) -> Result<Vec<Filed>, Error> {
    let scope = desk.scope();
    let kept = rows::of_unit(tx, scope, unit).await?;
    let same = rows::same_content(tx, scope, unit).await?;
    let names = names(tx, kept.iter().map(|row| row.added_by)).await?;
    let mut uses: HashMap<EvidenceId, Vec<FileUse>> = HashMap::new();
    for one in uses_in_order(tx, cx, scope, unit).await? {
        let to = uses.entry(one.evidence).or_default();
        to.push(FileUse { path: one.path, page: one.page, passage: one.passage, at: one.added_at });
    }
    Ok(kept
        .into_iter()
        .map(|row| {
            let uses = uses.remove(&row.id).unwrap_or_default();
            let noticed = noticed(desk.year.year, &row, &same);
            told(row, uses, noticed, &names)
        })
        .collect())
}

async fn uses_in_order(tx: &mut Tx, cx: &Cx, scope: Scope, unit: UnitId) -> Result<Vec<rows::Use>, Error> {
    let mut all = rows::uses_of_unit(tx, scope, unit).await?;
    let book = cx.books.of(tx, scope).await?;
    if let Some(table) = &book.table {
        all.sort_by_key(|one| table.table.index_of(&one.path));
    }
    Ok(all)
}

/// Second uses of the content in other files, then what the paper's own marks say.
fn noticed(year: i32, row: &Evidence, same: &[SameContent]) -> Vec<Noticed> {
    let this = Rule { evidence: row.id, unit: row.unit, path: LinePath::default(), year };
    let others: Vec<Rule> = same.iter().filter(|other| other.mine == row.id).map(other_use).collect();
    let mut noticed = second_uses(&this, &others);
    noticed.dedup();
    noticed.extend(marks(&row.number, row.dated_on, year));
    noticed
}

fn other_use(other: &SameContent) -> Rule {
    let path = LinePath::new(other.path.as_deref().unwrap_or_default());
    Rule { evidence: other.evidence, unit: other.unit, path, year: other.in_year }
}

fn told(row: Evidence, uses: Vec<FileUse>, noticed: Vec<Noticed>, names: &BTreeMap<AccountId, String>) -> Filed {
    Filed {
        id: row.id,
        unit: row.unit,
        name: row.name,
        media: row.media,
        size: u64::try_from(row.size).unwrap_or(0),
        hash: crate::ids::hex(&row.content),
        number: row.number,
        dated_on: row.dated_on,
        summary: row.summary,
        withdrawn: row.withdrawn,
        by: names.get(&row.added_by).cloned().unwrap_or_default(),
        at: row.added_at,
        version: row.version,
        uses,
        noticed,
    }
}
