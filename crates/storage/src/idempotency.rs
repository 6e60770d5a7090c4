//! Repeated requests: the same key of the same account gets the first outcome again.

use values::Moment;

use crate::{Fault, Tx};

/// A key made by the client for one write; 1 to 100 visible ASCII characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdemKey(String);

impl IdemKey {
    /// `None` for an empty, overlong or odd key.
    pub fn of(text: &str) -> Option<Self> {
        let fits = (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        fits.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

crate::sql! {
    ONCE(idempotency) = "SELECT outcome FROM idempotency WHERE account = $1 AND key = $2";
    REMEMBER(idempotency) = "INSERT INTO idempotency (account, key, outcome, at) VALUES ($1, $2, $3, $4)";
    FORGET(idempotency) = "DELETE FROM idempotency WHERE at < $1";
}

impl Tx {
    /// The outcome of an earlier write with this key, if there was one.
    /// # Errors
    /// A [`Fault`] of the engine.
    pub async fn once(&mut self, key: &IdemKey, account: i64) -> Result<Option<String>, Fault> {
        let row = self.row(ONCE, &[account.into(), key.as_str().into()]).await?;
        row.map(|row| row.get("outcome")).transpose()
    }

    /// Keeps the outcome of this write under its key.
    /// # Errors
    /// [`Fault::Conflict`] when the same key was used at the same time: run again and ask [`Tx::once`].
    pub async fn remember(&mut self, key: &IdemKey, account: i64, outcome: &str, at: Moment) -> Result<(), Fault> {
        match self.run(REMEMBER, &[account.into(), key.as_str().into(), outcome.into(), at.into()]).await {
            Err(Fault::Constraint(_)) => Err(Fault::Conflict),
            done => done.map(|_| ()),
        }
    }

    /// Drops keys from before `at`; answers how many.
    /// # Errors
    /// A [`Fault`] of the engine.
    pub async fn forget_keys(&mut self, at: Moment) -> Result<u64, Fault> {
        self.run(FORGET, &[at.into()]).await
    }
}
