//! Accounts, My work and the journal as a person meets them, over the pages that people are served.
#![expect(clippy::unwrap_used, reason = "tests")]

mod accounts;
mod browser;
mod home;
mod journal;
