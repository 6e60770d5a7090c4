//! Deadlines include their day; working days follow the list.

use super::*;
use crate::Phase;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, day};
use proptest::prelude::*;

fn regulation() -> Regulation {
    Regulation::default_2018()
}

fn calendar(due: &[(Step, &str)]) -> Calendar {
    let rows = due.iter().map(|(step, due)| (*step, Deadline { due: day(due), reason: String::new() }));
    Calendar::restore(rows, DaysOff::starting())
}

fn set(calendar: &mut Calendar, step: Step, due: Date, reason: &str) -> Result<(), NotSet> {
    calendar.set(&Desk::at(Phase::SelfScoring).leave(Act::ExtendDeadlines, On::CLUSTER), step, due, reason, &regulation())
}

#[test]
fn d01_the_last_day_still_counts() {
    let calendar = calendar(&[(Step::SelfScoring, "2018-11-25")]);
    let check = |today: &str, expected: Timing| assert_eq!(calendar.timing(Step::SelfScoring, day(today)), expected, "{today}");
    check("2018-11-20", Timing::Left(5));
    check("2018-11-25", Timing::Left(0));
    check("2018-11-26", Timing::Late(1));
    assert_eq!(calendar.timing(Step::Targets, day("2018-11-20")), Timing::NoDeadline);
    assert!(!calendar.is_over(Step::Targets, day("2099-01-01")));
}

#[test]
fn d02_deadlines_follow_the_order_of_the_year() {
    let mut calendar = calendar(&[(Step::SelfScoring, "2018-11-25"), (Step::Explaining, "2018-12-05")]);
    let refused = set(&mut calendar, Step::Verifying, day("2018-11-24"), "");
    assert_eq!(
        refused,
        Err(NotSet::BeforeStep { step: Step::Verifying, due: day("2018-11-24"), other: Step::SelfScoring, other_due: day("2018-11-25") })
    );
    let wrong = Desk::at(Phase::SelfScoring).leave(Act::MovePhase, On::CLUSTER);
    assert_eq!(calendar.set(&wrong, Step::Verifying, day("2018-12-01"), "", &regulation()), Err(NotSet::Permit));
    let refused = set(&mut calendar, Step::Verifying, day("2018-12-06"), "");
    assert!(matches!(refused, Err(NotSet::AfterStep { other: Step::Explaining, .. })));
    assert_eq!(set(&mut calendar, Step::Verifying, day("2018-12-05"), ""), Ok(()));
}

#[test]
fn d02_two_steps_may_end_on_one_day_and_the_nearest_one_before_is_not_passed() {
    let mut calendar = calendar(&[(Step::Table, "2018-03-23"), (Step::SelfScoring, "2018-11-25")]);
    let refused = set(&mut calendar, Step::Verifying, day("2018-11-24"), "");
    assert!(matches!(refused, Err(NotSet::BeforeStep { other: Step::SelfScoring, .. })), "{refused:?}");
    assert_eq!(set(&mut calendar, Step::Verifying, day("2018-11-25"), ""), Ok(()));
}

#[test]
fn d02_deadlines_are_set_with_leave_to_set_and_with_leave_to_extend() {
    let set = |phase, act| calendar(&[]).set(&Desk::at(phase).leave(act, On::CLUSTER), Step::Table, day("2018-03-23"), "", &regulation());
    assert_eq!(set(Phase::Preparing, Act::SetDeadlines), Ok(()));
    assert_eq!(set(Phase::SelfScoring, Act::ExtendDeadlines), Ok(()));
}

#[test]
fn d02_moving_a_deadline_needs_a_reason() {
    let mut calendar = calendar(&[(Step::SelfScoring, "2018-11-25")]);
    assert!(matches!(set(&mut calendar, Step::SelfScoring, day("2018-11-30"), ""), Err(NotSet::ReasonTooShort { .. })));
    assert_eq!(set(&mut calendar, Step::SelfScoring, day("2018-11-25"), ""), Ok(()), "the same day moves nothing");
    assert!(matches!(set(&mut calendar, Step::SelfScoring, day("2018-11-20"), ""), Err(NotSet::ReasonTooShort { .. })), "nor earlier");
    assert_eq!(set(&mut calendar, Step::SelfScoring, day("2018-11-30"), &format!(" {REASON}\n")), Ok(()));
    let kept = calendar.deadlines().next().map(|(_, deadline)| deadline.clone());
    assert_eq!(kept, Some(Deadline { due: day("2018-11-30"), reason: REASON.into() }), "as it was meant");
}

#[test]
fn d03_days_to_explain_are_counted_as_the_regulation_says() {
    let mut regulation = regulation();
    let open = calendar(&[]);
    assert_eq!(open.explain_until(day("2018-11-22"), &regulation), day("2018-11-29"), "Thursday and five working days");
    regulation.explanation_count = DayCount::Calendar;
    assert_eq!(open.explain_until(day("2018-11-22"), &regulation), day("2018-11-27"));
    let later = calendar(&[(Step::Explaining, "2018-12-05")]);
    assert_eq!(later.explain_until(day("2018-11-22"), &regulation), day("2018-12-05"), "the year's own deadline is later");
}

#[test]
fn d04_holidays_rest_and_swapped_saturdays_work() {
    let days = DaysOff::starting();
    let check = |text: &str, works: bool| assert_eq!(days.is_working(day(text)), works, "{text}");
    check("2018-11-24", false);
    check("2018-11-25", false);
    check("2018-11-26", true);
    check("2018-02-16", false);
    check("2019-01-05", true);
    assert_eq!(days.working_days_after(day("2018-12-28"), 1), day("2019-01-02"));
}

#[test]
fn d04_the_starting_list_gives_free_only_days_of_the_week_and_swaps_only_saturdays() {
    let (starting, unlisted) = (DaysOff::starting(), DaysOff::default());
    for day in starting.off() {
        assert!(unlisted.is_working(day) && !starting.is_working(day), "{day} would be off anyway");
    }
    for day in starting.worked() {
        let saturday = !unlisted.is_working(day) && unlisted.is_working(day.plus(-1));
        assert!(saturday && starting.is_working(day), "{day}");
    }
}

#[test]
fn d04_a_list_without_a_working_day_ahead_counts_as_none() {
    let from = day("2018-01-01");
    let idle = |days: i32| DaysOff::new((1..=days).map(|ahead| from.plus(ahead)), []);
    assert!(idle(360).next_working(from) > from.plus(360), "it is waited for within a year");
    assert_eq!(idle(366).next_working(from), day("2018-01-02"));
    assert_eq!(idle(1000).working_days_after(from, 3), day("2018-01-04"));
}

proptest! {
    #[test]
    fn d02_whatever_is_set_deadlines_stay_in_order_and_a_refusal_changes_nothing(
        tries in prop::collection::vec((prop::sample::select(Step::ALL), 0i32..30), 1..20),
    ) {
        let mut calendar = calendar(&[]);
        for (step, ahead) in tries {
            let before = calendar.clone();
            let done = set(&mut calendar, step, day("2018-11-01").plus(ahead), REASON);
            prop_assert!(done.is_ok() || calendar == before, "{done:?}");
            let due: Vec<Date> = calendar.deadlines().map(|(_, deadline)| deadline.due).collect();
            prop_assert!(due.is_sorted(), "{due:?}");
        }
    }

    #[test]
    fn d04_more_working_days_never_end_earlier(start in 17_000i32..21_000, count in 0u16..60) {
        let days = DaysOff::starting();
        let start = Date::from_days(start);
        let end = days.working_days_after(start, count);
        prop_assert!(end >= start.plus(i32::from(count)));
        prop_assert!(days.working_days_after(start, count + 1) > end);
        prop_assert!(count == 0 || days.is_working(end));
    }
}
