//! Reads the whole store and says where it differs from what the journal vouches for.
//!
//! Everything is read page by page inside one snapshot. What is held at once is the last word on each row
//! of one log, so the memory needed grows with the longest log and not with the store; only to name rows that
//! no entry vouches for, all keys of their table are held.

pub mod files;
pub mod logs;
pub mod rows;

use core::fmt;

use crate::blobs::Blobs;
use crate::canonical::hex;
use crate::checkpoint::Checkpoint;
use crate::journal::Seq;
use crate::merkle::Hash;
use crate::{Fault, Store};

/// How many findings are listed; all are counted.
const LISTED: usize = 1000;
/// Rows read at once.
pub(crate) const PAGE: i64 = 1000;

/// One place where the store and its journal disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The row is not as the entry left it.
    Altered { table: String, key: String, log: i64, seq: Seq },
    /// The entry vouches for a row that is gone.
    Missing { table: String, key: String, log: i64, seq: Seq },
    /// A row that no entry vouches for.
    Extra { table: String, key: String },
    /// A row that the entry removed is there again.
    Returned { table: String, key: String, log: i64, seq: Seq },
    /// The entry vouches for a row that belongs to another log by its own word.
    Elsewhere { table: String, key: String, log: i64, seq: Seq },
    /// The entry is not what its leaf hash says.
    Entry { log: i64, seq: Seq },
    /// An entry is missing before this one.
    Gap { log: i64, seq: Seq },
    /// The head names another size or root than the entries give.
    Head { log: i64, size: Seq },
    /// The log ends before the checkpoint.
    Cut { log: i64, size: Seq, checkpoint: Seq },
    /// The history up to the checkpoint is another one now.
    Rewritten { log: i64, checkpoint: Seq },
    /// A file that evidence names is gone.
    MissingFile { content: Hash },
    /// A file is not what it was when it was given.
    DamagedFile { content: Hash },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Altered { table, key, log, seq } => write!(f, "altered row: {table} {key} (journal {log}/{seq})"),
            Self::Missing { table, key, log, seq } => write!(f, "missing row: {table} {key} (journal {log}/{seq})"),
            Self::Extra { table, key } => write!(f, "extra row: {table} {key} (no journal entry)"),
            Self::Returned { table, key, log, seq } => write!(f, "removed row is back: {table} {key} (journal {log}/{seq})"),
            Self::Elsewhere { table, key, log, seq } => write!(f, "row of another log: {table} {key} (journal {log}/{seq})"),
            Self::Entry { log, seq } => write!(f, "altered journal entry: {log}/{seq}"),
            Self::Gap { log, seq } => write!(f, "missing journal entries before {log}/{seq}"),
            Self::Head { log, size } => write!(f, "the head of log {log} does not fit its {size} entries"),
            Self::Cut { log, size, checkpoint } => write!(f, "log {log} was cut: {size} entries, the checkpoint has {checkpoint}"),
            Self::Rewritten { log, checkpoint } => write!(f, "log {log} was rewritten before the checkpoint at {checkpoint}"),
            Self::MissingFile { content } => write!(f, "missing evidence file: {}", hex(content)),
            Self::DamagedFile { content } => write!(f, "damaged evidence file: {}", hex(content)),
        }
    }
}

/// What was looked at and what was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub logs: u64,
    pub entries: u64,
    /// Rows of journaled tables that were compared.
    pub rows: u64,
    /// Evidence files that were read again.
    pub files: u64,
    /// All findings, also those not listed.
    pub found: u64,
    /// At most a thousand findings.
    pub findings: Vec<Finding>,
    /// What the logs are now, to be kept elsewhere.
    pub checkpoints: Vec<Checkpoint>,
}

impl Report {
    /// Whether everything is as the journal says.
    pub const fn is_sound(&self) -> bool {
        self.found == 0
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.found += 1;
        if self.findings.len() < LISTED {
            self.findings.push(finding);
        }
    }
}

/// Recomputes every leaf, tree and head, and compares every row of every journaled table with the
/// last hash that the journal has for it; `known` are checkpoints kept from earlier.
/// # Errors
/// A [`Fault`] of the engine; what is wrong with the data is in the report.
pub async fn verify(store: &Store, known: &[Checkpoint]) -> Result<Report, Fault> {
    let mut report = Report::default();
    let mut tx = store.read().await?;
    let found = logs::check(&mut tx, known, &mut report).await?;
    rows::check_extra(&mut tx, &found, &mut report).await?;
    Ok(report)
}

/// Reads every file that evidence names and compares it with the hash it was given with.
/// # Errors
/// A [`Fault`] of the engine, or of a file that cannot be read at all.
pub async fn verify_files(store: &Store, blobs: &Blobs, report: &mut Report) -> Result<(), Fault> {
    files::check(&mut store.read().await?, blobs, report).await
}
