//! One's own account: how one is called. *Tài khoản của tôi.*

use serde_json::json;
use storage::{Entry, account as rows};

use crate::search::{clean, folded};
use crate::{Actor, Cx, Error};

/// Changes how the actor is called; what stands already as given is left alone. *Sửa họ tên, chức danh.*
///
/// # Errors
/// `name-missing`; a fault of the store.
pub async fn rename(cx: &Cx, actor: &Actor, name: &str, title: &str) -> Result<(), Error> {
    let (name, title) = (clean(name), clean(title));
    if name.is_empty() {
        return Err(Error::plain("name-missing"));
    }
    let (who, now) = (actor.account.to_string(), cx.clock.now());
    storage::write!(cx.store, |tx| {
        let old = rows::by_id(tx, actor.account).await?.ok_or(Error::NotFound)?;
        if old.name == name && old.title == title {
            return Ok(());
        }
        let new = rows::Account { name: name.clone(), title: title.clone(), ..old.clone() };
        rows::change(tx, &new, &folded(&name)).await?;
        let body = json!({ "old": { "name": old.name, "title": old.title }, "new": { "name": new.name, "title": new.title } });
        tx.record(Entry { log: actor.org.raw(), at: now, actor: &who, act: "account.rename", subject: &who, body: &body }).await?;
        Ok(())
    })
}
