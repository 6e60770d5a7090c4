//! `giaouoc verify`: does the store still hold what its journal vouches for?

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use storage::blobs::Blobs;
use storage::checkpoint::{self, Checkpoint};
use storage::verify::{Report, verify, verify_files};
use storage::{MIGRATIONS, Migration, Store};

use crate::settings::Place;

/// Compares every row, journal entry and evidence file with the journal's hashes; ends with 1 when anything differs.
#[derive(Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    /// Checkpoints kept from earlier: finds history that was rewritten or cut since.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Writes today's checkpoints here, to be kept elsewhere.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
}

impl Verify {
    pub fn run(&self) -> ExitCode {
        match self.report() {
            Ok(report) => self.answer(&report),
            Err(why) => {
                eprintln!("không kiểm tra được / cannot verify: {why}");
                ExitCode::from(2)
            }
        }
    }

    fn report(&self) -> Result<Report, String> {
        let known = self.checkpoint.as_deref().map_or(Ok(Vec::new()), known)?;
        let address = self.place.address();
        must_exist(&address)?;
        let files = self.place.files();
        if !files.is_dir() {
            return Err(format!("không có thư mục minh chứng / no such folder: {}; --data?", files.display()));
        }
        let runtime = tokio::runtime::Runtime::new().map_err(|why| why.to_string())?;
        runtime.block_on(async {
            let (store, lack) = Store::inspect(&address, MIGRATIONS).await.map_err(|fault| fault.to_string())?;
            lack.first().into_iter().for_each(older);
            let mut report = verify(&store, &known).await.map_err(|fault| fault.to_string())?;
            verify_files(&store, &Blobs::beside(&files), &mut report).await.map_err(|fault| fault.to_string())?;
            Ok(report)
        })
    }

    fn answer(&self, report: &Report) -> ExitCode {
        show(report);
        match self.export.as_deref().map_or(Ok(()), |file| export(file, &report.checkpoints)) {
            Err(why) => {
                eprintln!("{why}");
                ExitCode::from(2)
            }
            Ok(()) if report.is_sound() => ExitCode::SUCCESS,
            Ok(()) => ExitCode::from(1),
        }
    }
}

/// The store was last opened by an older program; it is looked at as it is.
fn older(lack: &Migration) {
    let version = lack.version;
    eprintln!("dữ liệu của bản cũ hơn, chưa có bước V{version} / kept by an older version, without step V{version}");
}

/// A mistyped path is told in plain words.
fn must_exist(address: &str) -> Result<(), String> {
    match address.strip_prefix("sqlite:") {
        Some(path) if !Path::new(path).is_file() => Err(format!("không có tệp / no such file: {path}")),
        _ => Ok(()),
    }
}

fn known(file: &Path) -> Result<Vec<Checkpoint>, String> {
    let text = fs::read_to_string(file).map_err(|why| format!("{}: {why}", file.display()))?;
    checkpoint::parse(&text).map_err(|line| format!("{}: dòng {line} không đúng mẫu / line {line} is not as it should be", file.display()))
}

fn export(file: &Path, checkpoints: &[Checkpoint]) -> Result<(), String> {
    let text: Vec<String> = checkpoints.iter().map(ToString::to_string).collect();
    fs::write(file, text.join("\n")).map_err(|why| format!("{}: {why}", file.display()))
}

fn show(report: &Report) {
    for finding in &report.findings {
        println!("{finding}");
    }
    let Report { logs, entries, rows, files, found, .. } = report;
    println!("nhật ký / logs: {logs}; mục / entries: {entries}; dòng / rows: {rows}; tệp / files: {files}; sai lệch / findings: {found}");
    println!("{}", if report.is_sound() { "nguyên vẹn / sound" } else { "KHÔNG nguyên vẹn / NOT sound" });
}
