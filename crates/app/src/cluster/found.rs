//! Founding a cluster and opening its years. *Lập cụm, mở năm thi đua.*

use cycle::Phase;
use cycle::cluster::{Act, On, SeatKind};
use cycle::regulation::Regulation;
use serde_json::json;
use storage::cluster::{self as rows, Cluster, Lineage, Member, Seat, Unit, Year};
use storage::{Entry, IdemKey, Scope, Tx};
use values::{ClusterId, Date, SeatId, UnitId, YearId};

use crate::account::people::only_administrators;
use crate::search::clean;
use crate::{Actor, Cx, Error, Stale, desk};

/// What a cluster is founded with.
#[derive(Clone, Debug)]
pub struct Founding {
    pub name: String,
    pub year: i32,
    pub founded_on: Option<Date>,
    /// Number of the deciding paper; may be empty.
    pub decision: String,
}

/// The set-up step that says the first set-up is done.
pub const SETUP_DONE: i64 = 6;

/// Founds a cluster and opens its first year; the actor gets the superior's seat in it.
///
/// # Errors
/// Denied unless the actor administers; `cluster-name-missing`, `year-out-of-range`.
pub async fn found(cx: &Cx, actor: &Actor, ask: &Founding) -> Result<YearId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| found_in(tx, cx, actor, ask).await)
}

/// As [`found`], with the name of the organisation that owns the cluster; the same form sent again answers
/// the year that was opened.
///
/// # Errors
/// As [`found`]; `host-name-missing`.
pub async fn found_once(cx: &Cx, actor: &Actor, (ask, host): (&Founding, &str), key: &IdemKey) -> Result<YearId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        if let Some(year) = tx.once(key, actor.account.raw()).await? {
            return year.parse().map_err(|_| Error::NotFound);
        }
        name_host(tx, cx, actor, host).await?;
        let year = found_in(tx, cx, actor, ask).await?;
        tx.remember(key, actor.account.raw(), &year.to_string(), cx.clock.now()).await?;
        Ok(year)
    })
}

/// The name of the actor's organisation. *Đơn vị chủ trì.*
///
/// # Errors
/// A fault of the store.
pub async fn host(cx: &Cx, actor: &Actor) -> Result<String, Error> {
    Ok(storage::account::organisation_name(&mut cx.store.read().await?, actor.org).await?.unwrap_or_default())
}

async fn name_host(tx: &mut Tx, cx: &Cx, actor: &Actor, name: &str) -> Result<(), Error> {
    let (old, new) = (storage::account::organisation_name(tx, actor.org).await?.unwrap_or_default(), clean(name));
    if new.is_empty() {
        return Err(Error::plain("host-name-missing"));
    }
    if old == new {
        return Ok(());
    }
    rows::rename_organisation(tx, actor.org, &new).await?;
    let body = json!({ "old": old, "new": new });
    record(tx, cx, actor, actor.org.raw(), "cluster.rename_host", &actor.org.to_string(), &body).await
}

/// Corrects what a cluster was founded with, while its year is being prepared; the year itself stays.
///
/// # Errors
/// Denied unless the actor administers and may set up the year; `cluster-name-missing`, `host-name-missing`; stale.
pub async fn correct(cx: &Cx, actor: &Actor, year: YearId, (ask, host): (&Founding, &str)) -> Result<(), Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::SetUpYear, On::CLUSTER)?;
        name_host(tx, cx, actor, host).await?;
        let (old, name) = (desk.year.cluster.clone(), clean(&ask.name));
        check(&name, desk.year.year)?;
        let new = Cluster { name, founded_on: ask.founded_on, decision: clean(&ask.decision), ..old.clone() };
        if new == old {
            return Ok(());
        }
        if !rows::change_cluster(tx, &new).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "old": { "name": old.name, "decision": old.decision }, "new": { "name": new.name, "decision": new.decision } });
        record(tx, cx, actor, actor.org.raw(), "cluster.correct", &new.id.to_string(), &body).await
    })
}

async fn found_in(tx: &mut Tx, cx: &Cx, actor: &Actor, ask: &Founding) -> Result<YearId, Error> {
    let name = clean(&ask.name);
    check(&name, ask.year)?;
    let cluster =
        Cluster { id: ClusterId::from_raw(cx.ids.next()), name, founded_on: ask.founded_on, decision: clean(&ask.decision), version: 1 };
    let scope = Scope { org: actor.org, cluster: cluster.id, year: YearId::from_raw(cx.ids.next()) };
    rows::add_cluster(tx, scope.org, &cluster).await?;
    let body = json!({ "name": cluster.name, "decision": cluster.decision });
    record(tx, cx, actor, scope.org.raw(), "cluster.found", &cluster.id.to_string(), &body).await?;
    let regulation = desk::regulation_text(&Regulation::default_2018());
    open_year(tx, cx, actor, (scope, ask.year, &regulation, &cluster)).await?;
    Ok(scope.year)
}

/// Opens the cluster's next year with the same members, seats and settings; nothing of the old year changes.
/// The same form sent again answers the year that was opened.
///
/// # Errors
/// Denied unless the actor administers; `year-exists`.
pub async fn open_next(cx: &Cx, actor: &Actor, before: YearId, key: &IdemKey) -> Result<YearId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        if let Some(year) = tx.once(key, actor.account.raw()).await? {
            return year.parse().map_err(|_| Error::NotFound);
        }
        let old = rows::year(tx, before).await?.filter(|y| y.scope.org == actor.org).ok_or(Error::NotFound)?;
        let scope = Scope { year: YearId::from_raw(cx.ids.next()), ..old.scope };
        let taken = rows::years_of_organisation(tx, actor.org).await?;
        if taken.iter().any(|y| y.scope.cluster == scope.cluster && y.year == old.year + 1) {
            return Err(Error::plain("year-exists"));
        }
        open_year(tx, cx, actor, (scope, old.year + 1, &old.regulation, &old.cluster)).await?;
        copy_people(tx, cx, actor, &old, scope).await?;
        tx.remember(key, actor.account.raw(), &scope.year.to_string(), cx.clock.now()).await?;
        Ok(scope.year)
    })
}

async fn open_year(
    tx: &mut Tx,
    cx: &Cx,
    actor: &Actor,
    (scope, year, regulation, cluster): (Scope, i32, &str, &Cluster),
) -> Result<(), Error> {
    let opened = Year {
        scope,
        year,
        phase: Phase::Preparing.code().into(),
        regulation: regulation.into(),
        setup_step: 1,
        version: 1,
        cluster: cluster.clone(),
        org_name: String::new(),
    };
    rows::add_year(tx, &opened).await?;
    rows::add_seat(tx, scope, &superior_seat(cx, actor, year)?).await?;
    let body = json!({ "cluster": cluster.name, "year": year });
    record(tx, cx, actor, scope.log(), "cluster.open_year", &scope.year.to_string(), &body).await
}

fn superior_seat(cx: &Cx, actor: &Actor, year: i32) -> Result<Seat, Error> {
    Ok(Seat {
        id: SeatId::from_raw(cx.ids.next()),
        account: actor.account,
        name: String::new(),
        title: String::new(),
        unit: None,
        kind: SeatKind::Superior.code().into(),
        valid_from: first_day(year)?,
        valid_to: None,
        version: 1,
    })
}

/// Members and running seats of the old year, with dates moved to the first day of the new one. A unit that
/// has ended by then is followed by the unit that took over; its seats are given anew by people.
async fn copy_people(tx: &mut Tx, cx: &Cx, actor: &Actor, old: &Year, scope: Scope) -> Result<(), Error> {
    let first = first_day(old.year + 1)?;
    let members = members_on(tx, old, first).await?;
    for member in &members {
        rows::put_member(tx, scope, member).await?;
    }
    let stays = |unit: Option<UnitId>| unit.is_none_or(|unit| members.iter().any(|m| m.unit == unit));
    let held = rows::seats(tx, old.scope).await?.into_iter().filter(|s| s.valid_to.is_none() && s.account != actor.account);
    for seat in held.filter(|s| stays(s.unit)) {
        rows::add_seat(tx, scope, &Seat { id: SeatId::from_raw(cx.ids.next()), valid_from: first, ..seat }).await?;
    }
    record(tx, cx, actor, scope.log(), "cluster.copy_people", &scope.year.to_string(), &json!({ "from": old.scope.year.to_string() })).await
}

/// The old year's last members as they are on `first`, each unit once.
async fn members_on(tx: &mut Tx, old: &Year, first: Date) -> Result<Vec<Member>, Error> {
    let (units, links) = (rows::units(tx, old.scope.org).await?, rows::lineage(tx, old.scope.org).await?);
    let mut members: Vec<Member> = Vec::new();
    for member in rows::members(tx, old.scope).await?.into_iter().filter(|m| m.valid_to.is_none_or(|to| to >= first.plus(-1))) {
        let heir = heir(member.unit, &units, &links, first).filter(|heir| !members.iter().any(|m| m.unit == heir.id));
        members.extend(heir.map(|heir| Member { unit: heir.id, valid_from: first, valid_to: None, ..member }));
    }
    Ok(members)
}

/// The unit itself, or the one that took over from it and exists on `day`.
fn heir<'u>(unit: UnitId, units: &'u [Unit], links: &[Lineage], day: Date) -> Option<&'u Unit> {
    let find = |id: UnitId| units.iter().find(|u| u.id == id);
    let mut now = find(unit)?;
    for _ in 0..=links.len() {
        if now.valid_from <= day && now.valid_to.is_none_or(|to| day <= to) {
            return Some(now);
        }
        now = find(links.iter().find(|link| link.predecessor == now.id)?.successor)?;
    }
    None
}

/// The first of January.
pub(super) fn first_day(year: i32) -> Result<Date, Error> {
    Date::of(year, 1, 1).ok_or_else(|| Error::plain("year-out-of-range"))
}

fn check(name: &str, year: i32) -> Result<(), Error> {
    match year {
        _ if name.is_empty() => Err(Error::plain("cluster-name-missing")),
        2000..=2200 => Ok(()),
        _ => Err(Error::plain("year-out-of-range")),
    }
}

/// An entry in a log that is not a desk's.
pub(super) async fn record(
    tx: &mut Tx,
    cx: &Cx,
    actor: &Actor,
    log: i64,
    act: &str,
    subject: &str,
    body: &serde_json::Value,
) -> Result<(), Error> {
    let who = actor.account.to_string();
    tx.record(Entry { log, at: cx.clock.now(), actor: &who, act, subject, body }).await?;
    Ok(())
}
