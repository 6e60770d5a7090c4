//! One acknowledged save (row, journal entry, head, idempotency key) beside a raw durable
//! transaction of the same engine that writes as many bytes of content. Interleaved, medians.
//!
//! `cargo bench -p storage --bench save` prints microseconds and the ratio; set `SAVES` for more.
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use std::path::Path;
use std::time::{Duration, Instant};

use storage::{Entry, IdemKey, MIGRATIONS, Migration, Options, Store, Tx};
use values::Moment;

const CELL: Migration = Migration {
    version: 9000,
    name: "bench",
    text: "CREATE TABLE bench_cell (
    year_id BIGINT NOT NULL,
    path TEXT NOT NULL,
    value TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (year_id, path)
);",
};

storage::sql! {
    ADD(bench_cell) = "INSERT INTO bench_cell (year_id, path, value, version) VALUES ($1, $2, $3, 1) RETURNING *";
    SAVE(bench_cell) = "UPDATE bench_cell SET value = $3, version = version + 1 WHERE year_id = $1 AND path = $2 RETURNING *";
}

/// What one save writes besides its indexes: cell, entry, salt, hashes, head, key.
const BYTES: usize = 700;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let saves = std::env::var("SAVES").ok().and_then(|n| n.parse().ok()).unwrap_or(2000);
    let folder = std::env::temp_dir().join(format!("giaouoc-bench-save-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    sqlite(&folder, saves).await;
    if let Ok(server) = std::env::var("GIAOUOC_TEST_POSTGRES") {
        postgres(&server, saves).await;
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

async fn open(address: &str) -> Store {
    let mut migrations = MIGRATIONS.to_vec();
    migrations.push(CELL);
    let store = Store::open_with(address, &Options { ballast: 0, migrations }).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    for leaf in 0..176 {
        tx.keep(ADD, &[1.into(), (&path(leaf)).into(), "0".into()]).await.unwrap();
    }
    record(&mut tx, "all", 0).await;
    tx.commit().await.unwrap();
    store
}

fn path(n: usize) -> String {
    format!("I.{}", n % 176)
}

async fn record(tx: &mut Tx, subject: &str, n: usize) {
    let body = serde_json::json!({"old": {"value": "12.50", "version": n}, "new": {"value": "13.25", "version": n + 1}, "why": null});
    let entry = Entry { log: 1, at: Moment::from_micros(1), actor: "acc_01hq000000001", act: "self_score.save", subject, body: &body };
    tx.record(entry).await.unwrap();
}

async fn save(store: &Store, n: usize) {
    let mut tx = store.begin().await.unwrap();
    let key = IdemKey::of(&format!("{n:032}")).unwrap();
    let value = n.to_string();
    tx.keep(SAVE, &[1.into(), (&path(n)).into(), (&value).into()]).await.unwrap().unwrap();
    record(&mut tx, &path(n), n).await;
    tx.remember(&key, 1, "saved 2", Moment::from_micros(1)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn sqlite(folder: &Path, saves: usize) {
    let store = open(&format!("sqlite:{}", folder.join("store.db").display())).await;
    let raw = rusqlite::Connection::open(folder.join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE raw (id INTEGER PRIMARY KEY, bytes BLOB)")
        .unwrap();
    let (mut raws, mut kept, bytes) = (Vec::new(), Vec::new(), vec![7_u8; BYTES]);
    for n in 0..saves {
        let start = Instant::now();
        raw.execute_batch("BEGIN IMMEDIATE").unwrap();
        raw.prepare_cached("INSERT INTO raw (bytes) VALUES (?1)").unwrap().execute([&bytes]).unwrap();
        raw.execute_batch("COMMIT").unwrap();
        raws.push(start.elapsed());
        let start = Instant::now();
        save(&store, n).await;
        kept.push(start.elapsed());
    }
    show("SQLite", &mut raws, &mut kept);
    together(&store, saves).await;
}

/// Eight writers at once, each save its own commit.
async fn together(store: &Store, saves: usize) {
    let start = Instant::now();
    let tasks: Vec<_> = (0..8)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0..saves / 8 {
                    save(&store, (writer + 1) * 1_000_000 + n).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let each = start.elapsed() / u32::try_from(saves).unwrap();
    println!("SQLite, eight writers at once: {} us a save", each.as_micros());
}

async fn postgres(server: &str, saves: usize) {
    let schema = format!("bench_{}", std::process::id());
    let (client, line) = tokio_postgres::connect(server, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(line);
    client
        .batch_execute(&format!(
            "CREATE SCHEMA {schema}; SET search_path = {schema}; CREATE TABLE raw (id BIGINT PRIMARY KEY, bytes BYTEA)"
        ))
        .await
        .unwrap();
    let store = open(&format!("{server}?options=-csearch_path%3D{schema}")).await;
    let insert = client.prepare("INSERT INTO raw (id, bytes) VALUES ($1, $2)").await.unwrap();
    let (mut raws, mut kept, bytes) = (Vec::new(), Vec::new(), vec![7_u8; BYTES]);
    for n in 0..saves {
        let start = Instant::now();
        client.batch_execute("BEGIN").await.unwrap();
        client.execute(&insert, &[&i64::try_from(n).unwrap(), &bytes]).await.unwrap();
        client.batch_execute("COMMIT").await.unwrap();
        raws.push(start.elapsed());
        let start = Instant::now();
        save(&store, n).await;
        kept.push(start.elapsed());
    }
    show("PostgreSQL", &mut raws, &mut kept);
    client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
}

fn show(engine: &str, raws: &mut [Duration], kept: &mut [Duration]) {
    let (raw, save) = (median(raws), median(kept));
    let hundredths = save.as_micros() * 100 / raw.as_micros().max(1);
    let (whole, part) = (hundredths / 100, hundredths % 100);
    println!("{engine}: raw {} us, save {} us, ratio {whole}.{part:02}", raw.as_micros(), save.as_micros());
}

fn median(all: &mut [Duration]) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}
