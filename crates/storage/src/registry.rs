//! Every statement of the program, so that one test prepares them all on both engines.

use crate::{
    Sql, account, attempt, cluster, correction, evidence, idempotency, ids, journal, ranking, self_score, session, table, table_comment,
    target, verification, verify,
};

/// Each step's statements; add a file's `STATEMENTS` here when it is made.
pub const REGISTRY: &[&[Sql]] = &[
    journal::STATEMENTS,
    idempotency::STATEMENTS,
    ids::STATEMENTS,
    session::STATEMENTS,
    account::STATEMENTS,
    attempt::STATEMENTS,
    cluster::STATEMENTS,
    table::STATEMENTS,
    table_comment::STATEMENTS,
    target::STATEMENTS,
    self_score::STATEMENTS,
    evidence::STATEMENTS,
    verification::STATEMENTS,
    verification::questions::STATEMENTS,
    ranking::STATEMENTS,
    correction::STATEMENTS,
    verify::files::STATEMENTS,
    verify::logs::STATEMENTS,
];

/// All statements.
pub fn statements() -> impl Iterator<Item = Sql> {
    REGISTRY.iter().flat_map(|file| file.iter().copied())
}
