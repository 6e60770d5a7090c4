//! Every pair of phases, every requirement, and the drawing in the documents.

use super::*;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, day, unit};

/// A year in which nothing is missing.
fn complete() -> Standing {
    Standing { heads: vec![unit(1)], members: vec![unit(1), unit(2)], table_applied: true, ..Standing::default() }
}

fn go(desk: &Desk, to: Phase, reason: &str, standing: &Standing) -> Result<Moved, NotMoved> {
    let act = if to < desk.phase { Act::ReopenPhase } else { Act::MovePhase };
    let permit = desk.leave(act, On::CLUSTER);
    move_on(&permit, desk.phase, to, reason, (standing, &desk.calendar, &desk.regulation))
}

fn desk(phase: Phase) -> Desk {
    Desk::at(phase).due(Step::SelfScoring, "2018-11-25").due(Step::Explaining, "2018-12-05")
}

#[test]
fn the_conference_meets_inside_the_settled_phase() {
    let ahead = |phase: Phase| Step::ALL.iter().filter(|step| phase.has_ahead(**step)).count();
    assert_eq!(Phase::Settled.ends_with(), Some(Step::Announcing));
    assert!(Phase::Settled.has_ahead(Step::Conference));
    assert_eq!(Phase::ALL.iter().map(|phase| ahead(*phase)).collect::<Vec<_>>(), [8, 7, 6, 5, 4, 3, 2, 0, 0]);
}

#[test]
fn y01_only_the_moves_of_the_table_exist() {
    for from in Phase::ALL {
        let to: Vec<&str> = moves_from(*from).map(|m| m.to.code()).collect();
        let expected: &[&str] = match from {
            Phase::Preparing => &["running"],
            Phase::Running => &["self_scoring", "preparing"],
            Phase::SelfScoring => &["verifying", "running"],
            Phase::Verifying => &["explaining", "self_scoring"],
            Phase::Explaining => &["second_reading", "verifying"],
            Phase::SecondReading => &["settled", "explaining"],
            Phase::Settled => &["announced", "second_reading"],
            Phase::Announced => &["closed"],
            Phase::Closed => &[],
        };
        assert_eq!(to, expected, "{from:?}");
    }
    let jumped = go(&desk(Phase::Running), Phase::Settled, "", &complete());
    assert_eq!(jumped, Err(NotMoved::NoSuchMove { from: Phase::Running, to: Phase::Settled }));
}

#[test]
fn y02_each_requirement_alone_holds_the_year_back() {
    let check = |from: Phase, spoil: &dyn Fn(&mut Standing), lacks: Requirement| {
        let desk = desk(from);
        let to = moves_from(from).find(|m| !m.is_back()).unwrap().to;
        let mut standing = complete();
        assert!(go(&desk, to, "", &standing).is_ok(), "{from:?}");
        spoil(&mut standing);
        match go(&desk, to, "", &standing) {
            Err(NotMoved::Unmet { requirements, .. }) => assert_eq!(requirements, [lacks]),
            other => panic!("{lacks:?}: {other:?}"),
        }
    };
    check(Phase::Preparing, &|s| s.heads.clear(), Requirement::HeadInOffice);
    check(Phase::Preparing, &|s| s.heads.push(unit(2)), Requirement::HeadInOffice);
    check(Phase::Preparing, &|s| s.members.truncate(1), Requirement::TwoMembers);
    check(Phase::Running, &|s| s.table_applied = false, Requirement::TableApplied);
    check(Phase::Running, &|s| s.without_targets.push(unit(2)), Requirement::TargetsSet);
    check(Phase::SelfScoring, &|s| s.not_submitted.push(unit(2)), Requirement::SheetsIn);
    check(Phase::SelfScoring, &|s| s.without_readers.push(unit(2)), Requirement::ReadersAssigned);
    check(Phase::Verifying, &|s| s.not_read.push(unit(2)), Requirement::ReadingsSent);
    check(Phase::Explaining, &|s| s.unanswered.push(unit(2)), Requirement::AnswersIn);
    check(Phase::SecondReading, &|s| s.unsettled.push(unit(2)), Requirement::LinesSettled);
    check(Phase::Settled, &|s| s.tied.push(unit(2)), Requirement::TiesDecided);
    check(Phase::Settled, &|s| s.correcting.push(unit(2)), Requirement::CorrectionsClosed);
    check(Phase::Announced, &|s| s.correcting.push(unit(2)), Requirement::CorrectionsClosed);
}

#[test]
fn y02_everything_missing_is_listed_with_its_units() {
    let standing = Standing { without_targets: vec![unit(3), unit(4)], ..Standing::default() };
    let step = legal(Phase::Running, Phase::SelfScoring).unwrap();
    let listed = missing(step, &standing, &Calendar::default(), day("2018-10-01"));
    let names: Vec<&str> = listed.iter().map(|m| m.requirement.code()).collect();
    assert_eq!(names, ["head_in_office", "table_applied", "targets_set", "deadlines_set"]);
    assert_eq!(listed[2].units, [unit(3), unit(4)]);
}

#[test]
fn y02_a_passed_deadline_ends_the_waiting_for_a_silent_unit() {
    let mut desk = desk(Phase::SelfScoring);
    let standing = Standing { not_submitted: vec![unit(2)], ..complete() };
    desk.today = day("2018-11-25");
    assert!(go(&desk, Phase::Verifying, "", &standing).is_err(), "the last day still counts");
    let step = legal(Phase::SelfScoring, Phase::Verifying).unwrap();
    assert_eq!(missing(step, &standing, &desk.calendar, desk.today)[0].until, Some(day("2018-11-25")));
    desk.today = day("2018-11-26");
    assert!(go(&desk, Phase::Verifying, "", &standing).is_ok());
}

#[test]
fn y03_moving_back_needs_a_reason_and_nothing_else() {
    let desk = desk(Phase::Verifying);
    let refused = go(&desk, Phase::SelfScoring, "nhầm", &Standing::default());
    assert_eq!(refused, Err(NotMoved::ReasonTooShort { to: Phase::SelfScoring, least: 10 }));
    let moved = go(&desk, Phase::SelfScoring, REASON, &Standing::default()).unwrap();
    assert_eq!((moved.to, moved.reason.as_str()), (Phase::SelfScoring, REASON));
}

#[test]
fn y03_leave_to_move_forward_is_not_leave_to_reopen() {
    let desk = desk(Phase::Verifying);
    let forward = desk.leave(Act::MovePhase, On::CLUSTER);
    let back = move_on(&forward, Phase::Verifying, Phase::SelfScoring, REASON, (&complete(), &desk.calendar, &desk.regulation));
    assert_eq!(back, Err(NotMoved::Permit));
}

#[test]
fn phases_read_back_from_their_words() {
    for phase in Phase::ALL {
        assert_eq!(Phase::of_code(phase.code()), Some(*phase));
    }
    assert_eq!(Phase::of_code("signed"), None);
}
