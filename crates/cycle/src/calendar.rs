//! The year's own deadlines and the days that count. *Mốc thời gian, ngày làm việc.*
//!
//! A deadline is a civil date of Asia/Ho_Chi_Minh and includes its whole day. Which days are off is
//! dated data given with the calendar; nothing here computes the lunar year.

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{coded, refusals};
use crate::regulation::{DayCount, Regulation};
use std::collections::{BTreeMap, BTreeSet};
use values::Date;

coded! {
    /// What a deadline is for. *Bước có hạn.*
    Step {
        /// Comments on the draft table end. *Góp ý thang bảng điểm.*
        Table = "table",
        /// Targets are assigned. *Giao chỉ tiêu.*
        Targets = "targets",
        /// Sheets are sent. *Tự chấm.*
        SelfScoring = "self_scoring",
        /// Readings are sent. *Thẩm định lần 1.*
        Verifying = "verifying",
        /// Units answer. *Giải trình.*
        Explaining = "explaining",
        /// Disputed lines are settled. *Thẩm định lần 2.*
        SecondReading = "second_reading",
        /// The year-end conference meets. *Hội nghị tổng kết.*
        Conference = "conference",
        /// The result is announced. *Công bố.*
        Announcing = "announcing",
    }
}

/// One deadline, with the reason it was last moved (empty when first set).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    pub due: Date,
    pub reason: String,
}

/// The deadlines of one cluster's year. *Lịch của năm.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    deadlines: BTreeMap<Step, Deadline>,
    days_off: DaysOff,
}

/// Where a day stands against a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// The step has no deadline.
    NoDeadline,
    /// Days left; 0 is the last day.
    Left(i32),
    /// Days late, at least 1.
    Late(i32),
}

impl Calendar {
    pub fn new(days_off: DaysOff) -> Self {
        Self { deadlines: BTreeMap::new(), days_off }
    }

    /// Rebuilds a calendar from stored rows.
    pub fn restore(rows: impl IntoIterator<Item = (Step, Deadline)>, days_off: DaysOff) -> Self {
        Self { deadlines: rows.into_iter().collect(), days_off }
    }

    /// The last day of a step.
    pub fn due(&self, step: Step) -> Option<Date> {
        self.deadlines.get(&step).map(|d| d.due)
    }

    /// The deadlines that are set, in calendar order of the steps.
    pub fn deadlines(&self) -> impl Iterator<Item = (Step, &Deadline)> {
        self.deadlines.iter().map(|(step, deadline)| (*step, deadline))
    }

    pub fn days_off(&self) -> &DaysOff {
        &self.days_off
    }

    /// Days left or days late. Rule `D-01`; source: the year's calendar; the last day still counts.
    pub fn timing(&self, step: Step, today: Date) -> Timing {
        match self.due(step).map(|due| due.days_after(today)) {
            None => Timing::NoDeadline,
            Some(left) if left >= 0 => Timing::Left(left),
            Some(late) => Timing::Late(late.saturating_neg()),
        }
    }

    /// Whether the whole last day of a step has passed; never for a step without deadline.
    pub fn is_over(&self, step: Step, today: Date) -> bool {
        matches!(self.timing(step, today), Timing::Late(_))
    }

    /// Sets or moves one deadline. *Ấn định, gia hạn.*
    ///
    /// Rule `D-02`; source: cluster regulation (extension of deadlines). Moving a deadline that is set
    /// needs a reason; the steps' deadlines follow the order of the year. The permit is for
    /// [`Act::SetDeadlines`] or, while units already work against them, [`Act::ExtendDeadlines`].
    ///
    /// # Errors
    /// [`NotSet`] says which neighbour it would pass, or that the reason is too short.
    pub fn set(&mut self, permit: &Permit, step: Step, due: Date, reason: &str, regulation: &Regulation) -> Result<(), NotSet> {
        permit.only(Act::SetDeadlines).or_else(|_| permit.only(Act::ExtendDeadlines))?;
        let moved = self.due(step).is_some_and(|old| old != due);
        if moved && !regulation.is_reason(reason) {
            return Err(NotSet::ReasonTooShort { step, least: regulation.reason_least });
        }
        if let Some((earlier, deadline)) = self.deadlines.range(..step).next_back().filter(|(_, d)| d.due > due) {
            return Err(NotSet::BeforeStep { step, due, other: *earlier, other_due: deadline.due });
        }
        let later = self.deadlines.iter().find(|(other, d)| **other > step && d.due < due);
        if let Some((other, deadline)) = later {
            return Err(NotSet::AfterStep { step, due, other: *other, other_due: deadline.due });
        }
        self.deadlines.insert(step, Deadline { due, reason: reason.trim().to_owned() });
        Ok(())
    }

    /// The last day of one unit's answers, be it sent or not what it is to answer; none where nothing says one.
    pub fn answer_until(&self, sent: Option<Date>, regulation: &Regulation) -> Option<Date> {
        sent.map(|sent| self.explain_until(sent, regulation)).or_else(|| self.due(Step::Explaining))
    }

    /// The day until which a unit may explain findings sent on `sent`. Rule `D-03`; source: cluster
    /// regulation, `explanation_days`. The year's own deadline of explaining holds when it is later.
    pub fn explain_until(&self, sent: Date, regulation: &Regulation) -> Date {
        let days = i32::from(regulation.explanation_days);
        let counted = match regulation.explanation_count {
            DayCount::Calendar => sent.plus(days),
            DayCount::Working => self.days_off.working_days_after(sent, regulation.explanation_days),
        };
        self.due(Step::Explaining).map_or(counted, |due| due.max(counted))
    }
}

refusals! {
    /// Why a deadline is not set.
    NotSet {
        /// It would fall before the deadline of an earlier step.
        BeforeStep { step: Step, due: Date, other: Step, other_due: Date } = "D-02.before",
        /// It would fall after the deadline of a later step.
        AfterStep { step: Step, due: Date, other: Step, other_due: Date } = "D-02.after",
        /// Moving a deadline needs a reason.
        ReasonTooShort { step: Step, least: u16 } = "D-02.reason",
    }
}

/// Which days are not worked: Saturdays, Sundays and the days listed, but for the Saturdays worked
/// instead. *Ngày nghỉ, ngày làm bù.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysOff {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
}

impl DaysOff {
    /// Days listed as off, and weekend days worked instead.
    pub fn new(off: impl IntoIterator<Item = Date>, worked: impl IntoIterator<Item = Date>) -> Self {
        Self { off: off.into_iter().collect(), worked: worked.into_iter().collect() }
    }

    /// A starting list for the years this program was first used for. A cluster replaces it by each
    /// year's official notice.
    pub fn starting() -> Self {
        let read = |list: &[&str]| list.iter().filter_map(|d| Date::of_iso(d)).collect::<Vec<_>>();
        Self::new(read(OFF), read(WORKED))
    }

    /// Whether offices work on `day`. Rule `D-04`; source: the year's notice of days off.
    pub fn is_working(&self, day: Date) -> bool {
        self.worked.contains(&day) || !(is_weekend(day) || self.off.contains(&day))
    }

    /// The `count`-th working day after `day`.
    pub fn working_days_after(&self, day: Date, count: u16) -> Date {
        (0..count).fold(day, |at, _| self.next_working(at))
    }

    /// The first working day after `day`. A list that leaves no working day in a year counts as none.
    pub fn next_working(&self, day: Date) -> Date {
        (1..=366).map(|ahead| day.plus(ahead)).find(|d| self.is_working(*d)).unwrap_or_else(|| day.plus(1))
    }

    pub fn off(&self) -> impl Iterator<Item = Date> {
        self.off.iter().copied()
    }

    pub fn worked(&self) -> impl Iterator<Item = Date> {
        self.worked.iter().copied()
    }
}

/// Day 0 of the count is a Thursday.
fn is_weekend(day: Date) -> bool {
    matches!(day.days().rem_euclid(7), 2 | 3)
}

/// Days off on working days of the week, from general knowledge; see [`DaysOff::starting`].
const OFF: &[&str] = &[
    "2018-01-01",
    "2018-02-14",
    "2018-02-15",
    "2018-02-16",
    "2018-02-19",
    "2018-02-20",
    "2018-04-25",
    "2018-04-30",
    "2018-05-01",
    "2018-09-03",
    "2018-12-31",
    "2019-01-01",
    "2025-01-01",
    "2025-01-27",
    "2025-01-28",
    "2025-01-29",
    "2025-01-30",
    "2025-01-31",
    "2025-04-07",
    "2025-04-30",
    "2025-05-01",
    "2025-05-02",
    "2025-09-01",
    "2025-09-02",
    "2026-01-01",
    "2026-01-02",
    "2026-02-16",
    "2026-02-17",
    "2026-02-18",
    "2026-02-19",
    "2026-02-20",
    "2026-04-27",
    "2026-04-30",
    "2026-05-01",
    "2026-08-31",
    "2026-09-01",
    "2026-09-02",
];

/// Saturdays worked instead.
const WORKED: &[&str] = &["2019-01-05", "2025-04-26", "2026-01-10", "2026-08-22"];

#[cfg(test)]
mod tests;
