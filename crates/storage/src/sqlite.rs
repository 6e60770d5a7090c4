//! The embedded engine: WAL, `synchronous=FULL`, several readers, one writer behind a fair queue.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex as Plain};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};
use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::migrations::{self, Migration};
use crate::schema::{KEYS_ON_SQLITE, Schema};
use crate::{Cell, Fault, Row, Value};

const READERS: usize = 8;

pub(crate) struct Lite {
    pub(crate) path: PathBuf,
    readers: How,
    writer: Arc<Mutex<Connection>>,
    idle: Arc<Plain<Vec<Connection>>>,
    turns: Arc<Semaphore>,
}

impl Lite {
    pub(crate) fn open(path: &Path, steps: &[Migration]) -> Result<(Self, Schema), Fault> {
        let writer = connect(path, How::Write)?;
        migrate(&writer, steps)?;
        let schema = schema(&writer)?;
        let idle = (0..READERS).map(|_| connect(path, How::Read)).collect::<Result<Vec<_>, _>>()?;
        Ok((Self::over(path, writer, idle, How::Read), schema))
    }

    /// Opens a file that is there, writes nothing, and answers which steps its schema lacks.
    pub(crate) fn inspect<'s>(path: &Path, steps: &'s [Migration]) -> Result<(Self, Schema, &'s [Migration]), Fault> {
        let conn = connect(path, How::Inspect)?;
        let schema = schema(&conn)?;
        schema.must_be_ours()?;
        let lack = migrations::pending(steps, &applied(&conn)?)?;
        Ok((Self::over(path, conn, Vec::new(), How::Inspect), schema, lack))
    }

    fn over(path: &Path, writer: Connection, idle: Vec<Connection>, readers: How) -> Self {
        Self {
            path: path.to_path_buf(),
            readers,
            writer: Arc::new(Mutex::new(writer)),
            idle: Arc::new(Plain::new(idle)),
            turns: Arc::new(Semaphore::new(READERS)),
        }
    }

    pub(crate) async fn begin(&self) -> Result<Writing, Fault> {
        let conn = Arc::clone(&self.writer).lock_owned().await;
        run(&conn, "BEGIN IMMEDIATE").map_err(|e| fault(&e))?;
        Ok(Writing { conn })
    }

    pub(crate) async fn check(&self, text: &str) -> Result<(), Fault> {
        self.writer.lock().await.prepare(text).map(|_| ()).map_err(|e| fault(&e))
    }

    pub(crate) async fn read(&self) -> Result<Reading, Fault> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| Fault::Broken)?;
        let conn = self.idle.lock().ok().and_then(|mut idle| idle.pop());
        let conn = conn.map_or_else(|| connect(&self.path, self.readers), Ok)?;
        run(&conn, "BEGIN").map_err(|e| fault(&e))?;
        Ok(Reading { conn: Some(conn), idle: Arc::clone(&self.idle), _turn: turn })
    }
}

/// The write transaction; dropping it rolls back and lets the next writer in.
pub(crate) struct Writing {
    conn: OwnedMutexGuard<Connection>,
}

impl Writing {
    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(crate) fn commit(self) -> Result<(), Fault> {
        heavy(|| run(&self.conn, "COMMIT")).map_err(|e| fault(&e))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.conn.is_autocommit() {
            let _ = run(&self.conn, "ROLLBACK");
        }
    }
}

/// A read snapshot; dropping it gives the connection back.
pub(crate) struct Reading {
    conn: Option<Connection>,
    idle: Arc<Plain<Vec<Connection>>>,
    _turn: OwnedSemaphorePermit,
}

impl Reading {
    pub(crate) fn conn(&self) -> Result<&Connection, Fault> {
        self.conn.as_ref().ok_or(Fault::Broken)
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        let clean = conn.is_autocommit() || run(&conn, "ROLLBACK").is_ok();
        if let (true, Ok(mut idle)) = (clean, self.idle.lock()) {
            idle.push(conn);
        }
    }
}

/// Runs blocking work without keeping a runtime worker from its other tasks.
pub(crate) fn heavy<T>(work: impl FnOnce() -> T) -> T {
    use tokio::runtime::{Handle, RuntimeFlavor};
    let many = Handle::try_current().is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
    if many { tokio::task::block_in_place(work) } else { work() }
}

/// Begins or ends a transaction, by a statement that was read before.
fn run(conn: &Connection, text: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(text)?.execute([]).map(drop)
}

pub(crate) fn query(conn: &Connection, text: &str, params: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
    ask(conn, text, params).map_err(|e| fault(&e))
}

fn ask(conn: &Connection, text: &str, params: &[Value<'_>]) -> rusqlite::Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(text)?;
    let columns: Arc<[String]> = statement.column_names().map(String::from).collect();
    let mut answer = statement.query(params_from_iter(params))?;
    let mut rows = Vec::new();
    while let Some(row) = answer.next()? {
        let cells = (0..columns.len()).map(|at| cell(row.get_ref(at)?, at)).collect::<rusqlite::Result<_>>()?;
        rows.push(Row::new(Arc::clone(&columns), cells));
    }
    Ok(rows)
}

fn cell(value: ValueRef<'_>, at: usize) -> rusqlite::Result<Cell> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Real(_) => return Err(rusqlite::Error::InvalidColumnType(at, String::new(), rusqlite::types::Type::Real)),
        ValueRef::Text(_) => Cell::Text(value.as_str()?.to_owned()),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    })
}

pub(crate) fn execute(conn: &Connection, text: &str, params: &[Value<'_>]) -> Result<u64, Fault> {
    let done = conn.prepare_cached(text).and_then(|mut statement| statement.execute(params_from_iter(params)));
    done.map(|rows| u64::try_from(rows).unwrap_or(u64::MAX)).map_err(|e| fault(&e))
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Write,
    Read,
    /// For looking at a store as it is: not even the engine may change the file.
    Inspect,
}

impl How {
    fn flags(self) -> OpenFlags {
        let writes = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        if self == Self::Inspect {
            OpenFlags::default().difference(writes) | OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::default()
        }
    }

    /// How the file is kept, which only who writes to it says.
    const fn keeps(self) -> &'static str {
        if matches!(self, Self::Inspect) { "" } else { "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000;" }
    }
}

fn connect(path: &Path, how: How) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(path, how.flags()).map_err(|e| fault(&e))?;
    conn.set_prepared_statement_cache_capacity(512);
    // Without it a statement is planned anew whenever its parameters are bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(|e| fault(&e))?;
    conn.execute_batch(
        "PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;
         PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
    )
    .map_err(|e| fault(&e))?;
    conn.execute_batch(how.keeps()).map_err(|e| fault(&e))?;
    conn.execute_batch(synchronous()).map_err(|e| fault(&e))?;
    if how != How::Write {
        conn.execute_batch("PRAGMA query_only = ON").map_err(|e| fault(&e))?;
    }
    Ok(conn)
}

/// A commit is answered only once it is on the disk. For the fault harness alone, whose control run
/// must lose something to show that the harness would notice, `GIAOUOC_UNSAFE_SYNC=normal` does without.
fn synchronous() -> &'static str {
    if std::env::var_os("GIAOUOC_UNSAFE_SYNC").is_some_and(|word| word == "normal") {
        tracing::warn!("GIAOUOC_UNSAFE_SYNC is set: a power loss will lose what was said to be saved");
        return "PRAGMA synchronous = NORMAL";
    }
    "PRAGMA synchronous = FULL"
}

fn migrate(conn: &Connection, steps: &[Migration]) -> Result<(), Fault> {
    conn.execute_batch(migrations::CREATE).map_err(|e| fault(&e))?;
    for step in migrations::pending(steps, &applied(conn)?)? {
        let script = format!("BEGIN IMMEDIATE; {} COMMIT;", for_sqlite(&step.script()));
        if let Err(error) = conn.execute_batch(&script) {
            let _ = conn.execute_batch("ROLLBACK");
            return Err(fault(&error));
        }
    }
    Ok(())
}

fn applied(conn: &Connection) -> Result<Vec<(i64, String)>, Fault> {
    query(conn, migrations::APPLIED, &[])?.iter().map(migrations::applied).collect()
}

/// Keeps each table's rows in the order of its key, in one tree instead of two: a point read and a
/// save then touch half the pages. PostgreSQL has no such choice, so it is not in the text. And it has
/// another word for bytes in hexadecimal.
pub(crate) fn for_sqlite(script: &str) -> String {
    script.replace("\n);", "\n) WITHOUT ROWID;").replace("encode(c.hash, 'hex')", "lower(hex(c.hash))")
}

fn schema(conn: &Connection) -> Result<Schema, Fault> {
    let rows = query(conn, KEYS_ON_SQLITE, &[])?;
    let pairs = rows.iter().map(|row| Ok((row.get("tbl")?, row.get("col")?))).collect::<Result<_, Fault>>()?;
    Ok(Schema::of(pairs))
}

/// `SQLITE_IOERR_SHMSIZE`: the shared-memory file could not grow, which is a full disk.
const SHM_SIZE: i32 = 4874;

fn fault(error: &rusqlite::Error) -> Fault {
    let rusqlite::Error::SqliteFailure(code, message) = error else {
        return Fault::Engine { code: "sqlite".to_owned(), message: error.to_string() };
    };
    let message = message.clone().unwrap_or_else(|| code.to_string());
    match code.code {
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::SystemIoFailure if code.extended_code == SHM_SIZE => Fault::Full,
        ErrorCode::SystemIoFailure | ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Fault::Broken,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::Conflict,
        ErrorCode::ConstraintViolation => Fault::Constraint(message),
        _ => Fault::Engine { code: code.extended_code.to_string(), message },
    }
}
