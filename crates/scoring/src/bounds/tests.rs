//! What is certain never goes down again, and what is possible is only what could be.

use super::*;
use crate::samples::{measured, one_leaf, results};

/// Bounds of the first unit; only it has submitted.
fn check(variant: Quantitative, entries: &[&str], certain: &str, possible: &str) {
    let table = one_leaf("10", Kind::Quantitative(variant), Mode::HalfUp);
    let entries: Vec<Entry> = entries.iter().map(|entry| measured(entry)).collect();
    let results = results(&table, &entries);
    let mut submitted = vec![false; entries.len()];
    submitted[0] = true;
    let found = bounds(&table, &results, 0, "1", &submitted).unwrap();
    assert_eq!((found.certain.plain(2).as_str(), found.possible.plain(2).as_str()), (certain, possible), "{entries:?}");
}

#[test]
fn s21_only_what_nobody_can_take_away_is_certain() {
    let (higher, lower) = (Quantitative::default(), Quantitative { direction: Direction::Lower, ..Quantitative::default() });
    check(higher, &["8/10", "0/10"], "4.00", "4.00");
    check(higher, &["10/10", "0/10"], "5.00", "5.00");
    check(higher, &["12/10", "0/10"], "5.00", "10.00");
    check(higher, &["12", "0/10"], "0.00", "10.00");
    check(higher, &["0", "0/10"], "0.00", "0.00");
    check(Quantitative { no_target: NoTarget::Zero, ..higher }, &["12", "0/10"], "0.00", "0.00");
    check(lower, &["8/10", "0/10"], "6.00", "10.00");
    check(lower, &["0/10", "0/10"], "10.00", "10.00");
    check(lower, &["20/10", "0/10"], "2.50", "2.50");
    check(lower, &["0", "0/10"], "10.00", "10.00");
    check(lower, &["3", "0/10"], "0.00", "10.00");
    check(Quantitative { leader: Leader::Absolute, ..higher }, &["12/10", "0/10"], "5.00", "10.00");
}

#[test]
fn s21_once_all_have_submitted_nothing_is_open() {
    let table = one_leaf("10", Kind::Quantitative(Quantitative::default()), Mode::HalfUp);
    let results = results(&table, &["12/10", "20/10"].map(measured));
    let found = bounds(&table, &results, 0, "1", &[true, true]).unwrap();
    assert!(found.is_settled());
    assert_eq!(say_bounds(found, 2, Lang::En), "6.00");
    assert_eq!(bounds(&table, &results, 0, "?", &[]), None);
    let open = bounds(&table, &results, 0, "1", &[true, false]).unwrap();
    assert_eq!(say_bounds(open, 2, Lang::Vi), "5,00 chắc chắn; đến 10,00 tùy kết quả toàn cụm");
}
