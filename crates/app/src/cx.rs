//! What every use case works with, made once by `server`.

use std::path::PathBuf;

use storage::Store;

use crate::account::passwords::Passwords;
use crate::book::Books;
use crate::clock::Clock;
use crate::ids::Ids;
use crate::in_year::Years;

/// The store, the files, the clock and the id source. *Ngữ cảnh làm việc.*
pub struct Cx {
    pub store: Store,
    pub blobs: Blobs,
    pub clock: Clock,
    pub ids: Ids,
    pub passwords: Passwords,
    pub books: Books,
    pub years: Years,
    /// Set when the server runs the demo: roles can be switched on loopback.
    pub demo: bool,
}

pub use storage::blobs::Blobs;

impl Cx {
    /// A context over an opened store, with files under `files`.
    ///
    /// # Errors
    /// The folder cannot be used.
    pub fn new(store: Store, files: PathBuf, clock: Clock, ids: Ids, demo: bool) -> Result<Self, storage::Fault> {
        let blobs = Blobs::open(&files)?;
        Ok(Self { store, blobs, clock, ids, passwords: Passwords::default(), books: Books::default(), years: Years::default(), demo })
    }

    /// Ids made from now on are greater than all that is kept, also when the clock was put back meanwhile.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn follow(&self) -> Result<(), storage::Fault> {
        let newest = storage::ids::newest(&mut self.store.read().await?).await?;
        self.ids.follow(newest.unwrap_or(0));
        Ok(())
    }
}
