//! Clusters and their years: units, members, seats, settings, deadlines, phases. *Cụm, năm thi đua.*

pub mod found;
pub mod members;
pub mod newcomers;
pub mod phases;
pub mod progress;
pub mod seats;
pub mod settings;
pub mod units;

use storage::cluster::{Year, years_of_account, years_of_organisation};

use crate::{Actor, Cx, Error};

/// The years a person can open: those of seats that hold today, and all of the organisation's for an administrator.
///
/// # Errors
/// A fault of the store.
pub async fn years(cx: &Cx, actor: &Actor) -> Result<Vec<Year>, Error> {
    let mut tx = cx.store.read().await?;
    if actor.administers {
        return Ok(years_of_organisation(&mut tx, actor.org).await?);
    }
    Ok(years_of_account(&mut tx, actor.account, cx.clock.today()).await?)
}
