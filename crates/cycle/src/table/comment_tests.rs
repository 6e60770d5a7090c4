//! Sending out, commenting, answering, taking back, agreeing, and what applying waits for.

use super::*;
use crate::Phase;
use crate::cluster::seats::{On, SeatKind};
use crate::desk::{Desk, REASON, day, unit};
use crate::table::Shown;
use crate::table::{Apply, apply};
use values::TableId;

const OUT: Option<Consultation> = Some(Consultation { until: None });

fn draft() -> Draft {
    sent(version(), OUT)
}

fn sent(version: Version, sent: Option<Consultation>) -> Draft {
    Draft { version, sent, in_force: None }
}

fn version() -> Version {
    Version { id: TableId::from_raw(1), number: 1, state: TableState::Draft, hash: None, effective_on: None, reason: String::new() }
}

fn in_force() -> Version {
    Version { state: TableState::Applied, ..version() }
}

fn until(iso: &str) -> Option<Consultation> {
    Some(Consultation { until: Some(day(iso)) })
}

/// Leave of a leader of the unit where it is about a unit, else of the superior.
fn leave(act: Act, on: On) -> Permit {
    Desk::at(Phase::Preparing).leave(act, on)
}

fn say(path: &str, stands: bool, words: &str) -> Result<Comment, NotHeard> {
    let said = Said { unit: unit(2), path, stands, words };
    comment(&leave(Act::CommentOnTable, On::unit(unit(2))), &draft(), &said)
}

#[test]
fn t08_a_draft_is_commented_on_from_its_sending_to_the_end_of_its_last_day() {
    let check = |version: Version, out, today: &str, taken| assert_eq!(takes_comments(&sent(version, out), day(today)), taken, "{today}");
    let over = NotHeard::Over { number: 1, until: day("2018-03-23") };
    check(version(), None, "2018-03-01", Err(NotHeard::NotSent { number: 1 }));
    check(version(), OUT, "2018-12-31", Ok(()));
    check(version(), until("2018-03-23"), "2018-03-23", Ok(()));
    check(version(), until("2018-03-23"), "2018-03-24", Err(over));
    check(in_force(), OUT, "2018-03-01", Err(NotHeard::NotADraft { number: 1 }));
}

#[test]
fn t08_a_later_change_is_talked_over_and_a_draft_left_behind_is_not() {
    let over = |held| takes_comments(&Draft { in_force: held, ..draft() }, day("2018-03-01"));
    for held in [None, Some(0), Some(1)] {
        assert_eq!(over(held), Ok(()), "{held:?}");
    }
    let overtaken = NotHeard::Overtaken { number: 1, held: 2 };
    assert_eq!(over(Some(2)), Err(overtaken.clone()));
    let permit = leave(Act::AskForComments, On::CLUSTER);
    assert_eq!(send_out(&permit, &Draft { in_force: Some(2), ..draft() }, None), Err(overtaken));
}

#[test]
fn t08_a_draft_is_out_while_the_phase_lets_units_comment() {
    let (today, over) = (day("2018-03-24"), until("2018-03-23"));
    let check = |phase, out, expected| assert_eq!(is_out(&sent(version(), out), phase, today), expected, "{phase:?}");
    for phase in Phase::ALL.iter().copied() {
        let comments = matches!(phase, Phase::Preparing | Phase::Running | Phase::SelfScoring);
        check(phase, OUT, if comments { Ok(()) } else { Err(NotHeard::Phase {}) });
        check(phase, over, Err(if comments { NotHeard::Over { number: 1, until: day("2018-03-23") } } else { NotHeard::Phase {} }));
        let no_draft = is_out(&sent(in_force(), OUT), phase, today);
        assert_eq!(no_draft, Err(NotHeard::NotADraft { number: 1 }), "{phase:?}: another phase would not help");
    }
}

#[test]
fn t08_what_takes_no_comment_takes_no_agreement_either() {
    let (speaks, agrees) = (leave(Act::CommentOnTable, On::unit(unit(2))), leave(Act::AgreeToTable, On::unit(unit(2))));
    let (today, said) = (speaks.day(), Said { unit: unit(2), path: "", stands: false, words: "Nên giảm điểm" });
    let out = |until| Some(Consultation { until: Some(until) });
    let over = NotHeard::Over { number: 1, until: today.plus(-1) };
    for (draft, taken) in [
        (draft(), Ok(())),
        (sent(version(), out(today)), Ok(())),
        (sent(version(), out(today.plus(-1))), Err(over)),
        (sent(version(), None), Err(NotHeard::NotSent { number: 1 })),
        (sent(in_force(), OUT), Err(NotHeard::NotADraft { number: 1 })),
        (Draft { in_force: Some(2), ..draft() }, Err(NotHeard::Overtaken { number: 1, held: 2 })),
    ] {
        assert_eq!(comment(&speaks, &draft, &said).map(drop), taken, "{draft:?}");
        assert_eq!(agree(&agrees, &draft, unit(2), ([1; 32], [1; 32])), taken, "{draft:?}");
    }
}

#[test]
fn t09_nobody_is_asked_until_a_day_that_has_passed() {
    let permit = leave(Act::AskForComments, On::CLUSTER);
    let today = permit.day();
    assert_eq!(send_out(&permit, &draft(), None), Ok(Consultation { until: None }));
    assert_eq!(send_out(&permit, &draft(), Some(today)), Ok(Consultation { until: Some(today) }));
    let past = today.plus(-1);
    assert_eq!(send_out(&permit, &draft(), Some(past)), Err(NotHeard::PastDay { until: past, today }));
    assert_eq!(send_out(&permit, &sent(in_force(), None), None), Err(NotHeard::NotADraft { number: 1 }));
    assert_eq!(send_out(&leave(Act::AnswerComment, On::CLUSTER), &draft(), None), Err(NotHeard::Permit), "leave to answer is none to ask");
}

#[test]
fn t10_a_comment_has_words_and_a_line_or_is_about_the_whole() {
    let permit = leave(Act::CommentOnTable, On::unit(unit(2)));
    let taken = Ok(Comment { unit: unit(2), by: permit.by(), state: CommentState::Open });
    assert_eq!(say("I/1", true, "Nên giảm điểm"), taken);
    assert_eq!(say("", false, "Nhất trí về bố cục"), taken);
    assert_eq!(say("I/1", true, " \n "), Err(NotHeard::NoWords {}));
    assert_eq!(say("I/9", false, "Nên giảm điểm"), Err(NotHeard::NoLine { path: LinePath::new("I/9") }));
    let said = Said { unit: unit(3), path: "", stands: false, words: "x" };
    assert_eq!(comment(&permit, &draft(), &said), Err(NotHeard::Permit), "for another unit");
    let agrees = leave(Act::AgreeToTable, On::unit(unit(3)));
    assert_eq!(comment(&agrees, &draft(), &said), Err(NotHeard::Permit), "leave to agree is none to comment");
}

#[test]
fn t11_a_comment_is_answered_once_and_explaining_has_a_reason() {
    let desk = Desk::at(Phase::Preparing);
    let permit = leave(Act::AnswerComment, On::CLUSTER);
    let put = |comment, answer| answer_comment(&permit, comment, answer, &desk.regulation).map(|comment| comment.state);
    let open = say("I/1", true, "Nên giảm điểm").unwrap();
    assert_eq!(put(open, Answer::TakenUp { words: "" }), Ok(CommentState::TakenUp));
    assert_eq!(put(open, Answer::Explained { reason: REASON }), Ok(CommentState::Explained));
    assert_eq!(put(open, Answer::Explained { reason: "không" }), Err(NotHeard::ReasonTooShort { least: 10 }));
    for state in [CommentState::TakenUp, CommentState::Explained, CommentState::Withdrawn] {
        let closed = Err(NotHeard::Closed { state: state.code() });
        assert_eq!(put(Comment { state, ..open }, Answer::TakenUp { words: "" }), closed);
    }
}

#[test]
fn t12_a_comment_is_taken_back_by_its_author_before_it_is_answered() {
    let permit = leave(Act::CommentOnTable, On::unit(unit(2)));
    let open = say("I/1", true, "Nên giảm điểm").unwrap();
    assert_eq!(withdraw_comment(&permit, open).map(|comment| comment.state), Ok(CommentState::Withdrawn));
    let other = AccountId::from_raw(9);
    assert_eq!(withdraw_comment(&permit, Comment { by: other, ..open }), Err(NotHeard::NotTheAuthor { by: other }));
    let answered = Comment { state: CommentState::Explained, ..open };
    assert_eq!(withdraw_comment(&permit, answered), Err(NotHeard::Closed { state: "explained" }));
}

#[test]
fn t13_an_agreement_is_one_to_the_content_it_was_given_to() {
    let permit = leave(Act::AgreeToTable, On::unit(unit(2)));
    assert_eq!(agree(&permit, &draft(), unit(2), ([1; 32], [1; 32])), Ok(()));
    assert_eq!(agree(&permit, &draft(), unit(3), ([1; 32], [1; 32])), Err(NotHeard::Permit), "for another unit");
    let speaks = leave(Act::CommentOnTable, On::unit(unit(2)));
    assert_eq!(agree(&speaks, &draft(), unit(2), ([1; 32], [1; 32])), Err(NotHeard::Permit), "leave to comment is none to agree");
    assert_eq!(agree(&permit, &draft(), unit(2), ([1; 32], [2; 32])), Err(NotHeard::NotAsShown { number: 1 }));
    assert_eq!(agree(&permit, &sent(version(), None), unit(2), ([1; 32], [1; 32])), Err(NotHeard::NotSent { number: 1 }));
    let (agreed, said) = (|id, hash| Some((AgreementId::from_raw(id), [hash; 32])), |id| Some(CommentId::from_raw(id)));
    let check = |comment, agreement, expected| assert_eq!(stand(Voice { comment, agreement }, [1; 32]), expected);
    check(None, None, Stand::Silent);
    check(said(5), None, Stand::Commented);
    check(None, agreed(5, 1), Stand::Agreed);
    check(None, agreed(5, 2), Stand::AgreedBefore);
    check(said(4), agreed(5, 1), Stand::Agreed);
    check(said(6), agreed(5, 1), Stand::Agreed);
    check(said(4), agreed(5, 2), Stand::AgreedBefore);
    check(said(6), agreed(5, 2), Stand::Commented);
}

#[test]
fn t14_applying_waits_for_answers_and_agreement_where_the_regulation_says_so() {
    let put = |waits, comments, units: Vec<UnitId>| {
        let mut desk = Desk::at(Phase::Preparing);
        desk.regulation.table_waits = waits;
        let hash = [1; 32];
        let shown = Shown { hash, over: None };
        let unheard = Unheard { comments, units };
        let ask = Apply { shown, hash, effective_on: day("2018-03-23"), reason: String::new(), errors: 0, unheard };
        apply(&desk.leave(Act::ApplyTable, On::CLUSTER), version(), None, ask, &desk.regulation).map(drop)
    };
    assert_eq!(put(false, 3, vec![unit(2)]), Ok(()));
    assert_eq!(put(true, 0, vec![]), Ok(()));
    assert_eq!(put(true, 1, vec![]), Err(NotApplied::Unheard { number: 1, comments: 1, units: vec![] }));
    assert_eq!(put(true, 0, vec![unit(2)]), Err(NotApplied::Unheard { number: 1, comments: 0, units: vec![unit(2)] }));
}

#[test]
fn the_unit_speaks_and_the_standing_body_answers() {
    let desk = Desk::at(Phase::Preparing);
    let may = |kind, act, on| desk.ask(kind, Some(unit(2)), act, on).is_ok();
    let (own, cluster) = (On::unit(unit(2)), On::CLUSTER);
    assert!(may(SeatKind::MemberOfficer, Act::CommentOnTable, own) && !may(SeatKind::MemberOfficer, Act::AgreeToTable, own));
    assert!(may(SeatKind::MemberLeader, Act::AgreeToTable, own) && !may(SeatKind::MemberLeader, Act::AnswerComment, cluster));
    assert!(may(SeatKind::Deputy, Act::AnswerComment, cluster) && !may(SeatKind::Deputy, Act::AskForComments, cluster));
    assert!(!may(SeatKind::Verifier, Act::CommentOnTable, own) && !may(SeatKind::Observer, Act::CommentOnTable, own));
}
