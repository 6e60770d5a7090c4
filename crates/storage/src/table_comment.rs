//! Drafts sent for comments, the comments with their answers, and the content units agreed to. *Góp ý dự thảo.*

use values::{AccountId, AgreementId, CommentId, Date, Moment, TableId, UnitId};

use crate::{Fault, Row, Scope, Tx};

crate::sql! {
    SEND_OUT(table_consultation) = "INSERT INTO table_consultation (table_id, org_id, cluster_id, year_id, until_day, sent_by, sent_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT (table_id) DO UPDATE SET until_day = excluded.until_day, \
        sent_by = excluded.sent_by, sent_at = excluded.sent_at, version = table_consultation.version + 1 RETURNING *";
    CONSULTATIONS(table_consultation) = "SELECT * FROM table_consultation WHERE year_id = $1 ORDER BY table_id";
    ADD(table_comment) = "INSERT INTO table_comment (comment_id, org_id, cluster_id, year_id, table_id, unit_id, path, about, words, made_on, \
        written_by, written_at, state, reply, closed_by, closed_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', NULL, NULL, 1) RETURNING *";
    CLOSE(table_comment) = "UPDATE table_comment SET state = $3, reply = $4, closed_by = $5, closed_at = $6, version = version + 1 \
        WHERE comment_id = $1 AND version = $2 RETURNING *";
    COMMENT(table_comment) = "SELECT * FROM table_comment WHERE year_id = $1 AND comment_id = $2";
    COMMENTS(table_comment) = "SELECT * FROM table_comment WHERE year_id = $1 AND table_id = $2 ORDER BY comment_id";
    ADD_AGREEMENT(table_agreement) = "INSERT INTO table_agreement (agreement_id, org_id, cluster_id, year_id, table_id, unit_id, hash, agreed_by, \
        agreed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING *";
    AGREEMENTS(table_agreement) = "SELECT * FROM table_agreement WHERE year_id = $1 AND table_id = $2 ORDER BY agreement_id";
}

/// A draft that is, or was, out for comments. *Lấy ý kiến.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consultation {
    pub table: TableId,
    /// The last day to comment; none until it is put in force.
    pub until: Option<Date>,
    pub sent_by: AccountId,
    pub sent_at: Moment,
}

/// One comment of a unit. *Ý kiến góp ý.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub id: CommentId,
    pub table: TableId,
    pub unit: UnitId,
    /// The line; empty for the table as a whole.
    pub path: String,
    /// Code and name of the line as they stood then.
    pub about: String,
    pub words: String,
    /// Hash of the draft as it stood then.
    pub made_on: [u8; 32],
    pub written_by: AccountId,
    pub written_at: Moment,
    /// A code of `cycle::table::CommentState`.
    pub state: String,
    /// What was answered; empty while open, and where taking it up says enough.
    pub reply: String,
    /// Who answered it or took it back.
    pub closed_by: Option<AccountId>,
    pub closed_at: Option<Moment>,
    pub version: i64,
}

/// That a unit agreed, and to which content. *Nhất trí.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub id: AgreementId,
    pub table: TableId,
    pub unit: UnitId,
    pub hash: [u8; 32],
    pub agreed_by: AccountId,
    pub agreed_at: Moment,
}

/// Sends a draft out, or sends it again with another last day.
pub async fn send_out(tx: &mut Tx, scope: Scope, c: &Consultation) -> Result<(), Fault> {
    let values =
        [c.table.into(), scope.org.into(), scope.cluster.into(), scope.year.into(), c.until.into(), c.sent_by.into(), c.sent_at.into()];
    tx.keep(SEND_OUT, &values).await.map(drop)
}

/// Every draft of the year that was sent for comments.
pub async fn consultations(tx: &mut Tx, scope: Scope) -> Result<Vec<Consultation>, Fault> {
    let read = |row: &Row| {
        Ok(Consultation {
            table: row.get("table_id")?,
            until: row.get("until_day")?,
            sent_by: row.get("sent_by")?,
            sent_at: row.get("sent_at")?,
        })
    };
    tx.rows(CONSULTATIONS, &[scope.year.into()]).await?.iter().map(read).collect()
}

pub async fn add(tx: &mut Tx, scope: Scope, c: &Comment) -> Result<(), Fault> {
    let values = [
        c.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        c.table.into(),
        c.unit.into(),
        c.path.as_str().into(),
        c.about.as_str().into(),
        c.words.as_str().into(),
        (&c.made_on).into(),
        c.written_by.into(),
        c.written_at.into(),
        c.state.as_str().into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// Answers a comment or takes it back. False when somebody did so since `c.version`.
pub async fn close(tx: &mut Tx, c: &Comment) -> Result<bool, Fault> {
    let values = [c.id.into(), c.version.into(), c.state.as_str().into(), c.reply.as_str().into(), c.closed_by.into(), c.closed_at.into()];
    Ok(tx.keep(CLOSE, &values).await?.is_some())
}

pub async fn comment(tx: &mut Tx, scope: Scope, id: CommentId) -> Result<Option<Comment>, Fault> {
    tx.row(COMMENT, &[scope.year.into(), id.into()]).await?.as_ref().map(read).transpose()
}

/// Every comment on one draft, oldest first.
pub async fn comments(tx: &mut Tx, scope: Scope, table: TableId) -> Result<Vec<Comment>, Fault> {
    tx.rows(COMMENTS, &[scope.year.into(), table.into()]).await?.iter().map(read).collect()
}

pub async fn add_agreement(tx: &mut Tx, scope: Scope, a: &Agreement) -> Result<(), Fault> {
    let values = [
        a.id.into(),
        scope.org.into(),
        scope.cluster.into(),
        scope.year.into(),
        a.table.into(),
        a.unit.into(),
        (&a.hash).into(),
        a.agreed_by.into(),
        a.agreed_at.into(),
    ];
    tx.keep(ADD_AGREEMENT, &values).await.map(drop)
}

/// Every agreement to one draft, oldest first.
pub async fn agreements(tx: &mut Tx, scope: Scope, table: TableId) -> Result<Vec<Agreement>, Fault> {
    let read = |row: &Row| {
        Ok(Agreement {
            id: row.get("agreement_id")?,
            table: row.get("table_id")?,
            unit: row.get("unit_id")?,
            hash: row.get("hash")?,
            agreed_by: row.get("agreed_by")?,
            agreed_at: row.get("agreed_at")?,
        })
    };
    tx.rows(AGREEMENTS, &[scope.year.into(), table.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Comment, Fault> {
    Ok(Comment {
        id: row.get("comment_id")?,
        table: row.get("table_id")?,
        unit: row.get("unit_id")?,
        path: row.get("path")?,
        about: row.get("about")?,
        words: row.get("words")?,
        made_on: row.get("made_on")?,
        written_by: row.get("written_by")?,
        written_at: row.get("written_at")?,
        state: row.get("state")?,
        reply: row.get("reply")?,
        closed_by: row.get("closed_by")?,
        closed_at: row.get("closed_at")?,
        version: row.get("version")?,
    })
}
