//! Accounts: invitations, passwords, sessions, preferences. *Tài khoản.*

pub mod demo;
pub(crate) mod guard;
pub mod invite;
pub mod own;
pub mod passwords;
pub mod people;
pub mod sign_in;

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use storage::Tx;
use storage::account as rows;
use values::{AccountId, OrgId};

use crate::{Actor, Cx, Error, Preference};

pub use storage::account::Standing;
pub use storage::session::Session;

/// The hash under which a secret (session, invitation) is kept.
pub fn kept_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// The token that every form of a session carries; follows from the session's secret.
pub fn form_token(secret: &str) -> String {
    crate::ids::hex(&Sha256::digest(format!("form/{secret}").as_bytes()))
}

/// Everybody of the actor's organisation, by name.
///
/// # Errors
/// A fault of the store.
pub async fn everybody(cx: &Cx, org: OrgId) -> Result<Vec<rows::Account>, Error> {
    Ok(rows::of_organisation(&mut cx.store.read().await?, org).await?)
}

/// Whether nobody has chosen a password here yet: the one-time link of the first start is still to be used.
///
/// # Errors
/// A fault of the store.
pub async fn nobody_yet(cx: &Cx) -> Result<bool, Error> {
    Ok(!rows::anybody(&mut cx.store.read().await?).await?)
}

/// One account's name and title, for "who" beside a change.
///
/// # Errors
/// [`Error::NotFound`] or a fault of the store.
pub async fn one(cx: &Cx, id: AccountId) -> Result<rows::Account, Error> {
    rows::by_id(&mut cx.store.read().await?, id).await?.ok_or(Error::NotFound)
}

/// The names of people, each looked up once.
pub(crate) async fn names(tx: &mut Tx, ids: impl IntoIterator<Item = AccountId>) -> Result<BTreeMap<AccountId, String>, Error> {
    let ids: BTreeSet<AccountId> = ids.into_iter().collect();
    let mut names = BTreeMap::new();
    for id in ids {
        names.insert(id, rows::by_id(tx, id).await?.map(|account| account.name).unwrap_or_default());
    }
    Ok(names)
}

/// Keeps how a person likes the screens.
///
/// # Errors
/// A fault of the store.
pub async fn prefer(cx: &Cx, actor: &Actor, p: &Preference) -> Result<(), Error> {
    let account = actor.account;
    storage::write!(cx.store, |tx| Ok(rows::put_preference(tx, account, p.lang.code(), p.theme.code(), p.density.code()).await?))
}
