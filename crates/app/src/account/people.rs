//! The people of an organisation, for those who administer it. *Người dùng.*

use serde_json::json;
use storage::{Entry, Tx, account as rows, session};
use values::AccountId;

use crate::search::folded;
use crate::{Actor, Cx, Error, Reason};

/// Denies anybody who does not administer the organisation.
///
/// # Errors
/// Denied.
pub fn only_administrators(actor: &Actor) -> Result<(), Error> {
    if actor.administers { Ok(()) } else { Err(Error::Denied(Reason::plain("only-administrators"))) }
}

/// Everybody with the standing of their account, by name. *Danh sách người dùng.*
///
/// # Errors
/// Denied unless the actor administers.
pub async fn standings(cx: &Cx, actor: &Actor) -> Result<Vec<rows::Standing>, Error> {
    only_administrators(actor)?;
    Ok(rows::standings(&mut cx.store.read().await?, actor.org).await?)
}

/// One person with the standing of the account.
///
/// # Errors
/// Denied unless the actor administers; not found outside the organisation.
pub async fn standing(cx: &Cx, actor: &Actor, account: AccountId) -> Result<rows::Standing, Error> {
    standings(cx, actor).await?.into_iter().find(|s| s.account.id == account).ok_or(Error::NotFound)
}

/// Somebody else of the actor's organisation: nobody shuts themselves out.
///
/// # Errors
/// Denied unless the actor administers; not found outside the organisation; `own-account`.
pub(super) async fn of_others(tx: &mut Tx, actor: &Actor, account: AccountId) -> Result<rows::Account, Error> {
    only_administrators(actor)?;
    match rows::by_id(tx, account).await?.ok_or(Error::NotFound)? {
        a if a.org != actor.org => Err(Error::NotFound),
        a if a.id == actor.account => Err(Error::plain("own-account")),
        a => Ok(a),
    }
}

/// Lets an account be used again, or stops its use at once: its sessions end. *Ngừng, mở lại tài khoản.*
///
/// # Errors
/// Denied unless the actor administers; not found outside the organisation; `own-account`.
pub async fn set_active(cx: &Cx, actor: &Actor, account: AccountId, active: bool) -> Result<(), Error> {
    let (act, now) = (if active { "account.activate" } else { "account.deactivate" }, cx.clock.now());
    let (who, subject) = (actor.account.to_string(), account.to_string());
    storage::write!(cx.store, |tx| {
        let old = of_others(tx, actor, account).await?;
        if old.active == active {
            return Ok(());
        }
        let new = rows::Account { active, ..old };
        rows::change(tx, &new, &folded(&new.name)).await?;
        session::end_all(tx, account).await?;
        let body = json!({ "login": new.login, "old": !active, "new": active });
        tx.record(Entry { log: actor.org.raw(), at: now, actor: &who, act, subject: &subject, body: &body }).await?;
        Ok(())
    })
}

/// The person chooses another password before anything else. *Yêu cầu đổi mật khẩu.*
///
/// # Errors
/// Denied unless the actor administers; not found outside the organisation; `own-account`;
/// `no-password-yet` for somebody who was only invited.
pub async fn require_change(cx: &Cx, actor: &Actor, account: AccountId) -> Result<(), Error> {
    let (who, subject, now) = (actor.account.to_string(), account.to_string(), cx.clock.now());
    storage::write!(cx.store, |tx| {
        let found = of_others(tx, actor, account).await?;
        if !rows::require_change(tx, account).await? {
            return Err(Error::plain("no-password-yet"));
        }
        let body = json!({ "login": found.login });
        tx.record(Entry { log: actor.org.raw(), at: now, actor: &who, act: "account.require_change", subject: &subject, body: &body })
            .await?;
        Ok(())
    })
}
