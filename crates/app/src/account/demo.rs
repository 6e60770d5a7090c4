//! Stepping into a role of the demo, without a password. *Vào vai.*

use storage::account as rows;

use super::sign_in::{self, From};
use crate::{Actor, Cx, Error, Reason};

/// Whether nobody has been here: no organisation is known.
///
/// # Errors
/// A fault of the store.
pub async fn is_empty(cx: &Cx) -> Result<bool, Error> {
    Ok(rows::organisations(&mut cx.store.read().await?).await?.is_empty())
}

/// Starts a session for the person with this sign-in name; answers its secret, for the cookie.
///
/// # Errors
/// Denied where no demo runs; not found for an unknown name.
pub async fn step_into(cx: &Cx, login: &str, from: From) -> Result<String, Error> {
    if !cx.demo {
        return Err(Error::Denied(Reason::plain("only-in-the-demo")));
    }
    let found = rows::by_login(&mut cx.store.read().await?, login).await?.ok_or(Error::NotFound)?;
    sign_in::start(cx, found.account.id, from).await
}

/// The person with this sign-in name as a session would make them.
///
/// # Errors
/// As [`step_into`].
pub async fn actor(cx: &Cx, login: &str) -> Result<Actor, Error> {
    let from = From { address: String::new(), agent: "story".to_owned() };
    let secret = step_into(cx, login, from).await?;
    sign_in::who(cx, &secret).await?.ok_or(Error::NotFound)
}
