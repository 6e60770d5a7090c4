//! Every log from its first entry: leaves, order, tree, head, checkpoints.

use std::collections::BTreeMap;

use super::{Finding, PAGE, Report};
use crate::checkpoint::Checkpoint;
use crate::journal::{self, Change, Seq, Written};
use crate::merkle::{Frontier, leaf};
use crate::{Fault, Tx};

crate::sql! {
    NEXT_LOG(journal_head) = "SELECT log FROM journal_head WHERE log > $1 UNION SELECT log FROM journal WHERE log > $1 ORDER BY log LIMIT 1";
    HEAD_IN_FULL(journal_head) = "SELECT size, frontier, root FROM journal_head WHERE log = $1";
    CHANGES_BETWEEN(journal_change) = "SELECT seq, tbl, key, hash FROM journal_change WHERE log = $1 AND seq >= $2 AND seq <= $3";
    COUNT_CHANGES(journal_change) = "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM journal_change";
}

pub(super) async fn check(tx: &mut Tx, known: &[Checkpoint], report: &mut Report) -> Result<(), Fault> {
    let (mut log, mut vouched) = (i64::MIN, 0);
    while let Some(row) = tx.row(NEXT_LOG, &[log.into()]).await? {
        log = row.int("log")?;
        vouched += check_log(tx, log, known, report).await?;
        report.logs += 1;
    }
    let lost = known.iter().filter(|point| !report.checkpoints.iter().any(|now| now.log == point.log));
    let lost: Vec<_> = lost.map(|point| Finding::Cut { log: point.log, size: 0, checkpoint: point.size }).collect();
    lost.into_iter().for_each(|finding| report.add(finding));
    let all = tx.row(COUNT_CHANGES, &[]).await?.map_or(Ok(0), |row| row.int("n"))?;
    if all != vouched {
        report.add(Finding::Loose { count: all - vouched });
    }
    Ok(())
}

/// Walks one log; answers for how many rows its entries vouch.
async fn check_log(tx: &mut Tx, log: i64, known: &[Checkpoint], report: &mut Report) -> Result<i64, Fault> {
    let mut walk = Walk { top: Frontier::default(), last: 0, vouched: 0 };
    loop {
        let entries = journal::since(tx, log, walk.last, PAGE).await?;
        let (Some(first), Some(end)) = (entries.first(), entries.last()) else { break };
        let mut changes = changes_between(tx, log, first.seq, end.seq).await?;
        for entry in &entries {
            walk.step(entry, changes.remove(&entry.seq).unwrap_or_default(), known, report);
        }
    }
    let size = i64::try_from(walk.top.size()).unwrap_or(i64::MAX);
    let cut = known.iter().filter(|point| point.log == log && point.size > size);
    cut.for_each(|point| report.add(Finding::Cut { log, size, checkpoint: point.size }));
    if !head_fits(tx, log, &walk.top).await? {
        report.add(Finding::Head { log, size });
    }
    report.checkpoints.push(Checkpoint { log, size, root: walk.top.root() });
    Ok(walk.vouched)
}

struct Walk {
    top: Frontier,
    last: Seq,
    vouched: i64,
}

impl Walk {
    fn step(&mut self, entry: &Written, changes: Vec<Change>, known: &[Checkpoint], report: &mut Report) {
        let Written { log, seq, .. } = *entry;
        if seq != self.last + 1 {
            report.add(Finding::Gap { log, seq });
        }
        let hash = leaf(&journal::leaf_bytes(entry, &changes));
        if hash != entry.leaf {
            report.add(Finding::Entry { log, seq });
        }
        self.top.push(hash);
        self.last = seq;
        self.vouched += i64::try_from(changes.len()).unwrap_or(i64::MAX);
        report.entries += 1;
        let root = self.top.root();
        let rewritten = known.iter().filter(|point| point.log == log && point.size == seq && point.root != root);
        rewritten.for_each(|_| report.add(Finding::Rewritten { log, checkpoint: seq }));
    }
}

async fn changes_between(tx: &mut Tx, log: i64, from: Seq, to: Seq) -> Result<BTreeMap<Seq, Vec<Change>>, Fault> {
    let mut all: BTreeMap<Seq, Vec<Change>> = BTreeMap::new();
    for row in tx.rows(CHANGES_BETWEEN, &[log.into(), from.into(), to.into()]).await? {
        let change = Change { table: row.get("tbl")?, key: row.get("key")?, hash: row.get("hash")? };
        all.entry(row.int("seq")?).or_default().push(change);
    }
    all.values_mut().for_each(|changes| changes.sort_by(|a, b| (&a.table, &a.key).cmp(&(&b.table, &b.key))));
    Ok(all)
}

async fn head_fits(tx: &mut Tx, log: i64, top: &Frontier) -> Result<bool, Fault> {
    let Some(row) = tx.row(HEAD_IN_FULL, &[log.into()]).await? else { return Ok(false) };
    let size = i64::try_from(top.size()).unwrap_or(i64::MAX);
    Ok(row.int("size")? == size && row.get::<Vec<u8>>("frontier")? == top.bytes() && row.get::<Vec<u8>>("root")? == top.root())
}
