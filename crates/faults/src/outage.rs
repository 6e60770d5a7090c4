//! F2: the power goes while eight people type, and the control run that must lose.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::dice::Dice;
use crate::folder::{self, Scratch};
use crate::kill::{come_back, finish, type_and_kill};
use crate::power::{self, Platter};
use crate::server::Installation;
use crate::tally::Tally;
use crate::writers::Writers;

/// How much of what was not synced survives, in percent, one after another.
const SURVIVES: [u64; 4] = [0, 10, 50, 90];

/// Loses the power `wanted` times.
pub fn test(binary: &Path, seed: &Path, wanted: u64, until: Instant) -> io::Result<Tally> {
    run(Tally::new("F2 power loss under eight writers", "power losses", wanted), binary, seed, until)
}

/// The same with a store that does not wait for the disk: it must lose, or the test is blind.
pub fn control(binary: &Path, seed: &Path, at_most: u64, until: Instant) -> io::Result<Tally> {
    let tally = Tally::new("F2 control with synchronous=NORMAL", "power losses", at_most);
    run(Tally { must_lose: true, ..tally }, binary, seed, until)
}

fn run(mut tally: Tally, binary: &Path, seed: &Path, until: Instant) -> io::Result<Tally> {
    let scratch = Scratch::make(&folder::quick(), if tally.must_lose { "control" } else { "power" })?;
    let platter = Platter { data: scratch.path.join("data"), synced: scratch.path.join("synced") };
    folder::copy(seed, &platter.data)?;
    let home = installation(binary, &platter, &power::shim(&scratch.path)?, tally.must_lose);
    let mut writers = Writers::gather()?;
    while tally.rounds < tally.wanted && Instant::now() < until && !(tally.must_lose && tally.lost > 0) {
        platter.settle()?;
        let mut server = come_back(&home, &mut writers, &mut tally)?;
        let mut dice = Dice::of(2, tally.rounds);
        type_and_kill(&mut server, &mut writers, &mut tally, Duration::from_millis(dice.between(50, 600)));
        let survives = usize::try_from(tally.rounds).ok().and_then(|at| SURVIVES.get(at % SURVIVES.len())).copied();
        platter.lose_power(&mut dice, survives.unwrap_or_default())?;
        tally.rounds += 1;
    }
    finish(&home, &mut writers, &mut tally)?;
    Ok(tally)
}

fn installation(binary: &Path, platter: &Platter, shim: &Path, unsafe_sync: bool) -> Installation {
    let home = Installation::new(binary, &platter.data)
        .with("LD_PRELOAD", shim.display().to_string())
        .with("POWERLOSS_DATA", platter.data.display().to_string())
        .with("POWERLOSS_SYNCED", platter.synced.display().to_string());
    if unsafe_sync { home.with("GIAOUOC_UNSAFE_SYNC", "normal") } else { home }
}
