//! What was ever set for one unit and line. *Lịch sử chỉ tiêu.*

use std::collections::BTreeMap;

use cycle::cluster::{Act, On};
use cycle::target::Assignment;
use storage::target::{self as rows, Target};
use values::{AccountId, Date, Moment, Quantity, UnitId};

use crate::account::names;
use crate::{Cx, Desk, Error};

/// One entry of a target's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub assignment: Option<Assignment>,
    /// Number of the deciding paper.
    pub decision: String,
    pub decided_on: Option<Date>,
    pub reason: String,
    /// By name.
    pub by: String,
    pub at: Moment,
}

/// Everything set for one unit and line, newest first.
///
/// # Errors
/// Denied; not found for a unit or line outside the year; a fault.
pub async fn history(cx: &Cx, desk: &Desk, unit: UnitId, path: &str) -> Result<Vec<Past>, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    desk.member(unit)?;
    let mut tx = cx.store.read().await?;
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
    let kept = rows::history(&mut tx, desk.scope(), unit, path).await?;
    let names = names(&mut tx, kept.iter().map(|row| row.set_by)).await?;
    Ok(kept.into_iter().map(|row| past(row, &names)).collect())
}

fn past(row: Target, names: &BTreeMap<AccountId, String>) -> Past {
    let quantity = row.quantity.as_deref().and_then(|text| Quantity::read(text, Quantity::MOST_DECIMALS).ok());
    Past {
        assignment: Assignment::restore(&row.assignment, quantity),
        decision: row.decision,
        decided_on: row.decided_on,
        reason: row.reason,
        by: names.get(&row.set_by).cloned().unwrap_or_default(),
        at: row.set_at,
    }
}
