//! Corrections computed aside. *Đính chính.*

use values::{AccountId, CorrectionId, Moment, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD(correction) = "INSERT INTO correction (correction_id, org_id, cluster_id, year_id, unit_id, path, old_entry, new_entry, state, reason, \
        decision, close_reason, proposed_by, proposed_at, closed_by, closed_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, NULL, NULL, 1) RETURNING *";
    CLOSE(correction) = "UPDATE correction SET state = $3, decision = $4, close_reason = $5, closed_by = $6, closed_at = $7, \
        version = version + 1 WHERE correction_id = $1 AND version = $2 RETURNING *";
    OF_YEAR(correction) = "SELECT * FROM correction WHERE year_id = $1 ORDER BY correction_id";
}

/// A proposed change of one settled entry. *Đính chính.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    pub id: CorrectionId,
    pub unit: UnitId,
    pub path: String,
    pub old_entry: String,
    pub new_entry: String,
    /// A code of `cycle::correction`.
    pub state: String,
    pub reason: String,
    /// The numbered decision, once the result has been announced.
    pub decision: String,
    pub close_reason: String,
    pub proposed_by: AccountId,
    pub proposed_at: Moment,
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<Moment>,
    pub version: i64,
}

pub async fn add(tx: &mut Tx, scope: Scope, c: &Correction) -> Result<(), Fault> {
    let values = [
        c.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        c.unit.into(),
        c.path.as_str().into(),
        c.old_entry.as_str().into(),
        c.new_entry.as_str().into(),
        c.state.as_str().into(),
        c.reason.as_str().into(),
        c.decision.as_str().into(),
        c.proposed_by.into(),
        c.proposed_at.into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// Applies or cancels. False when stale.
pub async fn close(tx: &mut Tx, c: &Correction) -> Result<bool, Fault> {
    let values = [
        c.id.into(),
        c.version.into(),
        c.state.as_str().into(),
        c.decision.as_str().into(),
        c.close_reason.as_str().into(),
        c.closed_by.into(),
        c.closed_at.into(),
    ];
    Ok(tx.keep(CLOSE, &values).await?.is_some())
}

pub async fn of_year(tx: &mut Tx, scope: Scope) -> Result<Vec<Correction>, Fault> {
    tx.rows(OF_YEAR, &[scope.year.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Correction, Fault> {
    Ok(Correction {
        id: row.get("correction_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        old_entry: row.get("old_entry")?,
        new_entry: row.get("new_entry")?,
        state: row.get("state")?,
        reason: row.get("reason")?,
        decision: row.get("decision")?,
        close_reason: row.get("close_reason")?,
        proposed_by: row.get("proposed_by")?,
        proposed_at: row.get("proposed_at")?,
        closed_by: row.get("closed_by")?,
        closed_at: row.get("closed_at")?,
        version: row.get("version")?,
    })
}
