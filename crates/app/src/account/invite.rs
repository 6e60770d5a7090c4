//! Invitations: a one-time link lets a person choose a password. There is no default password. *Mời.*

use serde_json::json;
use storage::{Entry, Tx, account as rows};
use values::{AccountId, OrgId};

use super::passwords::{Weak, accept};
use super::people::{of_others, only_administrators};
use super::{guard, kept_hash, sign_in};
use crate::{Actor, Cx, Error, ids, search};

/// How long an invitation is good.
pub const GOOD_FOR_SECONDS: i64 = 7 * 86_400;

/// Somebody to be invited.
#[derive(Clone, Debug)]
pub struct Invited {
    pub login: String,
    pub name: String,
    pub title: String,
    pub administers: bool,
}

/// A fresh invitation: the account and the secret of its link.
#[derive(Clone, Debug)]
pub struct Invitation {
    pub account: AccountId,
    pub secret: String,
}

/// On an empty store, makes the first organisation with its first administrator and answers the secret of
/// the set-up link; again while that link was not used. `None` once somebody has signed in.
///
/// # Errors
/// A fault of the store.
pub async fn first_run(cx: &Cx) -> Result<Option<String>, Error> {
    let secret = ids::secret();
    let made = storage::write!(cx.store, |tx| {
        match rows::by_login(tx, FIRST_LOGIN).await? {
            Some(first) if first.password.is_none() => renew(tx, cx, first.account.id, &secret).await.map(|()| true),
            Some(_) => Ok(false),
            None if !rows::organisations(tx).await?.is_empty() => Ok(false),
            None => found_organisation(tx, cx, "Cơ quan thường trực thi đua", &secret).await.map(|()| true),
        }
    })?;
    Ok(made.then_some(secret))
}

const FIRST_LOGIN: &str = "quantri";

async fn found_organisation(tx: &mut Tx, cx: &Cx, name: &str, secret: &str) -> Result<(), Error> {
    let (org, now) = (OrgId::from_raw(cx.ids.next()), cx.clock.now());
    let first = Invited { login: FIRST_LOGIN.into(), name: "Quản trị".into(), title: String::new(), administers: true };
    let invitation = Invitation { account: AccountId::from_raw(cx.ids.next()), secret: secret.to_owned() };
    rows::add_organisation(tx, org, name, now).await?;
    add_account(cx, tx, org, &first, &invitation).await?;
    let body = json!({ "name": name, "login": first.login });
    tx.record(Entry { log: org.raw(), at: now, actor: "system", act: "account.first_run", subject: &org.to_string(), body: &body }).await?;
    Ok(())
}

/// Invites a person into the actor's organisation; the link's secret is shown once.
///
/// # Errors
/// Denied unless the actor administers; `login-taken`, `login-malformed`, `name-missing`.
pub async fn invite(cx: &Cx, actor: &Actor, invited: &Invited) -> Result<Invitation, Error> {
    only_administrators(actor)?;
    check(invited)?;
    let invitation = Invitation { account: AccountId::from_raw(cx.ids.next()), secret: ids::secret() };
    let now = cx.clock.now();
    storage::write!(cx.store, |tx| {
        if rows::by_login(tx, &invited.login).await?.is_some() {
            return Err(Error::plain("login-taken"));
        }
        add_account(cx, tx, actor.org, invited, &invitation).await?;
        let body = json!({ "login": invited.login, "name": invited.name, "title": invited.title });
        let (who, subject) = (actor.account.to_string(), invitation.account.to_string());
        tx.record(Entry { log: actor.org.raw(), at: now, actor: &who, act: "account.invite", subject: &subject, body: &body }).await?;
        Ok(())
    })?;
    Ok(invitation)
}

pub(crate) fn check(invited: &Invited) -> Result<(), Error> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_@".contains(&b);
    if !(3..=60).contains(&invited.login.len()) || !invited.login.bytes().all(plain) {
        return Err(Error::plain("login-malformed"));
    }
    if invited.name.trim().is_empty() { Err(Error::plain("name-missing")) } else { Ok(()) }
}

pub(crate) async fn add_account(cx: &Cx, tx: &mut Tx, org: OrgId, who: &Invited, invitation: &Invitation) -> Result<(), Error> {
    let account = rows::Account {
        id: invitation.account,
        org,
        login: who.login.clone(),
        name: who.name.trim().to_owned(),
        title: who.title.trim().to_owned(),
        administers: who.administers,
        active: true,
    };
    let folded = search::folded(&account.name);
    rows::add(tx, rows::NewAccount { account: &account, name_folded: &folded, created_at: cx.clock.now() }).await?;
    let until = cx.clock.now().plus_seconds(GOOD_FOR_SECONDS);
    Ok(rows::put_credential(tx, account.id, None, false, Some((&kept_hash(&invitation.secret), until))).await?)
}

/// A new link for the first account, which never used its own.
async fn renew(tx: &mut Tx, cx: &Cx, account: AccountId, secret: &str) -> Result<(), Error> {
    let until = cx.clock.now().plus_seconds(GOOD_FOR_SECONDS);
    Ok(rows::put_credential(tx, account, None, false, Some((&kept_hash(secret), until))).await?)
}

/// A new link for somebody of the actor's organisation; their password and sessions end.
///
/// # Errors
/// Denied unless the actor administers; not found outside the organisation; `own-account`.
pub async fn invite_again(cx: &Cx, actor: &Actor, account: AccountId) -> Result<String, Error> {
    let (secret, now) = (ids::secret(), cx.clock.now());
    let (hash, who, subject) = (kept_hash(&secret), actor.account.to_string(), account.to_string());
    storage::write!(cx.store, |tx| {
        let found = of_others(tx, actor, account).await?;
        rows::put_credential(tx, account, None, false, Some((&hash, now.plus_seconds(GOOD_FOR_SECONDS)))).await?;
        storage::session::end_all(tx, account).await?;
        let body = json!({ "login": found.login });
        tx.record(Entry { log: actor.org.raw(), at: now, actor: &who, act: "account.invite_again", subject: &subject, body: &body })
            .await?;
        Ok::<_, Error>(())
    })?;
    Ok(secret)
}

/// Whose invitation a link is, while it is good.
///
/// # Errors
/// [`Error::NotFound`] for an unknown, used or outdated link.
pub async fn open(cx: &Cx, secret: &str) -> Result<rows::Account, Error> {
    open_in(&mut cx.store.read().await?, cx, secret).await
}

async fn open_in(tx: &mut Tx, cx: &Cx, secret: &str) -> Result<rows::Account, Error> {
    let found = rows::by_invite(tx, &kept_hash(secret)).await?;
    found.filter(|c| c.invite_until > cx.clock.now() && c.account.active).map(|c| c.account).ok_or(Error::NotFound)
}

/// Uses an invitation: keeps the chosen password and signs in. A link is used once, also by two at once.
///
/// # Errors
/// [`Error::NotFound`] for a link that is no longer good; a code of [`Weak`].
pub async fn take_up(cx: &Cx, secret: &str, password: &str, from: sign_in::From) -> Result<String, Error> {
    let hash = accepted(cx, &open(cx, secret).await?, password).await?;
    let account = storage::write!(cx.store, |tx| {
        let account = open_in(tx, cx, secret).await?;
        choose(tx, cx, &account, &hash).await?;
        Ok::<_, Error>(account.id)
    })?;
    sign_in::start(cx, account, from).await
}

/// Changes the actor's password after checking the old one; all sessions end and a new one starts.
///
/// # Errors
/// `password-old-wrong`, `password-old-paused`, or a code of [`Weak`].
pub async fn change_password(cx: &Cx, actor: &Actor, old: &str, new: &str, from: sign_in::From) -> Result<String, Error> {
    let account = super::one(cx, actor.account).await?;
    let counted = guard::count(cx, &account.login, &from).await?.ok_or(Error::plain("password-old-paused"))?;
    let kept = kept_password(&mut cx.store.read().await?, &account).await?;
    if !cx.passwords.matches(old, kept.as_deref()).await {
        return Err(Error::plain("password-old-wrong"));
    }
    let hash = accepted(cx, &account, new).await?;
    storage::write!(cx.store, |tx| {
        if kept_password(tx, &account).await? != kept {
            return Err(Error::plain("password-old-wrong"));
        }
        choose(tx, cx, &account, &hash).await
    })?;
    sign_in::start_after(cx, account.id, from, Some(&counted)).await
}

async fn kept_password(tx: &mut Tx, account: &rows::Account) -> Result<Option<String>, Error> {
    Ok(rows::by_login(tx, &account.login).await?.and_then(|c| c.password))
}

/// The hash of a password that may be chosen.
async fn accepted(cx: &Cx, account: &rows::Account, password: &str) -> Result<String, Error> {
    accept(password, &[&account.login, &account.name]).map_err(|weak: Weak| Error::plain(weak.code()))?;
    Ok(cx.passwords.hash(password).await)
}

async fn choose(tx: &mut Tx, cx: &Cx, account: &rows::Account, hash: &str) -> Result<(), Error> {
    let (who, now) = (account.id.to_string(), cx.clock.now());
    rows::put_credential(tx, account.id, Some(hash), false, None).await?;
    storage::session::end_all(tx, account.id).await?;
    let body = json!({});
    tx.record(Entry { log: account.org.raw(), at: now, actor: &who, act: "account.choose_password", subject: &who, body: &body }).await?;
    Ok(())
}
