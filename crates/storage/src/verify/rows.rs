//! Every row of every journaled table against the last hash the journal has for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, PAGE, Report, logs};
use crate::canonical::{key_cells, row_hash, row_key};
use crate::journal::Seq;
use crate::merkle::Hash;
use crate::tx::log_of;
use crate::{Cell, Fault, Row, Tx, Value};

/// One log's last word on each row, by table and key: the entry, and the hash or `None` when it removed the row.
pub(super) type Last = BTreeMap<(String, String), (Seq, Option<Hash>)>;

/// How many vouched rows each table really has.
pub(super) type Found = BTreeMap<String, i64>;

/// Compares every row that a log vouches for.
pub(super) async fn check(tx: &mut Tx, log: i64, last: &Last, found: &mut Found, report: &mut Report) -> Result<(), Fault> {
    for ((table, key), (seq, hash)) in last {
        let row = find(tx, table, key).await?;
        report.rows += 1;
        if let Some(row) = &row {
            if log_of(table, row) != Ok(log) {
                report.add(Finding::Elsewhere { table: table.clone(), key: key.clone(), log, seq: *seq });
                continue;
            }
            *found.entry(table.clone()).or_default() += 1;
        }
        let (table, key, seq) = (table.clone(), key.clone(), *seq);
        match (row, hash) {
            (None, Some(_)) => report.add(Finding::Missing { table, key, log, seq }),
            (Some(_), None) => report.add(Finding::Returned { table, key, log, seq }),
            (Some(row), Some(hash)) if row_hash(&row) != *hash => report.add(Finding::Altered { table, key, log, seq }),
            _ => {}
        }
    }
    Ok(())
}

/// Names the rows that no entry vouches for, in tables that have more rows than were found.
pub(super) async fn check_extra(tx: &mut Tx, found: &Found, report: &mut Report) -> Result<(), Fault> {
    let tables: Vec<(String, Vec<String>)> = tx.journaled().map(|(table, keys)| (table.to_owned(), keys.to_vec())).collect();
    for (table, keys) in tables {
        let all = count(tx, &table).await?;
        if all != found.get(&table).copied().unwrap_or(0) {
            find_extra(tx, &table, &keys, report).await?;
        }
    }
    Ok(())
}

/// The row as it is now; `None` also when its table is gone.
async fn find(tx: &mut Tx, table: &str, key: &str) -> Result<Option<Row>, Fault> {
    let Some(keys) = tx.journaled().find(|(known, _)| *known == table).map(|(_, keys)| keys.to_vec()) else { return Ok(None) };
    let cells = key_cells(key).filter(|cells| cells.len() == keys.len());
    let Some(cells) = cells else { return Ok(None) };
    let wanted: Vec<String> = keys.iter().enumerate().map(|(at, key)| format!("{key} = ${}", at + 1)).collect();
    let text = format!("SELECT * FROM {table} WHERE {}", wanted.join(" AND "));
    let params: Vec<Value<'_>> = cells.iter().map(Cell::as_value).collect();
    Ok(tx.ask(&text, &text.replace('$', "?"), &params, false).await?.into_iter().next())
}

async fn count(tx: &mut Tx, table: &str) -> Result<i64, Fault> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM {table}");
    tx.ask(&text, &text, &[], true).await?.first().map_or(Ok(0), |row| row.int("n"))
}

/// Walks the table by its key and names each row that no entry vouches for.
async fn find_extra(tx: &mut Tx, table: &str, keys: &[String], report: &mut Report) -> Result<(), Fault> {
    let vouched = vouched(tx, table).await?;
    let mut after: Option<Row> = None;
    loop {
        let page = rows_after(tx, table, keys, after.as_ref()).await?;
        for row in &page {
            let key = row_key(row, keys)?;
            if !vouched.contains(&key) {
                report.add(Finding::Extra { table: table.to_owned(), key });
            }
        }
        after = page.into_iter().last();
        if after.is_none() {
            return Ok(());
        }
    }
}

/// The keys of every row of a table that any entry of any log vouches for.
async fn vouched(tx: &mut Tx, table: &str) -> Result<BTreeSet<String>, Fault> {
    let (mut keys, mut log) = (BTreeSet::new(), i64::MIN);
    while let Some(next) = logs::after(tx, log).await? {
        log = next;
        logs::each(tx, log, |entry| {
            let changes = entry.changes().into_iter().flatten();
            keys.extend(changes.filter(|change| change.table == table).map(|change| change.key));
        })
        .await?;
    }
    Ok(keys)
}

async fn rows_after(tx: &mut Tx, table: &str, keys: &[String], after: Option<&Row>) -> Result<Vec<Row>, Fault> {
    let names = keys.join(", ");
    let places: Vec<String> = (1..=keys.len()).map(|at| format!("${at}")).collect();
    let from = after.map_or_else(String::new, |_| format!("WHERE ({names}) > ({})", places.join(", ")));
    let text = format!("SELECT * FROM {table} {from} ORDER BY {names} LIMIT {PAGE}");
    let cells = after.map_or_else(Vec::new, |row| keys.iter().filter_map(|key| row.cell(key)).map(Cell::as_value).collect());
    tx.ask(&text, &text.replace('$', "?"), &cells, true).await
}
