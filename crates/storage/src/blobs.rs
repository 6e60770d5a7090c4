//! Files beside the database, each kept once under the hash of its content. *Kho tệp.*
//!
//! A name is made from the hash alone, so no path of a user's choosing ever reaches the disk.

use std::fs::{self, File};
use std::io::{Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::Fault;
use crate::canonical::hex;
use crate::merkle::Hash;

mod known;
use known::Known;

const BUFFER: usize = 1 << 16;
/// No `put` takes so long: what is older was interrupted.
const LONGEST_PUT: Duration = Duration::from_secs(24 * 3600);

/// A folder of files, content addressed. Its functions block: call them off the runtime's workers.
#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
    known: Known,
}

/// What became of a file that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    pub hash: Hash,
    /// In bytes.
    pub len: u64,
    /// The same content was there before.
    pub already: bool,
}

/// How a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    Whole,
    /// It is not what its name says.
    Damaged,
    Missing,
}

impl Blobs {
    /// Opens or makes the folder, and clears what an interrupted `put` left behind; another process may be
    /// putting files here meanwhile.
    /// # Errors
    /// [`Fault::File`] or [`Fault::Full`].
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        let blobs = Self::beside(folder);
        fs::create_dir_all(blobs.unfinished()).map_err(|e| Fault::file(&e))?;
        for left in entries(&blobs.unfinished())?.into_iter().filter(|file| is_left(file)) {
            gone(fs::remove_file(left)).map_err(|e| Fault::file(&e))?;
        }
        sync_folder(folder)?;
        Ok(blobs)
    }

    /// A folder somebody else may be writing to: nothing is made or cleared.
    pub fn beside(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), known: Known::default() }
    }

    /// Keeps what `from` gives, at most `limit` bytes. When this answers, the file survives a
    /// power loss. `None` when there was more than `limit`; then nothing is kept.
    /// # Errors
    /// [`Fault::Full`] when the disk is; [`Fault::Broken`] when it failed (tell [`crate::Store::note`]);
    /// [`Fault::File`] otherwise.
    pub fn put(&self, from: impl Read, limit: u64) -> Result<Option<Put>, Fault> {
        let draft = Draft::at(self.unfinished().join(draft_name()?))?;
        let (hash, len) = draft.fill(from.take(limit.saturating_add(1)))?;
        if len > limit {
            return Ok(None);
        }
        let already = self.settle(&draft, &hash)?;
        Ok(Some(Put { hash, len, already }))
    }

    /// Keeps the bytes.
    /// # Errors
    /// As [`Blobs::put`].
    pub fn put_bytes(&self, bytes: &[u8]) -> Result<Put, Fault> {
        let done = self.put(bytes, u64::MAX)?;
        done.ok_or_else(|| Fault::File("too long".to_owned()))
    }

    /// The file at its beginning, read through once to see that it is what its name says; or `None` when there
    /// is no such file.
    /// # Errors
    /// [`Fault::File`]; also when the content is no longer what its name says.
    pub fn sound(&self, hash: &Hash) -> Result<Option<File>, Fault> {
        let Some(mut file) = self.reader(hash)? else { return Ok(None) };
        let (found, _) = pump(&file, |_| Ok(())).map_err(|e| Fault::file(&e))?;
        if found != *hash {
            self.known.forget(hash);
            return Err(Fault::File(format!("the file {} is damaged", hex(hash))));
        }
        self.known.note(hash, &file);
        file.rewind().map_err(|e| Fault::file(&e))?;
        Ok(Some(file))
    }

    /// As [`Blobs::sound`] for a file that is read in many parts: what was read through before and was not
    /// written to since is not read through again.
    /// # Errors
    /// As [`Blobs::sound`].
    pub fn sound_before(&self, hash: &Hash) -> Result<Option<File>, Fault> {
        let Some(file) = self.reader(hash)? else { return Ok(None) };
        if self.known.holds(hash, &file) { Ok(Some(file)) } else { self.sound(hash) }
    }

    fn reader(&self, hash: &Hash) -> Result<Option<File>, Fault> {
        match File::open(self.place(hash)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::file(&error)),
        }
    }

    /// Reads a file again: is it there, and is it what its name says?
    /// # Errors
    /// [`Fault::File`] when it cannot be read at all.
    pub fn held(&self, hash: &Hash) -> Result<Held, Fault> {
        let Some(file) = self.reader(hash)? else { return Ok(Held::Missing) };
        let (found, _) = pump(file, |_| Ok(())).map_err(|e| Fault::file(&e))?;
        Ok(if found == *hash { Held::Whole } else { Held::Damaged })
    }

    fn unfinished(&self) -> PathBuf {
        self.folder.join("unfinished")
    }

    fn place(&self, hash: &Hash) -> PathBuf {
        let name = hex(hash);
        self.folder.join(name.get(..2).unwrap_or_default()).join(name)
    }

    /// Gives the draft its name; answers whether the same content was there before.
    fn settle(&self, draft: &Draft, hash: &Hash) -> Result<bool, Fault> {
        let place = self.place(hash);
        let shelf = place.parent().unwrap_or(&self.folder);
        let already = self.held(hash)? == Held::Whole;
        if !already {
            fs::create_dir_all(shelf).map_err(|e| Fault::file(&e))?;
            fs::rename(&draft.path, &place).map_err(|e| Fault::file(&e))?;
        }
        sync_folder(shelf)?;
        sync_folder(&self.folder)?;
        Ok(already)
    }
}

/// A file being written; gone when dropped, unless it was given its name.
struct Draft {
    path: PathBuf,
    file: File,
}

impl Draft {
    fn at(path: PathBuf) -> Result<Self, Fault> {
        let file = File::create_new(&path).map_err(|e| Fault::file(&e))?;
        Ok(Self { path, file })
    }

    /// Copies everything and makes it durable; answers its hash and length.
    fn fill(&self, from: impl Read) -> Result<(Hash, u64), Fault> {
        let mut file = &self.file;
        let done = pump(from, |bytes| file.write_all(bytes)).map_err(|e| Fault::file(&e))?;
        self.file.sync_all().map_err(|e| Fault::sync(&e))?;
        Ok(done)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Reads everything in parts, hands each part on, and hashes it.
fn pump(mut from: impl Read, mut to: impl FnMut(&[u8]) -> std::io::Result<()>) -> std::io::Result<(Hash, u64)> {
    let (mut hash, mut len, mut buffer) = (Sha256::new(), 0, vec![0_u8; BUFFER]);
    loop {
        let some = from.read(&mut buffer)?;
        let part = buffer.get(..some).unwrap_or_default();
        if part.is_empty() {
            return Ok((hash.finalize().into(), len));
        }
        to(part)?;
        hash.update(part);
        len += u64::try_from(some).unwrap_or(0);
    }
}

fn draft_name() -> Result<String, Fault> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| Fault::File("no randomness".to_owned()))?;
    Ok(hex(&bytes))
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let list = fs::read_dir(folder).map_err(|e| Fault::file(&e))?;
    list.map(|entry| entry.map(|entry| entry.path()).map_err(|e| Fault::file(&e))).collect()
}

/// Whether nobody can be writing this file any more. A file from the future is left alone.
fn is_left(file: &Path) -> bool {
    let changed = fs::metadata(file).and_then(|about| about.modified());
    changed.is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > LONGEST_PUT))
}

/// That somebody else has removed a file is as good.
fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    removed.or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })
}

/// A new name survives a power loss only once its folder was synced.
fn sync_folder(folder: &Path) -> Result<(), Fault> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(|e| Fault::sync(&e))
}

#[cfg(test)]
#[path = "blobs_tests.rs"]
mod tests;
