//! The project's own chores: `cargo xtask test`, `cargo xtask tidy`, `cargo xtask bench`, `cargo xtask faults`,
//! `cargo xtask fuzz`.

mod chores;
mod postgres;
mod runner;
mod setup;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask <chore>
  test          set up what the tests need, then run all of them
  tidy          check layers, words and documents
  bench         run the benchmarks, each beside its physical limit
  faults TIER   run the fault harness: first | nightly
  fuzz TIMES    mutate files TIMES as often as the tests do
  fuzz guided   search for files that reach new branches, five minutes for each reader
  setup         only install what the tests need";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => chores::test(),
        ["tidy"] => tidy::report(),
        ["bench"] => chores::bench(),
        ["faults", tier @ ("first" | "nightly")] => chores::faults(tier),
        ["fuzz", "guided"] => chores::search(),
        ["fuzz", times] => chores::fuzz(times),
        ["setup"] => setup::everything(),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
