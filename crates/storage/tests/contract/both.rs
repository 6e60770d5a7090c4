//! Where a test keeps its own store, and the table it plays with.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use storage::{Entry, Fault, MIGRATIONS, Migration, Options, Row, Store, Tx};
use values::Moment;

/// A table with every type, after the real schema.
const PROBE: Migration = Migration {
    version: 9000,
    name: "probe",
    text: "CREATE TABLE probe (org_id BIGINT NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL, flag BIGINT, paper BYTEA, PRIMARY KEY (org_id, name));",
};

storage::sql! {
    pub PUT(probe) = "INSERT INTO probe (org_id, name, version, flag, paper) VALUES ($1, $2, 1, $3, $4) RETURNING *";
    pub BUMP(probe) = "UPDATE probe SET version = version + 1, flag = $4 WHERE org_id = $1 AND name = $2 AND version = $3 RETURNING *";
    pub BUMP_ALL(probe) = "UPDATE probe SET version = version + 1 WHERE org_id = $1 RETURNING *";
    pub DROP(probe) = "DELETE FROM probe WHERE org_id = $1 AND name = $2 RETURNING *";
    pub FIND(probe) = "SELECT * FROM probe WHERE org_id = $1 AND name = $2";
    pub LIST(probe) = "SELECT name, version FROM probe WHERE org_id = $1 ORDER BY name";
    pub SUM(probe) = "SELECT CAST(SUM(version) AS BIGINT) AS total FROM probe WHERE org_id = $1";
    // Behind the journal's back, as an intruder would: the table's name is a lie on purpose.
    pub FORGE(session) = "UPDATE probe SET flag = 77 WHERE org_id = $1 AND name = $2";
    pub FORGE_AWAY(session) = "DELETE FROM probe WHERE org_id = $1 AND name = $2";
    pub FORGE_IN(session) = "INSERT INTO probe (org_id, name, version) VALUES ($1, $2, 1)";
    pub FORGE_BODY(journal) = "UPDATE journal SET body = '{}' WHERE log = $1 AND seq = $2";
    pub FORGE_CHANGES(journal) = "UPDATE journal SET changes = $3 WHERE log = $1 AND seq = $2";
    pub FORGE_ENTRY(journal) = "INSERT INTO journal (log, seq, at, actor, act, subject, body, changes, salt, leaf) \
        SELECT 999, 1, at, actor, act, subject, body, $1, salt, $2 FROM journal WHERE log = 1 AND seq = 2";
    pub FORGE_HEAD(journal_head) = "INSERT INTO journal_head (log, size, frontier, root) VALUES (999, 1, $1, $2)";
    pub FORGE_FIRST(journal) = "INSERT INTO journal (log, seq, at, actor, act, subject, body, changes, salt, leaf) \
        SELECT log, 0, at, actor, act, subject, body, changes, salt, leaf FROM journal WHERE log = $1 AND seq = 2";
    pub CUT_ENTRIES(journal) = "DELETE FROM journal WHERE log = $1 AND seq > $2";
    pub CUT_HEAD(journal_head) = "UPDATE journal_head SET size = $2, frontier = $3, root = $4 WHERE log = $1";
}

/// Where one test's store lives; gone when dropped.
pub struct Place {
    address: String,
    folder: Option<PathBuf>,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Place {
    pub fn sqlite() -> Self {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("giaouoc-storage-{}-{n}", std::process::id()));
        Self { address: format!("sqlite:{}", folder.join("store.db").display()), folder: Some(folder) }
    }

    /// A schema of its own on the server that `GIAOUOC_TEST_POSTGRES` names.
    pub async fn postgres(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("GIAOUOC_TEST_POSTGRES") else {
            eprintln!("skipped: no PostgreSQL (set GIAOUOC_TEST_POSTGRES)");
            return None;
        };
        let schema = format!("t_{}_{}_{name}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(line);
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await.unwrap();
        let mark = if server.contains('?') { '&' } else { '?' };
        Some(Self { address: format!("{server}{mark}options=-csearch_path%3D{schema}"), folder: None })
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn options() -> Options {
        let mut migrations = MIGRATIONS.to_vec();
        migrations.push(PROBE);
        Options { ballast: 4096, migrations }
    }

    pub async fn open(&self) -> Store {
        Store::open_with(&self.address, &Self::options()).await.unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Records what was kept, in log `log`.
pub async fn record(tx: &mut Tx, log: i64, subject: &str) -> Result<i64, Fault> {
    let body = serde_json::json!({"new": subject, "why": "test"});
    tx.record(Entry { log, at: Moment::from_micros(1_000_000), actor: "system", act: "probe.put", subject, body: &body }).await
}

/// Keeps and records one new row of org 1 in log 1.
pub async fn put(store: &Store, name: &str) -> Row {
    let mut tx = store.begin().await.unwrap();
    let row = tx.keep(PUT, &[1.into(), name.into(), true.into(), (&[1_u8, 2]).into()]).await.unwrap().unwrap();
    record(&mut tx, 1, name).await.unwrap();
    tx.commit().await.unwrap();
    row
}
