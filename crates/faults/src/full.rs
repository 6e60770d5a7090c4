//! F3: the disk fills up under eight people who type.
//!
//! On a small file system of its own the server runs until it can save nothing more. From then on it
//! must say so, still show pages, and go on once the ballast beside the database is given up.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::folder::{self, Scratch};
use crate::kill::{come_back, finish};
use crate::server::{Installation, Server};
use crate::site::Outcome;
use crate::tally::Tally;
use crate::writers::Writers;

/// Room left beside the installation and its ballast, in bytes, one size after another.
const ROOM: [u64; 4] = [1 << 20, 2 << 20, 4 << 20, 8 << 20];

/// So often eight people type before a disk that is not full yet counts as a fault: many times what the largest
/// holds. Counted and not timed, so that a busy machine fails nothing.
const MOST_FILLING: u32 = 20_000;

/// So often everybody tries again, each time after a pause, before the server counts as not recovered.
const MOST_TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(200);

/// Fills `wanted` disks.
pub fn test(binary: &Path, seed: &Path, wanted: u64, until: Instant) -> io::Result<Tally> {
    let mut tally = Tally::new("F3 disk full", "full disks", wanted);
    for room in ROOM.iter().cycle() {
        if tally.rounds == wanted || Instant::now() > until {
            break;
        }
        let scratch = Scratch::make(&std::env::temp_dir(), "full")?;
        let disk = match Disk::mount(&scratch.path, size_of(seed)? + room) {
            Ok(disk) => disk,
            Err(why) => return Ok(Tally::skipped("F3 disk full", format!("a small tmpfs needs root ({why})"))),
        };
        fill_one(&disk, binary, seed, &scratch.path, &mut tally)?;
        tally.rounds += 1;
    }
    Ok(tally)
}

fn fill_one(disk: &Disk, binary: &Path, seed: &Path, logs: &Path, tally: &mut Tally) -> io::Result<()> {
    let mut home = Installation::new(binary, &disk.0.join("data"));
    home.log = logs.join("server.log");
    folder::copy(seed, &home.data)?;
    let mut writers = Writers::gather()?;
    let mut server = come_back(&home, &mut writers, tally)?;
    fill(&mut writers, tally);
    watch_when_full(&mut server, &mut writers, tally);
    recover(&home, &mut server, &mut writers, tally)?;
    server.kill();
    finish(&home, &mut writers, tally)?;
    Ok(())
}

/// Everybody types until nobody can save.
fn fill(writers: &mut Writers, tally: &mut Tally) {
    for _ in 0..MOST_FILLING {
        if !writers.together(|writer| matches!(writer.write(), Outcome::Saved(_))).contains(&true) {
            return;
        }
    }
    tally.fault("the disk did not fill up");
}

/// On a full disk pages are still shown.
fn watch_when_full(server: &mut Server, writers: &mut Writers, tally: &mut Tally) {
    if server.has_ended() {
        return tally.fault("the server ended on a full disk");
    }
    let blind = writers.together(|writer| writer.look().is_ok_and(|cells| cells > 0)).iter().filter(|seen| !**seen).count();
    if blind > 0 {
        tally.fault(format!("{blind} of the eight could not read their sheet on a full disk"));
    }
}

/// The ballast is given up, and everybody can save again.
fn recover(home: &Installation, server: &mut Server, writers: &mut Writers, tally: &mut Tally) -> io::Result<()> {
    let ballast = folder::files(&home.data)?.into_iter().find(|file| file.extension().is_some_and(|end| end == "ballast"));
    let Some(ballast) = ballast else {
        tally.fault("there is no ballast to give up");
        return Ok(());
    };
    fs::remove_file(ballast)?;
    for _ in 0..MOST_TRIES {
        writers.return_to(server.port).map(|verdict| tally.judged(verdict))?;
        if !writers.together(|writer| matches!(writer.write(), Outcome::Saved(_))).contains(&false) {
            return Ok(());
        }
        sleep(PAUSE);
    }
    tally.fault("the server did not save again after the ballast's end");
    Ok(())
}

/// A small file system in memory; unmounted when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: &Path, size: u64) -> io::Result<Self> {
        let place = at.join("disk");
        fs::create_dir_all(&place)?;
        let ended = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(&place).output()?;
        if ended.status.success() {
            Ok(Self(place))
        } else {
            Err(io::Error::other(String::from_utf8_lossy(&ended.stderr).trim().to_owned()))
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

fn size_of(folder: &Path) -> io::Result<u64> {
    folder::files(folder)?.iter().map(|file| Ok(fs::metadata(file)?.len().next_multiple_of(4096))).sum()
}
