//! Sizes, kinds, second uses, marks and names.

use super::*;
use crate::Phase;
use crate::cluster::seats::On;
use crate::desk::{Desk, day, line, unit};
use proptest::prelude::*;

fn try_take(media: &str, bytes: u64) -> Result<(), NotTaken> {
    try_named("CV 123.pdf", media, bytes, false)
}

fn try_named(name: &str, media: &str, bytes: u64, locked: bool) -> Result<(), NotTaken> {
    let mut desk = Desk::at(Phase::SelfScoring);
    desk.regulation.evidence_most_bytes = 1000;
    let file = Incoming { unit: unit(2), name: name.into(), media: media.into(), bytes, locked };
    take(&desk.leave(Act::AttachEvidence, On::unit(unit(2))), &file, &desk.regulation)
}

#[test]
fn e01_a_file_has_content_and_is_not_too_large() {
    assert_eq!(try_take("application/pdf", 1000), Ok(()));
    assert_eq!(try_take("application/pdf", 1001), Err(NotTaken::TooLarge { name: "CV 123.pdf".into(), bytes: 1001, most: 1000 }));
    assert_eq!(try_take("application/pdf", 0), Err(NotTaken::Empty { name: "CV 123.pdf".into() }));
}

#[test]
fn e02_its_content_decides_its_kind() {
    assert!(matches!(try_take("application/x-executable", 10), Err(NotTaken::KindNotTaken { .. })));
    assert!(matches!(try_take("", 10), Err(NotTaken::KindNotTaken { .. })));
}

#[test]
fn e06_the_ending_agrees_with_the_content() {
    for name in ["a.jpg", "a.JPEG"] {
        assert_eq!(try_named(name, "image/jpeg", 10, false), Ok(()), "{name}");
    }
    for name in ["a.pdf", "a", "jpg", "a.jpg.exe"] {
        assert_eq!(try_named(name, "image/jpeg", 10, false), Err(NotTaken::EndingDiffers { name: name.into(), kind: "jpg" }), "{name}");
    }
}

#[test]
fn e07_a_locked_file_proves_nothing_to_those_who_verify() {
    assert_eq!(try_named("a.pdf", "application/pdf", 10, true), Err(NotTaken::Locked { name: "a.pdf".into() }));
}

#[test]
fn e03_a_second_use_is_flagged_with_its_place() {
    let used = |unit_number, path: &str, year| Use { evidence: EvidenceId::from_raw(1), unit: unit(unit_number), path: line(path), year };
    let this = used(2, "I/1", 2018);
    let all = [this.clone(), used(2, "I/2", 2018), used(3, "I/1", 2018), used(2, "I/1", 2017)];
    let expected = vec![
        Noticed::UsedInLine { unit: unit(2), path: line("I/2") },
        Noticed::UsedByUnit { unit: unit(3), path: line("I/1") },
        Noticed::UsedInYear { unit: unit(2), path: line("I/1"), year: 2017 },
    ];
    assert_eq!(second_uses(&this, &all), expected);
}

#[test]
fn e04_a_paper_outside_the_year_or_without_number_is_noticed() {
    assert_eq!(marks("123/BC", Some(day("2018-06-30")), 2018), vec![]);
    assert_eq!(
        marks(" ", Some(day("2017-12-31")), 2018),
        vec![Noticed::OutsideYear { dated_on: day("2017-12-31"), year: 2018 }, Noticed::NoNumber {}]
    );
}

#[test]
fn e05_names_are_safe_everywhere() {
    let check = |name: &str, expected: &str| assert_eq!(safe_name(name), expected, "{name:?}");
    check("Báo cáo số 12.pdf", "Báo cáo số 12.pdf");
    check("../../etc/passwd", "passwd");
    check("C:\\Users\\a\\CV 123.pdf", "CV 123.pdf");
    check("a\u{202e}fdp.exe\0", "afdp.exe");
    check("..", "file");
    check("", "file");
    assert_eq!(safe_name(&format!("{}.pdf", "ư".repeat(300))).chars().count(), 120);
}

proptest! {
    #[test]
    fn e05_a_safe_name_is_safe_already(name in "\\PC{0,200}") {
        let safe = safe_name(&name);
        prop_assert!(!safe.is_empty() && safe.chars().count() <= 120);
        prop_assert!(!safe.contains(['/', '\\', ':', '\0']));
    }
}
