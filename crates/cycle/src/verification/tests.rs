//! Rotation, blind readings, answers and settlement.

use super::*;
use crate::Phase;
use crate::cluster::seats::{Act, On, Permit, SeatKind};
use crate::desk::{Desk, REASON, day, line, unit};
use proptest::prelude::*;
use values::{Moment, Points, Quantity, UnitId};

fn units(count: i64) -> Vec<UnitId> {
    (1..=count).map(unit).collect()
}

proptest! {
    #[test]
    fn v01_rotation_is_fair_for_every_cluster(count in 3i64..=15, readers in 1u16..=4, turn in -50i32..3000) {
        prop_assume!(i64::from(readers) < count);
        let units = units(count);
        let assigned = assign_readers(&units, readers, turn).unwrap();
        let faults = reader_faults(&units, &assigned, readers);
        let avoidable = i64::from(readers) * 2 < count;
        prop_assert!(faults.iter().all(|f| !avoidable && matches!(f, ReaderFault::EachOther { .. })), "{faults:?}");
        let fewest = (i64::from(readers) * count - count * (count - 1) / 2).max(0);
        prop_assert_eq!(i64::try_from(faults.len()).unwrap(), fewest);
        prop_assert_eq!(assign_readers(&units, readers, turn), Ok(assigned));
    }
}

#[test]
fn v01_another_year_meets_other_units() {
    let at = |turn| assign_readers(&units(8), 2, turn).unwrap();
    assert_ne!(at(2018), at(2019));
    assert!(matches!(assign_readers(&units(2), 2, 2018), Err(ReaderFault::TooFewUnits { .. })));
    assert!(matches!(assign_readers(&[unit(1), unit(2), unit(1)], 1, 2018), Err(ReaderFault::Twice { .. })));
}

#[test]
fn v02_nobody_reads_their_own_unit_however_it_was_assigned() {
    let by_hand = [
        Reads { unit: unit(1), reader: unit(1), place: 1 },
        Reads { unit: unit(2), reader: unit(1), place: 1 },
        Reads { unit: unit(3), reader: unit(1), place: 1 },
    ];
    let faults = reader_faults(&units(3), &by_hand, 1);
    assert_eq!(faults, vec![ReaderFault::Itself { unit: unit(1) }, ReaderFault::Uneven { reader: unit(1), reads: 3, fewest: 0 }]);
    assert!(!faults[0].is_warning() && faults[1].is_warning());
}

fn propose(entry: &'static str) -> Verdict<&'static str> {
    Verdict::Propose { entry, cause: String::new(), reason: REASON.into(), clause: String::new() }
}

#[test]
fn v03_blind_readings_within_the_limit_hold_the_one_nearer_to_the_unit() {
    let desk = Desk::at(Phase::Verifying);
    let check = |first: i64, second: i64, expected: Resolution<&str>| {
        let blind = |points, verdict| Blind { verdict, points: Points(points) };
        assert_eq!(
            resolve(Points(500), &blind(first, propose("a")), &blind(second, propose("b")), 2, &desk.regulation),
            expected,
            "{first} {second}"
        );
    };
    check(400, 450, Resolution::Holds(propose("b")));
    check(450, 400, Resolution::Holds(propose("a")));
    check(450, 550, Resolution::Holds(propose("a")));
    check(400, 300, Resolution::Holds(propose("a")));
    check(400, 299, Resolution::Differs { by: Points(101) });
}

#[test]
fn v03_a_difference_is_decided_by_somebody_else() {
    let desk = Desk::at(Phase::Verifying);
    let permit = desk.leave(Act::ResolveReadings, On::unit(unit(2)));
    let decided = resolve_difference(&permit, unread(), propose("300"), desk.stamp()).unwrap();
    assert_eq!((decided.state(), *decided.counts()), (LineState::Proposed, "300"));
}

#[test]
fn v04_a_large_change_wants_a_second_reader() {
    let mut regulation = Desk::at(Phase::Verifying).regulation;
    assert!(!wants_second_reader(Points(500), Points(0), 2, &regulation));
    regulation.second_reader_limit = Some(Quantity::new(2, 0));
    assert!(!wants_second_reader(Points(500), Points(300), 2, &regulation));
    assert!(wants_second_reader(Points(500), Points(299), 2, &regulation));
}

#[test]
fn v05_blind_readings_stay_hidden_until_all_are_sent() {
    use ReadingState::{Open, Sent};
    let mut regulation = Desk::at(Phase::Verifying).regulation;
    let [reader, superior, other] = [(true, false), (false, true), (false, false)].map(|(reads, superior)| Viewer { reads, superior });
    let mut check = |double_blind, state, all, sees: [bool; 3]| {
        regulation.double_blind = double_blind;
        let seen = [reader, superior, other].map(|viewer| may_see_reading(viewer, state, all, &regulation));
        assert_eq!(seen, sees, "{double_blind} {state:?} {all:?}");
    };
    check(false, Open, Open, [true, true, false]);
    check(false, Sent, Open, [true, true, true]);
    check(true, Open, Open, [true, false, false]);
    check(true, Sent, Open, [true, false, false]);
    check(true, Sent, Sent, [true, true, true]);
}

fn unread() -> Line<&'static str> {
    Line::unread(unit(2), line("I/1"), "500")
}

fn leave(desk: &Desk, act: Act) -> Permit {
    desk.leave(act, On::unit(unit(2)))
}

fn proposed() -> Line<&'static str> {
    let desk = Desk::at(Phase::Verifying);
    find(&leave(&desk, Act::ProposeOther), unread(), propose("400"), false, desk.stamp()).unwrap()
}

fn answering() -> Desk {
    Desk::at(Phase::Explaining)
}

fn explained() -> Line<&'static str> {
    let desk = answering();
    explain(&leave(&desk, Act::ExplainFinding), proposed(), &Answer { words: REASON.into(), until: desk.today }, desk.stamp()).unwrap()
}

#[test]
fn v06_a_proposal_is_another_entry_with_a_reason() {
    let desk = Desk::at(Phase::Verifying);
    let tried = |verdict| find(&leave(&desk, Act::ProposeOther), unread(), verdict, false, desk.stamp());
    assert!(matches!(tried(propose("500")), Err(LineRefused::SameEntry { .. })));
    let of =
        |cause: &str, reason: &str| Verdict::Propose { entry: "400", cause: cause.into(), reason: reason.into(), clause: String::new() };
    assert!(matches!(tried(of("", "sai")), Err(LineRefused::ReasonTooShort { least: 10, .. })));
    assert!(matches!(tried(of("counted_twice", "sai")), Err(LineRefused::ReasonTooShort { .. })), "picking is no reason yet");
    assert!(matches!(tried(of("quen thân", REASON)), Err(LineRefused::NotInList { .. })));
    assert_eq!(tried(of("counted_twice", REASON)).unwrap().changes()[0].cause, "counted_twice");
    let line = tried(propose("400")).unwrap();
    assert_eq!((line.state(), *line.own(), *line.counts()), (LineState::Proposed, "500", "400"));
    let change = &line.changes()[0];
    assert_eq!((change.old, change.new, change.why.as_str(), change.by.is_some()), ("500", "400", REASON, true));
}

#[test]
fn v07_a_reading_is_sent_whole_and_as_one() {
    let desk = Desk::at(Phase::Verifying);
    let permit = leave(&desk, Act::SendReadings);
    let until = day("2018-11-27");
    assert_eq!(
        send(&permit, unit(2), &[proposed(), unread()], until),
        Err(LineRefused::Unread { unit: unit(2), paths: vec!["I/1".into()] })
    );
    let agreed = find(&leave(&desk, Act::ReadSheet), unread(), Verdict::agree(), false, desk.stamp()).unwrap();
    let sent = send(&permit, unit(2), &[proposed(), agreed], until).unwrap();
    assert_eq!((sent.agreed, sent.proposed, sent.answer_until), (1, 1, until));
}

#[test]
fn v08_what_was_found_changes_only_before_it_is_sent() {
    let desk = Desk::at(Phase::Verifying);
    let again = |sent| find(&leave(&desk, Act::ReadSheet), proposed(), Verdict::Agree { why: REASON.into() }, sent, desk.stamp());
    assert_eq!(again(false).map(|l| (l.state(), *l.counts())), Ok((LineState::Agreed, "500")));
    assert!(matches!(again(true), Err(LineRefused::AlreadySent { .. })));
}

#[test]
fn v09_only_a_proposal_is_answered() {
    let desk = answering();
    let refused = accept(&leave(&desk, Act::AcceptFinding), unread(), desk.today, desk.stamp());
    assert_eq!(refused, Err(LineRefused::NothingToAnswer { path: line("I/1"), state: "unread" }));
    let accepted = accept(&leave(&desk, Act::AcceptFinding), proposed(), desk.today, desk.stamp()).unwrap();
    assert_eq!((accepted.state(), *accepted.counts()), (LineState::Accepted, "400"));
    let short = explain(&leave(&desk, Act::ExplainFinding), proposed(), &Answer { words: "không".into(), until: desk.today }, desk.stamp());
    assert!(matches!(short, Err(LineRefused::ReasonTooShort { .. })));
}

#[test]
fn v10_answers_end_with_their_day() {
    let desk = answering();
    let yesterday = desk.today.plus(-1);
    let late = accept(&leave(&desk, Act::AcceptFinding), proposed(), yesterday, desk.stamp());
    assert_eq!(late, Err(LineRefused::TooLate { path: line("I/1"), until: yesterday }));
}

#[test]
fn v11_the_deadline_accepts_for_the_silent_unit() {
    let mut desk = answering();
    let after = |desk: &Desk, line, until| accept_by_deadline(line, until, desk.today, desk.stamp());
    let yesterday = desk.today.plus(-1);
    assert_eq!(after(&desk, proposed(), desk.today).state(), LineState::Proposed, "the last day still counts");
    let silent = after(&desk, proposed(), yesterday);
    assert_eq!((silent.state(), silent.changes().last().unwrap().by), (LineState::AcceptedByDeadline, None));
    assert_eq!(after(&desk, silent.clone(), yesterday), silent, "asking twice changes nothing");
    assert_eq!(after(&desk, explained(), yesterday).state(), LineState::Explained);
    desk.regulation.silence_accepts = false;
    assert_eq!(after(&desk, proposed(), yesterday).state(), LineState::Proposed);
}

#[test]
fn v12_round_two_is_for_explained_lines_and_gives_reasons_for_differing() {
    let mut desk = Desk::at(Phase::SecondReading);
    let settling = |desk: &Desk, line: Line<&'static str>, entry, reason| {
        let replaces = line.state() == LineState::Settled;
        settle(&leave(desk, Act::SettleLine), line, Settling { entry, reason, replaces }, desk.stamp())
    };
    assert!(matches!(settling(&desk, proposed(), "400", ""), Err(LineRefused::NotDisputed { .. })));
    assert_eq!(settling(&desk, explained(), "400", "").map(|l| l.state()), Ok(LineState::Settled));
    assert!(matches!(settling(&desk, explained(), "450", ""), Err(LineRefused::SettlingNeedsReason { .. })));
    let settled = settling(&desk, explained(), "450", REASON).unwrap();
    assert_eq!(*settled.counts(), "450");
    assert!(matches!(settling(&desk, settled.clone(), "400", ""), Err(LineRefused::SettlingNeedsReason { .. })), "not without a reason");
    assert_eq!(settling(&desk, settled, "400", REASON).map(|l| (l.state(), *l.counts())), Ok((LineState::Settled, "400")));
    let differing = || Line::differing(unit(2), line("I/1"), "500");
    assert!(is_disputed(LineState::Differing, &desk.regulation) && differing().state().is_open());
    assert!(matches!(settling(&desk, differing(), "500", ""), Err(LineRefused::SettlingNeedsReason { .. })), "nothing to keep");
    assert_eq!(settling(&desk, differing(), "450", REASON).map(|l| (l.state(), *l.counts())), Ok((LineState::Settled, "450")));
    desk.regulation.silence_accepts = false;
    assert!(settling(&desk, proposed(), "400", "").is_ok(), "silence is a dispute where it does not accept");
}

#[test]
fn v13_what_counts_is_settled_else_proposed_else_own() {
    assert_eq!(*unread().counts(), "500");
    assert_eq!(*proposed().counts(), "400");
    assert_eq!(*explained().counts(), "400");
    assert!(explained().state().is_open());
}

#[test]
fn v14_a_line_is_rebuilt_only_from_changes_that_follow_one_another() {
    let whole = explained();
    let changes = whole.changes().to_vec();
    let restored = |own, changes| Line::restore(unit(2), line("I/1"), own, changes);
    assert_eq!(restored("500", changes.clone()), whole);
    let nothing = |own| Line::unread(unit(2), line("I/1"), own);
    assert_eq!(restored("499", changes.clone()), nothing("499"), "an altered own entry");
    assert_eq!(restored("500", changes[1..].to_vec()), nothing("500"), "a missing change");
    let skipped = Change { to: LineState::Explained, ..changes[0].clone() };
    assert_eq!(restored("500", vec![skipped]), nothing("500"), "explained without anything having been proposed");
    let another = Change { old: "300", ..changes[1].clone() };
    assert_eq!(restored("500", vec![changes[0].clone(), another]), proposed(), "an answer to another proposal");
}

#[test]
fn v16_an_answer_is_one_to_the_proposal_it_was_given_to() {
    let at = |hour| Moment::at(day("2018-11-29"), hour, 0);
    let check = |stands: Option<(&str, u8)>, to: Option<&str>, holds: bool| {
        let (to, stands) = (to.as_ref(), stands.as_ref().map(|(entry, hour)| Standing { entry, since: at(*hour) }));
        assert_eq!(answer_holds(stands, Answered { to, at: at(12) }), holds, "{stands:?} {to:?}");
    };
    check(Some(("400", 9)), Some("400"), true);
    check(Some(("400", 15)), Some("400"), true);
    check(Some(("300", 9)), Some("400"), false);
    check(None, Some("400"), false);
    check(Some(("400", 9)), None, true);
    check(Some(("400", 12)), None, true);
    check(Some(("400", 15)), None, false);
    check(None, None, false);
}

#[test]
fn v17_a_settlement_knows_everything_that_was_said_before() {
    let at = |hour| Moment::at(day("2018-12-03"), hour, 0);
    let holds = |phase, said: Option<u8>| settlement_holds(phase, said.map(at), at(12));
    assert!(holds(Phase::SecondReading, None) && holds(Phase::SecondReading, Some(9)) && holds(Phase::SecondReading, Some(12)));
    assert!(!holds(Phase::SecondReading, Some(15)) && !holds(Phase::Verifying, Some(15)));
    assert!(holds(Phase::Settled, Some(15)) && holds(Phase::Closed, Some(15)), "only a correction changes it");
}

#[test]
fn v15_only_opened_lines_are_agreed_to_together() {
    assert_eq!(may_agree_together([("I/1", true), ("I/2", true)]), Ok(()));
    let refused = may_agree_together([("I/1", true), ("I/2", false)]);
    assert_eq!(refused, Err(LineRefused::NotOpened { paths: vec!["I/2".into()] }));
}

#[test]
fn v18_a_finding_is_about_what_was_entered_when_it_was_made() {
    let at = |hour| Moment::at(day("2018-11-26"), hour, 0);
    let check = |phase, entry: Option<&'static str>, typed: Option<u8>, holds: bool| {
        let read = Read { entry: entry.as_ref(), at: at(12) };
        assert_eq!(finding_holds(phase, read, &"500", typed.map(at)), holds, "{phase:?} {entry:?} {typed:?}");
    };
    check(Phase::Verifying, Some("500"), Some(15), true);
    check(Phase::Verifying, Some("400"), Some(9), false);
    check(Phase::SelfScoring, Some("400"), None, false);
    check(Phase::Verifying, None, Some(9), true);
    check(Phase::Verifying, None, Some(15), false);
    check(Phase::Verifying, None, None, true);
    check(Phase::Explaining, Some("400"), Some(15), true);
    check(Phase::Closed, None, Some(15), true);
}

#[test]
fn v19_a_reopened_phase_undoes_what_came_after_it() {
    use LineState::{Accepted, AcceptedByDeadline, Explained, Proposed, Settled};
    for state in [AcceptedByDeadline, Settled] {
        assert!(!is_reached(state, Phase::Verifying) && !is_reached(state, Phase::Explaining), "{state:?}");
        assert!(is_reached(state, Phase::SecondReading) && is_reached(state, Phase::Closed), "{state:?}");
    }
    assert!([Proposed, Accepted, Explained].iter().all(|state| is_reached(*state, Phase::Verifying)), "what people said holds");
}

#[test]
fn v20_a_sent_reading_is_opened_again_with_a_reason() {
    let desk = Desk::at(Phase::Verifying);
    let tried = |sent, reason| may_reopen(&leave(&desk, Act::ResolveReadings), unit(2), sent, reason, &desk.regulation);
    assert_eq!(tried(true, REASON), Ok(()));
    assert_eq!(tried(false, REASON), Err(ReadingRefused::NotSent { unit: unit(2) }));
    assert!(matches!(tried(true, " ngắn "), Err(ReadingRefused::ReasonTooShort { .. })));
    assert_eq!(may_reopen(&leave(&desk, Act::ReadSheet), unit(2), true, REASON, &desk.regulation), Err(ReadingRefused::Permit));
}

#[test]
fn v25_agreeing_in_place_of_a_proposal_says_why() {
    let desk = Desk::at(Phase::Verifying);
    let agreed = |line, why: &str| find(&leave(&desk, Act::ReadSheet), line, Verdict::Agree { why: why.into() }, false, desk.stamp());
    assert_eq!(agreed(unread(), "").map(|line| line.state()), Ok(LineState::Agreed));
    let again = agreed(unread(), "").and_then(|line| agreed(line, ""));
    assert!(again.is_ok(), "nothing was proposed");
    assert_eq!(agreed(proposed(), " ngắn "), Err(LineRefused::AgreementNeedsReason { path: line("I/1"), least: 10 }));
    let line = agreed(proposed(), REASON).unwrap();
    let change = line.changes().last().unwrap();
    assert_eq!((change.from, change.to, change.old, change.new), (LineState::Proposed, LineState::Agreed, "400", "500"));
    assert_eq!((change.why.as_str(), change.by.is_some()), (REASON, true));
    let decides = desk.leave(Act::ResolveReadings, On::unit(unit(2)));
    assert!(resolve_difference(&decides, proposed(), Verdict::agree(), desk.stamp()).is_err(), "nor does a decision change unsaid");
}

fn at(reading: ReadingState) -> Place<'static> {
    Place { unit: unit(2), path: "I/1", reading }
}

#[test]
fn v21_a_question_is_asked_before_the_reading_is_sent_and_one_at_a_time() {
    let desk = Desk::at(Phase::Verifying);
    let asked = |reading, last, words| may_ask(&leave(&desk, Act::AskBack), at(reading), last, words, &desk.regulation);
    for last in [None, Some(QuestionState::Gathered), Some(QuestionState::Replied)] {
        assert_eq!(asked(ReadingState::Open, last, REASON), Ok(()), "{last:?}");
    }
    let waits = asked(ReadingState::Open, Some(QuestionState::Asked), REASON);
    assert_eq!(waits, Err(QuestionRefused::Waiting { path: line("I/1") }));
    assert_eq!(asked(ReadingState::Sent, None, REASON), Err(QuestionRefused::Decided { path: line("I/1") }));
    assert_eq!(asked(ReadingState::Open, None, " Vì sao "), Err(QuestionRefused::TooShort { path: line("I/1"), least: 10 }));
    let other = may_ask(&leave(&desk, Act::ReadSheet), at(ReadingState::Open), None, REASON, &desk.regulation);
    assert_eq!(other, Err(QuestionRefused::Permit));
    let elsewhere = may_ask(&desk.leave(Act::AskBack, On::unit(unit(3))), at(ReadingState::Open), None, REASON, &desk.regulation);
    assert_eq!(elsewhere, Err(QuestionRefused::Permit), "leave to ask another unit");
}

#[test]
fn v22_questions_are_sent_together() {
    let desk = Desk::at(Phase::Verifying);
    let sent = |reading, gathered| may_send_questions(&leave(&desk, Act::AskBack), unit(2), reading, gathered);
    assert_eq!((sent(ReadingState::Open, 1), sent(ReadingState::Open, 18)), (Ok(()), Ok(())));
    assert_eq!(sent(ReadingState::Open, 0), Err(QuestionRefused::NothingGathered { unit: unit(2) }));
    for gathered in [0, 1] {
        assert_eq!(sent(ReadingState::Sent, gathered), Err(QuestionRefused::SentAlready { unit: unit(2) }), "{gathered}");
    }
    for wrong in [leave(&desk, Act::ReadSheet), desk.leave(Act::AskBack, On::unit(unit(3)))] {
        assert_eq!(may_send_questions(&wrong, unit(2), ReadingState::Open, 1), Err(QuestionRefused::Permit), "{wrong:?}");
    }
}

#[test]
fn a_question_waits_for_its_reply_until_its_line_or_its_reading_is_decided() {
    let open = ReadingState::Open;
    assert!(waits_for_reply(QuestionState::Asked, false, open));
    assert!(!waits_for_reply(QuestionState::Asked, true, open) && !waits_for_reply(QuestionState::Asked, false, ReadingState::Sent));
    assert!([QuestionState::Gathered, QuestionState::Replied].into_iter().all(|state| !waits_for_reply(state, false, open)));
}

#[test]
fn v23_a_unit_replies_once_until_the_reading_is_sent() {
    let desk = Desk::at(Phase::Verifying);
    let of = |number| desk.ask(SeatKind::MemberOfficer, Some(unit(number)), Act::ReplyToQuestion, On::unit(unit(number))).unwrap();
    let replied = |reading, state, words| may_reply(&of(2), at(reading), state, words, &desk.regulation);
    assert_eq!(replied(ReadingState::Open, QuestionState::Asked, REASON), Ok(()));
    let nothing = Err(QuestionRefused::NotAsked { path: line("I/1") });
    assert_eq!(replied(ReadingState::Open, QuestionState::Gathered, REASON), nothing, "the unit does not have it");
    assert_eq!(replied(ReadingState::Open, QuestionState::Replied, REASON), nothing);
    assert_eq!(replied(ReadingState::Sent, QuestionState::Replied, REASON), nothing, "it was not late, it was there");
    assert_eq!(replied(ReadingState::Sent, QuestionState::Asked, REASON), Err(QuestionRefused::TooLate { path: line("I/1") }));
    assert!(matches!(replied(ReadingState::Open, QuestionState::Asked, "có"), Err(QuestionRefused::ReplyTooShort { .. })));
    let elsewhere = may_reply(&of(3), at(ReadingState::Open), QuestionState::Asked, REASON, &desk.regulation);
    assert_eq!(elsewhere, Err(QuestionRefused::Permit), "nobody replies for another unit");
}

#[test]
fn v24_a_question_is_for_its_unit_and_for_whoever_sees_its_reading() {
    use QuestionState::{Asked, Gathered, Replied};
    let check = |state, own, sees_reading, sees: bool| {
        assert_eq!(may_see_question(state, own, sees_reading), sees, "{state:?} {own} {sees_reading}");
    };
    check(Gathered, true, false, false);
    check(Asked, true, false, true);
    check(Replied, true, false, true);
    for state in [Gathered, Asked, Replied] {
        check(state, false, false, false);
        check(state, false, true, true);
    }
}

#[test]
fn c00_leave_for_another_unit_reads_nothing() {
    let desk = Desk::at(Phase::Verifying);
    let elsewhere = desk.leave(Act::ReadSheet, On::unit(unit(3)));
    assert_eq!(find(&elsewhere, unread(), Verdict::agree(), false, desk.stamp()), Err(LineRefused::Permit));
}
