//! The fault harness: breaks the real server in three ways and counts what it promised and forgot.
//!
//! `faults first|nightly [PATH-OF-GIAOUOC]`. Loopback and scratch folders only, every count and every
//! wait bounded. Each test prints one line; a lost or a corrupt value ends the run badly.
//! With `GIAOUOC_FAULTS_KEEP` set the scratch folders stay for a look.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use faults::folder::Scratch;
use faults::server::Installation;
use faults::tally::Tally;
use faults::{full, kill, outage};

/// How often each test is done and how long the whole run may take.
struct Tier {
    kills: u64,
    outages: u64,
    control: u64,
    disks: u64,
    longest: Duration,
}

const FIRST: Tier = Tier { kills: 30, outages: 20, control: 20, disks: 5, longest: Duration::from_secs(290) };
const NIGHTLY: Tier = Tier { kills: 500, outages: 500, control: 40, disks: 100, longest: Duration::from_secs(85 * 60) };

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let tier = match words.first().map(String::as_str) {
        Some("first") => FIRST,
        Some("nightly") => NIGHTLY,
        _ => return ended(Err(io::Error::other("usage: faults first|nightly [PATH-OF-GIAOUOC]"))),
    };
    let binary = words.get(1).map_or_else(|| PathBuf::from("target/debug/giaouoc"), PathBuf::from);
    ended(run(&binary, &tier))
}

fn ended(done: io::Result<bool>) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("faults: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every test of a tier on copies of one fresh demo.
fn run(binary: &Path, tier: &Tier) -> io::Result<bool> {
    let (begun, until) = (Instant::now(), Instant::now() + tier.longest);
    let binary = binary.canonicalize()?;
    let scratch = Scratch::make(&std::env::temp_dir(), "seed")?;
    let seed = &scratch.path.join("data");
    Installation::new(&binary, seed).start()?.kill();
    let tests: [&dyn Fn() -> io::Result<Tally>; 4] = [
        &|| kill::test(&binary, seed, tier.kills, until),
        &|| outage::test(&binary, seed, tier.outages, until),
        &|| outage::control(&binary, seed, tier.control, until),
        &|| full::test(&binary, seed, tier.disks, until),
    ];
    let mut sound = true;
    for test in tests {
        let tally = test()?;
        println!("{tally}");
        sound &= tally.passes();
    }
    println!("faults: {} in {} s", if sound { "nothing acknowledged was lost" } else { "FAILED" }, begun.elapsed().as_secs());
    Ok(sound)
}
