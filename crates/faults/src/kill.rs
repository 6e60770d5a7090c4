//! F1: `kill -9` of the server while eight people type.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::folder::{self, Scratch};
use crate::server::{Installation, Server};
use crate::tally::Tally;
use crate::writers::Writers;

/// Kills `wanted` times, looking after each restart, and once more at the end.
pub fn test(binary: &Path, seed: &Path, wanted: u64, until: Instant) -> io::Result<Tally> {
    let scratch = Scratch::make(&std::env::temp_dir(), "kill")?;
    let home = Installation::new(binary, &scratch.path.join("data"));
    folder::copy(seed, &home.data)?;
    let (mut tally, mut writers) = (Tally::new("F1 kill -9 under eight writers", "kills", wanted), Writers::gather()?);
    while tally.rounds < wanted && Instant::now() < until {
        let mut server = come_back(&home, &mut writers, &mut tally)?;
        let mut dice = Dice::of(1, tally.rounds);
        type_and_kill(&mut server, &mut writers, &mut tally, Duration::from_millis(dice.between(20, 500)));
        tally.rounds += 1;
    }
    finish(&home, &mut writers, &mut tally)?;
    Ok(tally)
}

/// Starts the server on what is left and compares every sheet with what was promised.
pub fn come_back(home: &Installation, writers: &mut Writers, tally: &mut Tally) -> io::Result<Server> {
    let server = home.start()?;
    tally.started(server.start);
    tally.judged(writers.return_to(server.port)?);
    Ok(server)
}

/// Lets everybody type for a while, then kills the server under their hands.
pub fn type_and_kill(server: &mut Server, writers: &mut Writers, tally: &mut Tally, after: Duration) {
    let stop = AtomicBool::new(false);
    let refusals = writers.type_until(&stop, || {
        sleep(after);
        server.kill();
    });
    refusals.into_iter().for_each(|why| tally.fault(format!("a sound value was refused: {why}")));
}

/// The last look: every sheet, then the journal against every row.
pub fn finish(home: &Installation, writers: &mut Writers, tally: &mut Tally) -> io::Result<()> {
    come_back(home, writers, tally)?.kill();
    tally.counted(writers.counts());
    if !home.run(&crate::site::verify_words(&home.data))? {
        tally.corrupt += 1;
        tally.fault("`giaouoc verify` found altered rows or files");
    }
    Ok(())
}
