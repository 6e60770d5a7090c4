//! `giaouoc score` on the real table as a whole process: start, read, score, explain, print, end.
//!
//! `cargo bench -p server --bench score` prints the median of fifty runs beside that of a run that does nothing;
//! goal: at most 20 ms.
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 50;

fn run(words: &[&Path]) -> Duration {
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_giaouoc"));
    let ended = command.args(words).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(ended.success());
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/data");
    let (table, results) = (data.join("table-commune-2025.json"), data.join("results-commune-2025.json"));
    let (mut scored, mut idle) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        scored.push(run(&[Path::new("score"), &table, &results]));
        idle.push(run(&[Path::new("--version")]));
    }
    scored.sort();
    let (best, worst) = (scored[0], scored[RUNS - 1]);
    println!("giaouoc score  {:?} (best {best:?}, worst {worst:?}; goal: at most 20 ms)", median(scored));
    println!("giaouoc --version  {:?}", median(idle));
}
