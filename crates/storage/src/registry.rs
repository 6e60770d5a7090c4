//! Every statement of the program, so that one test prepares them all on both engines.

use crate::{Sql, idempotency, journal};

/// Each step's statements; add a file's `STATEMENTS` here when it is made.
pub const REGISTRY: &[&[Sql]] = &[journal::STATEMENTS, idempotency::STATEMENTS];

/// All statements.
pub fn statements() -> impl Iterator<Item = Sql> {
    REGISTRY.iter().flat_map(|file| file.iter().copied())
}
