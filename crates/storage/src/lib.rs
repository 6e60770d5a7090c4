//! Keeps the year: one SQL text on two engines, and the journal that vouches for every row.
//!
//! A step's functions (`<step>.rs`) are free functions over `&mut Tx`. This crate refuses to know
//! rules, time and people: it is told who did what, and when.

mod ballast;
pub mod canonical;
mod fault;
mod migrations;
mod postgres;
mod schema;
mod sql;
mod sqlite;
mod store;
mod tx;
mod value;

pub mod idempotency;
pub mod journal;
pub mod merkle;
pub mod registry;

pub use fault::Fault;
pub use idempotency::IdemKey;
pub use journal::{Entry, Seq};
pub use migrations::{ALL as MIGRATIONS, Migration};
pub use schema::EXEMPT;
#[doc(hidden)]
pub use sql::sql_for_sqlite;
pub use sql::Sql;
pub use store::{Engine, MayRetry, Options, Store};
pub use tx::Tx;
pub use value::{Cell, FromCell, Row, Value};
