//! Computed aside, then applied or cancelled, never twice.

use super::*;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, line, unit};

fn ask(new: &'static str, reason: &str) -> Propose<&'static str> {
    Propose { id: CorrectionId::from_raw(7), unit: unit(2), path: line("I/1"), new, reason: reason.into() }
}

fn put(new: &'static str, reason: &str, open: &[Correction<&'static str>]) -> Result<Correction<&'static str>, NotCorrected> {
    let desk = Desk::at(Phase::Settled);
    propose(&desk.leave(Act::ProposeCorrection, On::unit(unit(2))), &"400", ask(new, reason), open, &desk.regulation)
}

fn open() -> Correction<&'static str> {
    put("450", REASON, &[]).unwrap()
}

fn put_in(
    phase: Phase,
    correction: &Correction<&'static str>,
    counts: &'static str,
    decision: &str,
) -> Result<CorrectionState, NotCorrected> {
    let permit = Desk::at(phase).leave(Act::ApplyCorrection, On::unit(unit(2)));
    apply(&permit, correction, &counts, decision).map(|c| c.state)
}

fn drop_it(correction: &Correction<&'static str>, reason: &str) -> Result<Correction<&'static str>, NotCorrected> {
    let desk = Desk::at(Phase::Settled);
    cancel(&desk.leave(Act::CancelCorrection, On::unit(unit(2))), correction, reason, &desk.regulation)
}

#[test]
fn k10_a_correction_changes_something_and_stands_alone_on_its_line() {
    assert_eq!(put("400", REASON, &[]), Err(NotCorrected::SameEntry { path: line("I/1") }));
    assert_eq!(put("450", REASON, &[open()]), Err(NotCorrected::AlreadyOpen { path: line("I/1") }));
    let closed = drop_it(&open(), REASON).unwrap();
    assert!(put("450", REASON, &[closed]).is_ok());
}

#[test]
fn k11_proposing_and_cancelling_have_reasons() {
    assert!(matches!(put("450", "sai", &[]), Err(NotCorrected::ReasonTooShort { least: 10, .. })));
    assert!(matches!(drop_it(&open(), "thôi"), Err(NotCorrected::ReasonTooShort { .. })));
    assert_eq!(
        drop_it(&open(), REASON).map(|c| (c.state, c.closed.map(|closing| closing.reason))),
        Ok((CorrectionState::Cancelled, Some(REASON.to_owned())))
    );
}

#[test]
fn k12_a_closed_correction_stays_closed() {
    let cancelled = drop_it(&open(), REASON).unwrap();
    assert_eq!(put_in(Phase::Settled, &cancelled, "400", ""), Err(NotCorrected::AlreadyClosed { path: line("I/1"), state: "cancelled" }));
    assert!(matches!(drop_it(&cancelled, REASON), Err(NotCorrected::AlreadyClosed { .. })));
}

#[test]
fn k13_it_is_applied_only_to_what_it_was_computed_from() {
    assert_eq!(put_in(Phase::Settled, &open(), "410", ""), Err(NotCorrected::Outdated { path: line("I/1") }));
}

#[test]
fn k14_after_announcing_only_with_the_number_of_a_decision() {
    assert_eq!(put_in(Phase::Settled, &open(), "400", ""), Ok(CorrectionState::Applied));
    for phase in [Phase::Announced, Phase::Closed] {
        assert_eq!(put_in(phase, &open(), "400", " "), Err(NotCorrected::NeedsDecision { path: line("I/1") }), "{phase:?}");
        assert_eq!(put_in(phase, &open(), "400", "45/QĐ-UBND"), Ok(CorrectionState::Applied), "{phase:?}");
    }
}
