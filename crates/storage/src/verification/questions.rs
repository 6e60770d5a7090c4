//! What readers ask units back, and what units reply. *Hỏi lại.*

use cycle::verification::QuestionState;
use values::{AccountId, Moment, ReadingId, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    PUT_QUESTION(question) = "INSERT INTO question (reading_id, org_id, cluster_id, year_id, unit_id, path, number, words, asked_by, asked_at, \
        sent_at, reply, replied_by, replied_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1) \
        ON CONFLICT (reading_id, path, number) DO UPDATE SET words = excluded.words, asked_by = excluded.asked_by, \
        asked_at = excluded.asked_at, sent_at = excluded.sent_at, reply = excluded.reply, replied_by = excluded.replied_by, \
        replied_at = excluded.replied_at, version = question.version + 1 WHERE question.version = $15 RETURNING *";
    REMOVE_QUESTION(question) = "DELETE FROM question WHERE reading_id = $1 AND path = $2 AND number = $3 AND version = $4 RETURNING *";
    QUESTIONS(question) = "SELECT * FROM question WHERE year_id = $1 ORDER BY unit_id, path, reading_id, number";
    QUESTIONS_OF_READING(question) = "SELECT * FROM question WHERE year_id = $1 AND reading_id = $2 ORDER BY path, number";
}

/// One question of a reading about one line, and its reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub reading: ReadingId,
    pub unit: UnitId,
    pub path: String,
    /// Counts this reading's questions about the line from 1.
    pub number: i64,
    pub words: String,
    pub asked_by: AccountId,
    pub asked_at: Moment,
    pub sent_at: Option<Moment>,
    pub reply: String,
    pub replied_by: Option<AccountId>,
    pub replied_at: Option<Moment>,
    /// 0 for a new one.
    pub version: i64,
}

impl Question {
    pub const fn state(&self) -> QuestionState {
        QuestionState::of(self.sent_at.is_some(), self.replied_at.is_some())
    }
}

/// Keeps a question whose version was `q.version`. False when stale.
pub async fn put(tx: &mut Tx, scope: Scope, q: &Question) -> Result<bool, Fault> {
    let values = [
        q.reading.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        q.unit.into(),
        q.path.as_str().into(),
        q.number.into(),
        q.words.as_str().into(),
        q.asked_by.into(),
        q.asked_at.into(),
        q.sent_at.into(),
        q.reply.as_str().into(),
        q.replied_by.into(),
        q.replied_at.into(),
        q.version.into(),
    ];
    Ok(tx.keep(PUT_QUESTION, &values).await?.is_some())
}

/// Takes a question back that was not sent. False when stale.
pub async fn remove(tx: &mut Tx, q: &Question) -> Result<bool, Fault> {
    let values = [q.reading.into(), q.path.as_str().into(), q.number.into(), q.version.into()];
    Ok(!tx.remove(REMOVE_QUESTION, &values).await?.is_empty())
}

/// Every question of the year.
pub async fn of_year(tx: &mut Tx, scope: Scope) -> Result<Vec<Question>, Fault> {
    tx.rows(QUESTIONS, &[scope.year.into()]).await?.iter().map(read).collect()
}

/// The questions of one reading.
pub async fn of_reading(tx: &mut Tx, scope: Scope, reading: ReadingId) -> Result<Vec<Question>, Fault> {
    tx.rows(QUESTIONS_OF_READING, &[scope.year.into(), reading.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Question, Fault> {
    Ok(Question {
        reading: row.get("reading_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        number: row.get("number")?,
        words: row.get("words")?,
        asked_by: row.get("asked_by")?,
        asked_at: row.get("asked_at")?,
        sent_at: row.get("sent_at")?,
        reply: row.get("reply")?,
        replied_by: row.get("replied_by")?,
        replied_at: row.get("replied_at")?,
        version: row.get("version")?,
    })
}
