//! `giaouoc score TABLE RESULTS`: points from two files, without a server or a store.

use std::fs;
use std::io::{Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Score results against a table. Chấm điểm từ tệp bảng điểm và tệp số liệu.
#[derive(clap::Args)]
pub struct Score {
    /// The scoring table, `giaouoc.table/1`. Tệp thang bảng điểm.
    table: PathBuf,
    /// What the units reported, `giaouoc.results/1`. Tệp số liệu của các đơn vị.
    results: PathBuf,
}

impl Score {
    /// 0 with at most warnings, 1 with an error, 2 where a file cannot be read.
    pub fn run(self) -> ExitCode {
        match (read(&self.table), read(&self.results)) {
            (Some(table), Some(results)) => print(&exchange::score_command(&table, &results)),
            _ => ExitCode::from(2),
        }
    }
}

fn read(path: &Path) -> Option<Vec<u8>> {
    let said = |fault: &std::io::Error| {
        let _ = writeln!(stderr(), "lỗi: không đọc được tệp {0}: {fault}\nerror: cannot read {0}: {fault}", path.display());
    };
    fs::read(path).inspect_err(said).ok()
}

/// Prints what the command says. A reader that closes early is not a fault of the scores.
fn print(outcome: &exchange::Outcome) -> ExitCode {
    let _ = stderr().write_all(outcome.stderr.as_bytes());
    let _ = stdout().write_all(outcome.stdout.as_bytes());
    ExitCode::from(outcome.status)
}
