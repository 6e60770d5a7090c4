//! Room kept aside: on a full disk even cleaning up needs some. Whoever runs the server deletes the file; it is
//! laid again at the next start.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::Fault;

/// Size of the file, in bytes: 64 MB.
pub(crate) const SIZE: u64 = 64 << 20;

/// The ballast that belongs to a database file.
pub(crate) fn beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".ballast");
    PathBuf::from(name)
}

/// Writes the file in full, so that the room is really taken; leaves nothing behind when it fails.
pub(crate) fn lay(path: &Path, size: u64) -> Result<(), Fault> {
    if fs::metadata(path).is_ok_and(|file| file.len() == size) || size == 0 {
        return Ok(());
    }
    fill(path, size).map_err(|error| {
        let _ = fs::remove_file(path);
        Fault::file(&error)
    })
}

fn fill(path: &Path, size: u64) -> std::io::Result<()> {
    let block = vec![0x5a_u8; 1 << 16];
    let mut file = File::create(path)?;
    let mut left = size;
    while left > 0 {
        let some = usize::try_from(left).unwrap_or(usize::MAX).min(block.len());
        file.write_all(block.get(..some).unwrap_or_default())?;
        left -= u64::try_from(some).unwrap_or(left);
    }
    file.sync_all()
}
