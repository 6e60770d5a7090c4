//! Full and failing disks under the embedded store.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use storage::{Fault, Store};

use crate::both::{FIND, LIST, PUT, Place, put, record};

/// A disk of 6 MB that only this test uses; gone when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mounted() -> Option<Self> {
        let at = std::env::temp_dir().join(format!("giaouoc-small-disk-{}", std::process::id()));
        std::fs::create_dir_all(&at).unwrap();
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(&at).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Self(at));
        }
        let _ = std::fs::remove_dir(&at);
        eprintln!("skipped: a small disk cannot be mounted here");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        let _ = std::fs::remove_dir(&self.0);
    }
}

async fn put_large(store: &Store, name: &str, size: usize) -> Result<(), Fault> {
    let mut tx = store.begin().await?;
    tx.keep(PUT, &[1.into(), name.into(), true.into(), (&vec![7_u8; size]).into()]).await?;
    record(&mut tx, 1, name).await?;
    tx.commit().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_keeps_reading_and_loses_nothing() {
    let Some(disk) = SmallDisk::mounted() else { return };
    let mut options = Place::options();
    options.ballast = 1 << 20;
    let address = format!("sqlite:{}", disk.0.join("store.db").display());
    let store = Store::open_with(&address, &options).await.unwrap();
    let mut kept = 0;
    let fault = loop {
        match put_large(&store, &format!("row {kept:04}"), 20_000).await {
            Ok(()) => kept += 1,
            Err(fault) => break fault,
        }
    };
    assert_eq!((fault, store.is_full()), (Fault::Full, true));
    assert!(kept > 10, "{kept}");
    let rows = store.read().await.unwrap().rows(LIST, &[1.into()]).await.unwrap();
    assert_eq!(rows.len(), kept);
    assert!(tokio::time::timeout(Duration::from_millis(50), store.broken()).await.is_err(), "a full disk is not a broken one");

    std::fs::remove_file(disk.0.join("store.db.ballast")).unwrap();
    put_large(&store, "after", 10).await.unwrap();
    assert!(!store.is_full());
    assert!(storage::verify::verify(&store, &[]).await.unwrap().is_sound());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ballast_that_was_given_up_is_laid_again_at_the_next_start() {
    let place = Place::sqlite();
    for _ in 0..2 {
        drop(place.open().await);
        assert_eq!(std::fs::metadata(ballast(&place)).unwrap().len(), 4096);
        std::fs::remove_file(ballast(&place)).unwrap();
    }
}

fn ballast(place: &Place) -> PathBuf {
    PathBuf::from(format!("{}.ballast", place.address().strip_prefix("sqlite:").unwrap()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_file_breaks_the_store_at_once() {
    let place = Place::sqlite();
    let store = place.open().await;
    for n in 0..200 {
        put(&store, &format!("row {n:04}")).await;
    }
    drop(store);
    garble(Path::new(place.address().strip_prefix("sqlite:").unwrap()));
    let store = place.open().await;
    let mut reader = store.read().await.unwrap();
    assert_eq!(reader.row(FIND, &[1.into(), "row 0100".into()]).await.err(), Some(Fault::Broken));
    tokio::time::timeout(Duration::from_secs(1), store.broken()).await.unwrap();
    assert_eq!(store.begin().await.err(), Some(Fault::Broken));
}

/// Overwrites the page with which every read of the table begins.
fn garble(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let root = probe_root(file);
    for byte in &mut bytes[(root - 1) * 4096..root * 4096] {
        *byte = 0x99;
    }
    std::fs::write(file, bytes).unwrap();
}

fn probe_root(file: &Path) -> usize {
    let conn = rusqlite::Connection::open(file).unwrap();
    let root: u32 = conn.query_row("SELECT rootpage FROM sqlite_master WHERE name = 'probe'", [], |row| row.get(0)).unwrap();
    usize::try_from(root).unwrap()
}
