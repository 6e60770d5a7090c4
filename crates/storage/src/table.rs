//! Versions of the scoring table. *Thang bảng điểm.*

use values::{AccountId, Date, Moment, TableId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD(scoring_table) = "INSERT INTO scoring_table (table_id, org_id, cluster_id, year_id, number, state, document, details, hash, \
        effective_on, reason, changed_by, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) RETURNING *";
    CHANGE(scoring_table) = "UPDATE scoring_table SET state = $3, document = $4, details = $5, hash = $6, effective_on = $7, reason = $8, \
        changed_by = $9, changed_at = $10, version = version + 1 WHERE table_id = $1 AND version = $2 RETURNING *";
    BY_ID(scoring_table) = "SELECT * FROM scoring_table WHERE year_id = $1 AND table_id = $2";
    OF_YEAR(scoring_table) = "SELECT * FROM scoring_table WHERE year_id = $1 ORDER BY number";
    IN_FORCE(scoring_table) = "SELECT * FROM scoring_table WHERE year_id = $1 AND state = 'applied' ORDER BY number DESC LIMIT 1";
}

/// One version. `document` is the canonical exchange form, `details` what each line says beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableVersion {
    pub id: TableId,
    pub number: i64,
    /// A code of `cycle::table`: `draft`, `applied` or `replaced`.
    pub state: String,
    pub document: String,
    pub details: String,
    pub hash: Option<[u8; 32]>,
    pub effective_on: Option<Date>,
    pub reason: String,
    pub changed_by: AccountId,
    pub changed_at: Moment,
    pub version: i64,
}

pub async fn add(tx: &mut Tx, scope: Scope, t: &TableVersion) -> Result<(), Fault> {
    let values = [
        t.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        t.number.into(),
        t.state.as_str().into(),
        t.document.as_str().into(),
        t.details.as_str().into(),
        t.hash.as_ref().into(),
        t.effective_on.into(),
        t.reason.as_str().into(),
        t.changed_by.into(),
        t.changed_at.into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// False when somebody changed this version since `t.version`.
pub async fn change(tx: &mut Tx, t: &TableVersion) -> Result<bool, Fault> {
    let values = [
        t.id.into(),
        t.version.into(),
        t.state.as_str().into(),
        t.document.as_str().into(),
        t.details.as_str().into(),
        t.hash.as_ref().into(),
        t.effective_on.into(),
        t.reason.as_str().into(),
        t.changed_by.into(),
        t.changed_at.into(),
    ];
    Ok(tx.keep(CHANGE, &values).await?.is_some())
}

pub async fn by_id(tx: &mut Tx, scope: Scope, id: TableId) -> Result<Option<TableVersion>, Fault> {
    tx.row(BY_ID, &[scope.year.into(), id.into()]).await?.as_ref().map(read).transpose()
}

/// Every version of the year, oldest first.
pub async fn of_year(tx: &mut Tx, scope: Scope) -> Result<Vec<TableVersion>, Fault> {
    tx.rows(OF_YEAR, &[scope.year.into()]).await?.iter().map(read).collect()
}

/// The applied version, if there is one.
pub async fn in_force(tx: &mut Tx, scope: Scope) -> Result<Option<TableVersion>, Fault> {
    tx.row(IN_FORCE, &[scope.year.into()]).await?.as_ref().map(read).transpose()
}

fn read(row: &Row) -> Result<TableVersion, Fault> {
    Ok(TableVersion {
        id: row.get("table_id")?,
        number: row.get("number")?,
        state: row.get("state")?,
        document: row.get("document")?,
        details: row.get("details")?,
        hash: row.get("hash")?,
        effective_on: row.get("effective_on")?,
        reason: row.get("reason")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
        version: row.get("version")?,
    })
}
