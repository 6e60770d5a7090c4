//! Signing in and out. *Đăng nhập.*
//!
//! Wrong passwords cost a growing pause, never a lock for good: see `guard`. Sessions end after 30 minutes without use and after 12 hours at most.

use std::sync::atomic::{AtomicBool, Ordering};

use storage::{account as rows, session};
use values::{AccountId, Lang, Moment};

use super::guard::{self, Counted};
use super::{form_token, kept_hash};
use crate::actor::{Actor, Density, Preference, Theme};
use crate::{Cx, Error, ids};

pub(crate) const IDLE_SECONDS: i64 = 30 * 60;
const LONGEST_SECONDS: i64 = 12 * 3600;

/// Where a request came from, kept with the session so that its owner can recognise it.
#[derive(Clone, Debug, Default)]
pub struct From {
    pub address: String,
    pub agent: String,
}

/// Checks login and password and starts a session; answers its secret, for the cookie.
///
/// # Errors
/// `sign-in-wrong` (the same for unknown login and wrong password) or `sign-in-paused` (the same for both too).
pub async fn sign_in(cx: &Cx, login: &str, password: &str, from: From) -> Result<String, Error> {
    let login = login.trim().to_lowercase();
    let counted = guard::count(cx, &login, &from).await?.ok_or(Error::plain("sign-in-paused"))?;
    let found = rows::by_login(&mut cx.store.read().await?, &login).await?;
    let kept = found.as_ref().filter(|c| c.account.active).and_then(|c| c.password.as_deref());
    let right = cx.passwords.matches(password, kept).await;
    match found {
        Some(c) if right => start_after(cx, c.account.id, from, Some(&counted)).await,
        _ => Err(Error::plain("sign-in-wrong")),
    }
}

/// Starts a session for an account whose owner has proved who they are.
///
/// # Errors
/// A fault of the store.
pub async fn start(cx: &Cx, account: AccountId, from: From) -> Result<String, Error> {
    start_after(cx, account, from, None).await
}

/// As [`start`], after a right password that was counted as a try.
pub(super) async fn start_after(cx: &Cx, account: AccountId, from: From, counted: Option<&Counted>) -> Result<String, Error> {
    let (secret, now) = (ids::secret(), cx.clock.now());
    let session = session::Session {
        hash: kept_hash(&secret),
        created: now,
        last_seen: now,
        expires: now.plus_seconds(LONGEST_SECONDS),
        address: from.address,
        agent: from.agent.chars().take(200).collect(),
    };
    storage::write!(cx.store, |tx| {
        session::sweep(tx, now, now.plus_seconds(-IDLE_SECONDS)).await?;
        if let Some(counted) = counted {
            guard::right(tx, counted, now).await?;
        }
        Ok::<_, Error>(session::start(tx, account, &session).await?)
    })?;
    Ok(secret)
}

/// The person behind a session's secret, if the session still runs. One point read.
///
/// # Errors
/// A fault of the store.
pub async fn who(cx: &Cx, secret: &str) -> Result<Option<Actor>, Error> {
    let now = cx.clock.now();
    let found = session::signed_in(&mut cx.store.read().await?, &kept_hash(secret)).await?;
    let Some(found) = found.filter(|s| runs(&s.session, now)) else { return Ok(None) };
    if now > found.session.last_seen.plus_seconds(60) {
        touch(cx, &found.session.hash, now).await;
    }
    Ok(Some(actor_of(found, secret)))
}

/// Keeps when a session was last used. On a full disk that cannot be kept, and the person goes on reading:
/// said once, until it can be kept again.
async fn touch(cx: &Cx, hash: &[u8; 32], now: Moment) {
    static FAILS: AtomicBool = AtomicBool::new(false);
    let kept = touched(cx, hash, now).await;
    let failed_before = FAILS.swap(kept.is_err(), Ordering::Relaxed);
    if let (Err(error), false) = (kept, failed_before) {
        tracing::warn!(?error, "when sessions are used cannot be kept");
    }
}

async fn touched(cx: &Cx, hash: &[u8; 32], now: Moment) -> Result<(), Error> {
    storage::write!(cx.store, |tx| Ok::<_, Error>(session::touch(tx, hash, now).await?))
}

fn runs(session: &session::Session, now: Moment) -> bool {
    now < session.expires && now < session.last_seen.plus_seconds(IDLE_SECONDS)
}

fn actor_of(found: session::SignedIn, secret: &str) -> Actor {
    Actor {
        account: found.account,
        org: found.org,
        name: found.name,
        title: found.title,
        administers: found.administers,
        must_change: found.must_change,
        preference: found.preference.map(|p| preference_of(&p)).unwrap_or_default(),
        form_token: form_token(secret),
        session: found.session.hash,
        signed_in_at: found.session.created,
    }
}

fn preference_of((lang, theme, density): &(String, String, String)) -> Preference {
    Preference { lang: Lang::of_code(lang).unwrap_or_default(), theme: Theme::of_code(theme), density: Density::of_code(density) }
}

/// Ends the actor's session.
///
/// # Errors
/// A fault of the store.
pub async fn sign_out(cx: &Cx, actor: &Actor) -> Result<(), Error> {
    end(cx, actor, &actor.session).await
}

/// Ends one of the actor's sessions, for example on a lost phone.
///
/// # Errors
/// A fault of the store.
pub async fn end(cx: &Cx, actor: &Actor, hash: &[u8; 32]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| Ok(session::end(tx, actor.account, hash).await?))
}

/// Ends every session of the actor but this one; answers how many.
///
/// # Errors
/// A fault of the store.
pub async fn end_others(cx: &Cx, actor: &Actor) -> Result<u64, Error> {
    storage::write!(cx.store, |tx| Ok(session::end_others(tx, actor.account, &actor.session).await?))
}

/// The actor's running sessions, newest first.
///
/// # Errors
/// A fault of the store.
pub async fn sessions(cx: &Cx, actor: &Actor) -> Result<Vec<session::Session>, Error> {
    let (now, all) = (cx.clock.now(), session::of_account(&mut cx.store.read().await?, actor.account).await?);
    Ok(all.into_iter().filter(|s| runs(s, now)).collect())
}
