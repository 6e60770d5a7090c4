//! Scratch folders that disappear again, and copies of whole installations.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of our own; removed when dropped, kept when the run asked for it.
pub struct Scratch {
    pub path: PathBuf,
}

impl Scratch {
    /// Makes `name` afresh under `place`.
    pub fn make(place: &Path, name: &str) -> io::Result<Self> {
        let path = place.join(format!("giaouoc-faults-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path)?;
        Ok(Self { path })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if std::env::var_os("GIAOUOC_FAULTS_KEEP").is_none() {
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Where files are quickest: memory when there is some, else the temporary folder.
pub fn quick() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from).map_err(io::Error::other)?);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::copy(&file, target)?;
    }
    Ok(())
}

/// Every file below a folder.
pub fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut left, mut found) = (vec![folder.to_owned()], Vec::new());
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { left.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}

/// A folder and every folder below it.
pub fn folders(top: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![top.to_owned()];
    let mut at = 0;
    while let Some(folder) = found.get(at).cloned() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                found.push(path);
            }
        }
        at += 1;
    }
    Ok(found)
}
