//! Use cases of the year: load, ask leave, decide, keep, record.
//!
//! One folder for each step. This crate knows no HTTP and no HTML; words for people are made above it.

pub mod account;
pub mod actor;
pub mod book;
pub mod clock;
pub mod cluster;
pub mod correction;
pub mod cx;
pub mod desk;
pub mod error;
pub mod evidence;
pub mod home;
pub mod ids;
mod in_year;
pub mod journal;
pub mod ranking;
pub mod search;
pub mod self_score;
pub mod table;
pub mod target;
pub mod tidy;
pub mod verification;

pub use actor::{Actor, Density, Preference, Theme};
pub use clock::Clock;
pub use cx::Cx;
pub use desk::Desk;
pub use error::{Error, Reason, Stale};
pub use ids::Ids;
pub use storage::IdemKey;
