//! Who is what in a year. *Vai trò.*

use cycle::cluster::{Act, On, SeatKind};
use serde_json::json;
use storage::account;
use storage::cluster::{self as rows, Seat};
use values::{AccountId, Date, SeatId, UnitId, YearId};

use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// A seat to be given.
#[derive(Clone, Debug)]
pub struct Give {
    pub account: AccountId,
    pub kind: SeatKind,
    pub unit: Option<UnitId>,
    pub from: Date,
}

/// Every seat of the year with its holder.
///
/// # Errors
/// A fault of the store.
pub async fn all(cx: &Cx, desk: &Desk) -> Result<Vec<Seat>, Error> {
    Ok(rows::seats(&mut cx.store.read().await?, desk.scope()).await?)
}

/// Gives a person a seat. *Giao vai trò.*
///
/// # Errors
/// Denied; `seat-needs-unit`, `seat-has-no-unit`, `seat-not-in-office`, or not found.
pub async fn give(cx: &Cx, actor: &Actor, year: YearId, give: &Give) -> Result<SeatId, Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        may_give(&desk, give)?;
        account::by_id(tx, give.account).await?.filter(|a| a.org == desk.scope().org).ok_or(Error::NotFound)?;
        let seat = new_seat(cx, give);
        rows::add_seat(tx, desk.scope(), &seat).await?;
        let body = json!({ "account": give.account.to_string(), "kind": seat.kind, "unit": give.unit.map(|u| u.to_string()) });
        desk.record(tx, "cluster.give_seat", &seat.id.to_string(), body).await?;
        Ok(seat.id)
    })
}

/// The superior's administrator may give any seat; others as the table of leave says.
fn may_give(desk: &Desk, give: &Give) -> Result<(), Error> {
    let on = give.unit.map_or(On::CLUSTER, On::unit);
    if !desk.actor.administers {
        desk.require(Act::InviteAccounts, on)?;
    }
    fits(desk, give)
}

/// A seat of a unit names a member that holds the office; the others name none.
fn fits(desk: &Desk, give: &Give) -> Result<(), Error> {
    let office = match give.kind {
        SeatKind::Superior | SeatKind::Observer => return if give.unit.is_none() { Ok(()) } else { Err(Error::plain("seat-has-no-unit")) },
        SeatKind::Head => Some("head"),
        SeatKind::Deputy => Some("deputy"),
        SeatKind::MemberLeader | SeatKind::MemberOfficer | SeatKind::Verifier => None,
    };
    let member = desk.member(give.unit.ok_or_else(|| Error::plain("seat-needs-unit"))?)?;
    if office.is_none_or(|office| office == member.office) { Ok(()) } else { Err(Error::plain("seat-not-in-office")) }
}

fn new_seat(cx: &Cx, give: &Give) -> Seat {
    Seat {
        id: SeatId::from_raw(cx.ids.next()),
        account: give.account,
        name: String::new(),
        title: String::new(),
        unit: give.unit,
        kind: give.kind.code().into(),
        valid_from: give.from,
        valid_to: None,
        version: 1,
    }
}

/// Ends a seat; its holder may work until the end of `last_day`. *Thôi vai trò.*
///
/// # Errors
/// Denied; not found; stale.
pub async fn end(cx: &Cx, actor: &Actor, year: YearId, seat: SeatId, last_day: Date) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let held = rows::seats(tx, desk.scope()).await?.into_iter().find(|s| s.id == seat).ok_or(Error::NotFound)?;
        if !actor.administers {
            desk.require(Act::InviteAccounts, held.unit.map_or(On::CLUSTER, On::unit))?;
        }
        if !rows::end_seat(tx, seat, held.version, last_day).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "account": held.account.to_string(), "kind": held.kind, "last_day": last_day.to_string() });
        desk.record(tx, "cluster.end_seat", &seat.to_string(), body).await?;
        Ok(())
    })
}
