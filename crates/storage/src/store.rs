//! Opening either engine, beginning transactions, and stopping when the disk fails.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::migrations::{self, Migration};
use crate::postgres::Begin;
use crate::schema::Schema;
use crate::tx::Link;
use crate::{Fault, Sql, Tx, ballast, postgres, sqlite};

/// Which engine holds the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What a test may set otherwise.
#[derive(Clone, Debug)]
pub struct Options {
    /// Size of the ballast file beside an embedded database, in bytes; 0 for none.
    pub ballast: u64,
    /// The schema's history.
    pub migrations: Vec<Migration>,
}

impl Default for Options {
    fn default() -> Self {
        Self { ballast: ballast::SIZE, migrations: migrations::ALL.to_vec() }
    }
}

enum Kind {
    Sqlite(sqlite::Lite),
    Postgres(postgres::Pg),
}

pub(crate) struct Inner {
    kind: Kind,
    pub(crate) schema: Schema,
    read_only: bool,
    full: AtomicBool,
    broken: watch::Sender<bool>,
    pub(crate) asked: AtomicU64,
}

/// The store of one installation; cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

impl Store {
    /// Opens `sqlite:/path/file.db` or `postgres://…` and brings the schema up to date.
    /// # Errors
    /// [`Fault::Address`] for an unknown address; any [`Fault`] of the engine.
    pub async fn open(address: &str) -> Result<Self, Fault> {
        Self::open_with(address, &Options::default()).await
    }

    /// As [`Store::open`] with other options.
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(address: &str, options: &Options) -> Result<Self, Fault> {
        let (kind, schema) = match file_of(address)? {
            Some(path) => {
                let (lite, schema) = sqlite::heavy(|| open_file(path, options))?;
                (Kind::Sqlite(lite), schema)
            }
            None => {
                let (pg, schema) = postgres::Pg::open(address, &options.migrations).await?;
                (Kind::Postgres(pg), schema)
            }
        };
        Ok(Self::over(kind, schema, false))
    }

    /// Opens what is there for reading only, and answers which of the `steps` its schema lacks. Nothing is
    /// made, brought up to date or written.
    /// # Errors
    /// [`Fault::Address`] where no store is, [`Fault::Misuse`] for one of a newer program; else as [`Store::open`].
    pub async fn inspect<'s>(address: &str, steps: &'s [Migration]) -> Result<(Self, &'s [Migration]), Fault> {
        if let Some(path) = file_of(address)? {
            let (lite, schema, lack) = sqlite::heavy(|| sqlite::Lite::inspect(path, steps))?;
            return Ok((Self::over(Kind::Sqlite(lite), schema, true), lack));
        }
        let (pg, schema, lack) = postgres::Pg::inspect(address, steps).await?;
        Ok((Self::over(Kind::Postgres(pg), schema, true), lack))
    }

    fn over(kind: Kind, schema: Schema, read_only: bool) -> Self {
        let broken = watch::Sender::new(false);
        Self(Arc::new(Inner { kind, schema, read_only, full: AtomicBool::new(false), broken, asked: AtomicU64::new(0) }))
    }

    /// Which engine holds the data.
    pub fn engine(&self) -> Engine {
        match self.0.kind {
            Kind::Sqlite(_) => Engine::Sqlite,
            Kind::Postgres(_) => Engine::Postgres,
        }
    }

    /// A read-only transaction that sees one moment.
    /// # Errors
    /// A [`Fault`] of the engine.
    pub async fn read(&self) -> Result<Tx, Fault> {
        let link = match &self.0.kind {
            Kind::Sqlite(lite) => lite.read().await.map(Link::Reading),
            Kind::Postgres(pg) => pg.begin(Begin::Read).await.map(Link::Postgres),
        };
        Ok(Tx::new(link.map_err(|fault| self.0.seen(fault))?, Arc::clone(&self.0), false))
    }

    /// A write transaction. On PostgreSQL it may end with [`Fault::Conflict`]: prefer [`Store::write`].
    /// # Errors
    /// [`Fault::Broken`] after an I/O error; any [`Fault`] of the engine.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        self.begin_as(Begin::Write).await
    }

    /// As [`Store::begin`] for one of several tries: after a lost one, no other writer runs beside it.
    /// # Errors
    /// As [`Store::begin`].
    pub async fn begin_try(&self, tries: &Tries) -> Result<Tx, Fault> {
        self.begin_as(if tries.0 == 0 { Begin::Write } else { Begin::WriteAlone }).await
    }

    async fn begin_as(&self, how: Begin) -> Result<Tx, Fault> {
        self.0.sound()?;
        if self.0.read_only {
            return Err(Fault::misuse("the store was opened to be looked at"));
        }
        let link = match &self.0.kind {
            Kind::Sqlite(lite) => lite.begin().await.map(Link::Writing),
            Kind::Postgres(pg) => pg.begin(how).await.map(Link::Postgres),
        };
        Ok(Tx::new(link.map_err(|fault| self.0.seen(fault))?, Arc::clone(&self.0), true))
    }

    /// Lets the engine read a statement without running it: its syntax, names and parameters.
    /// # Errors
    /// [`Fault::Engine`] in the engine's words.
    pub async fn check(&self, sql: Sql) -> Result<(), Fault> {
        match &self.0.kind {
            Kind::Sqlite(lite) => lite.check(sql.lite()).await,
            Kind::Postgres(pg) => pg.check(sql.text()).await,
        }
    }

    /// Whether the last refusal was for a full disk. Reading goes on; a write may be tried again.
    pub fn is_full(&self) -> bool {
        self.0.full.load(Ordering::Relaxed)
    }

    /// Takes note of a fault met beside the database, for example by [`crate::blobs::Blobs`]:
    /// a failing disk stops all writing. Gives the fault back.
    pub fn note(&self, fault: Fault) -> Fault {
        self.0.seen(fault)
    }

    /// How many statements, besides those that begin and end transactions, the engine was sent since the
    /// store was opened.
    pub fn asked(&self) -> u64 {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// Ends once the store has met an I/O error: the process must then exit and start again from disk.
    pub async fn broken(&self) {
        let mut broken = self.0.broken.subscribe();
        let _ = broken.wait_for(|broken| *broken).await;
    }
}

impl Inner {
    /// Refuses once the store is broken.
    pub(crate) fn sound(&self) -> Result<(), Fault> {
        if *self.broken.borrow() { Err(Fault::Broken) } else { Ok(()) }
    }

    /// A write landed, so the disk has room again.
    pub(crate) fn landed(&self) {
        self.full.store(false, Ordering::Relaxed);
    }

    /// Takes note of a fault that concerns the whole store.
    pub(crate) fn seen(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Broken => {
                tracing::error!("the store reported an I/O error");
                self.broken.send_replace(true);
            }
            Fault::Full if !self.full.swap(true, Ordering::Relaxed) => {
                tracing::error!(
                    "the disk is full: nothing can be saved until there is room; deleting the ballast beside the database makes some"
                );
            }
            _ => {}
        }
        fault
    }
}

/// The file that an address names; `None` for a server's.
fn file_of(address: &str) -> Result<Option<&Path>, Fault> {
    match address.strip_prefix("sqlite:") {
        Some(path) => Ok(Some(Path::new(path))),
        None if address.starts_with("postgres://") || address.starts_with("postgresql://") => Ok(None),
        None => Err(Fault::Address("expected sqlite:PATH or postgres://…".to_owned())),
    }
}

fn open_file(path: &Path, options: &Options) -> Result<(sqlite::Lite, Schema), Fault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| Fault::file(&e))?;
    }
    let opened = sqlite::Lite::open(path, &options.migrations)?;
    if let Err(fault) = ballast::lay(&ballast::beside(path), options.ballast) {
        tracing::warn!(%fault, "the ballast could not be laid");
    }
    Ok(opened)
}

const TRIES: u32 = 12;

/// How long to wait before try number `tried`, longer each time and a little different for everyone.
fn pause(tried: u32) -> Duration {
    let mut byte = [0_u8; 1];
    let _ = getrandom::fill(&mut byte);
    Duration::from_micros((u64::from(byte[0]) + 64) << tried.min(8))
}

impl Store {
    /// Runs `work` in a write transaction and commits it; when another transaction won, all of it
    /// runs again with no other writer beside it.
    /// # Errors
    /// What `work` answers, or the [`Fault`] of the last try.
    pub async fn write<T, E: From<Fault> + MayRetry>(&self, mut work: impl AsyncFnMut(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let mut tries = Tries::default();
        loop {
            let mut tx = self.begin_try(&tries).await?;
            let done = work(&mut tx).await;
            if let Some(done) = tries.after(tx, done).await {
                return done;
            }
        }
    }
}

/// An error that can say whether the whole transaction may be run again.
pub trait MayRetry {
    fn may_retry(&self) -> bool;
}

impl MayRetry for Fault {
    fn may_retry(&self) -> bool {
        Self::may_retry(self)
    }
}

/// Runs a block in a write transaction and commits it, as [`Store::write`] does, in place: handlers that
/// must be `Send` cannot hold an async closure.
#[macro_export]
macro_rules! write {
    ($store:expr, |$tx:ident| $work:expr) => {{
        let mut tries = $crate::Tries::default();
        loop {
            let mut begun = $store.begin_try(&tries).await?;
            let $tx = &mut begun;
            let done = async { $work }.await;
            match tries.after(begun, done).await {
                Some(done) => break done,
                None => {}
            }
        }
    }};
}

/// How often one write was tried.
#[derive(Debug, Default)]
pub struct Tries(u32);

impl Tries {
    /// Commits what was done; `None` when another transaction won and all of it shall run again.
    pub async fn after<T, E: From<Fault> + MayRetry>(&mut self, tx: Tx, done: Result<T, E>) -> Option<Result<T, E>> {
        let done = match done {
            Ok(done) => tx.commit().await.map(|()| done).map_err(E::from),
            Err(error) => {
                drop(tx);
                Err(error)
            }
        };
        match done {
            Err(error) if error.may_retry() && self.0 < TRIES => {
                tokio::time::sleep(pause(self.0)).await;
                self.0 += 1;
                None
            }
            done => Some(done),
        }
    }
}
