//! Evidence that was altered or lost behind the program's back is named.

use std::fs;
use std::path::{Path, PathBuf};

use scenario::{Day, tell};
use storage::blobs::Blobs;
use storage::verify::{Finding, Report, verify_files};

use crate::place::Place;

/// Every file of the store, in the order of its hash.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    let shelves = entries(folder).into_iter().filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = shelves.flat_map(|shelf| entries(&shelf)).collect();
    files.sort();
    files
}

async fn an_altered_and_a_lost_file_are_named(place: Place) {
    let mut cx = place.open().await;
    tell(&mut cx, Day::SelfScoring).await.unwrap();
    let blobs = Blobs::beside(&place.files());
    let mut report = Report::default();
    verify_files(&cx.store, &blobs, &mut report).await.unwrap();
    let files = kept(&place.files());
    assert_eq!((report.files, report.found), (u64::try_from(files.len()).unwrap(), 0));
    fs::write(&files[0], b"khac").unwrap();
    fs::remove_file(&files[1]).unwrap();
    let mut report = Report::default();
    verify_files(&cx.store, &blobs, &mut report).await.unwrap();
    assert!(matches!(report.findings[..], [Finding::DamagedFile { .. }, Finding::MissingFile { .. }]), "{:?}", report.findings);
    assert!(report.findings[1].to_string().contains(files[1].file_name().unwrap().to_str().unwrap()));
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    an_altered_and_a_lost_file_are_named(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    if let Some(place) = Place::postgres().await {
        an_altered_and_a_lost_file_are_named(place).await;
    }
}
