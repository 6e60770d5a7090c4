//! What the tests of this crate share: a year at a chosen place, and people with their seats.

use crate::calendar::{Calendar, DaysOff, Deadline, Step};
use crate::cluster::seats::{Act, Denied, Now, On, Permit, Seat, SeatKind, Seats};
use crate::refusal::LinePath;
use crate::regulation::Regulation;
use crate::verification::Stamp;
use crate::year::Phase;
use values::{AccountId, Date, Moment, UnitId};

pub const REASON: &str = "Số liệu không khớp báo cáo đã gửi";

pub fn day(text: &str) -> Date {
    Date::of_iso(text).unwrap()
}

pub fn unit(number: i64) -> UnitId {
    UnitId::from_raw(number)
}

pub fn line(path: &str) -> LinePath {
    LinePath::new(path)
}

/// A year at one phase and day, with its regulation and calendar.
pub struct Desk {
    pub phase: Phase,
    pub today: Date,
    pub regulation: Regulation,
    pub calendar: Calendar,
}

impl Desk {
    pub fn at(phase: Phase) -> Self {
        Self { phase, today: day("2018-11-20"), regulation: Regulation::default_2018(), calendar: Calendar::new(DaysOff::starting()) }
    }

    pub fn due(mut self, step: Step, due: &str) -> Self {
        let rows: Vec<(Step, Deadline)> = self.calendar.deadlines().map(|(step, d)| (step, d.clone())).collect();
        let added = (step, Deadline { due: day(due), reason: String::new() });
        self.calendar = Calendar::restore(rows.into_iter().chain([added]), DaysOff::starting());
        self
    }

    pub fn now(&self) -> Now<'_> {
        Now { phase: self.phase, today: self.today, regulation: &self.regulation, calendar: &self.calendar }
    }

    pub fn stamp(&self) -> Stamp<'_> {
        Stamp { at: Moment::at(self.today, 9, 42), regulation: &self.regulation }
    }

    /// Asks leave for somebody with one seat.
    pub fn ask(&self, kind: SeatKind, of: Option<UnitId>, act: Act, on: On) -> Result<Permit, Denied> {
        seated(&[(kind, of)]).permit(act, on, &self.now())
    }

    /// Leave that these tests take for granted: by the superior where it may, else by the owner's leader.
    pub fn leave(&self, act: Act, on: On) -> Permit {
        let superior = self.ask(SeatKind::Superior, None, act, on);
        superior.or_else(|_| self.ask(SeatKind::MemberLeader, on.unit, act, on)).unwrap()
    }
}

/// One account with these seats from the first day of 2018.
pub fn seated(seats: &[(SeatKind, Option<UnitId>)]) -> Seats {
    let seat = |(kind, unit): &(SeatKind, Option<UnitId>)| Seat { kind: *kind, unit: *unit, from: day("2018-01-01"), to: None };
    Seats::new(AccountId::from_raw(1), seats.iter().map(seat).collect())
}
