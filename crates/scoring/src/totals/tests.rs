//! Sums, caps, and lines that were not assigned.

use crate::kind::{BonusDeduction, BonusOutside};
use crate::samples::{group, leaf, p, table};
use crate::{Entry, Kind, Results, score};

/// Total and counted maximum of one unit, and of each group.
fn check(nodes: Vec<crate::Node>, entries: &[Entry], total: (&str, &str), groups: &[(&str, &str, &str)]) {
    let table = table(nodes);
    let mut results = Results::empty(&table, vec!["U1".into()]);
    entries.iter().enumerate().for_each(|(leaf, entry)| results.set(leaf, 0, *entry));
    let unit = score(&table, &results).units.remove(0);
    assert_eq!((unit.total.plain(2).as_str(), unit.max.plain(2).as_str()), total, "{entries:?}");
    let found: Vec<_> = unit.groups.iter().map(|g| (g.path.clone(), g.points.plain(2), g.max.plain(2))).collect();
    let expected: Vec<_> = groups.iter().map(|(path, points, max)| ((*path).to_owned(), (*points).to_owned(), (*max).to_owned())).collect();
    assert_eq!(found, expected);
}

fn direct(path: &str, max: &str) -> crate::Node {
    leaf(path, max, Kind::Direct)
}

fn points(text: &str) -> Entry {
    Entry::Points(p(text))
}

#[test]
fn s15_a_line_not_assigned_leaves_points_and_maximum_up_to_the_total() {
    let nodes = || vec![group("I", None, vec![direct("1", "10"), direct("2", "5")])];
    check(nodes(), &[points("8"), points("5")], ("13.00", "15.00"), &[("I", "13.00", "15.00")]);
    check(nodes(), &[points("8"), Entry::NotAssigned], ("8.00", "10.00"), &[("I", "8.00", "10.00")]);
    check(nodes(), &[points("8"), Entry::Nothing], ("8.00", "15.00"), &[("I", "8.00", "15.00")]);
    check(nodes(), &[points("8"), Entry::Missing], ("8.00", "15.00"), &[("I", "8.00", "15.00")]);
    check(nodes(), &[points("8"), Entry::Refused], ("8.00", "15.00"), &[("I", "8.00", "15.00")]);
    check(nodes(), &[Entry::NotAssigned, Entry::NotAssigned], ("0.00", "0.00"), &[("I", "0.00", "0.00")]);
}

#[test]
fn a_cap_holds_the_groups_points_and_its_maximum_on_every_level() {
    let nodes = |outer: Option<&str>| {
        let inner = group("I/a", Some("8"), vec![direct("1", "6"), direct("2", "4")]);
        vec![group("I", outer, vec![inner, direct("3", "5")])]
    };
    let all = [points("6"), points("4"), points("5")];
    check(nodes(None), &all, ("13.00", "13.00"), &[("I/a", "8.00", "8.00"), ("I", "13.00", "13.00")]);
    check(nodes(Some("12")), &all, ("12.00", "12.00"), &[("I/a", "8.00", "8.00"), ("I", "12.00", "12.00")]);
    let some = [points("3"), Entry::NotAssigned, points("5")];
    check(nodes(Some("12")), &some, ("8.00", "11.00"), &[("I/a", "3.00", "6.00"), ("I", "8.00", "11.00")]);
}

#[test]
fn a_bonus_outside_may_lift_the_total_above_the_maximum_but_not_above_a_cap() {
    let bonus = || leaf("2", "0", Kind::BonusOutside(BonusOutside { bonus_max: p("10") }));
    let nodes = |cap| vec![group("I", cap, vec![direct("1", "100"), bonus()])];
    check(nodes(None), &[points("97"), points("10")], ("107.00", "100.00"), &[("I", "107.00", "100.00")]);
    check(nodes(Some("100")), &[points("97"), points("10")], ("100.00", "100.00"), &[("I", "100.00", "100.00")]);
}

#[test]
fn deductions_may_bring_a_total_below_zero() {
    let line = Kind::BonusDeduction(BonusDeduction { bonus_each: p("1"), deduction_each: p("2"), min: p("-6") });
    let nodes = vec![group("I", Some("3"), vec![direct("1", "5"), leaf("2", "0", line)])];
    check(nodes, &[points("1"), Entry::counts(0, 2)], ("-3.00", "3.00"), &[("I", "-3.00", "3.00")]);
}

#[test]
fn all_totals_at_once_are_each_units_total() {
    let inner = group("I/a", Some("8"), vec![direct("1", "6"), direct("2", "4")]);
    let table = table(vec![group("I", Some("12"), vec![inner, direct("3", "5")]), direct("4", "2")]);
    let mut results = Results::empty(&table, (0..4).map(|unit| unit.to_string()).collect());
    let rows = [["6", "3", "1", "0"], ["4", "4", "1", "0"], ["5", "5", "0", "1"], ["2", "1", "0", "0"]];
    for (leaf, row) in rows.iter().enumerate() {
        row.iter().enumerate().for_each(|(unit, given)| results.set(leaf, unit, points(given)));
    }
    results.set(1, 2, Entry::NotAssigned);
    results.set(3, 3, Entry::NotAssigned);
    let mut all = vec![values::Points::ZERO; 16];
    crate::kernel::score_all(&table, &results, &mut all);
    let mut sums = vec![super::Sum::default(); 4];
    super::totals(&table, &results, &all, &mut sums);
    let expected: Vec<_> = score(&table, &results).units.iter().map(|unit| (unit.total, unit.max)).collect();
    assert_eq!(sums.iter().map(|sum| (sum.points, sum.max)).collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_cap_takes_of_a_bonus_is_said_with_unit_and_group() {
    let bonus = |path: &str| leaf(path, "0", Kind::BonusOutside(BonusOutside { bonus_max: p("10") }));
    let check = |nodes: Vec<crate::Node>, entries: &[&str], expected: &[&str]| {
        let table = table(nodes);
        let mut results = Results::empty(&table, vec!["U1".into()]);
        entries.iter().enumerate().for_each(|(leaf, given)| results.set(leaf, 0, points(given)));
        let said: Vec<String> = score(&table, &results).findings.iter().map(|found| found.say_with_place(values::Lang::En)).collect();
        assert_eq!(said, expected, "{entries:?}");
    };
    let nodes = || vec![group("I", Some("15"), vec![direct("1", "10"), direct("2", "10"), bonus("x")])];
    let lost = |group: &str, cap: &str, lost: &str| {
        format!("unit U1, path {group}: the bonus stands in a group capped at {cap}: {lost} of it does not count")
    };
    check(nodes(), &["10", "10", "5"], &[&lost("I", "15.00", "5.00")]);
    check(nodes(), &["10", "2", "5"], &[&lost("I", "15.00", "2.00")]);
    check(nodes(), &["10", "0", "5"], &[]);
    check(nodes(), &["10", "10", "0"], &[]);
    let inner = || group("I/a", Some("12"), vec![direct("1", "10"), bonus("x")]);
    let nested = || vec![group("I", Some("20"), vec![inner(), direct("2", "10"), bonus("y")])];
    check(nested(), &["10", "5", "5", "4"], &[&lost("I/a", "12.00", "3.00"), &lost("I", "20.00", "1.00")]);
    check(vec![group("I", None, vec![group("II", Some("9"), vec![direct("1", "10")]), bonus("x")])], &["10", "5"], &[]);
}
