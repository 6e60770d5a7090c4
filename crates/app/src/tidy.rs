//! Dropping what nobody can need any more. *Dọn dữ liệu tạm.*

use storage::session;

use crate::account::guard;
use crate::account::sign_in::IDLE_SECONDS;
use crate::{Cx, Error};

/// A request that was queued offline may be sent again this long after.
const KEYS_SECONDS: i64 = 30 * 24 * 3600;

/// Forgets answers that no request will ask for again, tries of passwords, and sessions that have ended.
///
/// # Errors
/// A fault of the store.
pub async fn tidy(cx: &Cx) -> Result<(), Error> {
    let now = cx.clock.now();
    storage::write!(cx.store, |tx| {
        tx.forget_keys(now.plus_seconds(-KEYS_SECONDS)).await?;
        guard::forget(tx, now).await?;
        session::sweep(tx, now, now.plus_seconds(-IDLE_SECONDS)).await?;
        Ok::<_, Error>(())
    })
}
