//! Founding a cluster and opening its years. *Lập cụm, mở năm thi đua.*

use cycle::Phase;
use cycle::cluster::SeatKind;
use cycle::regulation::Regulation;
use serde_json::json;
use storage::cluster::{self as rows, Cluster, Seat, Year};
use storage::{Entry, Scope, Tx};
use values::{ClusterId, Date, SeatId, YearId};

use crate::search::clean;
use crate::{Actor, Cx, Error, Reason, desk};

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
    let name = clean(&ask.name);
    check(&name, ask.year)?;
    let cluster =
        Cluster { id: ClusterId::from_raw(cx.ids.next()), name, founded_on: ask.founded_on, decision: clean(&ask.decision), version: 1 };
    let scope = Scope { org: actor.org, cluster: cluster.id, year: YearId::from_raw(cx.ids.next()) };
    let regulation = desk::regulation_text(&Regulation::default_2018());
    storage::write!(cx.store, |tx| {
        rows::add_cluster(tx, scope.org, &cluster).await?;
        let body = json!({ "name": cluster.name, "decision": cluster.decision });
        record(tx, cx, actor, scope.org.raw(), "cluster.found", &cluster.id.to_string(), &body).await?;
        open_year(tx, cx, actor, (scope, ask.year, &regulation, &cluster)).await?;
        Ok::<_, Error>(scope.year)
    })
}

/// Opens the cluster's next year with the same members, seats and settings; nothing of the old year changes.
///
/// # Errors
/// Denied unless the actor administers; `year-exists`.
pub async fn open_next(cx: &Cx, actor: &Actor, before: YearId) -> Result<YearId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        let old = rows::year(tx, before).await?.filter(|y| y.scope.org == actor.org).ok_or(Error::NotFound)?;
        let scope = Scope { year: YearId::from_raw(cx.ids.next()), ..old.scope };
        let taken = rows::years_of_organisation(tx, actor.org).await?;
        if taken.iter().any(|y| y.scope.cluster == scope.cluster && y.year == old.year + 1) {
            return Err(Error::plain("year-exists"));
        }
        open_year(tx, cx, actor, (scope, old.year + 1, &old.regulation, &old.cluster)).await?;
        copy_people(tx, cx, actor, &old, scope).await?;
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

/// Members and running seats of the old year, with dates moved to the first day of the new one.
async fn copy_people(tx: &mut Tx, cx: &Cx, actor: &Actor, old: &Year, scope: Scope) -> Result<(), Error> {
    let first = first_day(old.year + 1)?;
    for member in rows::members(tx, old.scope).await?.into_iter().filter(|m| m.valid_to.is_none_or(|to| to >= first.plus(-1))) {
        rows::put_member(tx, scope, &rows::Member { valid_from: first, valid_to: None, ..member }).await?;
    }
    for seat in rows::seats(tx, old.scope).await?.into_iter().filter(|s| s.valid_to.is_none() && s.account != actor.account) {
        rows::add_seat(tx, scope, &Seat { id: SeatId::from_raw(cx.ids.next()), valid_from: first, ..seat }).await?;
    }
    record(tx, cx, actor, scope.log(), "cluster.copy_people", &scope.year.to_string(), &json!({ "from": old.scope.year.to_string() })).await
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

/// Denies anybody who does not administer the organisation.
pub(super) fn only_administrators(actor: &Actor) -> Result<(), Error> {
    if actor.administers { Ok(()) } else { Err(Error::Denied(Reason::plain("only-administrators"))) }
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
