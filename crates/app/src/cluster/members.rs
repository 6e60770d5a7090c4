//! The year's members with head and deputies. *Đơn vị thành viên, cụm trưởng, cụm phó.*

use cycle::cluster::{Act, Member as Rule, Office, On, Roster};
use cycle::{Arg, Phase};
use serde_json::json;
use storage::Tx;
use storage::cluster as rows;
use values::{Date, UnitId, YearId};

use super::found::first_day;
use super::units::{NewUnit, days, find_or_add};
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Reason, desk};

pub use storage::cluster::Member;

/// One line of the roster as people give it.
#[derive(Clone, Debug)]
pub struct Line {
    pub unit: NewUnit,
    pub office: Office,
}

/// A change of one member's place, office or days.
#[derive(Clone, Debug)]
pub struct Change {
    pub unit: UnitId,
    pub position: u16,
    pub office: Office,
    pub from: Date,
    pub to: Option<Date>,
    /// May be empty while the year is being prepared.
    pub why: String,
}

/// Sets the whole roster in the given order; unknown names become units. *Ghi danh sách đơn vị.*
///
/// # Errors
/// Denied; every fault of the roster at once.
pub async fn set(cx: &Cx, actor: &Actor, year: YearId, lines: &[Line]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::SetUpYear, On::CLUSTER)?;
        let members = resolve(tx, cx, &desk, lines).await?;
        refuse_faults(tx, &desk, &members).await?;
        for gone in desk.members.iter().filter(|old| !members.iter().any(|m| m.unit == old.unit)) {
            rows::remove_member(tx, desk.scope(), gone.unit).await?;
        }
        for member in &members {
            rows::put_member(tx, desk.scope(), member).await?;
        }
        let listed: Vec<_> = members.iter().map(|m| json!({ "unit": m.unit.to_string(), "name": m.name, "office": m.office })).collect();
        desk.record(tx, "cluster.set_members", &year.to_string(), json!({ "members": listed })).await?;
        Ok(())
    })
}

async fn resolve(tx: &mut Tx, cx: &Cx, desk: &Desk, lines: &[Line]) -> Result<Vec<Member>, Error> {
    let first = first_day(desk.year.year)?;
    let mut members = Vec::with_capacity(lines.len());
    let mut ordered: Vec<&Line> = lines.iter().collect();
    ordered.sort_by_key(|line| line.office);
    for (place, line) in ordered.into_iter().enumerate() {
        let unit = find_or_add(tx, cx, &desk.actor, &line.unit).await?;
        let position = i64::try_from(place).unwrap_or(i64::MAX);
        let (office, valid_from) = (line.office.code().to_owned(), unit.valid_from.max(first));
        members.push(Member { unit: unit.id, name: unit.name, short_name: unit.short_name, position, office, valid_from, valid_to: None });
    }
    Ok(members)
}

/// Changes one member's place, office or days; once the year runs, with a reason.
///
/// # Errors
/// Denied; not found; `member-reason-short`; every fault of the roster that would follow.
pub async fn change(cx: &Cx, actor: &Actor, year: YearId, change: &Change) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::ChangeMembers, On::CLUSTER)?;
        wants_reason(&desk, &change.why)?;
        let old = desk.member(change.unit)?.clone();
        let new = Member {
            position: i64::from(change.position),
            office: change.office.code().into(),
            valid_from: change.from,
            valid_to: change.to,
            ..old.clone()
        };
        keep_roster(tx, &desk, std::slice::from_ref(&new)).await?;
        let body = json!({ "old": facts(&old), "new": facts(&new), "why": clean(&change.why) });
        desk.record(tx, "cluster.change_member", &change.unit.to_string(), body).await?;
        Ok(())
    })
}

/// The head's office passes to another member, who gives its own in exchange; the leaders' seats follow.
/// *Bàn giao cụm trưởng.*
///
/// # Errors
/// Denied; not found; `already-head`; `member-reason-short`.
pub async fn hand_over(cx: &Cx, actor: &Actor, year: YearId, to: UnitId, why: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::ChangeMembers, On::CLUSTER)?;
        wants_reason(&desk, why)?;
        let old = desk.members.iter().find(|m| m.office == Office::Head.code()).ok_or(Error::NotFound)?;
        let next = desk.member(to)?;
        if old.unit == next.unit {
            return Err(Error::plain("already-head"));
        }
        let swapped = [Member { office: old.office.clone(), ..next.clone() }, Member { office: next.office.clone(), ..old.clone() }];
        keep_roster(tx, &desk, &swapped).await?;
        for member in &swapped {
            super::seats::follow_office(tx, cx, &desk, member).await?;
        }
        let body = json!({ "old": old.unit.to_string(), "new": to.to_string(), "why": clean(why) });
        desk.record(tx, "cluster.hand_over_head", &to.to_string(), body).await?;
        Ok(())
    })
}

/// While the year is being prepared nothing follows from a change yet.
fn wants_reason(desk: &Desk, why: &str) -> Result<(), Error> {
    if desk.phase == Phase::Preparing || desk.regulation.is_reason(why) {
        return Ok(());
    }
    let least = cycle::Arg::Number(i64::from(desk.regulation.reason_least));
    Err(Error::Refused(vec![Reason { code: "member-reason-short", args: vec![("least", least)] }]))
}

fn facts(member: &Member) -> serde_json::Value {
    let (from, to) = (member.valid_from.to_string(), member.valid_to.map(|to| to.to_string()));
    json!({ "office": member.office, "position": member.position, "from": from, "to": to })
}

/// Keeps the roster with `changed` members in protocol order, if it has no fault.
async fn keep_roster(tx: &mut Tx, desk: &Desk, changed: &[Member]) -> Result<(), Error> {
    let stays = desk.members.iter().filter(|m| !changed.iter().any(|c| c.unit == m.unit));
    let mut all: Vec<Member> = changed.iter().chain(stays).cloned().collect();
    all.sort_by_key(|m| (Office::of_code(&m.office), m.position));
    for (place, member) in all.iter_mut().enumerate() {
        member.position = i64::try_from(place).unwrap_or(i64::MAX);
    }
    refuse_faults(tx, desk, &all).await?;
    for member in all.iter().filter(|m| !desk.members.contains(m)) {
        rows::put_member(tx, desk.scope(), member).await?;
    }
    Ok(())
}

async fn refuse_faults(tx: &mut Tx, desk: &Desk, members: &[Member]) -> Result<(), Error> {
    let units: Vec<_> = rows::units(tx, desk.scope().org).await?.iter().map(days).collect();
    let roster = roster(desk.year.year, members);
    let faults: Vec<Reason> = roster.faults(&units).iter().map(|f| named(Reason::of(f), members)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
}

/// The fault with names instead of ids: a unit that was only just typed is forgotten with the refusal.
fn named(reason: Reason, members: &[Member]) -> Reason {
    let name = |id: &UnitId| members.iter().find(|m| m.unit == *id).map_or_else(|| id.to_string(), |m| m.short_name.clone());
    let worded = |arg: Arg| match arg {
        Arg::Unit(id) => Arg::Text(name(&id)),
        Arg::Units(ids) => Arg::Text(ids.iter().map(name).collect::<Vec<_>>().join(", ")),
        other => other,
    };
    Reason { args: reason.args.into_iter().map(|(key, arg)| (key, worded(arg))).collect(), ..reason }
}

/// The stored members as the rules see them.
pub fn roster(year: i32, members: &[Member]) -> Roster {
    let rule = |m: &Member| {
        let position = u16::try_from(m.position).unwrap_or(u16::MAX);
        let office = Office::of_code(&m.office).unwrap_or(Office::Member);
        Rule { unit: m.unit, position, office, from: m.valid_from, to: m.valid_to }
    };
    Roster::new(year, members.iter().map(rule).collect())
}
