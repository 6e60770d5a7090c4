//! Units of the organisation over time: new, renamed, ended, merged. *Đơn vị, tách, nhập.*

use cycle::cluster::{Lineage as Descent, Link, Unit as Days};
use serde_json::json;
use storage::cluster as rows;
use storage::{IdemKey, Tx};
use values::{Date, OrgId, UnitId};

use super::found::record;
use crate::account::people::only_administrators;
use crate::search::{clean, folded};
use crate::{Actor, Cx, Error, Reason};

pub use storage::cluster::{Lineage, Unit};

/// A unit as people give it; `short` may be empty and then follows from the name.
#[derive(Clone, Debug)]
pub struct NewUnit {
    pub name: String,
    pub short: String,
    pub from: Date,
}

/// Units that end and the unit that takes over from them. *Sáp nhập.*
#[derive(Clone, Debug)]
pub struct Merger {
    pub predecessors: Vec<UnitId>,
    pub successor: NewUnit,
    pub decision: String,
}

/// Every unit the organisation has or had, by name.
///
/// # Errors
/// A fault of the store.
pub async fn all(cx: &Cx, org: OrgId) -> Result<Vec<Unit>, Error> {
    Ok(rows::units(&mut cx.store.read().await?, org).await?)
}

/// Every link between a unit and the unit that took over from it.
///
/// # Errors
/// A fault of the store.
pub async fn lineage(cx: &Cx, org: OrgId) -> Result<Vec<rows::Lineage>, Error> {
    Ok(rows::lineage(&mut cx.store.read().await?, org).await?)
}

/// Finds the unit with this name, or adds it. Caller has asked leave.
pub(super) async fn find_or_add(tx: &mut Tx, cx: &Cx, actor: &Actor, new: &NewUnit) -> Result<Unit, Error> {
    let name = clean(&new.name);
    if name.is_empty() {
        return Err(Error::plain("unit-name-missing"));
    }
    let known = rows::units(tx, actor.org).await?;
    match known.into_iter().find(|u| u.name == name && u.valid_to.is_none_or(|to| to >= new.from)) {
        Some(unit) => Ok(unit),
        None => add(tx, cx, actor, new).await,
    }
}

async fn add(tx: &mut Tx, cx: &Cx, actor: &Actor, new: &NewUnit) -> Result<Unit, Error> {
    let name = clean(&new.name);
    let short = clean(&new.short);
    let unit = Unit {
        id: UnitId::from_raw(cx.ids.next()),
        short_name: if short.is_empty() { short_of(&name) } else { short },
        name,
        valid_from: new.from,
        valid_to: None,
        version: 1,
    };
    rows::add_unit(tx, actor.org, &unit, &folded(&unit.name)).await?;
    let body = json!({ "name": unit.name, "short": unit.short_name, "from": unit.valid_from.to_string() });
    record(tx, cx, actor, actor.org.raw(), "cluster.add_unit", &unit.id.to_string(), &body).await?;
    Ok(unit)
}

/// A name without the words that all units share, for tables: "Công an tỉnh Trà Vinh" is "Trà Vinh".
fn short_of(name: &str) -> String {
    const COMMON: [&str; 8] =
        ["Công an tỉnh ", "Công an thành phố ", "Công an ", "Ủy ban nhân dân ", "UBND ", "tỉnh ", "thành phố ", "Sở "];
    let short = COMMON.iter().fold(name, |left, word| left.strip_prefix(word).unwrap_or(left));
    if short.is_empty() { name.to_owned() } else { short.to_owned() }
}

/// Renames a unit; its identity, scores and history stay.
///
/// # Errors
/// Denied unless the actor administers; stale; `unit-name-missing`.
pub async fn rename(cx: &Cx, actor: &Actor, id: UnitId, version: i64, name: &str, short: &str) -> Result<(), Error> {
    only_administrators(actor)?;
    let (name, short) = (clean(name), clean(short));
    if name.is_empty() || short.is_empty() {
        return Err(Error::plain("unit-name-missing"));
    }
    storage::write!(cx.store, |tx| {
        let old = known(tx, actor.org, id).await?;
        let new = Unit { name: name.clone(), short_name: short.clone(), version, ..old.clone() };
        if !rows::change_unit(tx, &new, &folded(&new.name)).await? {
            return Err(Error::Stale(crate::Stale::default()));
        }
        let body = json!({ "old": { "name": old.name, "short": old.short_name }, "new": { "name": new.name, "short": new.short_name } });
        record(tx, cx, actor, actor.org.raw(), "cluster.rename_unit", &id.to_string(), &body).await
    })
}

async fn known(tx: &mut Tx, org: OrgId, id: UnitId) -> Result<Unit, Error> {
    rows::units(tx, org).await?.into_iter().find(|u| u.id == id).ok_or(Error::NotFound)
}

/// Adds a unit to the organisation's list; the same form sent again adds nothing more. *Thêm đơn vị.*
///
/// # Errors
/// Denied unless the actor administers; `unit-name-missing`.
pub async fn add_once(cx: &Cx, actor: &Actor, new: &NewUnit, key: &IdemKey) -> Result<UnitId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        if let Some(unit) = tx.once(key, actor.account.raw()).await? {
            return unit.parse().map_err(|_| Error::NotFound);
        }
        let unit = find_or_add(tx, cx, actor, new).await?;
        tx.remember(key, actor.account.raw(), &unit.id.to_string(), cx.clock.now()).await?;
        Ok(unit.id)
    })
}

/// Ends the predecessors on the eve of the successor's first day and links them. *Sáp nhập đơn vị.*
///
/// # Errors
/// Denied unless the actor administers; `merger-needs-units`; every fault of rules `C-01` and `C-02`.
pub async fn merge(cx: &Cx, actor: &Actor, merger: &Merger) -> Result<UnitId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| merge_in(tx, cx, actor, merger).await)
}

/// As [`merge`]; the same form sent again answers the same unit.
///
/// # Errors
/// As [`merge`].
pub async fn merge_once(cx: &Cx, actor: &Actor, merger: &Merger, key: &IdemKey) -> Result<UnitId, Error> {
    only_administrators(actor)?;
    storage::write!(cx.store, |tx| {
        if let Some(unit) = tx.once(key, actor.account.raw()).await? {
            return unit.parse().map_err(|_| Error::NotFound);
        }
        let unit = merge_in(tx, cx, actor, merger).await?;
        tx.remember(key, actor.account.raw(), &unit.to_string(), cx.clock.now()).await?;
        Ok(unit)
    })
}

async fn merge_in(tx: &mut Tx, cx: &Cx, actor: &Actor, merger: &Merger) -> Result<UnitId, Error> {
    if merger.predecessors.is_empty() {
        return Err(Error::plain("merger-needs-units"));
    }
    if clean(&merger.successor.name).is_empty() {
        return Err(Error::plain("unit-name-missing"));
    }
    let successor = add(tx, cx, actor, &merger.successor).await?;
    for id in &merger.predecessors {
        end_and_link(tx, actor, *id, &successor, &merger.decision).await?;
    }
    refuse_faults(tx, actor.org).await?;
    let names: Vec<String> = merger.predecessors.iter().map(ToString::to_string).collect();
    let body = json!({ "predecessors": names, "successor": successor.id.to_string(), "decision": merger.decision });
    record(tx, cx, actor, actor.org.raw(), "cluster.merge_units", &successor.id.to_string(), &body).await?;
    Ok(successor.id)
}

async fn end_and_link(tx: &mut Tx, actor: &Actor, id: UnitId, successor: &Unit, decision: &str) -> Result<(), Error> {
    let old = known(tx, actor.org, id).await?;
    if old.valid_to.is_some_and(|to| to < successor.valid_from) {
        return Err(Error::Refused(vec![Reason { code: "unit-ended", args: vec![("unit", cycle::Arg::Text(old.short_name))] }]));
    }
    let ended = Unit { valid_to: Some(successor.valid_from.plus(-1)), ..old };
    rows::change_unit(tx, &ended, &folded(&ended.name)).await?;
    let edge = rows::Lineage { predecessor: id, successor: successor.id, on: successor.valid_from, decision: clean(decision) };
    Ok(rows::add_lineage(tx, actor.org, &edge).await?)
}

async fn refuse_faults(tx: &mut Tx, org: OrgId) -> Result<(), Error> {
    let units = rows::units(tx, org).await?.iter().map(days).collect();
    let links =
        rows::lineage(tx, org).await?.iter().map(|l| Link { predecessor: l.predecessor, successor: l.successor, on: l.on }).collect();
    let faults: Vec<Reason> = Descent { units, links }.faults().iter().map(Reason::of).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
}

/// A unit as the rules see it.
pub(super) const fn days(unit: &Unit) -> Days {
    Days { id: unit.id, from: unit.valid_from, to: unit.valid_to }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_show_a_name_without_the_words_all_share() {
        assert_eq!(short_of("Công an tỉnh Trà Vinh"), "Trà Vinh");
        assert_eq!(short_of("Sở Tư pháp"), "Tư pháp");
        assert_eq!(short_of("Văn phòng"), "Văn phòng");
    }
}
