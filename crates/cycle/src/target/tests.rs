//! One of four is chosen, changes are decided, and powers of ten are noticed.

use super::*;
use crate::Phase;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, day, line, unit};

fn ask(assignment: Option<Assignment>) -> Assign {
    Assign { unit: unit(2), path: line("I/1"), assignment, decision: String::new(), decided_on: None, reason: String::new() }
}

fn target(text: &str) -> Option<Assignment> {
    Some(Assignment::Target(Quantity::read(text, 6).unwrap()))
}

fn put(desk: &Desk, history: &[Assigned], ask: Assign) -> Result<Assigned, NotAssigned> {
    assign(&desk.leave(Act::AssignTarget, On::unit(ask.unit)), history, ask, 2, &desk.regulation)
}

#[test]
fn g01_one_of_target_and_three_meanings_is_chosen() {
    let desk = Desk::at(Phase::Preparing);
    assert_eq!(put(&desk, &[], ask(None)), Err(NotAssigned::NothingChosen { unit: unit(2), path: line("I/1") }));
    for meaning in Meaning::ALL {
        let assigned = put(&desk, &[], ask(Some(Assignment::Absent(*meaning)))).unwrap();
        assert_eq!(Assignment::restore(assigned.assignment.code(), assigned.assignment.quantity()), Some(assigned.assignment));
    }
    assert_eq!(Assignment::restore("target", None), None);
    assert_eq!(Assignment::restore("no_target", Some(Quantity::ZERO)), None);
}

#[test]
fn g02_a_later_change_has_its_decision_and_reason() {
    let mut desk = Desk::at(Phase::Running);
    let first = vec![put(&desk, &[], ask(target("90"))).unwrap()];
    let change = |decision: &str, reason: &str| Assign { decision: decision.into(), reason: reason.into(), ..ask(target("95")) };
    assert!(matches!(put(&desk, &first, change("", REASON)), Err(NotAssigned::ChangeNeedsDecision { .. })));
    assert!(matches!(put(&desk, &first, change("12/QĐ-HĐTĐKT", "")), Err(NotAssigned::ChangeNeedsReason { .. })));
    let second = put(&desk, &first, change("12/QĐ-HĐTĐKT", REASON)).unwrap();
    let history = [first.clone(), vec![second]].concat();
    assert_eq!(current(&history, unit(2), &line("I/1")).unwrap().assignment.quantity(), Some(Quantity::new(95, 0)));
    assert_eq!(current(&history, unit(3), &line("I/1")), None);
    desk.phase = Phase::Preparing;
    assert!(put(&desk, &first, change("", "")).is_ok(), "while the year is prepared numbers are free");
}

#[test]
fn g03_a_target_is_no_finer_than_the_criterions_scale() {
    let desk = Desk::at(Phase::Preparing);
    assert!(put(&desk, &[], ask(target("90.25"))).is_ok());
    assert_eq!(put(&desk, &[], ask(target("90.255"))), Err(NotAssigned::TooFine { path: line("I/1"), decimals: 2 }));
}

#[test]
fn g04_a_decision_is_not_dated_ahead() {
    let desk = Desk::at(Phase::Preparing);
    let dated = |on: &str| Assign { decided_on: Some(day(on)), ..ask(target("90")) };
    assert!(put(&desk, &[], dated("2018-11-20")).is_ok());
    assert!(matches!(put(&desk, &[], dated("2018-11-21")), Err(NotAssigned::DecidedLater { .. })));
}

#[test]
fn g05_repeating_what_holds_is_said() {
    let desk = Desk::at(Phase::Running);
    let first = vec![put(&desk, &[], ask(target("90"))).unwrap()];
    assert_eq!(put(&desk, &first, ask(target("90.00"))), Err(NotAssigned::Unchanged { unit: unit(2), path: line("I/1") }));
}

#[test]
fn g06_ninety_nine_and_nine_tenths_are_noticed() {
    let check = |targets: &[&str], expected: &[(i64, u16, bool)]| {
        let targets: Vec<(UnitId, Quantity)> = (1..).map(unit).zip(targets.iter().map(|t| Quantity::read(t, 6).unwrap())).collect();
        let found: Vec<(i64, u16, bool)> = off_scale(&targets).iter().map(|o| (o.unit.raw(), o.times, o.above)).collect();
        assert_eq!(found, expected, "{targets:?}");
    };
    check(&["90", "9", "0.9", "92", "88"], &[(2, 10, false), (3, 100, false)]);
    check(&["9", "9", "90", "8"], &[(3, 10, true)]);
    check(&["90", "85", "70"], &[]);
    check(&["90", "9"], &[]);
    check(&["0", "0", "0", "5"], &[]);
}
