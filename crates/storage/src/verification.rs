//! Readings, findings, responses, settlements and notices. *Thẩm định.*

pub mod questions;

use cycle::verification::{ReadingKind, ReadingState};
use values::{AccountId, Moment, NoticeId, ReadingId, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    ADD_READING(reading) = "INSERT INTO reading (reading_id, org_id, cluster_id, year_id, unit_id, reader_unit, reader, round, place, state, \
        sent_by, sent_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, 1) RETURNING *";
    CHANGE_READING(reading) = "UPDATE reading SET reader = $3, state = $4, sent_by = $5, sent_at = $6, version = version + 1 \
        WHERE reading_id = $1 AND version = $2 RETURNING *";
    REASSIGN_READING(reading) = "UPDATE reading SET reader_unit = $3, reader = NULL, version = version + 1 \
        WHERE reading_id = $1 AND version = $2 RETURNING *";
    READINGS(reading) = "SELECT * FROM reading WHERE year_id = $1 AND round = $2 ORDER BY unit_id, place";
    READING(reading) = "SELECT * FROM reading WHERE year_id = $1 AND reading_id = $2 AND round = $3";
    PUT_FINDING(finding) = "INSERT INTO finding (reading_id, org_id, cluster_id, year_id, unit_id, path, verdict, entry, reason, clause, \
        opened_at, changed_by, changed_at, made_on, cause, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1) \
        ON CONFLICT (reading_id, path) DO UPDATE SET verdict = excluded.verdict, entry = excluded.entry, reason = excluded.reason, \
        clause = excluded.clause, opened_at = excluded.opened_at, changed_by = excluded.changed_by, changed_at = excluded.changed_at, \
        made_on = excluded.made_on, cause = excluded.cause, version = finding.version + 1 WHERE finding.version = $16 RETURNING *";
    FINDINGS(finding) = "SELECT * FROM finding WHERE year_id = $1 ORDER BY reading_id, path";
    FINDINGS_OF_UNIT(finding) = "SELECT * FROM finding WHERE year_id = $1 AND unit_id = $2 ORDER BY path, reading_id";
    PUT_RESPONSE(response) = "INSERT INTO response (org_id, cluster_id, year_id, unit_id, path, answer, words, answered_by, answered_at, answers, \
        version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (year_id, unit_id, path) DO UPDATE SET answer = excluded.answer, \
        words = excluded.words, answered_by = excluded.answered_by, answered_at = excluded.answered_at, answers = excluded.answers, \
        version = response.version + 1 WHERE response.version = $11 RETURNING *";
    RESPONSES(response) = "SELECT * FROM response WHERE year_id = $1 ORDER BY unit_id, path";
    PUT_SETTLEMENT(settlement) = "INSERT INTO settlement (org_id, cluster_id, year_id, unit_id, path, entry, basis, reason, settled_by, settled_at, \
        version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1) ON CONFLICT (year_id, unit_id, path) DO UPDATE SET entry = excluded.entry, \
        basis = excluded.basis, reason = excluded.reason, settled_by = excluded.settled_by, settled_at = excluded.settled_at, \
        version = settlement.version + 1 WHERE settlement.version = $11 RETURNING *";
    REMOVE_SETTLEMENT(settlement) = "DELETE FROM settlement WHERE year_id = $1 AND unit_id = $2 AND path = $3 AND version = $4 RETURNING *";
    SETTLEMENTS(settlement) = "SELECT * FROM settlement WHERE year_id = $1 ORDER BY unit_id, path";
    ADD_NOTICE(notice) = "INSERT INTO notice (notice_id, org_id, cluster_id, year_id, unit_id, kind, facts, made_at, seen_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, 1) RETURNING *";
    SEE_NOTICE(notice) = "UPDATE notice SET seen_at = $2, version = version + 1 WHERE notice_id = $1 AND seen_at IS NULL RETURNING *";
    NOTICES(notice) = "SELECT * FROM notice WHERE year_id = $1 AND unit_id = $2 ORDER BY notice_id DESC LIMIT 50";
}

/// One reader's reading of one unit's sheet, or the decisions where readings of it differ. *Lượt thẩm định.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    pub id: ReadingId,
    pub unit: UnitId,
    pub kind: ReadingKind,
    /// The unit that reads; nothing for decisions.
    pub reader_unit: UnitId,
    pub reader: Option<AccountId>,
    /// First or second reader.
    pub place: i64,
    pub sent_by: Option<AccountId>,
    pub sent_at: Option<Moment>,
    pub version: i64,
}

impl Reading {
    pub const fn state(&self) -> ReadingState {
        if self.is_sent() { ReadingState::Sent } else { ReadingState::Open }
    }

    /// Whether the unit has what was found.
    pub const fn is_sent(&self) -> bool {
        self.sent_at.is_some()
    }
}

/// What one reader found on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub reading: ReadingId,
    pub unit: UnitId,
    pub path: String,
    /// A code of `cycle::verification`.
    pub verdict: String,
    /// The proposed entry in the exchange form; empty when agreed.
    pub entry: String,
    /// The reason picked from the regulation's list; may be empty.
    pub cause: String,
    pub reason: String,
    pub clause: String,
    pub opened_at: Option<Moment>,
    pub changed_by: AccountId,
    pub changed_at: Moment,
    /// The unit's entry it is about, in the exchange form; none in rows from before this was kept.
    pub made_on: Option<String>,
    pub version: i64,
}

/// What the unit answered to the findings on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub unit: UnitId,
    pub path: String,
    /// A code of `cycle::verification`.
    pub answer: String,
    pub words: String,
    /// Nobody when the deadline answered.
    pub answered_by: Option<AccountId>,
    pub answered_at: Moment,
    /// The proposed entry it was given to, in the exchange form; none in rows from before this was kept.
    pub answers: Option<String>,
    pub version: i64,
}

/// The entry that counts from now on, for one unit and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub unit: UnitId,
    pub path: String,
    /// In the exchange form; empty for no entry.
    pub entry: String,
    /// A code of `cycle::verification`: what the settlement follows.
    pub basis: String,
    pub reason: String,
    pub settled_by: Option<AccountId>,
    pub settled_at: Moment,
    pub version: i64,
}

/// One notice to one unit. *Thông báo.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub unit: UnitId,
    pub kind: String,
    /// JSON of `app`: the facts the words are filled with.
    pub facts: String,
    pub made_at: Moment,
    pub seen_at: Option<Moment>,
}

pub async fn add_reading(tx: &mut Tx, scope: Scope, r: &Reading) -> Result<(), Fault> {
    let values = [
        r.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        r.unit.into(),
        r.reader_unit.into(),
        r.reader.into(),
        r.kind.round().into(),
        r.place.into(),
        r.state().code().into(),
    ];
    tx.keep(ADD_READING, &values).await.map(drop)
}

/// False when stale.
pub async fn change_reading(tx: &mut Tx, r: &Reading) -> Result<bool, Fault> {
    let values = [r.id.into(), r.version.into(), r.reader.into(), r.state().code().into(), r.sent_by.into(), r.sent_at.into()];
    Ok(tx.keep(CHANGE_READING, &values).await?.is_some())
}

/// Gives a reading to another unit. False when stale.
pub async fn reassign_reading(tx: &mut Tx, reading: ReadingId, version: i64, reader: UnitId) -> Result<bool, Fault> {
    Ok(tx.keep(REASSIGN_READING, &[reading.into(), version.into(), reader.into()]).await?.is_some())
}

pub async fn readings(tx: &mut Tx, scope: Scope, kind: ReadingKind) -> Result<Vec<Reading>, Fault> {
    tx.rows(READINGS, &[scope.year.into(), kind.round().into()]).await?.iter().map(|row| read_reading(row, kind)).collect()
}

pub async fn reading(tx: &mut Tx, scope: Scope, kind: ReadingKind, id: ReadingId) -> Result<Option<Reading>, Fault> {
    let row = tx.row(READING, &[scope.year.into(), id.into(), kind.round().into()]).await?;
    row.as_ref().map(|row| read_reading(row, kind)).transpose()
}

/// Keeps a finding whose version was `f.version` (0 for a new one); `None` when stale.
pub async fn put_finding(tx: &mut Tx, scope: Scope, f: &Finding) -> Result<Option<i64>, Fault> {
    let values = [
        f.reading.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        f.unit.into(),
        f.path.as_str().into(),
        f.verdict.as_str().into(),
        f.entry.as_str().into(),
        f.reason.as_str().into(),
        f.clause.as_str().into(),
        f.opened_at.into(),
        f.changed_by.into(),
        f.changed_at.into(),
        f.made_on.as_deref().into(),
        f.cause.as_str().into(),
        f.version.into(),
    ];
    tx.keep(PUT_FINDING, &values).await?.map(|row| row.get("version")).transpose()
}

pub async fn findings(tx: &mut Tx, scope: Scope) -> Result<Vec<Finding>, Fault> {
    tx.rows(FINDINGS, &[scope.year.into()]).await?.iter().map(read_finding).collect()
}

pub async fn findings_of_unit(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Vec<Finding>, Fault> {
    tx.rows(FINDINGS_OF_UNIT, &[scope.year.into(), unit.into()]).await?.iter().map(read_finding).collect()
}

/// Keeps a response whose version was `r.version` (0 for a new one); `None` when stale.
pub async fn put_response(tx: &mut Tx, scope: Scope, r: &Response) -> Result<Option<i64>, Fault> {
    let values = [
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        r.unit.into(),
        r.path.as_str().into(),
        r.answer.as_str().into(),
        r.words.as_str().into(),
        r.answered_by.into(),
        r.answered_at.into(),
        r.answers.as_deref().into(),
        r.version.into(),
    ];
    tx.keep(PUT_RESPONSE, &values).await?.map(|row| row.get("version")).transpose()
}

pub async fn responses(tx: &mut Tx, scope: Scope) -> Result<Vec<Response>, Fault> {
    let read = |row: &Row| {
        Ok(Response {
            unit: row.get("unit_id")?,
            path: row.get("path")?,
            answer: row.get("answer")?,
            words: row.get("words")?,
            answered_by: row.get("answered_by")?,
            answered_at: row.get("answered_at")?,
            answers: row.get("answers")?,
            version: row.get("version")?,
        })
    };
    tx.rows(RESPONSES, &[scope.year.into()]).await?.iter().map(read).collect()
}

/// Keeps a settlement whose version was `s.version` (0 for a new one); `None` when stale.
pub async fn put_settlement(tx: &mut Tx, scope: Scope, s: &Settlement) -> Result<Option<i64>, Fault> {
    let values = [
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        s.unit.into(),
        s.path.as_str().into(),
        s.entry.as_str().into(),
        s.basis.as_str().into(),
        s.reason.as_str().into(),
        s.settled_by.into(),
        s.settled_at.into(),
        s.version.into(),
    ];
    tx.keep(PUT_SETTLEMENT, &values).await?.map(|row| row.get("version")).transpose()
}

/// Takes a settlement back whose version was `s.version`. False when stale.
pub async fn remove_settlement(tx: &mut Tx, scope: Scope, s: &Settlement) -> Result<bool, Fault> {
    let values = [scope.year.into(), s.unit.into(), s.path.as_str().into(), s.version.into()];
    Ok(!tx.remove(REMOVE_SETTLEMENT, &values).await?.is_empty())
}

pub async fn settlements(tx: &mut Tx, scope: Scope) -> Result<Vec<Settlement>, Fault> {
    let read = |row: &Row| {
        Ok(Settlement {
            unit: row.get("unit_id")?,
            path: row.get("path")?,
            entry: row.get("entry")?,
            basis: row.get("basis")?,
            reason: row.get("reason")?,
            settled_by: row.get("settled_by")?,
            settled_at: row.get("settled_at")?,
            version: row.get("version")?,
        })
    };
    tx.rows(SETTLEMENTS, &[scope.year.into()]).await?.iter().map(read).collect()
}

pub async fn add_notice(tx: &mut Tx, scope: Scope, n: &Notice) -> Result<(), Fault> {
    let values = [
        n.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        n.unit.into(),
        n.kind.as_str().into(),
        n.facts.as_str().into(),
        n.made_at.into(),
    ];
    tx.keep(ADD_NOTICE, &values).await.map(drop)
}

/// True when the notice had not been seen before.
pub async fn see_notice(tx: &mut Tx, id: NoticeId, at: Moment) -> Result<bool, Fault> {
    Ok(tx.keep(SEE_NOTICE, &[id.into(), at.into()]).await?.is_some())
}

/// The newest fifty notices of a unit.
pub async fn notices(tx: &mut Tx, scope: Scope, unit: UnitId) -> Result<Vec<Notice>, Fault> {
    let read = |row: &Row| {
        Ok(Notice {
            id: row.get("notice_id")?,
            unit: row.get("unit_id")?,
            kind: row.get("kind")?,
            facts: row.get("facts")?,
            made_at: row.get("made_at")?,
            seen_at: row.get("seen_at")?,
        })
    };
    tx.rows(NOTICES, &[scope.year.into(), unit.into()]).await?.iter().map(read).collect()
}

fn read_reading(row: &Row, kind: ReadingKind) -> Result<Reading, Fault> {
    Ok(Reading {
        id: row.get("reading_id")?,
        unit: row.get("unit_id")?,
        reader_unit: row.get("reader_unit")?,
        reader: row.get("reader")?,
        kind,
        place: row.get("place")?,
        sent_by: row.get("sent_by")?,
        sent_at: row.get("sent_at")?,
        version: row.get("version")?,
    })
}

fn read_finding(row: &Row) -> Result<Finding, Fault> {
    Ok(Finding {
        reading: row.get("reading_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        verdict: row.get("verdict")?,
        entry: row.get("entry")?,
        cause: row.get::<Option<String>>("cause")?.unwrap_or_default(),
        reason: row.get("reason")?,
        clause: row.get("clause")?,
        opened_at: row.get("opened_at")?,
        changed_by: row.get("changed_by")?,
        changed_at: row.get("changed_at")?,
        made_on: row.get("made_on")?,
        version: row.get("version")?,
    })
}
