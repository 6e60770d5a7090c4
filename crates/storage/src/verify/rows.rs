//! Every row of every journaled table against the last hash the journal has for it.

use std::collections::BTreeMap;

use super::{Finding, PAGE, Report};
use crate::canonical::{key_cells, row_hash, row_key};
use crate::journal::Seq;
use crate::merkle::Hash;
use crate::{Cell, Fault, Row, Tx, Value};

crate::sql! {
    VOUCHED(journal_change) = "SELECT tbl, key, log, seq, hash FROM journal_change
        WHERE (tbl, key, log, seq) > ($1, $2, $3, $4) ORDER BY tbl, key, log, seq LIMIT $5";
    LAST_VOUCHED(journal_change) = "SELECT hash FROM journal_change WHERE tbl = $1 AND key = $2 ORDER BY log DESC, seq DESC LIMIT 1";
}

/// The last word of the journal on one row.
#[derive(Clone)]
struct Last {
    table: String,
    key: String,
    log: i64,
    seq: Seq,
    hash: Option<Hash>,
}

/// How many vouched rows each table really has.
type Found = BTreeMap<String, i64>;

pub(super) async fn check(tx: &mut Tx, report: &mut Report) -> Result<(), Fault> {
    let found = check_vouched(tx, report).await?;
    let tables: Vec<(String, Vec<String>)> = tx.journaled().map(|(table, keys)| (table.to_owned(), keys.to_vec())).collect();
    for (table, keys) in tables {
        let all = count(tx, &table).await?;
        if all != found.get(&table).copied().unwrap_or(0) {
            find_extra(tx, &table, &keys, report).await?;
        }
    }
    Ok(())
}

async fn check_vouched(tx: &mut Tx, report: &mut Report) -> Result<Found, Fault> {
    let (mut found, mut pending) = (Found::new(), None::<Last>);
    loop {
        let page = page_after(tx, pending.as_ref()).await?;
        if page.is_empty() {
            break;
        }
        for next in page {
            if let Some(last) = pending.replace(next).filter(|last| pending.as_ref().is_some_and(|next| !last.same_row(next))) {
                check_row(tx, &last, &mut found, report).await?;
            }
        }
    }
    if let Some(last) = pending {
        check_row(tx, &last, &mut found, report).await?;
    }
    Ok(found)
}

async fn page_after(tx: &mut Tx, last: Option<&Last>) -> Result<Vec<Last>, Fault> {
    let (table, key, log, seq) = last.map_or(("", "", 0, 0), |l| (l.table.as_str(), l.key.as_str(), l.log, l.seq));
    let rows = tx.rows(VOUCHED, &[table.into(), key.into(), log.into(), seq.into(), PAGE.into()]).await?;
    rows.iter().map(Last::of).collect()
}

impl Last {
    fn of(row: &Row) -> Result<Self, Fault> {
        Ok(Self { table: row.get("tbl")?, key: row.get("key")?, log: row.get("log")?, seq: row.get("seq")?, hash: row.get("hash")? })
    }

    fn same_row(&self, other: &Self) -> bool {
        self.table == other.table && self.key == other.key
    }
}

async fn check_row(tx: &mut Tx, last: &Last, found: &mut Found, report: &mut Report) -> Result<(), Fault> {
    let row = find(tx, last).await?;
    report.rows += 1;
    let Last { table, key, log, seq, hash } = last.clone();
    if row.is_some() {
        *found.entry(table.clone()).or_default() += 1;
    }
    match (row, hash) {
        (None, Some(_)) => report.add(Finding::Missing { table, key, log, seq }),
        (Some(_), None) => report.add(Finding::Returned { table, key, log, seq }),
        (Some(row), Some(hash)) if row_hash(&row) != hash => report.add(Finding::Altered { table, key, log, seq }),
        _ => {}
    }
    Ok(())
}

/// The row as it is now; `None` also when its table is gone.
async fn find(tx: &mut Tx, last: &Last) -> Result<Option<Row>, Fault> {
    let Some(keys) = tx.journaled().find(|(table, _)| *table == last.table).map(|(_, keys)| keys.to_vec()) else { return Ok(None) };
    let cells = key_cells(&last.key).filter(|cells| cells.len() == keys.len());
    let Some(cells) = cells else { return Ok(None) };
    let wanted: Vec<String> = keys.iter().enumerate().map(|(at, key)| format!("{key} = ${}", at + 1)).collect();
    let text = format!("SELECT * FROM {} WHERE {}", last.table, wanted.join(" AND "));
    let params: Vec<Value<'_>> = cells.iter().map(Cell::as_value).collect();
    Ok(tx.ask(&text, &text.replace('$', "?"), &params, false).await?.into_iter().next())
}

async fn count(tx: &mut Tx, table: &str) -> Result<i64, Fault> {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM {table}");
    tx.ask(&text, &text, &[], true).await?.first().map_or(Ok(0), |row| row.int("n"))
}

/// Walks the table by its key and names each row that no entry vouches for.
async fn find_extra(tx: &mut Tx, table: &str, keys: &[String], report: &mut Report) -> Result<(), Fault> {
    let mut after: Option<Row> = None;
    loop {
        let page = rows_after(tx, table, keys, after.as_ref()).await?;
        for row in &page {
            let key = row_key(row, keys)?;
            if tx.row(LAST_VOUCHED, &[table.into(), (&key).into()]).await?.is_none() {
                report.add(Finding::Extra { table: table.to_owned(), key });
            }
        }
        after = page.into_iter().last();
        if after.is_none() {
            return Ok(());
        }
    }
}

async fn rows_after(tx: &mut Tx, table: &str, keys: &[String], after: Option<&Row>) -> Result<Vec<Row>, Fault> {
    let names = keys.join(", ");
    let places: Vec<String> = (1..=keys.len()).map(|at| format!("${at}")).collect();
    let from = after.map_or_else(String::new, |_| format!("WHERE ({names}) > ({})", places.join(", ")));
    let text = format!("SELECT * FROM {table} {from} ORDER BY {names} LIMIT {PAGE}");
    let cells = after.map_or_else(Vec::new, |row| keys.iter().filter_map(|key| row.cell(key)).map(Cell::as_value).collect());
    tx.ask(&text, &text.replace('$', "?"), &cells, true).await
}
