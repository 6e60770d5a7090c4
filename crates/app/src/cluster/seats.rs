//! Who is what in a year. *Vai trò.*

use cycle::cluster::{Office, On, Seat as Rule, SeatKind, end as decide};
use serde_json::json;
use storage::cluster::{self as rows, Member};
use storage::{IdemKey, Tx, account};
use values::{AccountId, Date, SeatId, UnitId, YearId};

pub use storage::account::Account;
pub use storage::cluster::Seat;

use crate::search::clean;
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

/// Everybody of the organisation to whom a seat can be given, by name.
///
/// # Errors
/// A fault of the store.
pub async fn candidates(cx: &Cx, desk: &Desk) -> Result<Vec<account::Account>, Error> {
    let all = account::of_organisation(&mut cx.store.read().await?, desk.scope().org).await?;
    Ok(all.into_iter().filter(|a| a.active).collect())
}

/// As [`give`]; the same form sent again gives nothing more.
///
/// # Errors
/// As [`give`].
pub async fn give_once(cx: &Cx, actor: &Actor, year: YearId, ask: &Give, key: &IdemKey) -> Result<SeatId, Error> {
    storage::write!(cx.store, |tx| {
        if let Some(seat) = tx.once(key, actor.account.raw()).await? {
            return seat.parse().map_err(|_| Error::NotFound);
        }
        let seat = give_in(tx, cx, actor, year, ask).await?;
        tx.remember(key, actor.account.raw(), &seat.to_string(), cx.clock.now()).await?;
        Ok(seat)
    })
}

/// Gives a person a seat. *Giao vai trò.*
///
/// # Errors
/// Denied; `seat-needs-unit`, `seat-has-no-unit`, `seat-not-in-office`, or not found.
pub async fn give(cx: &Cx, actor: &Actor, year: YearId, give: &Give) -> Result<SeatId, Error> {
    storage::write!(cx.store, |tx| give_in(tx, cx, actor, year, give).await)
}

async fn give_in(tx: &mut Tx, cx: &Cx, actor: &Actor, year: YearId, give: &Give) -> Result<SeatId, Error> {
    let desk = desk::open_in(tx, cx, actor, year).await?;
    may_give(&desk, give)?;
    account::by_id(tx, give.account).await?.filter(|a| a.org == desk.scope().org).ok_or(Error::NotFound)?;
    keep_seat(tx, cx, &desk, give).await
}

pub(super) async fn keep_seat(tx: &mut Tx, cx: &Cx, desk: &Desk, give: &Give) -> Result<SeatId, Error> {
    let seat = new_seat(cx, give);
    rows::add_seat(tx, desk.scope(), &seat).await?;
    let body = json!({ "account": give.account.to_string(), "kind": seat.kind, "unit": give.unit.map(|u| u.to_string()) });
    desk.record(tx, "cluster.give_seat", &seat.id.to_string(), body).await?;
    Ok(seat.id)
}

/// The leaders of a unit whose office changed today act in the seat of the new office. *Vai theo chức.*
pub(super) async fn follow_office(tx: &mut Tx, cx: &Cx, desk: &Desk, member: &Member) -> Result<(), Error> {
    let leads = |seat: &Seat| [SeatKind::Head, SeatKind::Deputy, SeatKind::MemberLeader].iter().any(|kind| kind.code() == seat.kind);
    let held = rows::seats(tx, desk.scope()).await?.into_iter();
    for seat in held.filter(|s| s.unit == Some(member.unit) && s.valid_to.is_none_or(|to| desk.today <= to) && leads(s)) {
        if !rows::end_seat(tx, seat.id, seat.version, desk.today.plus(-1)).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let give = Give { account: seat.account, kind: leader_kind(&member.office), unit: seat.unit, from: desk.today };
        keep_seat(tx, cx, desk, &give).await?;
    }
    Ok(())
}

/// The seat of a unit's leader follows from the unit's office.
pub fn leader_kind(office: &str) -> SeatKind {
    match Office::of_code(office) {
        Some(Office::Head) => SeatKind::Head,
        Some(Office::Deputy) => SeatKind::Deputy,
        _ => SeatKind::MemberLeader,
    }
}

/// Leave to give and end seats of a kind: who administers may any, others as the table of leave says.
///
/// # Errors
/// Denied, with who may.
pub fn require(desk: &Desk, kind: SeatKind, unit: Option<UnitId>) -> Result<(), Error> {
    if desk.actor.administers { Ok(()) } else { desk.require(kind.given_by(), unit.map_or(On::CLUSTER, On::unit)) }
}

pub(super) fn may_give(desk: &Desk, give: &Give) -> Result<(), Error> {
    require(desk, give.kind, give.unit)?;
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
/// Denied; not found; refused (`C-23`); stale.
pub async fn end(cx: &Cx, actor: &Actor, year: YearId, seat: SeatId, (last_day, why): (Date, &str)) -> Result<(), Error> {
    let why = clean(why);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let held = rows::seats(tx, desk.scope()).await?.into_iter().find(|s| s.id == seat).ok_or(Error::NotFound)?;
        let rule = rule(&held)?;
        require(&desk, rule.kind, rule.unit)?;
        decide(&rule, last_day, &why, (desk.today, &desk.regulation)).map_err(|refused| Error::refused(&refused))?;
        if !rows::end_seat(tx, seat, held.version, last_day).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "account": held.account.to_string(), "kind": held.kind, "last_day": last_day.to_string(), "why": why });
        desk.record(tx, "cluster.end_seat", &seat.to_string(), body).await?;
        Ok(())
    })
}

/// A kept seat as the rules see it.
fn rule(held: &Seat) -> Result<Rule, Error> {
    let kind = SeatKind::of_code(&held.kind).ok_or_else(|| desk::shape("seat", &held.kind))?;
    Ok(Rule { kind, unit: held.unit, from: held.valid_from, to: held.valid_to })
}
