//! What files are called and what they prove. The files themselves are in [`crate::blobs`]. *Minh chứng.*

use values::{AccountId, Date, EvidenceId, Moment, UnitId, YearId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD(evidence) = "INSERT INTO evidence (evidence_id, org_id, cluster_id, year_id, unit_id, content, name, media, size, number, dated_on, \
        summary, withdrawn, added_by, added_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 1) RETURNING *";
    CHANGE(evidence) = "UPDATE evidence SET name = $3, number = $4, dated_on = $5, summary = $6, withdrawn = $7, version = version + 1 \
        WHERE evidence_id = $1 AND version = $2 RETURNING *";
    BY_ID(evidence) = "SELECT * FROM evidence WHERE year_id = $1 AND evidence_id = $2";
    OF_UNIT(evidence) = "SELECT * FROM evidence WHERE year_id = $1 AND unit_id = $2 ORDER BY evidence_id";
    OF_YEAR(evidence) = "SELECT * FROM evidence WHERE year_id = $1 ORDER BY evidence_id";
    USE(evidence_use) = "INSERT INTO evidence_use (evidence_id, org_id, cluster_id, year_id, unit_id, path, page, passage, added_by, added_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (evidence_id, path) DO UPDATE SET page = excluded.page, \
        passage = excluded.passage, added_by = excluded.added_by, added_at = excluded.added_at RETURNING *";
    STOP_USE(evidence_use) = "DELETE FROM evidence_use WHERE evidence_id = $1 AND path = $2 RETURNING *";
    USES_OF_UNIT(evidence_use) = "SELECT * FROM evidence_use WHERE year_id = $1 AND unit_id = $2 ORDER BY evidence_id, path";
    USES_OF_YEAR(evidence_use) = "SELECT * FROM evidence_use WHERE year_id = $1 ORDER BY evidence_id, path";
    SAME_CONTENT(evidence) = "SELECT mine.evidence_id AS mine, e.evidence_id, e.year_id, y.year, e.unit_id, e.name, u.path \
        FROM evidence mine JOIN evidence e ON e.org_id = mine.org_id AND e.content = mine.content AND e.evidence_id <> mine.evidence_id \
        JOIN cluster_year y ON y.year_id = e.year_id LEFT JOIN evidence_use u ON u.evidence_id = e.evidence_id \
        WHERE mine.year_id = $1 AND mine.unit_id = $2 AND e.withdrawn = 0 ORDER BY mine.evidence_id, e.evidence_id, u.path";
}

/// A piece of evidence. *Minh chứng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub id: EvidenceId,
    pub unit: UnitId,
    /// SHA-256 of the file.
    pub content: [u8; 32],
    pub name: String,
    /// Media type found by content.
    pub media: String,
    /// Bytes.
    pub size: i64,
    /// *Số, ký hiệu.*
    pub number: String,
    pub dated_on: Option<Date>,
    /// *Trích yếu.*
    pub summary: String,
    pub withdrawn: bool,
    pub added_by: AccountId,
    pub added_at: Moment,
    pub version: i64,
}

/// A file serves a line, at a page and passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub evidence: EvidenceId,
    pub unit: UnitId,
    pub path: String,
    pub page: Option<i64>,
    pub passage: String,
    pub added_by: AccountId,
    pub added_at: Moment,
}

/// Where the content of a unit's file is kept once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameContent {
    /// The unit's own file.
    pub mine: EvidenceId,
    pub evidence: EvidenceId,
    pub year: YearId,
    /// The calendar year of `year`.
    pub in_year: i32,
    pub unit: UnitId,
    pub name: String,
    pub path: Option<String>,
}

pub async fn add(tx: &mut Tx, scope: Scope, e: &Evidence) -> Result<(), Fault> {
    let values = [
        e.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        e.unit.into(),
        (&e.content).into(),
        e.name.as_str().into(),
        e.media.as_str().into(),
        e.size.into(),
        e.number.as_str().into(),
        e.dated_on.into(),
        e.summary.as_str().into(),
        e.added_by.into(),
        e.added_at.into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// Changes what is said of a file, or withdraws it. False when stale.
pub async fn change(tx: &mut Tx, e: &Evidence) -> Result<bool, Fault> {
    let values = [
        e.id.into(),
        e.version.into(),
        e.name.as_str().into(),
        e.number.as_str().into(),
        e.dated_on.into(),
        e.summary.as_str().into(),
        e.withdrawn.into(),
    ];
    Ok(tx.keep(CHANGE, &values).await?.is_some())
}

pub async fn by_id(tx: &mut Tx, scope: Scope, id: EvidenceId) -> Result<Option<Evidence>, Fault> {
    tx.row(BY_ID, &[scope.year.into(), id.into()]).await?.as_ref().map(read).transpose()
}

pub async fn of_unit(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Vec<Evidence>, Fault> {
    tx.rows(OF_UNIT, &[scope.year.into(), unit.into()]).await?.iter().map(read).collect()
}

pub async fn of_year(tx: &mut Tx, scope: Scope) -> Result<Vec<Evidence>, Fault> {
    tx.rows(OF_YEAR, &[scope.year.into()]).await?.iter().map(read).collect()
}

pub async fn use_for(tx: &mut Tx, scope: Scope, u: &Use) -> Result<(), Fault> {
    let values = [
        u.evidence.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        u.unit.into(),
        u.path.as_str().into(),
        u.page.into(),
        u.passage.as_str().into(),
        u.added_by.into(),
        u.added_at.into(),
    ];
    tx.keep(USE, &values).await.map(drop)
}

pub async fn stop_use(tx: &mut Tx, evidence: EvidenceId, path: &str) -> Result<bool, Fault> {
    Ok(!tx.remove(STOP_USE, &[evidence.into(), path.into()]).await?.is_empty())
}

pub async fn uses(tx: &mut Tx, scope: Scope) -> Result<Vec<Use>, Fault> {
    tx.rows(USES_OF_YEAR, &[scope.year.into()]).await?.iter().map(read_use).collect()
}

/// What the files of one unit serve.
pub async fn uses_of_unit(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Vec<Use>, Fault> {
    tx.rows(USES_OF_UNIT, &[scope.year.into(), unit.into()]).await?.iter().map(read_use).collect()
}

/// Everywhere in the organisation where the content of one unit's files is kept in another file, and what it
/// serves there.
pub async fn same_content(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Vec<SameContent>, Fault> {
    let read = |row: &Row| {
        Ok(SameContent {
            mine: row.get("mine")?,
            evidence: row.get("evidence_id")?,
            year: row.get("year_id")?,
            in_year: i32::try_from(row.int("year")?).unwrap_or_default(),
            unit: row.get("unit_id")?,
            name: row.get("name")?,
            path: row.get("path")?,
        })
    };
    tx.rows(SAME_CONTENT, &[scope.year.into(), unit.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Evidence, Fault> {
    Ok(Evidence {
        id: row.get("evidence_id")?,
        unit: row.get("unit_id")?,
        content: row.get("content")?,
        name: row.get("name")?,
        media: row.get("media")?,
        size: row.get("size")?,
        number: row.get("number")?,
        dated_on: row.get("dated_on")?,
        summary: row.get("summary")?,
        withdrawn: row.get("withdrawn")?,
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
        version: row.get("version")?,
    })
}

fn read_use(row: &Row) -> Result<Use, Fault> {
    Ok(Use {
        evidence: row.get("evidence_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        page: row.get("page")?,
        passage: row.get("passage")?,
        added_by: row.get("added_by")?,
        added_at: row.get("added_at")?,
    })
}
