//! Targets: rows are added, the newest one of a line holds: the one with the greatest id, which whoever
//! adds one makes greater than all of the year. *Chỉ tiêu.*

use values::{AccountId, Date, Moment, TargetId, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD(target) = "INSERT INTO target (target_id, org_id, cluster_id, year_id, unit_id, path, assignment, quantity, decision, decided_on, \
        reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING *";
    CURRENT(target) = "SELECT t.* FROM target t WHERE t.year_id = $1 AND t.target_id = (SELECT MAX(n.target_id) FROM target n \
        WHERE n.year_id = t.year_id AND n.unit_id = t.unit_id AND n.path = t.path)";
    HISTORY(target) = "SELECT * FROM target WHERE year_id = $1 AND unit_id = $2 AND path = $3 ORDER BY target_id DESC";
}

/// What the assigning side set for one unit and line, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub id: TargetId,
    pub unit: UnitId,
    pub path: String,
    /// A code of `cycle::target`.
    pub assignment: String,
    /// A plain decimal text where there is a figure.
    pub quantity: Option<String>,
    pub decision: String,
    pub decided_on: Option<Date>,
    pub reason: String,
    pub set_by: AccountId,
    pub set_at: Moment,
}

pub async fn add(tx: &mut Tx, scope: Scope, t: &Target) -> Result<(), Fault> {
    let values = [
        t.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        t.unit.into(),
        t.path.as_str().into(),
        t.assignment.as_str().into(),
        t.quantity.as_deref().into(),
        t.decision.as_str().into(),
        t.decided_on.into(),
        t.reason.as_str().into(),
        t.set_by.into(),
        t.set_at.into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// The newest row of every unit and line.
pub async fn current(tx: &mut Tx, scope: Scope) -> Result<Vec<Target>, Fault> {
    tx.rows(CURRENT, &[scope.year.into()]).await?.iter().map(read).collect()
}

/// Everything ever set for one unit and line, newest first.
pub async fn history(tx: &mut Tx, scope: Scope, unit: UnitId, path: &str) -> Result<Vec<Target>, Fault> {
    tx.rows(HISTORY, &[scope.year.into(), unit.into(), path.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Target, Fault> {
    Ok(Target {
        id: row.get("target_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        assignment: row.get("assignment")?,
        quantity: row.get("quantity")?,
        decision: row.get("decision")?,
        decided_on: row.get("decided_on")?,
        reason: row.get("reason")?,
        set_by: row.get("set_by")?,
        set_at: row.get("set_at")?,
    })
}
