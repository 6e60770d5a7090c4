//! Applying, replacing and what no longer fits.

use super::*;
use crate::Phase;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, day, line, unit};
use values::Points;

fn draft(number: i64) -> Version {
    Version { id: TableId::from_raw(number), number, state: TableState::Draft, hash: None, effective_on: None, reason: String::new() }
}

fn ask(hash: u8, on: &str, reason: &str) -> Apply {
    let hash = [hash; 32];
    Apply { shown: Shown { hash, over: None }, hash, effective_on: day(on), reason: reason.into(), errors: 0, unheard: Unheard::default() }
}

/// Applies what was shown over the version in force.
fn put(draft: Version, in_force: Option<&Version>, ask: Apply) -> Result<NowApplied, NotApplied> {
    let shown = Shown { over: in_force.map(|held| held.number), ..ask.shown };
    put_as(draft, in_force, Apply { shown, ..ask })
}

fn put_as(draft: Version, in_force: Option<&Version>, ask: Apply) -> Result<NowApplied, NotApplied> {
    let desk = Desk::at(Phase::Running);
    let act = if in_force.is_some() { Act::ChangeAppliedTable } else { Act::ApplyTable };
    apply(&desk.leave(act, On::CLUSTER), draft, in_force, ask, &desk.regulation)
}

fn first() -> Version {
    put(draft(1), None, ask(1, "2018-03-23", "")).unwrap().applied
}

#[test]
fn t01_only_a_draft_is_edited_or_applied() {
    let desk = Desk::at(Phase::Running);
    let permit = desk.leave(Act::EditTable, On::CLUSTER);
    assert_eq!(may_edit(&permit, &draft(1)), Ok(()));
    assert_eq!(may_edit(&permit, &first()), Err(NotApplied::NotADraft { number: 1 }));
    assert_eq!(put(first(), None, ask(1, "2018-03-23", "")), Err(NotApplied::NotADraft { number: 1 }));
}

#[test]
fn t02_a_table_with_errors_is_not_applied() {
    let wrong = Apply { errors: 6, ..ask(1, "2018-03-23", "") };
    assert_eq!(put(draft(1), None, wrong), Err(NotApplied::HasErrors { number: 1, errors: 6 }));
}

#[test]
fn t03_a_change_has_its_reason_and_does_not_reach_back() {
    let held = first();
    assert!(matches!(put(draft(2), Some(&held), ask(2, "2018-07-01", "")), Err(NotApplied::ReasonTooShort { .. })));
    assert!(matches!(put(draft(2), Some(&held), ask(2, "2018-03-22", REASON)), Err(NotApplied::BeforeTheLast { .. })));
    let now = put(draft(2), Some(&held), ask(2, "2018-07-01", REASON)).unwrap();
    assert_eq!(now.applied.state, TableState::Applied);
    assert_eq!(now.replaced.map(|v| (v.number, v.state)), Some((1, TableState::Replaced)));
}

#[test]
fn t04_the_same_document_is_no_change() {
    assert_eq!(put(draft(2), Some(&first()), ask(1, "2018-07-01", REASON)), Err(NotApplied::SameAsApplied { number: 2 }));
}

#[test]
fn t05_only_the_frozen_document_scores() {
    assert_eq!(is_frozen_as(&first(), [1; 32]), Ok(()));
    assert_eq!(is_frozen_as(&first(), [2; 32]), Err(NotApplied::HashDiffers { number: 1 }));
    assert!(is_frozen_as(&draft(1), [1; 32]).is_err(), "a draft is not frozen");
}

#[test]
fn t07_only_what_was_shown_is_applied() {
    let edited = Apply { hash: [2; 32], ..ask(1, "2018-03-23", "") };
    assert_eq!(put_as(draft(1), None, edited), Err(NotApplied::NotAsShown { number: 1 }), "edited since");
    let alone = ask(2, "2018-07-01", REASON);
    assert_eq!(put_as(draft(2), Some(&first()), alone), Err(NotApplied::NotAsShown { number: 2 }), "another was applied since");
}

#[test]
fn t06_entries_that_no_longer_fit_are_listed() {
    let entered = |path: &str, kind: &str, points: Option<i64>| Entered {
        unit: unit(2),
        path: line(path),
        kind: kind.into(),
        points: points.map(Points),
    };
    let leaves = [
        Leaf { path: line("I/1"), kind: "direct".into(), most: Points(400) },
        Leaf { path: line("I/2"), kind: "bands".into(), most: Points(400) },
    ];
    let entries = [
        entered("I/1", "direct", Some(500)),
        entered("I/1", "direct", Some(400)),
        entered("I/2", "direct", Some(100)),
        entered("I/3", "pass_fail", None),
    ];
    let found = revalidate(&entries, &leaves);
    let expected = vec![
        Misfit::AboveMaximum { unit: unit(2), path: line("I/1"), points: Points(500), most: Points(400) },
        Misfit::KindChanged { unit: unit(2), path: line("I/2"), was: "direct".into(), is: "bands".into() },
        Misfit::LeafGone { unit: unit(2), path: line("I/3") },
    ];
    assert_eq!(found, expected);
}
