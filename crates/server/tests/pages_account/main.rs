//! Accounts, My work and the journal as a person meets them, over the pages that people are served.

mod accounts;
mod browser;
mod home;
mod journal;
