//! Tasks as a table: where the year stands, who asks, what is to be done until when.

use cycle::calendar::{DaysOff, Deadline};

use super::*;

fn day(iso: &str) -> Date {
    Date::of_iso(iso).unwrap()
}

const fn unit(n: i64) -> UnitId {
    UnitId::from_raw(n)
}

/// The deadlines of the year of 2018.
fn calendar() -> Calendar {
    let due = [
        (Step::Table, "2018-03-30"),
        (Step::Targets, "2018-06-29"),
        (Step::SelfScoring, "2018-11-21"),
        (Step::Verifying, "2018-11-28"),
        (Step::Explaining, "2018-11-30"),
        (Step::SecondReading, "2018-12-04"),
        (Step::Conference, "2018-12-06"),
        (Step::Announcing, "2018-12-14"),
    ];
    Calendar::restore(due.map(|(step, iso)| (step, Deadline { due: day(iso), reason: String::new() })), DaysOff::default())
}

/// A year with nothing missing, seen by somebody who may do nothing.
fn facts(phase: Phase) -> Facts {
    Facts {
        phase,
        today: day("2018-11-20"),
        calendar: calendar(),
        standing: Standing { heads: vec![unit(1)], members: vec![unit(1), unit(2), unit(3)], table_applied: true, ..Standing::default() },
        setting_up: false,
        may: Vec::new(),
        steers: false,
        drafts: Vec::new(),
        sheets: Vec::new(),
        answers: Vec::new(),
        questions: Vec::new(),
        asked: Vec::new(),
        readings: Vec::new(),
        to_resolve: Vec::new(),
        to_settle: Vec::new(),
        to_part: Vec::new(),
        corrections: Vec::new(),
    }
}

fn sheet(answered: usize, lacking_evidence: usize) -> OwnSheet {
    OwnSheet { unit: Some(unit(2)), lines: 60, answered, lacking_evidence, ..OwnSheet::default() }
}

/// Tasks as text: `code unit? due [done]`.
fn said(facts: &Facts) -> String {
    let line = |task: &Task| {
        let due = task.due.map_or("-".to_owned(), |due| due.to_string());
        let unit = task.unit.map(|u| format!(" u{}", u.raw())).unwrap_or_default();
        format!("{}{unit} {due}{}", task.what.code(), if task.done { " done" } else { "" })
    };
    tasks(facts).iter().map(line).collect::<Vec<_>>().join(" | ")
}

/// A draft out for comments, whose second and third units are silent.
fn draft(own: &[(UnitId, bool)], unanswered: usize) -> Consulted {
    let silent = vec![unit(2), unit(3)];
    Consulted { table: TableId::from_raw(7), until: Some(day("2018-03-23")), own: own.to_vec(), silent, unanswered }
}

#[test]
fn units_are_asked_to_comment_and_the_standing_body_to_answer() {
    let check = |may: &[Act], draft: Consulted, expected: &str| {
        let facts = Facts { may: may.to_vec(), drafts: vec![draft], ..facts(Phase::Preparing) };
        assert_eq!(said(&facts), expected);
    };
    check(&[], draft(&[], 0), "");
    check(&[], draft(&[(unit(2), false)], 1), "comment_on_table u2 2018-03-23");
    check(&[], draft(&[(unit(2), true)], 1), "comment_on_table u2 2018-03-23 done");
    check(&[], Consulted { until: None, ..draft(&[(unit(2), false)], 0) }, "comment_on_table u2 2018-03-30");
    check(&[Act::AnswerComment], draft(&[], 0), "");
    check(&[Act::AnswerComment], draft(&[(unit(1), false)], 2), "comment_on_table u1 2018-03-23 | answer_comments 2018-03-30");
}

#[test]
fn who_steers_waits_for_units_that_have_said_nothing() {
    let check = |steers, own: UnitId, expected: &[(&str, &[UnitId])]| {
        let own = OwnSheet { unit: Some(own), ..OwnSheet::default() };
        let facts = Facts { steers, drafts: vec![draft(&[], 0)], sheets: vec![own], ..facts(Phase::Preparing) };
        let found: Vec<_> = waiting(&facts).into_iter().map(|wait| (wait.code, wait.units)).collect();
        assert_eq!(found, expected.iter().map(|(code, units)| (*code, units.to_vec())).collect::<Vec<_>>());
    };
    check(false, unit(1), &[]);
    check(true, unit(1), &[("comments", &[unit(2), unit(3)])]);
    check(true, unit(2), &[("comments", &[unit(3)])]);
}

#[test]
fn a_unit_fills_proves_and_sends_its_sheet() {
    let check = |own: OwnSheet, expected: &str| {
        let facts = Facts { sheets: vec![own], ..facts(Phase::SelfScoring) };
        assert_eq!(said(&facts), expected);
    };
    let officer = |answered, evidence| OwnSheet { fills: true, ..sheet(answered, evidence) };
    let leader = |answered, evidence| OwnSheet { fills: true, sends: true, ..sheet(answered, evidence) };
    check(sheet(30, 7), "");
    check(officer(30, 0), "fill_sheet u2 2018-11-21");
    check(officer(30, 7), "fill_sheet u2 2018-11-21 | give_evidence u2 2018-11-21");
    check(officer(60, 0), "fill_sheet u2 2018-11-21 done");
    check(OwnSheet { invalid: 1, ..officer(60, 0) }, "fill_sheet u2 2018-11-21");
    check(leader(60, 0), "send_sheet u2 2018-11-21 | fill_sheet u2 2018-11-21 done");
    check(OwnSheet { submitted: true, ..officer(60, 0) }, "send_sheet u2 2018-11-21 done");
}

#[test]
fn a_reader_reads_what_is_left_and_a_unit_answers_what_was_found() {
    let reading = |left, sent| OwnReading { reading: ReadingId::from_raw(5), unit: unit(3), left, sent };
    let check = |readings: Vec<OwnReading>, expected: &str| {
        assert_eq!(said(&Facts { readings, ..facts(Phase::Verifying) }), expected);
    };
    check(vec![reading(18, false)], "read_sheet u3 2018-11-28");
    check(vec![reading(0, false)], "read_sheet u3 2018-11-28");
    check(vec![reading(0, true)], "read_sheet u3 2018-11-28 done");
    let asked = |all, left, expected: &str| {
        let questions = vec![OwnQuestions { unit: unit(2), all, left }];
        assert_eq!(said(&Facts { questions, ..facts(Phase::Verifying) }), expected);
    };
    asked(0, 0, "");
    asked(3, 1, "reply_to_questions u2 2018-11-28");
    asked(3, 0, "reply_to_questions u2 2018-11-28 done");
    let answer = |all, left| OwnAnswers { unit: unit(2), all, left, until: day("2018-12-01") };
    let check = |all, left, expected: &str| {
        assert_eq!(said(&Facts { answers: vec![answer(all, left)], ..facts(Phase::Explaining) }), expected);
    };
    check(0, 0, "");
    check(5, 2, "answer_findings u2 2018-12-01");
    check(5, 0, "answer_findings u2 2018-12-01 done");
}

#[test]
fn those_who_steer_see_what_keeps_the_year_from_going_on() {
    let steering = |phase, may: &[Act], change: fn(&mut Facts)| {
        let mut facts = Facts { may: may.to_vec(), steers: true, ..facts(phase) };
        change(&mut facts);
        said(&facts)
    };
    let check = |phase, may: &[Act], change: fn(&mut Facts), expected: &str| assert_eq!(steering(phase, may, change), expected);
    let (preparing, running) = (Phase::Preparing, Phase::Running);
    check(preparing, &[Act::SetUpYear], |f| f.setting_up = true, "set_up 2018-03-30");
    check(preparing, &[Act::ApplyTable], |f| f.standing.table_applied = false, "apply_table 2018-03-30");
    check(preparing, &[], |f| f.standing.table_applied = false, "");
    check(running, &[Act::AssignTarget], |f| f.standing.without_targets = vec![unit(2)], "assign_targets 2018-06-29");
    check(running, &[Act::AssignTarget], |f| f.standing.without_targets.clear(), "");
    check(Phase::SelfScoring, &[Act::AssignReaders], |f| f.standing.without_readers = vec![unit(2)], "assign_readers 2018-11-21");
    check(Phase::Verifying, &[], |f| f.to_resolve = vec![unit(3)], "resolve_readings 2018-11-28");
    check(Phase::SecondReading, &[], |f| f.to_settle = vec![unit(3)], "settle_lines 2018-12-04");
    check(Phase::Settled, &[], |f| f.to_part = vec![unit(1), unit(2)], "decide_tie 2018-12-06");
    check(Phase::Settled, &[], |f| f.corrections = vec![(CorrectionId::from_raw(1), unit(2))], "close_correction u2 -");
}

#[test]
fn the_year_is_moved_on_once_nothing_is_missing() {
    let check = |phase, change: fn(&mut Facts), expected: &str| {
        let mut facts = Facts { may: vec![Act::MovePhase], ..facts(phase) };
        change(&mut facts);
        assert_eq!(said(&facts), expected, "{phase:?}");
    };
    check(Phase::SelfScoring, |_| {}, "move_phase 2018-11-21");
    check(Phase::SelfScoring, |f| f.standing.not_submitted = vec![unit(2)], "");
    check(Phase::SelfScoring, |f| (f.standing.not_submitted, f.today) = (vec![unit(2)], day("2018-11-22")), "move_phase 2018-11-21");
    check(Phase::Verifying, |f| f.standing.not_read = vec![unit(2)], "");
    check(Phase::Settled, |_| {}, "move_phase 2018-12-14");
    check(Phase::Preparing, |_| {}, "move_phase 2018-03-30");
    check(Phase::Preparing, |f| f.setting_up = true, "");
    check(Phase::Closed, |_| {}, "");
}

#[test]
fn open_tasks_come_by_date_and_done_ones_last() {
    let mut facts = facts(Phase::SelfScoring);
    facts.sheets = vec![OwnSheet { fills: true, sends: true, ..sheet(60, 3) }];
    facts.corrections = vec![(CorrectionId::from_raw(1), unit(3))];
    let expected = "give_evidence u2 2018-11-21 | send_sheet u2 2018-11-21 | close_correction u3 - | fill_sheet u2 2018-11-21 done";
    assert_eq!(said(&facts), expected);
}

#[test]
fn one_waits_for_others_only() {
    let check = |phase, change: fn(&mut Facts), expected: &[(&str, &[i64])]| {
        let mut facts = Facts { sheets: vec![OwnSheet { fills: true, ..sheet(60, 0) }], ..facts(phase) };
        change(&mut facts);
        let found: Vec<_> = waiting(&facts).into_iter().map(|w| (w.code, w.units.iter().map(|u| u.raw()).collect::<Vec<_>>())).collect();
        assert_eq!(found, expected.iter().map(|(code, units)| (*code, units.to_vec())).collect::<Vec<_>>(), "{phase:?}");
    };
    let two = |f: &mut Facts| f.standing.without_targets = vec![unit(2), unit(3)];
    check(Phase::Running, two, &[("targets", &[2])]);
    let unsent = |f: &mut Facts| f.standing.not_submitted = vec![unit(2), unit(3)];
    check(Phase::SelfScoring, unsent, &[("leader", &[2]), ("sheets", &[3])]);
    let unread = |f: &mut Facts| f.standing.not_read = vec![unit(2), unit(3)];
    check(Phase::Verifying, unread, &[("readings", &[2])]);
    let steering = |f: &mut Facts| (f.steers, f.standing.not_read) = (true, vec![unit(2), unit(3)]);
    check(Phase::Verifying, steering, &[("readings", &[2, 3])]);
    let asked = |f: &mut Facts| (f.asked, f.standing.not_read) = (vec![unit(3)], vec![unit(3)]);
    check(Phase::Verifying, asked, &[("replies", &[3])]);
    let deciding = |f: &mut Facts| (f.steers, f.standing.not_read, f.to_resolve) = (true, vec![unit(2), unit(3)], vec![unit(3)]);
    check(Phase::Verifying, deciding, &[("readings", &[2])]);
    check(Phase::Explaining, |f| f.standing.unanswered = vec![unit(3)], &[]);
    check(Phase::Explaining, |f| (f.steers, f.standing.unanswered) = (true, vec![unit(2), unit(3)]), &[("answers", &[3])]);
    check(Phase::SecondReading, |f| f.standing.unsettled = vec![unit(2), unit(3)], &[("settlement", &[2])]);
    check(Phase::Settled, |_| {}, &[]);
}
