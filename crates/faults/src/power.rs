//! What a disk holds after the power went: everything that was synced, and of the rest whatever
//! happened to be written.
//!
//! The shim `faults/powerloss/powerloss.c` copies a file aside at each `fsync`, under its inode
//! number, and writes down the names of a folder when that is synced. After the kill each 512-byte
//! sector that differs from the copy survives by chance, a changed length survives by chance, and so
//! does a name that was not synced. The ballast is never written to and is left alone.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::dice::Dice;
use crate::folder;

const SECTOR: usize = 512;

/// The folder in which the shim keeps what is certainly on disk.
pub struct Platter {
    pub data: PathBuf,
    pub synced: PathBuf,
}

/// Compiles the shim.
pub fn shim(into: &Path) -> io::Result<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../faults/powerloss/powerloss.c");
    let library = into.join("powerloss.so");
    let ended = Command::new("cc").args(["-O2", "-Wall", "-shared", "-fPIC", "-o"]).arg(&library).arg(&source).arg("-ldl").status()?;
    if ended.success() { Ok(library) } else { Err(io::Error::other(format!("cc ended with {ended}"))) }
}

impl Platter {
    /// Takes everything that is there now as safely written.
    pub fn settle(&self) -> io::Result<()> {
        let _ = fs::remove_dir_all(&self.synced);
        fs::create_dir_all(&self.synced)?;
        for file in folder::files(&self.data)?.iter().filter(|file| !is_ballast(file)) {
            fs::copy(file, self.synced.join(inode(file)?))?;
        }
        for folder in folder::folders(&self.data)? {
            let names: Vec<String> = entries(&folder)?.into_iter().map(|(name, inode)| format!("{inode} {name}\n")).collect();
            fs::write(self.synced.join(format!("{}.names", inode(&folder)?)), names.concat())?;
        }
        Ok(())
    }

    /// Leaves what a power loss would leave; `percent` of what was not synced survives.
    pub fn lose_power(&self, dice: &mut Dice, percent: u64) -> io::Result<()> {
        for folder in folder::folders(&self.data)? {
            self.forget_names(&folder, dice, percent)?;
        }
        for file in folder::files(&self.data)?.iter().filter(|file| !is_ballast(file)) {
            let synced = fs::read(self.synced.join(inode(file)?)).unwrap_or_default();
            let found = fs::read(file)?;
            overwrite(file, &mixed(&synced, &found, dice, percent))?;
        }
        Ok(())
    }

    /// Undoes creations and renamings that were not synced with their folder.
    fn forget_names(&self, folder: &Path, dice: &mut Dice, percent: u64) -> io::Result<()> {
        let list = self.synced.join(format!("{}.names", inode(folder)?));
        let text = fs::read_to_string(list).unwrap_or_default();
        let synced: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
        for (name, inode) in entries(folder)? {
            let (path, known) = (folder.join(&name), synced.get(inode.as_str()));
            if path.is_dir() || known == Some(&name.as_str()) || dice.falls(percent) {
                continue;
            }
            match known {
                Some(old) => fs::rename(&path, folder.join(old))?,
                None => fs::remove_file(&path)?,
            }
        }
        Ok(())
    }
}

/// The bytes on the platter: sector by sector the synced ones or, by chance, the new ones.
fn mixed(synced: &[u8], found: &[u8], dice: &mut Dice, percent: u64) -> Vec<u8> {
    let length = if dice.falls(percent) { found.len() } else { synced.len() };
    let mut bytes = Vec::with_capacity(length);
    while bytes.len() < length {
        let range = bytes.len()..length.min(bytes.len() + SECTOR);
        let (old, new) = (sector(synced, range.clone()), sector(found, range));
        let survives = old != new && dice.falls(percent);
        bytes.extend(if survives { new } else { old });
    }
    bytes
}

fn sector(bytes: &[u8], range: std::ops::Range<usize>) -> Vec<u8> {
    let there = bytes.get(range.start.min(bytes.len())..range.end.min(bytes.len())).unwrap_or_default();
    let mut sector = there.to_vec();
    sector.resize(range.len(), 0);
    sector
}

/// Writes in place, so that the inode stays.
fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).open(path)?;
    file.write_all(bytes)?;
    file.set_len(u64::try_from(bytes.len()).map_err(io::Error::other)?)
}

fn entries(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let read = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        Ok((entry.file_name().to_string_lossy().into_owned(), entry.metadata()?.ino().to_string()))
    };
    fs::read_dir(folder)?.map(read).collect()
}

fn inode(path: &Path) -> io::Result<String> {
    Ok(fs::metadata(path)?.ino().to_string())
}

fn is_ballast(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "ballast")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_luck_only_the_synced_bytes_remain() {
        let mut dice = Dice::of(0, 0);
        assert_eq!(mixed(b"old", b"newer", &mut dice, 0), b"old");
        assert_eq!(mixed(b"old", b"newer", &mut dice, 100), b"newer");
    }

    #[test]
    fn sectors_survive_one_by_one() {
        let (old, new) = (vec![1; SECTOR * 64], vec![2; SECTOR * 64]);
        let mixed = mixed(&old, &new, &mut Dice::of(0, 1), 50);
        let survived = mixed.chunks(SECTOR).filter(|sector| sector.iter().all(|byte| *byte == 2)).count();
        assert!(mixed.chunks(SECTOR).all(|sector| sector.iter().all(|byte| *byte == sector[0])));
        assert!((10..54).contains(&survived), "{survived} of 64");
    }

    #[test]
    fn a_name_that_was_not_synced_goes_back() {
        let top = folder::Scratch::make(&folder::quick(), "names").expect("a folder");
        let platter = Platter { data: top.path.join("data"), synced: top.path.join("synced") };
        fs::create_dir_all(&platter.data).expect("a folder");
        fs::write(platter.data.join("a"), b"text").expect("a file");
        platter.settle().expect("settled");
        fs::rename(platter.data.join("a"), platter.data.join("b")).expect("renamed");
        fs::write(platter.data.join("c"), b"new").expect("a file");
        platter.lose_power(&mut Dice::of(0, 0), 0).expect("power lost");
        assert_eq!(fs::read(platter.data.join("a")).expect("the old name"), b"text");
        assert_eq!(folder::files(&platter.data).expect("a list").len(), 1);
    }
}
