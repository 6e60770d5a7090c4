//! One transaction on either engine. What it keeps must be recorded before it can be committed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::canonical::{row_hash, row_key};
use crate::journal::Top;
use crate::store::Inner;
use crate::{Engine, Fault, FromCell as _, Row, Sql, Value, postgres, sqlite};

pub(crate) enum Link {
    Writing(sqlite::Writing),
    Reading(sqlite::Reading),
    Postgres(postgres::Held),
}

/// Rows kept since the last entry, by table and key.
pub(crate) type Kept = BTreeMap<(String, String), KeptRow>;

/// The log a row belongs to, and its hash, or `None` when it was removed.
pub(crate) struct KeptRow {
    pub(crate) log: i64,
    pub(crate) hash: Option<[u8; 32]>,
}

/// A transaction. Dropping it without [`Tx::commit`] rolls everything back.
#[must_use]
pub struct Tx {
    link: Link,
    inner: Arc<Inner>,
    write: bool,
    failed: bool,
    pub(crate) kept: Kept,
    /// Tops of logs as this transaction sees them: nobody else can move them before it ends and let it commit.
    pub(crate) tops: Vec<(i64, Option<Top>)>,
}

impl Tx {
    pub(crate) const fn new(link: Link, inner: Arc<Inner>, write: bool) -> Self {
        Self { link, inner, write, failed: false, kept: BTreeMap::new(), tops: Vec::new() }
    }

    /// Which engine answers.
    pub const fn engine(&self) -> Engine {
        match self.link {
            Link::Postgres(_) => Engine::Postgres,
            Link::Writing(_) | Link::Reading(_) => Engine::Sqlite,
        }
    }

    /// As [`crate::schema::Schema::keeps_changes_apart`].
    pub(crate) fn keeps_changes_apart(&self) -> bool {
        self.inner.schema.keeps_changes_apart()
    }

    /// The tables that the journal vouches for, with their key columns.
    pub(crate) fn journaled(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.inner.schema.journaled()
    }

    /// Every row of the answer.
    /// # Errors
    /// A [`Fault`]; after any fault this transaction can only be dropped.
    pub async fn rows(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        self.ask(sql.text(), sql.lite(), params, true).await
    }

    /// The first row of the answer, if any.
    /// # Errors
    /// As [`Tx::rows`].
    pub async fn row(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Option<Row>, Fault> {
        Ok(self.ask(sql.text(), sql.lite(), params, false).await?.into_iter().next())
    }

    /// Writes to a table that is exempt from the journal; answers how many rows were hit.
    /// # Errors
    /// [`Fault::Misuse`] for a journaled table; else as [`Tx::rows`].
    pub async fn run(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<u64, Fault> {
        if !crate::schema::EXEMPT.contains(&sql.table()) {
            return Err(Fault::misuse(format!("table {} is journaled; use keep or remove", sql.table())));
        }
        self.may_write()?;
        self.inner.asked.fetch_add(1, Ordering::Relaxed);
        let done = match &self.link {
            Link::Writing(tx) => sqlite::execute(tx.conn(), sql.lite(), params),
            Link::Postgres(tx) => tx.execute(sql.text(), params).await,
            Link::Reading(_) => Err(Fault::misuse("a read transaction cannot write")),
        };
        self.after(done)
    }

    /// Runs one `INSERT` or `UPDATE … RETURNING *` and remembers the row for the next entry.
    /// `None` when no row was hit: somebody else's version is newer.
    /// # Errors
    /// As [`Tx::rows`].
    pub async fn keep(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Option<Row>, Fault> {
        Ok(self.keep_all(sql, params).await?.into_iter().next())
    }

    /// As [`Tx::keep`], for a statement that may hit several rows.
    /// # Errors
    /// As [`Tx::rows`].
    pub async fn keep_all(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let rows = self.changed(sql, params).await?;
        let kept = self.remember_rows(sql.table(), &rows, |row| Some(row_hash(row)));
        self.after(kept.map(|()| rows))
    }

    /// Runs one `DELETE … RETURNING *` and remembers the removal of each row it answers.
    /// # Errors
    /// As [`Tx::rows`].
    pub async fn remove(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        let rows = self.changed(sql, params).await?;
        let kept = self.remember_rows(sql.table(), &rows, |_| None);
        self.after(kept.map(|()| rows))
    }

    /// Makes everything durable. When this answers, the rows and their entries survive a power loss.
    /// # Errors
    /// [`Fault::Misuse`] when kept rows were not recorded; [`Fault::Conflict`] when the transaction
    /// should be run again; [`Fault::Lost`] when the outcome is unknown.
    pub async fn commit(self) -> Result<(), Fault> {
        if self.failed {
            return Err(Fault::misuse("a statement of this transaction had failed"));
        }
        if !self.kept.is_empty() {
            return Err(Fault::misuse("rows were kept without a journal entry"));
        }
        let Self { link, inner, write, .. } = self;
        if write {
            inner.sound()?;
        }
        let done = match link {
            Link::Writing(tx) => tx.commit(),
            Link::Reading(_) => Ok(()),
            Link::Postgres(tx) => tx.commit().await,
        };
        done.map_err(|fault| inner.seen(fault))?;
        if write {
            inner.landed();
        }
        Ok(())
    }

    async fn changed(&mut self, sql: Sql, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        self.may_write()?;
        self.inner.schema.key_of(sql.table())?;
        self.ask(sql.text(), sql.lite(), params, false).await
    }

    fn remember_rows(&mut self, table: &str, rows: &[Row], hash: impl Fn(&Row) -> Option<[u8; 32]>) -> Result<(), Fault> {
        let keys = self.inner.schema.key_of(table)?;
        for row in rows {
            let kept = KeptRow { log: log_of(table, row)?, hash: hash(row) };
            self.kept.insert((table.to_owned(), row_key(row, keys)?), kept);
        }
        Ok(())
    }

    pub(crate) fn may_write(&self) -> Result<(), Fault> {
        if !self.write {
            return Err(Fault::misuse("a read transaction cannot write"));
        }
        if self.failed {
            return Err(Fault::misuse("a statement of this transaction had failed"));
        }
        Ok(())
    }

    /// `many`: the answer may be long, so the runtime's worker is let go meanwhile.
    pub(crate) async fn ask(&mut self, text: &str, lite: &str, params: &[Value<'_>], many: bool) -> Result<Vec<Row>, Fault> {
        self.inner.asked.fetch_add(1, Ordering::Relaxed);
        let done = match &self.link {
            Link::Writing(tx) => on_sqlite(tx.conn(), lite, params, many),
            Link::Reading(tx) => tx.conn().and_then(|conn| on_sqlite(conn, lite, params, many)),
            Link::Postgres(tx) => tx.query(text, params).await,
        };
        self.after(done)
    }

    /// After a fault nothing of this transaction can be committed.
    pub(crate) fn after<T>(&mut self, done: Result<T, Fault>) -> Result<T, Fault> {
        done.map_err(|fault| {
            self.failed = true;
            self.inner.seen(fault)
        })
    }
}

/// The log that a row belongs to by its own word: its year's, else its organisation's.
pub(crate) fn log_of(table: &str, row: &Row) -> Result<i64, Fault> {
    let says = ["year_id", "org_id"].iter().find_map(|column| row.cell(column).and_then(i64::from_cell));
    says.ok_or_else(|| Fault::misuse(format!("a row of {table} names neither a year nor an organisation")))
}

fn on_sqlite(conn: &rusqlite::Connection, text: &str, params: &[Value<'_>], many: bool) -> Result<Vec<Row>, Fault> {
    if many { sqlite::heavy(|| sqlite::query(conn, text, params)) } else { sqlite::query(conn, text, params) }
}
