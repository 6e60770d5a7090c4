//! Which files this process has read through and found whole, as long as nobody has written to them.

use std::collections::VecDeque;
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::merkle::Hash;

/// As many files as are likely looked at within an hour.
const MOST: usize = 256;

/// The files that were found whole, the newest last.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Arc<Mutex<VecDeque<(Hash, Mark)>>>);

/// What differs once a file was written to: its length, and when that was.
type Mark = (u64, SystemTime);

impl Known {
    pub fn note(&self, hash: &Hash, file: &File) {
        let Some(mark) = mark(file) else { return };
        self.forget(hash);
        let mut kept = self.kept();
        if kept.len() == MOST {
            kept.pop_front();
        }
        kept.push_back((*hash, mark));
    }

    pub fn forget(&self, hash: &Hash) {
        self.kept().retain(|(known, _)| known != hash);
    }

    pub fn holds(&self, hash: &Hash, file: &File) -> bool {
        mark(file).is_some_and(|mark| self.kept().contains(&(*hash, mark)))
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<(Hash, Mark)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn mark(file: &File) -> Option<Mark> {
    let about = file.metadata().ok()?;
    Some((about.len(), about.modified().ok()?))
}
