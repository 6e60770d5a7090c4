//! The chores that run other commands.

use crate::postgres::Postgres;
use crate::setup::{everything, run, run_with};

/// All tests: rules, storage on both engines, pages, browser, faults of the first tier.
///
/// # Errors
/// The first command that failed.
pub fn test() -> Result<(), String> {
    everything()?;
    let postgres = Postgres::start()?;
    let server = postgres.address();
    run_with("cargo", &["test", "--workspace", "--no-fail-fast"], &[("GIAOUOC_TEST_POSTGRES", &server)])
}

/// All benchmarks, each beside its physical limit in the same run.
///
/// # Errors
/// The first command that failed.
pub fn bench() -> Result<(), String> {
    run("cargo", &["bench", "--workspace"])
}

/// The fault harness on the real server.
///
/// # Errors
/// The harness found a loss, or could not run.
pub fn faults(tier: &str) -> Result<(), String> {
    run("cargo", &["run", "--release", "--package", "faults", "--", tier])
}
