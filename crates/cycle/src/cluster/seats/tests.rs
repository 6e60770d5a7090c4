//! Each way leave is refused, and what must hold whatever the table says.

use super::*;
use crate::desk::{Desk, day, seated, unit};
use crate::refusal::Refusal as _;

fn code(asked: Result<Permit, Denied>) -> &'static str {
    asked.map_or_else(|denied| denied.code(), |_| "may")
}

fn own(number: i64) -> On {
    On::unit(unit(number))
}

#[test]
fn c00_leave_for_one_thing_is_no_leave_for_another() {
    let permit = Desk::at(Phase::SelfScoring).ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2)).unwrap();
    assert!(permit.only_for(Act::SubmitSheet, unit(2)).is_ok());
    assert_eq!(permit.only_for(Act::SubmitSheet, unit(3)), Err(WrongPermit));
    assert_eq!(permit.only(Act::EnterScore), Err(WrongPermit));
}

#[test]
fn c10_nobody_without_a_seat() {
    let desk = Desk::at(Phase::Running);
    let denied = seated(&[]).permit(Act::SeeYear, On::CLUSTER, &desk.now()).unwrap_err();
    assert_eq!(denied.code(), "C-10");
    assert_eq!(denied.who, [SeatKind::Head, SeatKind::Deputy, SeatKind::MemberLeader, SeatKind::Superior], "those who invite");
}

#[test]
fn c11_a_seat_lapses_on_its_date() {
    let mut desk = Desk::at(Phase::Running);
    let seat = Seat { kind: SeatKind::Superior, unit: None, from: day("2018-01-01"), to: Some(day("2018-06-30")) };
    let seats = Seats::new(AccountId::from_raw(1), vec![seat]);
    desk.today = day("2018-06-30");
    assert!(seats.permit(Act::SeeYear, On::CLUSTER, &desk.now()).is_ok());
    desk.today = day("2018-07-01");
    let denied = seats.permit(Act::SeeYear, On::CLUSTER, &desk.now()).unwrap_err();
    assert_eq!((denied.code(), denied.date()), ("C-11", Some(day("2018-06-30"))));
}

#[test]
fn c12_observers_never_write() {
    let desk = Desk::at(Phase::SelfScoring);
    let denied = desk.ask(SeatKind::Observer, None, Act::EnterScore, own(2)).unwrap_err();
    assert_eq!(denied.code(), "C-12");
    assert!(denied.who.contains(&SeatKind::MemberOfficer));
}

#[test]
fn c13_the_wrong_phase_names_the_right_ones_and_who_moves_there() {
    let denied = Desk::at(Phase::Running).ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2)).unwrap_err();
    assert_eq!(denied.why, Why::WrongPhase { allowed: vec![Phase::SelfScoring, Phase::Verifying] });
    assert_eq!(denied.who, [SeatKind::Head, SeatKind::Superior]);
}

#[test]
fn c14_another_units_sheet_is_not_yours() {
    let desk = Desk::at(Phase::SelfScoring);
    assert_eq!(code(desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::EnterScore, own(3))), "C-14");
    assert_eq!(code(desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::EnterScore, own(2))), "may");
}

#[test]
fn c15_nobody_verifies_their_own_unit_the_heads_included() {
    let acts = [
        (Act::ReadSheet, Phase::Verifying),
        (Act::ProposeOther, Phase::Verifying),
        (Act::SendReadings, Phase::Verifying),
        (Act::SettleLine, Phase::SecondReading),
        (Act::ApplyCorrection, Phase::Settled),
        (Act::Disqualify, Phase::Settled),
        (Act::DecideTie, Phase::Settled),
        (Act::DecideTie, Phase::Announced),
        (Act::WithdrawTie, Phase::Settled),
    ];
    for (act, phase) in acts {
        let desk = Desk::at(phase);
        for kind in SeatKind::ALL {
            let asked = desk.ask(*kind, Some(unit(1)), act, own(1).read_by(unit(1)));
            assert_ne!(code(asked), "may", "{kind:?} {act:?}");
        }
    }
    assert_eq!(code(Desk::at(Phase::SecondReading).ask(SeatKind::Head, Some(unit(1)), Act::SettleLine, own(1))), "C-15");
    let tied = Desk::at(Phase::Settled).ask(SeatKind::Head, Some(unit(1)), Act::DecideTie, own(1)).unwrap_err();
    assert_eq!((tied.code(), tied.who), ("C-15", vec![SeatKind::Superior]), "the head is told of the superior, not of the head");
}

#[test]
fn c15_a_second_seat_elsewhere_does_not_make_own_work_foreign() {
    let desk = Desk::at(Phase::Verifying);
    let both = seated(&[(SeatKind::MemberOfficer, Some(unit(2))), (SeatKind::Superior, None)]);
    assert_eq!(code(both.permit(Act::ReadSheet, own(2), &desk.now())), "C-15");
    assert_eq!(code(both.permit(Act::ReadSheet, own(3), &desk.now())), "may");
}

#[test]
fn c16_a_sheet_is_read_by_those_it_was_given_to() {
    let desk = Desk::at(Phase::Verifying);
    assert_eq!(code(desk.ask(SeatKind::Verifier, Some(unit(2)), Act::ReadSheet, own(3).read_by(unit(4)))), "C-16");
    assert_eq!(code(desk.ask(SeatKind::Verifier, Some(unit(2)), Act::ReadSheet, own(3).read_by(unit(2)))), "may");
}

#[test]
fn c17_a_deadline_includes_its_day_and_names_who_extends_it() {
    let mut desk = Desk::at(Phase::SelfScoring).due(Step::SelfScoring, "2018-11-25");
    desk.today = day("2018-11-25");
    assert_eq!(code(desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2))), "may");
    desk.today = day("2018-11-27");
    let denied = desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2)).unwrap_err();
    assert_eq!((denied.code(), denied.date()), ("C-17", Some(day("2018-11-25"))));
    assert_eq!(denied.who, [SeatKind::Head, SeatKind::Superior]);
    assert_eq!(
        code(desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2).sheet(SheetState::Returned))),
        "may",
        "returned sheets have time"
    );
    desk.regulation.late = Late::Marked;
    let late = desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SubmitSheet, own(2)).unwrap();
    assert_eq!(late.days_late(), 2);
}

#[test]
fn d03_nobody_is_left_without_days_to_answer() {
    let mut desk = Desk::at(Phase::Explaining).due(Step::Explaining, "2018-11-19");
    let explain = |desk: &Desk, sent: Option<&str>| {
        desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::ExplainFinding, own(2).sent_on(sent.map(day)))
    };
    assert_eq!(code(explain(&desk, None)), "C-17");
    assert_eq!(code(explain(&desk, Some("2018-11-08"))), "C-17");
    assert_eq!(code(explain(&desk, Some("2018-11-19"))), "may", "sent on the last day, with five working days to answer");
    desk.today = day("2018-11-26");
    assert_eq!(code(explain(&desk, Some("2018-11-19"))), "may");
    desk.today = day("2018-11-27");
    let denied = explain(&desk, Some("2018-11-19")).unwrap_err();
    assert_eq!(denied.why, Why::AfterDeadline { step: Step::Explaining, due: day("2018-11-26") });
}

#[test]
fn c18_no_peeking_before_the_own_sheet_is_in() {
    let mut desk = Desk::at(Phase::SelfScoring);
    for kind in [SeatKind::Head, SeatKind::Deputy, SeatKind::MemberLeader, SeatKind::MemberOfficer] {
        assert_eq!(code(desk.ask(kind, Some(unit(2)), Act::SeeAllScores, On::CLUSTER)), "C-18", "{kind:?}");
        assert_eq!(code(desk.ask(kind, Some(unit(2)), Act::SeeAllScores, On::CLUSTER.own_submitted(true))), "may", "{kind:?}");
    }
    desk.regulation.peer_view = PeerView::Always;
    assert_eq!(code(desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::SeeAllScores, On::CLUSTER)), "may");
}

#[test]
fn c19_the_regulation_opens_and_closes() {
    let mut desk = Desk::at(Phase::Running);
    let change = |desk: &Desk| code(desk.ask(SeatKind::Head, Some(unit(1)), Act::ChangeAppliedTable, On::CLUSTER));
    assert_eq!(change(&desk), "C-19");
    desk.regulation.head_changes_table = true;
    assert_eq!(change(&desk), "may");
    desk.phase = Phase::Verifying;
    let ranking = |desk: &Desk| desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SeeRanking, On::CLUSTER);
    assert_eq!(ranking(&desk).unwrap_err().why, Why::Regulation { setting: "ranking_from" });
    desk.phase = Phase::Settled;
    assert_eq!(code(ranking(&desk)), "may");
    desk.regulation.peer_view = PeerView::Settled;
    desk.phase = Phase::Explaining;
    assert_eq!(code(desk.ask(SeatKind::MemberLeader, Some(unit(2)), Act::SeeAllScores, On::CLUSTER.own_submitted(true))), "C-19");
}

#[test]
fn c20_after_self_scoring_only_a_returned_sheet_is_open() {
    let desk = Desk::at(Phase::Verifying);
    let denied = desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::EnterScore, own(2)).unwrap_err();
    assert_eq!(denied.code(), "C-20");
    assert!(denied.who.contains(&SeatKind::Verifier), "who returns sheets");
    assert_eq!(code(desk.ask(SeatKind::MemberOfficer, Some(unit(2)), Act::EnterScore, own(2).sheet(SheetState::Returned))), "may");
}

#[test]
fn c24_what_was_sent_is_frozen_with_its_evidence_until_it_comes_back() {
    let ask = |phase, act, state| code(Desk::at(phase).ask(SeatKind::MemberOfficer, Some(unit(2)), act, own(2).sheet(state)));
    let (attach, change) = (Act::AttachEvidence, Act::ChangeEvidence);
    for phase in [Phase::Running, Phase::SelfScoring] {
        assert_eq!([ask(phase, attach, SheetState::Open), ask(phase, change, SheetState::Open)], ["may"; 2]);
        assert_eq!([ask(phase, attach, SheetState::Submitted), ask(phase, change, SheetState::Submitted)], ["C-24"; 2]);
    }
    for phase in [Phase::SelfScoring, Phase::Verifying] {
        assert_eq!([ask(phase, attach, SheetState::Returned), ask(phase, change, SheetState::Returned)], ["may"; 2]);
    }
    assert_eq!(ask(Phase::Explaining, attach, SheetState::Submitted), "may", "explaining adds");
    assert_eq!(ask(Phase::Explaining, change, SheetState::Submitted), "C-13", "and takes nothing away");
    let desk = Desk::at(Phase::SelfScoring);
    let denied = desk.ask(SeatKind::MemberOfficer, Some(unit(2)), change, own(2).sheet(SheetState::Submitted)).unwrap_err();
    assert_eq!(denied.who, [SeatKind::Head, SeatKind::Deputy, SeatKind::Superior], "who returns sheets");
}

/// Everything somebody with one seat could be granted in the most generous circumstances.
fn could(kind: SeatKind, act: Act, phase: Phase) -> bool {
    let mut desk = Desk::at(phase);
    desk.regulation.peer_view = PeerView::Always;
    desk.regulation.head_changes_table = true;
    let mine = own(1).sheet(SheetState::Returned).own_submitted(true);
    let theirs = own(2).read_by(unit(1)).sheet(SheetState::Returned).own_submitted(true);
    [mine, theirs, On::CLUSTER].iter().any(|on| desk.ask(kind, Some(unit(1)), act, *on).is_ok())
}

fn every(mut check: impl FnMut(SeatKind, Act, Phase)) {
    for kind in SeatKind::ALL {
        for act in Act::ALL {
            Phase::ALL.iter().for_each(|phase| check(*kind, *act, *phase));
        }
    }
}

#[test]
fn c21_what_must_hold_whatever_the_table_says() {
    let assigning = [SeatKind::Head, SeatKind::Superior];
    let scoring = [Act::EnterScore, Act::UndoScore, Act::SubmitSheet, Act::ReturnSheet, Act::ProposeOther, Act::SettleLine];
    every(|kind, act, phase| {
        let granted = could(kind, act, phase);
        let said = format!("{kind:?} {act:?} {phase:?}");
        assert!(!(granted && kind == SeatKind::Observer && !act.only_looks()), "observers only look: {said}");
        assert!(!(granted && act == Act::AssignTarget && !assigning.contains(&kind)), "targets belong to the assigning side: {said}");
        assert!(!(granted && scoring.contains(&act) && phase >= Phase::Settled), "settled scores change by correction only: {said}");
        assert!(!(granted && phase == Phase::Closed && !act.only_looks() && kind != SeatKind::Superior), "a closed year rests: {said}");
        assert!(!(granted && act == Act::SeeRanking && phase < Phase::Verifying), "no ranking of unread sheets: {said}");
    });
}

#[test]
fn every_refusal_names_somebody_who_can_help() {
    every(|kind, act, phase| {
        let denied = Desk::at(phase).ask(kind, Some(unit(1)), act, own(2)).err();
        assert!(denied.as_ref().is_none_or(|d| !d.who.is_empty()), "{denied:?}");
    });
}
