//! Units from–to, and how they follow one another. *Đơn vị, đơn vị tiền thân.*
//!
//! A unit keeps its identity over renames; a merger or a split makes new units that point back.

use crate::refusal::refusals;
use std::collections::BTreeSet;
use values::{Date, UnitId};

/// A unit and the days it exists, both inclusive. *Đơn vị.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub from: Date,
    pub to: Option<Date>,
}

impl Unit {
    /// Whether the unit exists on `day`.
    pub fn exists_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// One edge of descent: `successor` takes over from `predecessor` on the day `on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub predecessor: UnitId,
    pub successor: UnitId,
    pub on: Date,
}

/// All units of an organisation with their descent. *Lịch sử tách, nhập.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    pub units: Vec<Unit>,
    pub links: Vec<Link>,
}

refusals! {
    /// What is wrong with units and their descent. Each case is a fault to be listed, not the first failure.
    UnitFault {
        /// A unit ends before it begins.
        EndsBeforeItBegins { unit: UnitId, from: Date, to: Date } = "C-01.dates",
        /// A link names a unit nobody knows.
        Unknown { unit: UnitId } = "C-01.unknown",
        /// The predecessor still exists on the day its successor takes over.
        StillExists { predecessor: UnitId, successor: UnitId, on: Date } = "C-01.still-exists",
        /// The successor does not exist yet on the day it takes over.
        NotYet { predecessor: UnitId, successor: UnitId, on: Date } = "C-01.not-yet",
        /// A unit descends from itself.
        Cycle { unit: UnitId } = "C-02",
    }
}

impl Lineage {
    fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// Every fault in units and links. Rule `C-01`; source: domain facts, units merge and split.
    pub fn faults(&self) -> Vec<UnitFault> {
        let backwards = self
            .units
            .iter()
            .filter_map(|u| u.to.filter(|to| *to < u.from).map(|to| UnitFault::EndsBeforeItBegins { unit: u.id, from: u.from, to }));
        let links = self.links.iter().filter_map(|link| self.link_fault(link));
        backwards.chain(links).chain(self.cycles()).collect()
    }

    fn link_fault(&self, link: &Link) -> Option<UnitFault> {
        let Link { predecessor, successor, on } = *link;
        let Some(before) = self.unit(predecessor) else { return Some(UnitFault::Unknown { unit: predecessor }) };
        let Some(after) = self.unit(successor) else { return Some(UnitFault::Unknown { unit: successor }) };
        if before.exists_on(on) && before.to.is_none_or(|to| to > on) {
            Some(UnitFault::StillExists { predecessor, successor, on })
        } else {
            (after.from > on).then_some(UnitFault::NotYet { predecessor, successor, on })
        }
    }

    /// Units that descend from themselves. Rule `C-02`; source: this program.
    fn cycles(&self) -> Vec<UnitFault> {
        let looped = |unit: &&Unit| self.ancestors(unit.id).contains(&unit.id);
        self.units.iter().filter(looped).map(|unit| UnitFault::Cycle { unit: unit.id }).collect()
    }

    /// Every unit `unit` descends from, however far back. *Tiền thân.*
    pub fn ancestors(&self, unit: UnitId) -> BTreeSet<UnitId> {
        let mut found = BTreeSet::new();
        let mut left = vec![unit];
        while let Some(at) = left.pop() {
            let next = self.links.iter().filter(|link| link.successor == at).map(|link| link.predecessor);
            left.extend(next.filter(|unit| found.insert(*unit)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: i64, from: i32, to: Option<i32>) -> Unit {
        Unit { id: UnitId::from_raw(id), from: Date::from_days(from), to: to.map(Date::from_days) }
    }

    fn link(predecessor: i64, successor: i64, on: i32) -> Link {
        Link { predecessor: UnitId::from_raw(predecessor), successor: UnitId::from_raw(successor), on: Date::from_days(on) }
    }

    #[test]
    fn c01_a_merger_joins_on_the_day_the_old_ones_end() {
        let merged = Lineage {
            units: vec![unit(1, 0, Some(99)), unit(2, 0, Some(99)), unit(3, 100, None)],
            links: vec![link(1, 3, 100), link(2, 3, 100)],
        };
        assert_eq!(merged.faults(), vec![]);
        assert_eq!(merged.ancestors(UnitId::from_raw(3)).len(), 2);
    }

    #[test]
    fn c01_wrong_dates_and_unknown_units_are_listed_together() {
        let wrong = Lineage {
            units: vec![unit(1, 0, None), unit(2, 50, Some(40)), unit(3, 200, None)],
            links: vec![link(1, 3, 100), link(1, 9, 100)],
        };
        let (first, third, ninth) = (UnitId::from_raw(1), UnitId::from_raw(3), UnitId::from_raw(9));
        let on = Date::from_days(100);
        let expected = vec![
            UnitFault::EndsBeforeItBegins { unit: UnitId::from_raw(2), from: Date::from_days(50), to: Date::from_days(40) },
            UnitFault::StillExists { predecessor: first, successor: third, on },
            UnitFault::Unknown { unit: ninth },
        ];
        assert_eq!(wrong.faults(), expected);
    }

    #[test]
    fn c02_nobody_descends_from_itself() {
        let units = vec![unit(1, 0, Some(10)), unit(2, 0, Some(10))];
        let looped = Lineage { units, links: vec![link(1, 2, 10), link(2, 1, 10)] };
        let cycles = looped.faults().into_iter().filter(|f| matches!(f, UnitFault::Cycle { .. })).count();
        assert_eq!(cycles, 2);
    }
}
