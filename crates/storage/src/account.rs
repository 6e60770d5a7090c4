//! Organisations, accounts, credentials and preferences. *Tài khoản.*

use values::{AccountId, Moment, OrgId};

use crate::{Fault, Row, Tx};

crate::sql! {
    ADD_ORGANISATION(organisation) = "INSERT INTO organisation (org_id, name, created_at) VALUES ($1, $2, $3) RETURNING *";
    ORGANISATION(organisation) = "SELECT name FROM organisation WHERE org_id = $1";
    ORGANISATIONS(organisation) = "SELECT org_id FROM organisation ORDER BY org_id LIMIT 2";
    ADD(account) = "INSERT INTO account (account_id, org_id, login, name, name_folded, title, administers, active, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8) RETURNING *";
    RENAME(account) = "UPDATE account SET name = $2, name_folded = $3, title = $4, active = $5 WHERE account_id = $1 RETURNING *";
    BY_ID(account) = "SELECT * FROM account WHERE account_id = $1";
    BY_LOGIN(account) = "SELECT a.*, c.password, c.must_change, c.invite, c.invite_until \
        FROM account a JOIN credential c ON c.account_id = a.account_id WHERE a.login = $1";
    BY_INVITE(account) = "SELECT a.*, c.password, c.must_change, c.invite, c.invite_until \
        FROM account a JOIN credential c ON c.account_id = a.account_id WHERE c.invite = $1";
    OF_ORGANISATION(account) = "SELECT * FROM account WHERE org_id = $1 ORDER BY name_folded, account_id";
    PUT_CREDENTIAL(credential) = "INSERT INTO credential (account_id, password, must_change, invite, invite_until) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id) DO UPDATE SET password = excluded.password, \
        must_change = excluded.must_change, invite = excluded.invite, invite_until = excluded.invite_until";
    STANDINGS(account) = "SELECT a.*, c.must_change, c.invite_until, CAST(CASE WHEN c.password IS NULL THEN 0 ELSE 1 END AS BIGINT) AS chosen \
        FROM account a JOIN credential c ON c.account_id = a.account_id WHERE a.org_id = $1 ORDER BY a.name_folded, a.account_id";
    ANYBODY(credential) = "SELECT account_id FROM credential WHERE password IS NOT NULL LIMIT 1";
    REQUIRE_CHANGE(credential) = "UPDATE credential SET must_change = 1 WHERE account_id = $1 AND password IS NOT NULL";
    PREFERENCE(preference) = "SELECT lang, theme, density FROM preference WHERE account_id = $1";
    PUT_PREFERENCE(preference) = "INSERT INTO preference (account_id, lang, theme, density) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (account_id) DO UPDATE SET lang = excluded.lang, theme = excluded.theme, density = excluded.density";
}

/// A person's account. *Tài khoản.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub org: OrgId,
    pub login: String,
    pub name: String,
    pub title: String,
    pub administers: bool,
    pub active: bool,
}

/// What is needed to decide a sign-in. Never leaves `app`.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub account: Account,
    pub password: Option<String>,
    pub must_change: bool,
    pub invite_until: Moment,
}

/// How far an account has come, for those who look after accounts. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub account: Account,
    /// Whether a password was ever chosen and still holds.
    pub chosen: bool,
    pub must_change: bool,
    /// The last moment of an unused invitation; long ago when there is none.
    pub invite_until: Moment,
}

/// Words to look a name up by are made by the caller (folded, without marks).
pub struct NewAccount<'a> {
    pub account: &'a Account,
    pub name_folded: &'a str,
    pub created_at: Moment,
}

pub async fn add_organisation(tx: &mut Tx, org: OrgId, name: &str, at: Moment) -> Result<(), Fault> {
    tx.keep(ADD_ORGANISATION, &[org.into(), name.into(), at.into()]).await.map(drop)
}

pub async fn organisation_name(tx: &mut Tx, org: OrgId) -> Result<Option<String>, Fault> {
    tx.row(ORGANISATION, &[org.into()]).await?.map(|row| row.get("name")).transpose()
}

/// The first two organisations: none means an empty store, two that a choice is needed.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<OrgId>, Fault> {
    tx.rows(ORGANISATIONS, &[]).await?.iter().map(|row| row.get("org_id")).collect()
}

pub async fn add(tx: &mut Tx, new: NewAccount<'_>) -> Result<(), Fault> {
    let a = new.account;
    let values = [
        a.id.into(),
        a.org.into(),
        a.login.as_str().into(),
        a.name.as_str().into(),
        new.name_folded.into(),
        a.title.as_str().into(),
        a.administers.into(),
        new.created_at.into(),
    ];
    tx.keep(ADD, &values).await.map(drop)
}

/// Changes how a person is called, or whether the account may be used.
pub async fn change(tx: &mut Tx, account: &Account, name_folded: &str) -> Result<(), Fault> {
    let a = account;
    tx.keep(RENAME, &[a.id.into(), a.name.as_str().into(), name_folded.into(), a.title.as_str().into(), a.active.into()]).await.map(drop)
}

pub async fn by_id(tx: &mut Tx, id: AccountId) -> Result<Option<Account>, Fault> {
    tx.row(BY_ID, &[id.into()]).await?.as_ref().map(read).transpose()
}

pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Credential>, Fault> {
    tx.row(BY_LOGIN, &[login.into()]).await?.as_ref().map(read_credential).transpose()
}

/// The account whose one-time invitation has this hash.
pub async fn by_invite(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<Credential>, Fault> {
    tx.row(BY_INVITE, &[hash.into()]).await?.as_ref().map(read_credential).transpose()
}

pub async fn of_organisation(tx: &mut Tx, org: OrgId) -> Result<Vec<Account>, Fault> {
    tx.rows(OF_ORGANISATION, &[org.into()]).await?.iter().map(read).collect()
}

/// Everybody of an organisation with the standing of their accounts, by name.
pub async fn standings(tx: &mut Tx, org: OrgId) -> Result<Vec<Standing>, Fault> {
    tx.rows(STANDINGS, &[org.into()]).await?.iter().map(read_standing).collect()
}

/// Whether anybody has chosen a password here.
pub async fn anybody(tx: &mut Tx) -> Result<bool, Fault> {
    Ok(tx.row(ANYBODY, &[]).await?.is_some())
}

/// Asks for another password before anything else; false for an account that has none yet.
pub async fn require_change(tx: &mut Tx, account: AccountId) -> Result<bool, Fault> {
    Ok(tx.run(REQUIRE_CHANGE, &[account.into()]).await? > 0)
}

/// Sets a password (a hash) or an invitation (a hash with its last moment).
pub async fn put_credential(
    tx: &mut Tx,
    account: AccountId,
    password: Option<&str>,
    must_change: bool,
    invite: Option<(&[u8; 32], Moment)>,
) -> Result<(), Fault> {
    let (hash, until) = invite.map_or((None, Moment::from_micros(0)), |(hash, until)| (Some(hash), until));
    tx.run(PUT_CREDENTIAL, &[account.into(), password.into(), must_change.into(), hash.into(), until.into()]).await.map(drop)
}

/// Language, theme and density codes.
pub async fn preference(tx: &mut Tx, account: AccountId) -> Result<Option<(String, String, String)>, Fault> {
    let read = |row: Row| Ok((row.get("lang")?, row.get("theme")?, row.get("density")?));
    tx.row(PREFERENCE, &[account.into()]).await?.map(read).transpose()
}

pub async fn put_preference(tx: &mut Tx, account: AccountId, lang: &str, theme: &str, density: &str) -> Result<(), Fault> {
    tx.run(PUT_PREFERENCE, &[account.into(), lang.into(), theme.into(), density.into()]).await.map(drop)
}

fn read(row: &Row) -> Result<Account, Fault> {
    Ok(Account {
        id: row.get("account_id")?,
        org: row.get("org_id")?,
        login: row.get("login")?,
        name: row.get("name")?,
        title: row.get("title")?,
        administers: row.get("administers")?,
        active: row.get("active")?,
    })
}

fn read_standing(row: &Row) -> Result<Standing, Fault> {
    Ok(Standing {
        account: read(row)?,
        chosen: row.get("chosen")?,
        must_change: row.get("must_change")?,
        invite_until: row.get("invite_until")?,
    })
}

fn read_credential(row: &Row) -> Result<Credential, Fault> {
    Ok(Credential {
        account: read(row)?,
        password: row.get("password")?,
        must_change: row.get("must_change")?,
        invite_until: row.get("invite_until")?,
    })
}
