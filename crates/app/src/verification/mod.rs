//! Verification: who reads whom, what is found, answered and settled. *Thẩm định.*

pub mod answer;
pub mod deadline;
pub mod differences;
pub mod last_year;
pub mod lines;
pub mod questions;
pub mod queue;
pub mod readers;
pub mod readings;
pub mod settle;

use std::sync::Arc;

pub use storage::verification::questions::Question;
pub use storage::verification::{Finding, Reading, Response, Settlement};

use crate::book::Book;
use crate::{Cx, Desk, Error};

/// The year's book as of now, for pages that show findings.
///
/// # Errors
/// A fault of the store.
pub async fn book(cx: &Cx, desk: &Desk) -> Result<Arc<Book>, Error> {
    cx.books.of(&mut cx.store.read().await?, desk.scope()).await
}
