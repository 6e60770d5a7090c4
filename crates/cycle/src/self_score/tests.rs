//! Sending lists everything; cells never lose the other person's text.

use super::*;
use crate::Phase;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, line, unit};
use values::Moment;

fn sheet(state: SheetState) -> Sheet {
    Sheet { unit: unit(2), state, reason: String::new() }
}

fn whole(path: &str) -> Line {
    Line { path: line(path), concerns: true, answered: true, valid: true, needs_evidence: false, has_evidence: false }
}

fn send(state: SheetState, lines: &[Line]) -> Result<Submitted, SheetRefused> {
    submit(&Desk::at(Phase::SelfScoring).leave(Act::SubmitSheet, On::unit(unit(2))), &sheet(state), lines)
}

#[test]
fn f01_everything_that_lacks_is_listed_at_once() {
    let lines = [
        whole("I/1"),
        Line { answered: false, ..whole("I/2") },
        Line { needs_evidence: true, ..whole("I/3") },
        Line { valid: false, ..whole("I/4") },
        Line { concerns: false, answered: false, needs_evidence: true, ..whole("I/5") },
        Line { answered: false, needs_evidence: true, ..whole("I/6") },
    ];
    let texts = |paths: &[&str]| paths.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
    let expected = SheetRefused::Incomplete { answers: texts(&["I/2", "I/6"]), evidence: texts(&["I/3", "I/6"]), invalid: texts(&["I/4"]) };
    assert_eq!(send(SheetState::Open, &lines), Err(expected));
}

#[test]
fn f02_a_sheet_is_sent_once_and_again_after_its_return() {
    assert_eq!(send(SheetState::Open, &[whole("I/1")]).map(|s| s.sheet.state), Ok(SheetState::Submitted));
    assert_eq!(send(SheetState::Returned, &[whole("I/1")]).map(|s| s.sheet.state), Ok(SheetState::Submitted));
    assert_eq!(send(SheetState::Submitted, &[whole("I/1")]), Err(SheetRefused::AlreadySubmitted { unit: unit(2) }));
}

#[test]
fn f03_a_sheet_comes_back_with_a_reason() {
    let desk = Desk::at(Phase::Verifying);
    let permit = desk.leave(Act::ReturnSheet, On::unit(unit(2)));
    let during = |state, phase, reason: &str| send_back(&permit, &sheet(state), phase, reason, &desk.regulation);
    let back = |state, reason: &str| during(state, Phase::Verifying, reason);
    assert_eq!(during(SheetState::Open, Phase::SelfScoring, REASON), Err(SheetRefused::NotSubmitted { unit: unit(2) }));
    assert_eq!(back(SheetState::Open, REASON).map(|s| s.state), Ok(SheetState::Returned), "one that never came may still come late");
    assert_eq!(back(SheetState::Returned, REASON), Err(SheetRefused::NotSubmitted { unit: unit(2) }));
    assert_eq!(back(SheetState::Submitted, "sai"), Err(SheetRefused::ReasonTooShort { unit: unit(2), least: 10 }));
    assert_eq!(back(SheetState::Submitted, REASON).map(|s| (s.state, s.reason)), Ok((SheetState::Returned, REASON.to_owned())));
}

#[test]
fn f04_a_sent_sheet_is_locked() {
    assert_eq!(is_open(&sheet(SheetState::Submitted)), Err(SheetRefused::Locked { unit: unit(2) }));
    assert_eq!(is_open(&sheet(SheetState::Returned)), Ok(()));
}

fn cell(typed: &str, version: i64) -> Cell {
    Cell { typed: typed.into(), version, by: Some(values::AccountId::from_raw(1)), at: None }
}

#[test]
fn f05_a_stale_save_shows_both_texts_and_a_repeated_one_changes_nothing() {
    let permit = Desk::at(Phase::SelfScoring).leave(Act::EnterScore, On::unit(unit(2)));
    let save = |state, typed: &str, seen| {
        keep(&permit, &sheet(state), &cell("8", 3), Change { typed: typed.into(), seen }, Moment::from_micros(9))
    };
    assert!(matches!(save(SheetState::Open, "9", 3), Ok(Kept::Saved(Cell { version: 4, .. }))));
    assert_eq!(save(SheetState::Open, "8", 2), Ok(Kept::Unchanged(cell("8", 3))), "the same save sent twice");
    assert_eq!(save(SheetState::Open, "9", 2), Err(NotKept::Stale { theirs: cell("8", 3), yours: Change { typed: "9".into(), seen: 2 } }));
    assert_eq!(save(SheetState::Submitted, "9", 3), Err(NotKept::Sheet(SheetRefused::Locked { unit: unit(2) })));
}

#[test]
fn f06_undo_meets_the_cell_as_one_left_it() {
    let permit = Desk::at(Phase::SelfScoring).leave(Act::UndoScore, On::unit(unit(2)));
    let own = Change { typed: "8".into(), seen: 2 };
    assert_eq!(may_undo(&permit, &sheet(SheetState::Open), &cell("8", 3), &own), Ok(()));
    assert!(matches!(may_undo(&permit, &sheet(SheetState::Open), &cell("7", 4), &own), Err(NotKept::Stale { .. })));
    let others = Cell { by: None, ..cell("8", 3) };
    assert!(matches!(may_undo(&permit, &sheet(SheetState::Open), &others, &own), Err(NotKept::Stale { .. })));
}
