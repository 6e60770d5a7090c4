//! The chores that run other commands.

use std::path::PathBuf;

use crate::postgres::Postgres;
use crate::runner::{Runner, counted, last, summary};
use crate::setup::{everything, run, run_with};

/// All tests: rules, storage on both engines, pages, browser, faults of the first tier. Each runs even
/// where an earlier one failed; the summary comes last.
///
/// # Errors
/// Names what failed, or what could not be set up.
pub fn test() -> Result<(), String> {
    everything()?;
    let postgres = Postgres::start()?;
    let (server, faults) = (program("giaouoc"), program("faults"));
    let engine = [("GIAOUOC_TEST_POSTGRES", &*postgres.address())];
    let product = [("GIAOUOC_BIN", &*server), engine[0]];
    let runners = [
        Runner {
            name: "rules, stores and pages",
            program: "cargo",
            words: &["test", "--workspace", "--no-fail-fast"],
            variables: &engine,
            longest: 35,
            closing: counted,
        },
        Runner {
            name: "the server itself",
            program: "cargo",
            words: &["build", "--package", "server", "--package", "faults"],
            variables: &[],
            longest: 15,
            closing: |_| "built".to_owned(),
        },
        Runner { name: "browser", program: "node", words: &["e2e/run.mjs"], variables: &product, longest: 25, closing: last },
        Runner { name: "faults, first tier", program: &faults, words: &["first", &server], variables: &[], longest: 10, closing: last },
    ];
    summary(&runners.map(|runner| runner.run()))
}

/// A program of ours as `cargo build` leaves it.
fn program(name: &str) -> String {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let path = target.join("debug").join(name);
    std::path::absolute(&path).unwrap_or(path).display().to_string()
}

/// All benchmarks, each beside its physical limit in the same run.
///
/// # Errors
/// The first command that failed.
pub fn bench() -> Result<(), String> {
    run("cargo", &["bench", "--workspace"])
}

/// The mutated files of the tests, `times` as many and further ones.
///
/// # Errors
/// A reader gave up, or did not write back what it took.
pub fn fuzz(times: &str) -> Result<(), String> {
    let words = ["test", "--release", "--package", "exchange", "--test", "fuzz"];
    run_with("cargo", &words, &[("FUZZ_CASES", times)])
}

/// Counters in every branch, by the stable compiler.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Seconds of guided search for each reader.
const SEARCHED: &str = "-max_total_time=300";

/// Guided search: files that reach new branches are kept in `fuzz/corpus` and changed further. What makes a
/// reader give up is left in `fuzz`.
///
/// # Errors
/// A reader gave up, or a C++ compiler is missing.
pub fn search() -> Result<(), String> {
    let build = ["build", "--release", "--manifest-path", "fuzz/Cargo.toml", "--target", "x86_64-unknown-linux-gnu"];
    run_with("cargo", &build, &[("RUSTFLAGS", COUNTERS), ("CARGO_TARGET_DIR", "fuzz/target")])?;
    for target in ["table", "command", "workbook"] {
        let corpus = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(&corpus).map_err(|why| format!("{corpus}: {why}"))?;
        let program = format!("fuzz/target/x86_64-unknown-linux-gnu/release/{target}");
        run(&program, &[SEARCHED, "-timeout=30", "-artifact_prefix=fuzz/", &corpus, "crates/exchange/tests/data"])?;
    }
    Ok(())
}

/// The fault harness on the real server.
///
/// # Errors
/// The harness found a loss, or could not run.
pub fn faults(tier: &str) -> Result<(), String> {
    run("cargo", &["build", "--package", "server", "--package", "faults"])?;
    run(&program("faults"), &[tier, &program("giaouoc")])
}
