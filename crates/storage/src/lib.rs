//! Keeps the year: one SQL text on two engines, and the journal that vouches for every row.
//!
//! A step's functions (`<step>.rs`) are free functions over `&mut Tx`. This crate refuses to know
//! rules, time and people: it is told who did what, and when.

mod ballast;
pub mod blobs;
pub mod canonical;
pub mod checkpoint;
mod fault;
mod migrations;
mod postgres;
mod schema;
mod scope;
mod sql;
mod sqlite;
mod store;
mod tx;
mod value;

pub mod idempotency;
pub mod ids;
pub mod journal;
pub mod merkle;
pub mod registry;
pub mod verify;

// The steps of the year.
pub mod account;
pub mod attempt;
pub mod cluster;
pub mod correction;
pub mod evidence;
pub mod ranking;
pub mod self_score;
pub mod session;
pub mod table;
pub mod table_comment;
pub mod target;
pub mod verification;

pub use fault::Fault;
pub use idempotency::IdemKey;
pub use journal::{Entry, Seq};
pub use migrations::{ALL as MIGRATIONS, Migration};
pub use schema::EXEMPT;
pub use scope::Scope;
pub use sql::Sql;
#[doc(hidden)]
pub use sql::sql_for_sqlite;
pub use store::{Engine, MayRetry, Options, Store, Tries};
pub use tx::Tx;
pub use value::{Cell, FromCell, Row, Value};
