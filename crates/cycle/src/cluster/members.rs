//! The year's members, in protocol order, with head and deputies. *Đơn vị thành viên, cụm trưởng, cụm phó.*

use super::units::Unit;
use crate::refusal::{coded, refusals};
use std::collections::BTreeSet;
use values::{Date, UnitId};

coded! {
    /// What a unit is in the cluster; a unit holds it, its leader represents the unit.
    Office {
        /// *Cụm trưởng.*
        Head = "head",
        /// *Cụm phó.*
        Deputy = "deputy",
        /// *Thành viên.*
        Member = "member",
    }
}

/// One unit's membership in one year, both days inclusive. *Đơn vị thành viên.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub unit: UnitId,
    /// Place in the protocol order after head and deputies.
    pub position: u16,
    pub office: Office,
    pub from: Date,
    pub to: Option<Date>,
}

impl Member {
    /// Whether the membership, and with it the office, holds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Members of one cluster in one civil year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    pub year: i32,
    members: Vec<Member>,
}

refusals! {
    /// What is wrong with a roster. Each case is a fault to be listed, not the first failure.
    RosterFault {
        /// Nobody is head on this day.
        NoHead { on: Date } = "C-03.none",
        /// Several units are head on one day.
        SeveralHeads { on: Date, units: Vec<UnitId> } = "C-03.several",
        /// More than two deputies on one day.
        TooManyDeputies { on: Date, units: Vec<UnitId> } = "C-04",
        /// The membership lies outside the year, or ends before it begins.
        OutsideYear { unit: UnitId, from: Date, to: Option<Date> } = "C-05.dates",
        /// The unit is a member twice on one day.
        Twice { unit: UnitId } = "C-05.twice",
        /// The unit does not exist on the first day of its membership.
        NotExisting { unit: UnitId, on: Date } = "C-05.not-existing",
    }
}

impl Roster {
    /// Members as kept; they are put into protocol order.
    pub fn new(year: i32, mut members: Vec<Member>) -> Self {
        members.sort_by_key(|m| (m.office, m.position, m.unit));
        Self { year, members }
    }

    /// Every membership, head first, then deputies, then the rest by position.
    pub fn all(&self) -> &[Member] {
        &self.members
    }

    /// Members on one day in protocol order. Rule `C-06`; source: screens brief, protocol order.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |m| m.holds_on(day))
    }

    /// Units that hold `office` on `day`.
    pub fn holding(&self, office: Office, day: Date) -> Vec<UnitId> {
        self.on(day).filter(|m| m.office == office).map(|m| m.unit).collect()
    }

    /// Every fault of the roster over its year. `units` are the units' own days.
    pub fn faults(&self, units: &[Unit]) -> Vec<RosterFault> {
        let each = self.members.iter().flat_map(|m| self.member_faults(m, units));
        each.chain(self.turning_days().into_iter().flat_map(|day| self.office_faults(day))).collect()
    }

    /// Rule `C-05`; source: domain facts, membership by year.
    fn member_faults(&self, member: &Member, units: &[Unit]) -> Vec<RosterFault> {
        let Member { unit, from, to, .. } = *member;
        let inside = from.year() == self.year && to.is_none_or(|to| to >= from && to.year() == self.year);
        let overlaps = |other: &&Member| other.unit == unit && (other.holds_on(from) || member.holds_on(other.from));
        let twice = self.members.iter().filter(overlaps).count() > 1;
        let missing = units.iter().find(|u| u.id == unit).is_none_or(|u| !u.exists_on(from));
        let dates = (!inside).then_some(RosterFault::OutsideYear { unit, from, to });
        let twice = twice.then_some(RosterFault::Twice { unit });
        dates.into_iter().chain(twice).chain(missing.then_some(RosterFault::NotExisting { unit, on: from })).collect()
    }

    /// Rules `C-03`, exactly one head, and `C-04`, at most two deputies; source: domain facts, glossary.
    fn office_faults(&self, on: Date) -> Vec<RosterFault> {
        let (heads, deputies) = (self.holding(Office::Head, on), self.holding(Office::Deputy, on));
        let head = match heads.len() {
            0 => Some(RosterFault::NoHead { on }),
            1 => None,
            _ => Some(RosterFault::SeveralHeads { on, units: heads }),
        };
        let deputy = (deputies.len() > 2).then_some(RosterFault::TooManyDeputies { on, units: deputies });
        head.into_iter().chain(deputy).collect()
    }

    /// The days on which membership or office changes; between them nothing does.
    fn turning_days(&self) -> BTreeSet<Date> {
        let begins = self.members.iter().map(|m| m.from);
        let ends = self.members.iter().filter_map(|m| m.to).map(|to| to.plus(1));
        begins.chain(ends).filter(|day| day.year() == self.year).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::of_iso(text).unwrap()
    }

    fn member(unit: i64, office: Office, from: &str, to: Option<&str>) -> Member {
        Member { unit: UnitId::from_raw(unit), position: u16::try_from(unit).unwrap(), office, from: day(from), to: to.map(day) }
    }

    fn faults(members: Vec<Member>) -> Vec<RosterFault> {
        let units: Vec<Unit> = members.iter().map(|m| Unit { id: m.unit, from: day("2000-01-01"), to: None }).collect();
        Roster::new(2018, members).faults(&units)
    }

    const START: &str = "2018-01-01";

    #[test]
    fn c03_the_head_may_change_but_never_be_missing_or_double() {
        let first = member(1, Office::Head, START, Some("2018-06-30"));
        assert_eq!(faults(vec![first, member(2, Office::Head, "2018-07-01", None)]), vec![]);
        assert_eq!(faults(vec![first, member(2, Office::Head, "2018-07-02", None)]), vec![RosterFault::NoHead { on: day("2018-07-01") }]);
        let both = vec![UnitId::from_raw(1), UnitId::from_raw(2)];
        let expected = vec![RosterFault::SeveralHeads { on: day("2018-06-30"), units: both }];
        assert_eq!(faults(vec![first, member(2, Office::Head, "2018-06-30", None)]), expected);
    }

    #[test]
    fn c04_two_deputies_are_the_most() {
        let mut members = vec![member(1, Office::Head, START, None)];
        members.extend((2..4).map(|n| member(n, Office::Deputy, START, None)));
        assert_eq!(faults(members.clone()), vec![]);
        members.push(member(4, Office::Deputy, "2018-05-01", None));
        assert!(matches!(faults(members).as_slice(), [RosterFault::TooManyDeputies { .. }]));
    }

    #[test]
    fn c05_members_are_existing_units_once_inside_the_year() {
        let head = member(1, Office::Head, START, None);
        assert!(matches!(
            faults(vec![head, member(2, Office::Member, "2017-12-31", None)]).as_slice(),
            [RosterFault::OutsideYear { .. }, ..]
        ));
        let twice = faults(vec![head, member(2, Office::Member, START, None), member(2, Office::Member, "2018-03-01", None)]);
        assert_eq!(twice.len(), 2, "{twice:?}");
        let gone = [Unit { id: UnitId::from_raw(1), from: day("2019-01-01"), to: None }];
        assert_eq!(Roster::new(2018, vec![head]).faults(&gone), vec![RosterFault::NotExisting { unit: head.unit, on: day(START) }]);
    }

    #[test]
    fn c06_protocol_order_is_head_deputies_then_position() {
        let roster = Roster::new(
            2018,
            vec![member(1, Office::Member, START, None), member(3, Office::Deputy, START, None), member(2, Office::Head, START, None)],
        );
        let order: Vec<i64> = roster.on(day("2018-05-01")).map(|m| m.unit.raw()).collect();
        assert_eq!(order, [2, 3, 1]);
    }
}
