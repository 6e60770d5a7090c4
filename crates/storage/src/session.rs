//! Who is signed in: rows that can be listed and ended. *Phiên làm việc.*

use values::{AccountId, Moment};

use crate::{Fault, Row, Tx};

crate::sql! {
    START(session) = "INSERT INTO session (token_hash, account, created, last_seen, expires, address, agent) VALUES ($1, $2, $3, $3, $4, $5, $6)";
    SIGNED_IN(session) = "SELECT s.token_hash, s.created, s.last_seen, s.expires, s.address, s.agent, a.account_id, a.org_id, a.name, a.title, \
        a.administers, c.must_change, p.lang, p.theme, p.density FROM session s JOIN account a ON a.account_id = s.account AND a.active = 1 \
        JOIN credential c ON c.account_id = a.account_id LEFT JOIN preference p ON p.account_id = a.account_id WHERE s.token_hash = $1";
    TOUCH(session) = "UPDATE session SET last_seen = $2 WHERE token_hash = $1";
    END(session) = "DELETE FROM session WHERE token_hash = $1 AND account = $2";
    END_ALL(session) = "DELETE FROM session WHERE account = $1";
    END_OTHERS(session) = "DELETE FROM session WHERE account = $1 AND token_hash <> $2";
    SWEEP(session) = "DELETE FROM session WHERE expires < $1 OR last_seen < $2";
    OF_ACCOUNT(session) = "SELECT token_hash, created, last_seen, expires, address, agent FROM session WHERE account = $1 ORDER BY created DESC";
}

/// One session; the secret itself is never kept, only its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub hash: [u8; 32],
    pub created: Moment,
    pub last_seen: Moment,
    pub expires: Moment,
    pub address: String,
    pub agent: String,
}

/// A session with the person behind it: one read for every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    pub session: Session,
    pub account: AccountId,
    pub org: values::OrgId,
    pub name: String,
    pub title: String,
    pub administers: bool,
    pub must_change: bool,
    /// Codes of language, theme and density, where chosen.
    pub preference: Option<(String, String, String)>,
}

pub async fn start(tx: &mut Tx, account: AccountId, s: &Session) -> Result<(), Fault> {
    let values = [(&s.hash).into(), account.into(), s.created.into(), s.expires.into(), s.address.as_str().into(), s.agent.as_str().into()];
    tx.run(START, &values).await.map(drop)
}

/// The session with this hash and its active account.
pub async fn signed_in(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<SignedIn>, Fault> {
    tx.row(SIGNED_IN, &[hash.into()]).await?.as_ref().map(read_signed_in).transpose()
}

pub async fn touch(tx: &mut Tx, hash: &[u8; 32], at: Moment) -> Result<(), Fault> {
    tx.run(TOUCH, &[hash.into(), at.into()]).await.map(drop)
}

/// Ends one of the account's sessions.
pub async fn end(tx: &mut Tx, account: AccountId, hash: &[u8; 32]) -> Result<(), Fault> {
    tx.run(END, &[hash.into(), account.into()]).await.map(drop)
}

pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<(), Fault> {
    tx.run(END_ALL, &[account.into()]).await.map(drop)
}

/// Ends every session of the account but this one; answers how many.
pub async fn end_others(tx: &mut Tx, account: AccountId, but: &[u8; 32]) -> Result<u64, Fault> {
    tx.run(END_OTHERS, &[account.into(), but.into()]).await
}

/// Drops sessions that ran out before `now`, or were not seen since `idle_since`.
pub async fn sweep(tx: &mut Tx, now: Moment, idle_since: Moment) -> Result<u64, Fault> {
    tx.run(SWEEP, &[now.into(), idle_since.into()]).await
}

pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Session>, Fault> {
    tx.rows(OF_ACCOUNT, &[account.into()]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Session, Fault> {
    Ok(Session {
        hash: row.get("token_hash")?,
        created: row.get("created")?,
        last_seen: row.get("last_seen")?,
        expires: row.get("expires")?,
        address: row.get("address")?,
        agent: row.get("agent")?,
    })
}

fn read_signed_in(row: &Row) -> Result<SignedIn, Fault> {
    let lang: Option<String> = row.get("lang")?;
    let preference = match lang {
        Some(lang) => Some((lang, row.get("theme")?, row.get("density")?)),
        None => None,
    };
    Ok(SignedIn {
        session: read(row)?,
        account: row.get("account_id")?,
        org: row.get("org_id")?,
        name: row.get("name")?,
        title: row.get("title")?,
        administers: row.get("administers")?,
        must_change: row.get("must_change")?,
        preference,
    })
}
