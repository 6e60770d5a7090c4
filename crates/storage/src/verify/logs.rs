//! Every log from its first entry: leaves, order, tree, head, checkpoints, and the rows it vouches for.

use super::rows::{self, Found, Last};
use super::{Finding, PAGE, Report};
use crate::checkpoint::Checkpoint;
use crate::journal::{self, Seq, Written};
use crate::merkle::{Frontier, leaf};
use crate::{Fault, Tx, sqlite};

crate::sql! {
    NEXT_LOG(journal_head) = "SELECT log FROM journal_head WHERE log > $1 UNION SELECT log FROM journal WHERE log > $1 ORDER BY log LIMIT 1";
    HEAD_IN_FULL(journal_head) = "SELECT size, frontier, root FROM journal_head WHERE log = $1";
}

/// Answers how many vouched rows each table really has.
pub(super) async fn check(tx: &mut Tx, known: &[Checkpoint], report: &mut Report) -> Result<Found, Fault> {
    let (mut log, mut found) = (i64::MIN, Found::new());
    while let Some(next) = after(tx, log).await? {
        log = next;
        let last = check_log(tx, log, known, report).await?;
        rows::check(tx, log, &last, &mut found, report).await?;
        report.logs += 1;
    }
    let lost = known.iter().filter(|point| !report.checkpoints.iter().any(|now| now.log == point.log));
    let lost: Vec<_> = lost.map(|point| Finding::Cut { log: point.log, size: 0, checkpoint: point.size }).collect();
    lost.into_iter().for_each(|finding| report.add(finding));
    Ok(found)
}

/// The first log after this one that has entries or a head.
pub(super) async fn after(tx: &mut Tx, log: i64) -> Result<Option<i64>, Fault> {
    tx.row(NEXT_LOG, &[log.into()]).await?.map(|row| row.int("log")).transpose()
}

/// As a store that lacks migration 14 keeps them.
const APART: &str = "SELECT j.*, COALESCE((
        SELECT string_agg(CASE WHEN c.hash IS NULL THEN '-' ELSE encode(c.hash, 'hex') END || ' ' || c.tbl || ' ' || c.key || '
', '') FROM journal_change c WHERE c.log = j.log AND c.seq = j.seq), '') AS changes
    FROM journal j WHERE j.log = $1 AND j.seq > $2 ORDER BY j.seq LIMIT $3";

async fn entries_after(tx: &mut Tx, log: i64, last: Seq) -> Result<Vec<Written>, Fault> {
    if !tx.keeps_changes_apart() {
        return journal::since(tx, log, last, PAGE).await;
    }
    let lite = sqlite::for_sqlite(APART).replace('$', "?");
    tx.ask(APART, &lite, &[log.into(), last.into(), PAGE.into()], true).await?.iter().map(journal::written).collect()
}

/// Shows every entry of a log, oldest first.
pub(super) async fn each(tx: &mut Tx, log: i64, mut see: impl FnMut(&Written)) -> Result<(), Fault> {
    let mut last = Seq::MIN;
    loop {
        let entries = entries_after(tx, log, last).await?;
        let Some(end) = entries.last() else { return Ok(()) };
        last = end.seq;
        entries.iter().for_each(&mut see);
    }
}

/// Walks one log; answers its last word on each row.
async fn check_log(tx: &mut Tx, log: i64, known: &[Checkpoint], report: &mut Report) -> Result<Last, Fault> {
    let mut walk = Walk { top: Frontier::default(), last: 0, rows: Last::new() };
    each(tx, log, |entry| walk.step(entry, known, report)).await?;
    let size = i64::try_from(walk.top.size()).unwrap_or(i64::MAX);
    let cut = known.iter().filter(|point| point.log == log && point.size > size);
    cut.for_each(|point| report.add(Finding::Cut { log, size, checkpoint: point.size }));
    if !head_fits(tx, log, &walk.top).await? {
        report.add(Finding::Head { log, size });
    }
    report.checkpoints.push(Checkpoint { log, size, root: walk.top.root() });
    Ok(walk.rows)
}

struct Walk {
    top: Frontier,
    last: Seq,
    rows: Last,
}

impl Walk {
    fn step(&mut self, entry: &Written, known: &[Checkpoint], report: &mut Report) {
        let Written { log, seq, .. } = *entry;
        if seq != self.last + 1 {
            report.add(Finding::Gap { log, seq });
        }
        let changes = entry.changes();
        let hash = leaf(&journal::leaf_bytes(entry, changes.as_deref().unwrap_or_default()));
        if hash != entry.leaf || changes.is_none() {
            report.add(Finding::Entry { log, seq });
        }
        self.rows.extend(changes.into_iter().flatten().map(|change| ((change.table, change.key), (seq, change.hash))));
        self.top.push(hash);
        self.last = seq;
        report.entries += 1;
        let root = self.top.root();
        let rewritten = known.iter().filter(|point| point.log == log && point.size == seq && point.root != root);
        rewritten.for_each(|_| report.add(Finding::Rewritten { log, checkpoint: seq }));
    }
}

async fn head_fits(tx: &mut Tx, log: i64, top: &Frontier) -> Result<bool, Fault> {
    let Some(row) = tx.row(HEAD_IN_FULL, &[log.into()]).await? else { return Ok(false) };
    let size = i64::try_from(top.size()).unwrap_or(i64::MAX);
    Ok(row.int("size")? == size && row.get::<Vec<u8>>("frontier")? == top.bytes() && row.get::<Vec<u8>>("root")? == top.root())
}
