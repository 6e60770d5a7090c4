//! Recorded facts beside the scores: exclusions and decided ties. *Xếp hạng.*

use values::{AccountId, Date, FactId, Moment, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD_EXCLUSION(disqualification) = "INSERT INTO disqualification (fact_id, org_id, cluster_id, year_id, unit_id, scope, happened_on, reason, \
        lifted_reason, set_by, set_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, $10, 1) RETURNING *";
    LIFT_EXCLUSION(disqualification) = "UPDATE disqualification SET lifted_reason = $3, version = version + 1 \
        WHERE fact_id = $1 AND version = $2 RETURNING *";
    EXCLUSIONS(disqualification) = "SELECT d.*, p.number, p.content, p.name, p.media, p.size FROM disqualification d \
        LEFT JOIN disqualification_paper p ON p.fact_id = d.fact_id \
        AND p.number = (SELECT MAX(l.number) FROM disqualification_paper l WHERE l.fact_id = d.fact_id) \
        WHERE d.year_id = $1 ORDER BY d.happened_on, d.fact_id";
    KEEP_PAPER(disqualification_paper) = "INSERT INTO disqualification_paper (fact_id, number, org_id, cluster_id, year_id, content, name, media, \
        size, added_by, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING *";
    ADD_TIE_DECISION(tie_decision) = "INSERT INTO tie_decision (fact_id, org_id, cluster_id, year_id, means, units, reason, decided_on, set_by, \
        set_at, withdrawn, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 1) RETURNING *";
    WITHDRAW_TIE_DECISION(tie_decision) = "UPDATE tie_decision SET withdrawn = 1, reason = $3, version = version + 1 \
        WHERE fact_id = $1 AND version = $2 RETURNING *";
    TIE_DECISIONS(tie_decision) = "SELECT * FROM tie_decision WHERE year_id = $1 ORDER BY fact_id";
}

/// A unit is excluded from something, from a date, for a reason. *Không xét.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    pub id: FactId,
    pub unit: UnitId,
    /// A code of `scoring`: `score`, `rank` or `title`.
    pub scope: String,
    pub happened_on: Date,
    pub reason: String,
    pub lifted_reason: Option<String>,
    pub set_by: AccountId,
    pub set_at: Moment,
    pub version: i64,
    /// The decision behind it. *Quyết định kèm theo.*
    pub paper: Option<Paper>,
}

/// A document that is kept beside a fact; the file itself is in [`crate::blobs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// 1 for the first of its fact; a later one takes its place, and no earlier one goes.
    pub number: i64,
    /// SHA-256 of the file.
    pub content: [u8; 32],
    pub name: String,
    /// Media type found by content.
    pub media: String,
    /// Bytes.
    pub size: i64,
}

/// A tie that the cluster decided by vote or draw: `units` best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieDecision {
    pub id: FactId,
    /// `vote` or `draw`.
    pub means: String,
    /// Unit ids parted by spaces.
    pub units: String,
    pub reason: String,
    pub decided_on: Date,
    pub set_by: AccountId,
    pub set_at: Moment,
    pub withdrawn: bool,
    pub version: i64,
}

pub async fn add_exclusion(tx: &mut Tx, scope: Scope, x: &Exclusion) -> Result<(), Fault> {
    let values = [
        x.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        x.unit.into(),
        x.scope.as_str().into(),
        x.happened_on.into(),
        x.reason.as_str().into(),
        x.set_by.into(),
        x.set_at.into(),
    ];
    tx.keep(ADD_EXCLUSION, &values).await.map(drop)
}

/// False when stale.
pub async fn lift_exclusion(tx: &mut Tx, id: FactId, version: i64, reason: &str) -> Result<bool, Fault> {
    Ok(tx.keep(LIFT_EXCLUSION, &[id.into(), version.into(), reason.into()]).await?.is_some())
}

pub async fn exclusions(tx: &mut Tx, scope: Scope) -> Result<Vec<Exclusion>, Fault> {
    let read = |row: &Row| {
        Ok(Exclusion {
            id: row.get("fact_id")?,
            unit: row.get("unit_id")?,
            scope: row.get("scope")?,
            happened_on: row.get("happened_on")?,
            reason: row.get("reason")?,
            lifted_reason: row.get("lifted_reason")?,
            set_by: row.get("set_by")?,
            set_at: row.get("set_at")?,
            version: row.get("version")?,
            paper: paper(row)?,
        })
    };
    tx.rows(EXCLUSIONS, &[scope.year.into()]).await?.iter().map(read).collect()
}

fn paper(row: &Row) -> Result<Option<Paper>, Fault> {
    let Some(content) = row.get("content")? else { return Ok(None) };
    Ok(Some(Paper { number: row.get("number")?, content, name: row.get("name")?, media: row.get("media")?, size: row.get("size")? }))
}

/// Keeps a document of an exclusion under its number.
///
/// # Errors
/// [`Fault::Conflict`] where somebody kept another one under it.
pub async fn keep_paper(tx: &mut Tx, scope: Scope, fact: FactId, paper: &Paper, (by, at): (AccountId, Moment)) -> Result<(), Fault> {
    let values = [
        fact.into(),
        paper.number.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        (&paper.content).into(),
        paper.name.as_str().into(),
        paper.media.as_str().into(),
        paper.size.into(),
        by.into(),
        at.into(),
    ];
    match tx.keep(KEEP_PAPER, &values).await {
        Err(Fault::Constraint(_)) => Err(Fault::Conflict),
        done => done.map(drop),
    }
}

pub async fn add_tie_decision(tx: &mut Tx, scope: Scope, d: &TieDecision) -> Result<(), Fault> {
    let values = [
        d.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        d.means.as_str().into(),
        d.units.as_str().into(),
        d.reason.as_str().into(),
        d.decided_on.into(),
        d.set_by.into(),
        d.set_at.into(),
    ];
    tx.keep(ADD_TIE_DECISION, &values).await.map(drop)
}

/// False when stale.
pub async fn withdraw_tie_decision(tx: &mut Tx, id: FactId, version: i64, reason: &str) -> Result<bool, Fault> {
    Ok(tx.keep(WITHDRAW_TIE_DECISION, &[id.into(), version.into(), reason.into()]).await?.is_some())
}

pub async fn tie_decisions(tx: &mut Tx, scope: Scope) -> Result<Vec<TieDecision>, Fault> {
    let read = |row: &Row| {
        Ok(TieDecision {
            id: row.get("fact_id")?,
            means: row.get("means")?,
            units: row.get("units")?,
            reason: row.get("reason")?,
            decided_on: row.get("decided_on")?,
            set_by: row.get("set_by")?,
            set_at: row.get("set_at")?,
            withdrawn: row.get("withdrawn")?,
            version: row.get("version")?,
        })
    };
    tx.rows(TIE_DECISIONS, &[scope.year.into()]).await?.iter().map(read).collect()
}
