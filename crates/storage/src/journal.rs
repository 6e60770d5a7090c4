//! The journal: one append-only Merkle log for each cluster-year, organisation, and installation.
//!
//! An entry says who did what to which subject and why, vouches for the rows it changed by their
//! hashes, and cannot be altered or left out later without the log's root changing. Which log a row
//! belongs to the row says itself: its year's, else its organisation's.

use serde_json::Value as Json;
use values::Moment;

use crate::canonical::{self, part, sha256};
use crate::merkle::{self, Frontier, Hash};
use crate::tx::Kept;
use crate::{Fault, Row, Tx, Value};

/// The number of an entry in its log, from 1.
pub type Seq = i64;

/// What the caller says about a change. `body` holds old, new and why; never a secret.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// A cluster-year's id, an organisation's id, or 0.
    pub log: i64,
    pub at: Moment,
    /// Who acted: the readable form of an account's id, or `system`.
    pub actor: &'a str,
    /// The verb, for example `self_score.save`.
    pub act: &'a str,
    /// The readable id of what was changed, for example `line_…`.
    pub subject: &'a str,
    pub body: &'a Json,
}

/// An entry as read back.
#[derive(Clone, Debug)]
pub struct Written {
    pub log: i64,
    pub seq: Seq,
    pub at: Moment,
    pub actor: String,
    pub act: String,
    pub subject: String,
    /// Canonical JSON.
    pub body: String,
    /// The rows it vouches for, as [`Written::changes`] reads them.
    pub changes: String,
    pub salt: [u8; 32],
    pub leaf: Hash,
}

/// The top of a log: pages use it to know whether anything has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub log: i64,
    pub size: Seq,
    pub root: Hash,
}

/// As [`Head`], with what it takes to append.
#[derive(Clone, Debug)]
pub(crate) struct Top {
    frontier: Frontier,
    root: Hash,
}

/// A row that an entry vouches for; no hash when the entry removed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub table: String,
    pub key: String,
    pub hash: Option<Hash>,
}

crate::sql! {
    // Read, then changed only if still so: SQLite has one writer, and PostgreSQL's SERIALIZABLE ends the
    // later of two transactions that meet here. So the head is changed before anything else of an entry.
    TOP(journal_head) = "SELECT size, frontier, root FROM journal_head WHERE log = $1";
    FIRST(journal_head) = "INSERT INTO journal_head (log, size, frontier, root) VALUES ($1, $2, $3, $4)";
    GROW(journal_head) = "UPDATE journal_head SET size = $2, frontier = $3, root = $4 WHERE log = $1";
    APPEND(journal) = "INSERT INTO journal (log, seq, at, actor, act, subject, body, changes, salt, leaf) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SINCE(journal) = "SELECT * FROM journal WHERE log = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    OF_SUBJECT(journal) = "SELECT * FROM journal WHERE log = $1 AND subject = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4";
    // An id stands in a body between quotation marks; the filters are empty where they do not filter.
    PAGE(journal) = "SELECT * FROM journal WHERE log = $1 AND seq < $2 AND ($3 = '' OR act = $3) \
        AND ($4 = '' OR subject = $4 OR body LIKE '%\"' || $4 || '\"%') ORDER BY seq DESC LIMIT $5";
    ACTS(journal) = "SELECT DISTINCT act FROM journal WHERE log = $1";
    ONE(journal) = "SELECT * FROM journal WHERE log = $1 AND seq = $2";
    LEAVES(journal) = "SELECT leaf FROM journal WHERE log = $1 AND seq <= $2 ORDER BY seq";
}

/// The bytes of an entry's leaf. Only the salted commitment to the body goes in, so a proof about
/// one entry shows nothing of another.
pub fn leaf_bytes(entry: &Written, changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(512);
    out.extend_from_slice(b"giaouoc/journal/1\n");
    for number in [entry.log, entry.seq, entry.at.micros()] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    for text in [&entry.actor, &entry.act, &entry.subject] {
        part(&mut out, text.as_bytes());
    }
    out.extend_from_slice(&sha256(&[&entry.salt, entry.body.as_bytes()]));
    out.extend_from_slice(&u64::try_from(changes.len()).unwrap_or(u64::MAX).to_be_bytes());
    for change in changes {
        part(&mut out, change.table.as_bytes());
        part(&mut out, change.key.as_bytes());
        part(&mut out, change.hash.as_ref().map_or(&[], |hash| hash.as_slice()));
    }
    out
}

impl Written {
    /// What the entry vouches for, in canonical order; `None` for a text that no entry was written with.
    pub fn changes(&self) -> Option<Vec<Change>> {
        let mut changes = self.changes.lines().map(Change::of_line).collect::<Option<Vec<_>>>()?;
        changes.sort_by(|a, b| (&a.table, &a.key).cmp(&(&b.table, &b.key)));
        Some(changes)
    }
}

impl Change {
    /// One line: the hash, `-` for none, the table, and the key, which holds no line's end.
    fn put_line(&self, out: &mut String) {
        out.push_str(&self.hash.map_or_else(|| "-".to_owned(), |hash| canonical::hex(&hash)));
        for part in [" ", &self.table, " ", &self.key, "\n"] {
            out.push_str(part);
        }
    }

    fn of_line(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (hash, table, key) = (parts.next()?, parts.next()?.to_owned(), parts.next()?.to_owned());
        let hash = if hash == "-" { None } else { Some(canonical::unhex(hash)?.try_into().ok()?) };
        Some(Self { table, key, hash })
    }
}

impl Tx {
    /// Writes one entry that vouches for every row kept or removed since the last one.
    /// # Errors
    /// [`Fault::Misuse`] for a body with fractions, or when a row belongs to another log.
    pub async fn record(&mut self, entry: Entry<'_>) -> Result<Seq, Fault> {
        let body = canonical::json(entry.body)?;
        let mut salt = [0_u8; 32];
        getrandom::fill(&mut salt).map_err(|_| Fault::Broken)?;
        let changes = changes(entry.log, std::mem::take(&mut self.kept));
        let changes = self.after(changes)?;
        let found = self.top(entry.log).await?;
        let known = found.is_some();
        let mut top = found.map(|top| top.frontier).unwrap_or_default();
        let seq = i64::try_from(top.size()).map_err(|_| Fault::misuse("the log is too long"))? + 1;
        let Entry { log, at, actor, act, subject, .. } = entry;
        let (actor, act, subject) = (actor.to_owned(), act.to_owned(), subject.to_owned());
        let mut written = Written { log, seq, at, actor, act, subject, body, changes: lines(&changes), salt, leaf: salt };
        written.leaf = merkle::leaf(&leaf_bytes(&written, &changes));
        top.push(written.leaf);
        let top = Top { root: top.root(), frontier: top };
        self.grow(log, &top, known, seq).await?;
        self.tops.retain(|(other, _)| *other != log);
        self.tops.push((log, Some(top)));
        self.append(&written).await?;
        Ok(seq)
    }

    /// Moves the head of the log up to entry `seq`, so that whoever else writes to it has to run again.
    async fn grow(&mut self, log: i64, top: &Top, known: bool, seq: Seq) -> Result<(), Fault> {
        let head = if known { GROW } else { FIRST };
        match self.run(head, &[log.into(), seq.into(), (&top.frontier.bytes()).into(), (&top.root).into()]).await {
            Err(Fault::Constraint(_)) if !known => Err(Fault::Conflict),
            done => done.map(|_| ()),
        }
    }

    /// The top of a log, read once in a transaction; `None` when the log is new.
    async fn top(&mut self, log: i64) -> Result<Option<Top>, Fault> {
        if let Some((_, top)) = self.tops.iter().find(|(known, _)| *known == log) {
            return Ok(top.clone());
        }
        let top = self.row(TOP, &[log.into()]).await?.map(|row| top(log, &row)).transpose()?;
        self.tops.push((log, top.clone()));
        Ok(top)
    }

    async fn append(&mut self, e: &Written) -> Result<(), Fault> {
        let params: [Value<'_>; 10] = [
            e.log.into(),
            e.seq.into(),
            e.at.into(),
            (&e.actor).into(),
            (&e.act).into(),
            (&e.subject).into(),
            (&e.body).into(),
            (&e.changes).into(),
            (&e.salt).into(),
            (&e.leaf).into(),
        ];
        self.run(APPEND, &params).await.map(|_| ())
    }
}

fn top(log: i64, row: &Row) -> Result<Top, Fault> {
    let size = u64::try_from(row.int("size")?).map_err(|_| Fault::Shape("a log's size".to_owned()))?;
    let frontier = Frontier::restore(size, &row.get::<Vec<u8>>("frontier")?);
    let frontier = frontier.ok_or_else(|| Fault::Shape(format!("the head of log {log} does not fit its size")))?;
    Ok(Top { frontier, root: row.get("root")? })
}

fn changes(log: i64, kept: Kept) -> Result<Vec<Change>, Fault> {
    if let Some(((table, key), row)) = kept.iter().find(|(_, row)| row.log != log) {
        return Err(Fault::misuse(format!("{table} {key} belongs to log {}", row.log)));
    }
    Ok(kept.into_iter().map(|((table, key), row)| Change { table, key, hash: row.hash }).collect())
}

fn lines(changes: &[Change]) -> String {
    let mut out = String::with_capacity(changes.len() * 160);
    changes.iter().for_each(|change| change.put_line(&mut out));
    out
}

/// The top of a log, or `None` when nothing was ever written to it. At most one point read in a transaction.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn head(tx: &mut Tx, log: i64) -> Result<Option<Head>, Fault> {
    let top = tx.top(log).await?;
    Ok(top.map(|top| Head { log, size: top.frontier.size().cast_signed(), root: top.root }))
}

/// At most `limit` entries after number `seq`, oldest first.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn since(tx: &mut Tx, log: i64, seq: Seq, limit: i64) -> Result<Vec<Written>, Fault> {
    tx.rows(SINCE, &[log.into(), seq.into(), limit.into()]).await?.iter().map(written).collect()
}

/// At most `limit` entries about `subject` before number `before` (`None`: from the newest), newest first.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn of_subject(tx: &mut Tx, log: i64, subject: &str, before: Option<Seq>, limit: i64) -> Result<Vec<Written>, Fault> {
    let before = before.unwrap_or(i64::MAX);
    tx.rows(OF_SUBJECT, &[log.into(), subject.into(), before.into(), limit.into()]).await?.iter().map(written).collect()
}

/// Which entries of a log to read. An empty text does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only entries before this one; `None` from the newest.
    pub before: Option<Seq>,
    pub act: String,
    /// The readable id of something that entries are about or name.
    pub about: String,
}

/// At most `limit` wanted entries of a log, newest first.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn page(tx: &mut Tx, log: i64, wanted: &Wanted, limit: i64) -> Result<Vec<Written>, Fault> {
    let before = wanted.before.unwrap_or(i64::MAX);
    let params = [log.into(), before.into(), wanted.act.as_str().into(), wanted.about.as_str().into(), limit.into()];
    tx.rows(PAGE, &params).await?.iter().map(written).collect()
}

/// Every act that a log knows, in the order of its letters.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn acts(tx: &mut Tx, log: i64) -> Result<Vec<String>, Fault> {
    let mut acts: Vec<String> = tx.rows(ACTS, &[log.into()]).await?.iter().map(|row| row.get("act")).collect::<Result<_, _>>()?;
    acts.sort_unstable();
    Ok(acts)
}

/// One entry.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn one(tx: &mut Tx, log: i64, seq: Seq) -> Result<Option<Written>, Fault> {
    tx.row(ONE, &[log.into(), seq.into()]).await?.as_ref().map(written).transpose()
}

/// The leaf hashes of the first `size` entries: what proofs are made from.
/// # Errors
/// A [`Fault`] of the engine.
pub async fn leaves(tx: &mut Tx, log: i64, size: Seq) -> Result<Vec<Hash>, Fault> {
    tx.rows(LEAVES, &[log.into(), size.into()]).await?.iter().map(|row| row.get("leaf")).collect()
}

pub(crate) fn written(row: &Row) -> Result<Written, Fault> {
    Ok(Written {
        log: row.get("log")?,
        seq: row.get("seq")?,
        at: row.get("at")?,
        actor: row.get("actor")?,
        act: row.get("act")?,
        subject: row.get("subject")?,
        body: row.get("body")?,
        changes: row.get("changes")?,
        salt: row.get("salt")?,
        leaf: row.get("leaf")?,
    })
}
