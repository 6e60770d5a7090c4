//! The year's members with head and deputies. *Đơn vị thành viên, cụm trưởng, cụm phó.*

use cycle::cluster::{Act, Member as Rule, Office, On, Roster};
use serde_json::json;
use storage::Tx;
use storage::cluster::{self as rows, Member};
use values::{Date, UnitId, YearId};

use super::found::first_day;
use super::units::{NewUnit, days, find_or_add};
use crate::{Actor, Cx, Desk, Error, Reason, desk};

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
    for (place, line) in lines.iter().enumerate() {
        let unit = find_or_add(tx, cx, &desk.actor, &line.unit).await?;
        let position = i64::try_from(place).unwrap_or(i64::MAX);
        let (office, valid_from) = (line.office.code().to_owned(), unit.valid_from.max(first));
        members.push(Member { unit: unit.id, name: unit.name, short_name: unit.short_name, position, office, valid_from, valid_to: None });
    }
    Ok(members)
}

/// Changes one member, for example when the head is replaced during the year.
///
/// # Errors
/// Denied; not found; every fault of the roster that would follow.
pub async fn change(cx: &Cx, actor: &Actor, year: YearId, change: &Change) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::ChangeMembers, On::CLUSTER)?;
        let old = desk.member(change.unit)?.clone();
        let new = Member {
            position: i64::from(change.position),
            office: change.office.code().into(),
            valid_from: change.from,
            valid_to: change.to,
            ..old.clone()
        };
        let mut all: Vec<Member> = desk.members.iter().filter(|m| m.unit != change.unit).cloned().collect();
        all.push(new.clone());
        refuse_faults(tx, &desk, &all).await?;
        rows::put_member(tx, desk.scope(), &new).await?;
        let body = json!({ "old": { "office": old.office }, "new": { "office": new.office, "from": new.valid_from.to_string() } });
        desk.record(tx, "cluster.change_member", &change.unit.to_string(), body).await?;
        Ok(())
    })
}

async fn refuse_faults(tx: &mut Tx, desk: &Desk, members: &[Member]) -> Result<(), Error> {
    let units: Vec<_> = rows::units(tx, desk.scope().org).await?.iter().map(days).collect();
    let roster = roster(desk.year.year, members);
    let faults: Vec<Reason> = roster.faults(&units).iter().map(Reason::of).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
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
