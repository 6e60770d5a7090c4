//! One table of cases per kind: what is reported, and the points.

use super::*;
use crate::Mode::{HalfEven, HalfUp};
use crate::samples::{because, leaf, measured, one_leaf, p, points_of, q, results};
use crate::{Entry, Mode, Problem, score_explained};
use values::Points;

/// Checks the points of units given as `actual/target`.
fn check(variant: Quantitative, max: &str, cases: &[(&str, &str)]) {
    let entries: Vec<Entry> = cases.iter().map(|(entry, _)| measured(entry)).collect();
    let expected: Vec<&str> = cases.iter().map(|(_, points)| *points).collect();
    assert_eq!(points_of(max, Kind::Quantitative(variant), HalfUp, &entries), expected, "{cases:?}");
}

/// Checks one entry on one line, and what a person reads behind it.
fn check_line(max: &str, kind: &Kind, entry: Entry, points: &str, because_of: &str) {
    let table = one_leaf(max, kind.clone(), HalfUp);
    let scores = score_explained(&table, &results(&table, &[entry]));
    assert_eq!(scores.units[0].total.plain(2), points, "{kind:?} {entry:?}");
    assert_eq!(because(&scores), [because_of], "{kind:?} {entry:?}");
}

const BY_RATE: Quantitative = Quantitative { leader: Leader::Rate, no_target: NoTarget::OwnGroup, direction: Direction::Higher };
const ABSOLUTE: Quantitative = Quantitative { leader: Leader::Absolute, ..BY_RATE };
const LOWER: Quantitative = Quantitative { direction: Direction::Lower, ..BY_RATE };

#[test]
fn s03_the_four_cases_of_the_printed_formula() {
    check(BY_RATE, "10", &[("80/100", "4.00")]);
    check(BY_RATE, "10", &[("80/80", "5.00"), ("0/80", "0.00")]);
    check(BY_RATE, "5", &[("12/1", "5.00"), ("5/1", "3.41"), ("3/1", "2.95"), ("1/1", "2.50"), ("0/1", "0.00")]);
    check(BY_RATE, "20", &[("66.67/5", "16.49"), ("50/5", "14.74"), ("1/0.05", "20.00"), ("4/0", "20.00"), ("0/5", "0.00")]);
    check(BY_RATE, "0", &[("12/1", "0.00"), ("0/1", "0.00"), ("3", "0.00")]);
}

#[test]
fn s03_all_who_lead_alike_get_the_maximum_and_nobody_almost_alike() {
    check(BY_RATE, "10", &[("120/100", "10.00"), ("60/50", "10.00"), ("80/80", "5.00")]);
    check(BY_RATE, "10", &[("100/90", "10.00"), ("10/9", "10.00"), ("1/0.9", "10.00")]);
    check(BY_RATE, "999999", &[("1000001/500000", "999999.00"), ("1000000/500000", "999998.00")]);
}

#[test]
fn s03_the_figures_may_be_as_large_and_as_small_as_the_format_lets_them() {
    check(BY_RATE, "10", &[("999999999999999/0.000001", "10.00"), ("2/1", "5.00"), ("0.000001/999999999999999", "0.00")]);
    check(BY_RATE, "9999999999999.99", &[("999999999999999/1", "9999999999999.99"), ("1/999999999999999", "0.01")]);
}

#[test]
fn s03_the_calculation_is_written_as_a_person_would() {
    let table = one_leaf("5", Kind::Quantitative(BY_RATE), HalfUp);
    let scores = score_explained(&table, &results(&table, &["12/1", "5/1", "1/1", "0.5/1", "4"].map(measured)));
    let expected = [
        "Beyond the target and leading the cluster: 12 > 1; 5.00",
        "Beyond the target: 5 > 1; the cluster's leader: 12 > 1; 0.5 × 5.00 + 0.5 × 5.00 × ((5 − 1) ÷ 1) ÷ ((12 − 1) ÷ 1) = 3.409… → 3.41",
        "Target reached exactly: 1 = 1; 0.5 × 5.00 = 2.50",
        "Target not reached: 0.5 < 1; 0.5 × 5.00 × 0.5 ÷ 1 = 1.25",
        "No target: result 4; best of the units without a target 4; 5.00 × 4 ÷ 4 = 5.00",
    ];
    assert_eq!(because(&scores), expected);
}

#[test]
fn s04_by_absolute_value_the_largest_result_beyond_its_target_leads() {
    check(ABSOLUTE, "20", &[("66.67/5", "20.00"), ("50/5", "17.30"), ("1/0.05", "10.14"), ("0/5", "0.00"), ("900", "20.00")]);
    check(ABSOLUTE, "10", &[("90/100", "4.50"), ("20/10", "10.00"), ("15/10", "7.50")]);
    check(ABSOLUTE, "10", &[("20/10", "10.00"), ("20/19", "10.00")]);
    check(
        Quantitative { leader: Leader::Absolute, ..LOWER },
        "10",
        &[("4/10", "8.00"), ("2/6", "8.33"), ("0/6", "10.00"), ("1/2", "7.50")],
    );
}

#[test]
fn s05_units_without_a_target_are_compared_with_each_other_or_get_nothing() {
    let cases = [("120/100", "10.00"), ("150", "10.00"), ("60/50", "10.00"), ("80/80", "5.00"), ("100/0", "6.67"), ("75/0.00", "5.00")];
    check(BY_RATE, "10", &cases);
    check(BY_RATE, "10", &[("0", "0.00"), ("0/0", "0.00")]);
    check(BY_RATE, "10", &[("1000000", "10.00"), ("2/1", "10.00"), ("1/1", "5.00")]);
    let zero = Quantitative { no_target: NoTarget::Zero, ..BY_RATE };
    check(zero, "10", &[("150", "0.00"), ("0", "0.00"), ("2/1", "10.00")]);
}

#[test]
fn s06_where_less_is_better_the_mirror_holds() {
    check(LOWER, "10", &[("5/10", "10.00"), ("8/10", "7.00"), ("10/10", "5.00"), ("20/10", "2.50"), ("40/10", "1.25")]);
    check(LOWER, "10", &[("0/10", "10.00"), ("0/3", "10.00"), ("1/10", "9.50")]);
    check(LOWER, "10", &[("4", "10.00"), ("8", "5.00"), ("12", "3.33")]);
    check(LOWER, "10", &[("0", "10.00"), ("8", "0.00"), ("2/4", "10.00")]);
}

#[test]
fn s07_achieved_gives_all_and_not_achieved_nothing() {
    check_line("2.5", &Kind::PassFail, Entry::Achieved(true), "2.50", "Achieved: 2.50");
    check_line("2.5", &Kind::PassFail, Entry::Achieved(false), "0.00", "Not achieved: 0.00");
}

#[test]
fn s08_points_typed_by_a_person_stand_as_given() {
    check_line("10", &Kind::Direct, Entry::Points(p("7.25")), "7.25", "Scored directly: 7.25 / 10.00");
    check_line("10", &Kind::Direct, Entry::Points(p("10")), "10.00", "Scored directly: 10.00 / 10.00");
}

#[test]
fn s09_points_of_another_body_name_it() {
    let kind = Kind::Assigned { source: "PC06".into() };
    check_line("5", &kind, Entry::Points(p("3.82")), "3.82", "Points provided by PC06: 3.82");
}

#[test]
fn s10_percent_counts_in_proportion_and_beyond_a_hundred_only_without_the_cap() {
    let (capped, free) = (Kind::Proportional(Proportional { cap_at_max: true }), Kind::Proportional(Proportional { cap_at_max: false }));
    check_line("20", &capped, Entry::Percent(q("86.5")), "17.30", "20.00 × 86.5 ÷ 100 = 17.30");
    check_line("1", &capped, Entry::Percent(q("33.335")), "0.33", "1.00 × 33.335 ÷ 100 = 0.333… → 0.33");
    check_line("1", &capped, Entry::Percent(q("0.5")), "0.01", "1.00 × 0.5 ÷ 100 = 0.005 → 0.01");
    check_line("20", &capped, Entry::Percent(q("120")), "20.00", "20.00 × 120 ÷ 100 = 24.00; Counts at most 20.00");
    check_line("20", &free, Entry::Percent(q("120")), "24.00", "20.00 × 120 ÷ 100 = 24.00");
    check_line("20", &free, Entry::Percent(q("0")), "0.00", "20.00 × 0 ÷ 100 = 0.00");
}

#[test]
fn s10_a_percentage_that_no_number_can_hold_is_refused() {
    let check = |max: &str, cap_at_max, percent: &str, stands: bool| {
        let table = one_leaf(max, Kind::Proportional(Proportional { cap_at_max }), HalfUp);
        assert_eq!(Entry::Percent(q(percent)).check(&table.leaves()[0], 2).is_ok(), stands, "{max} × {percent}");
    };
    check("10", false, "999999999999999", true);
    check("9999999999999.99", false, "100", true);
    check("9999999999999.99", false, "10000", true);
    check("9999999999999.99", false, "200000", false);
    check("9999999999999.99", false, "999999999999999", false);
    check("9999999999999.99", true, "999999999999999", true);
}

#[test]
fn s10_percentages_that_all_lines_take_make_a_total_that_no_line_cuts() {
    let free = || Kind::Proportional(Proportional { cap_at_max: false });
    let lines = |many: usize, max: &str| crate::samples::table((0..many).map(|n| leaf(&n.to_string(), max, free())).collect());
    let stands = |table: &crate::Table, percent: &str| Entry::Percent(q(percent)).check(&table.leaves()[0], 2).is_ok();
    let (nine, ten) = (lines(9, "1000000"), lines(10, "1000000"));
    assert!(stands(&nine, "999999999999") && !stands(&ten, "999999999999") && stands(&ten, "900000000000"));
    let mut huge = lines(10, "1").draft().clone();
    huge.nodes.iter_mut().for_each(|node| node.max = Points(1 << 58));
    huge.nodes[1].max = Points(1 << 60);
    let huge = crate::Table::check(huge).unwrap();
    assert!(stands(&huge, "100") && stands(&huge, "189") && !stands(&huge, "200"));
    assert!(Entry::Percent(q("100")).check(&huge.leaves()[1], 2).is_ok(), "the whole maximum always stands");
    assert!(Entry::Percent(q("100.01")).check(&huge.leaves()[1], 2).is_err());
    for (table, percent, total) in [(&nine, "999999999999", "89999999999910000.00"), (&ten, "900000000000", "90000000000000000.00")] {
        let mut results = crate::Results::empty(table, vec!["U1".into()]);
        (0..table.leaves().len()).for_each(|leaf| results.set(leaf, 0, Entry::Percent(q(percent))));
        assert_eq!(score_explained(table, &results).units[0].total.plain(2), total);
    }
}

#[test]
fn the_calculation_is_true_also_where_the_line_counts_its_most_or_least() {
    let each = Kind::PerOccurrence(PerOccurrence { each: p("999") });
    let said = "999999999999999 × 999.00 = 998,999,999,999,999,001.00; Counts at most 10.00";
    check_line("10", &each, Entry::count(999_999_999_999_999), "10.00", said);
    let net = Kind::BonusDeduction(BonusDeduction { bonus_each: p("999"), deduction_each: p("9999999999999.99"), min: p("-5") });
    let (bonus, deduction) = (999_999_999_999_999, 999_999_999_999_999);
    let said = "999999999999999 × 999.00 − 0 × 9,999,999,999,999.99 = 998,999,999,999,999,001.00; Counts at most 10.00";
    check_line("10", &net, Entry::counts(bonus, 0), "10.00", said);
    let said = "0 × 999.00 − 999999999999999 × 9,999,999,999,999.99 = -9,999,999,999,999,980,000,000,000,000.01; Counts at least -5.00";
    check_line("10", &net, Entry::counts(0, deduction), "-5.00", said);
    let share = |cap_at_max| Kind::Proportional(Proportional { cap_at_max });
    let percent = Entry::Percent(q("999999999999"));
    let said = "1,000,000.00 × 999,999,999,999 ÷ 100 = 9,999,999,999,990,000.00";
    check_line("1000000", &share(false), percent, "9999999999990000.00", said);
    check_line("1000000", &share(true), percent, "1000000.00", &format!("{said}; Counts at most 1,000,000.00"));
    let said = "9,999,999,999,999.99 × 999,999,999.999999 ÷ 100 = 99,999,999,999,999,800,000.000… → 99,999,999,999,999,800,000.00";
    check_line(
        "9999999999999.99",
        &share(true),
        Entry::Percent(q("999999999.999999")),
        "9999999999999.99",
        &format!("{said}; Counts at most 9,999,999,999,999.99"),
    );
}

#[test]
fn s11_each_time_counts_up_to_the_maximum() {
    let kind = Kind::PerOccurrence(PerOccurrence { each: p("0.5") });
    check_line("5", &kind, Entry::count(0), "0.00", "0 × 0.50 = 0.00");
    check_line("5", &kind, Entry::count(3), "1.50", "3 × 0.50 = 1.50");
    check_line("5", &kind, Entry::count(10), "5.00", "10 × 0.50 = 5.00");
    check_line("5", &kind, Entry::count(11), "5.00", "11 × 0.50 = 5.50; Counts at most 5.00");
    let huge = Kind::PerOccurrence(PerOccurrence { each: p("9999999999999.99") });
    let points = points_of("9999999999999.99", huge, HalfUp, &[Entry::count(999_999_999_999_999)]);
    assert_eq!(points, ["9999999999999.99"]);
}

#[test]
fn s12_bonuses_less_deductions_stay_between_the_ends() {
    let kind = |min: &str| Kind::BonusDeduction(BonusDeduction { bonus_each: p("0.5"), deduction_each: p("1"), min: p(min) });
    check_line("10", &kind("-5"), Entry::counts(3, 1), "0.50", "3 × 0.50 − 1 × 1.00 = 0.50");
    check_line("10", &kind("-5"), Entry::counts(0, 2), "-2.00", "0 × 0.50 − 2 × 1.00 = -2.00");
    check_line("10", &kind("-5"), Entry::counts(0, 9), "-5.00", "0 × 0.50 − 9 × 1.00 = -9.00; Counts at least -5.00");
    check_line("10", &kind("-5"), Entry::counts(99, 0), "10.00", "99 × 0.50 − 0 × 1.00 = 49.50; Counts at most 10.00");
    check_line("10", &kind("0"), Entry::counts(0, 2), "0.00", "0 × 0.50 − 2 × 1.00 = -2.00; Counts at least 0.00");
    check_line("10", &kind("1"), Entry::counts(0, 0), "1.00", "0 × 0.50 − 0 × 1.00 = 0.00; Counts at least 1.00");
    let most = 999_999_999_999_999;
    assert_eq!(points_of("10", kind("-5"), HalfUp, &[Entry::counts(most, most), Entry::counts(most, 0)]), ["-5.00", "10.00"]);
}

/// `[0;60) [60;95)`: a square bracket includes its border, `*` is none. Each band gives 1 point more than the one before.
fn intervals(text: &str) -> Vec<Interval> {
    let border = |text: &str| (text != "*").then(|| q(text));
    let one = |text: &str| {
        let (from, to) = text[1..text.len() - 1].split_once(';').unwrap();
        let (from_inclusive, to_inclusive) = (text.starts_with('['), text.ends_with(']'));
        Interval { from: border(from), from_inclusive, to: border(to), to_inclusive }
    };
    text.split_whitespace().map(one).collect()
}

fn bands(input: Input, text: &str, points: &[&str]) -> Bands {
    let intervals = intervals(text).into_iter().zip(points.iter().chain(core::iter::repeat(&"0")));
    Bands { input, bands: intervals.map(|(interval, points)| Band { interval, points: p(points) }).collect() }
}

#[test]
fn s13_a_border_belongs_to_the_band_that_includes_it() {
    let check = |input, text: &str, points: &[&str], cases: &[(&str, &str)]| {
        let entries: Vec<Entry> = cases.iter().map(|(value, _)| Entry::Value(q(value))).collect();
        let expected: Vec<&str> = cases.iter().map(|(_, points)| *points).collect();
        assert_eq!(points_of("2", Kind::Bands(bands(input, text, points)), HalfUp, &entries), expected);
    };
    let six = "[100;100] [95;100) [80;95) [70;80) [60;70) [*;60)";
    let cases =
        [("100", "2.00"), ("99.999999", "1.75"), ("95", "1.75"), ("94.99", "1.50"), ("60", "0.50"), ("59.99", "0.00"), ("0", "0.00")];
    check(Input::Percent, six, &["2", "1.75", "1.5", "1", "0.5", "0"], &cases);
    let signing = "(95;*) [75;95] [50;75) [*;50)";
    check(
        Input::Percent,
        signing,
        &["1.5", "1", "0.5", "0"],
        &[("95", "1.00"), ("95.01", "1.50"), ("75", "1.00"), ("50", "0.50"), ("120", "1.50")],
    );
    let late = "[0;0] [1;2] [3;5] [6;10] (10;*)";
    let days = [("0", "2.00"), ("1", "1.50"), ("2", "1.50"), ("3", "1.00"), ("5", "1.00"), ("6", "0.50"), ("10", "0.50"), ("11", "0.00")];
    check(Input::DaysLate, late, &["2", "1.5", "1", "0.5", "0"], &days);
}

#[test]
fn s13_every_value_has_exactly_one_band() {
    let check = |input, text: &str, expected: &[&str]| {
        let found: Vec<&str> = bands(input, text, &[]).flaws(p("2"), 2).iter().map(Problem::code).collect();
        assert_eq!(found, expected, "{input:?} {text}");
    };
    let (gap, overlap, end, empty) = ("table.band_gap", "table.band_overlap", "table.bands_end", "table.band_empty");
    check(Input::Value, "[0;5) [5;*)", &[]);
    check(Input::Value, "[5;*) [0;5)", &[]);
    check(Input::Value, "[*;5] (5;*)", &[]);
    check(Input::Value, "[*;*)", &[]);
    check(Input::Value, "", &["table.no_bands"]);
    check(Input::Value, "[0;5) (5;*)", &[gap]);
    check(Input::Value, "[0;5) [5.000001;*)", &[gap]);
    check(Input::Value, "[1;5) [5;*)", &[gap]);
    check(Input::Value, "(0;5) [5;*)", &[gap]);
    check(Input::Value, "[0;5] [5;*)", &[overlap]);
    check(Input::Value, "[0;6) [5;*)", &[overlap]);
    check(Input::Value, "[0;*) [5;*)", &[overlap]);
    check(Input::Value, "[0;*) [0;*)", &[overlap]);
    check(Input::Value, "[0;5) [5;10]", &[end]);
    check(Input::Value, "[0;5) [7;5) [5;*)", &[empty]);
    check(Input::Value, "[0;5) [5;5) [5;*)", &[empty]);
    check(Input::Percent, "[0;50) [50;100]", &[]);
    check(Input::Percent, "[0;50) [50;100)", &[end]);
    check(Input::Percent, "[0;50) [60;100]", &[gap]);
    check(Input::Percent, "[0;50] [51;100]", &[gap]);
    check(Input::DaysLate, "[0;2] [3;*)", &[]);
    check(Input::DaysLate, "[0;2) [3;*)", &[gap]);
    check(Input::DaysLate, "[0;2] [2;*)", &[overlap]);
    check(Input::DaysLate, "[0;2) [1.5;*)", &[overlap]);
    check(Input::DaysLate, "[1;2] [3;*)", &[gap]);
}

#[test]
fn s13_a_band_gives_no_more_than_the_line() {
    let found = bands(Input::Value, "[0;5) [5;*)", &["2", "2.01"]).flaws(p("2"), 2);
    assert_eq!(found.iter().map(Problem::code).collect::<Vec<_>>(), ["table.band_above_maximum"]);
}

#[test]
fn s14_a_bonus_outside_counts_up_to_its_own_limit() {
    let kind = Kind::BonusOutside(BonusOutside { bonus_max: p("10") });
    check_line("0", &kind, Entry::Points(p("10")), "10.00", "Bonus outside the maximum: 10.00");
    check_line("0", &kind, Entry::Points(p("15")), "10.00", "Bonus outside the maximum: 15.00; Counts at most 10.00");
}

#[test]
fn s16_only_participants_count_when_a_leader_is_sought() {
    let table = one_leaf("10", Kind::Quantitative(BY_RATE), HalfUp);
    let mut all = results(&table, &["50/10", "20/10", "15/10", "9", "6"].map(measured));
    let totals = |results: &crate::Results| score_explained(&table, results).units.iter().map(|u| u.total.plain(2)).collect::<Vec<_>>();
    assert_eq!(totals(&all), ["10.00", "6.25", "5.63", "10.00", "6.67"]);
    all.set_takes_part(0, false);
    all.set_takes_part(3, false);
    assert_eq!(totals(&all), ["10.00", "7.50", "10.00"], "who takes no part is not listed and has no influence");
}

#[test]
fn entries_that_carry_no_figure_give_nothing() {
    for (entry, said) in [
        (Entry::Missing, "Nothing reported: 0 points"),
        (Entry::Refused, "The entry cannot stand: 0 points"),
        (Entry::Nothing, "Not assigned, counted as 0 points; the maximum stays"),
        (Entry::NotAssigned, "Not assigned: counts neither in points nor in the maximum"),
        (Entry::Achieved(true), "The entry cannot stand: 0 points"),
    ] {
        check_line("10", &Kind::Direct, entry, "0.00", said);
    }
}

#[test]
fn halves_go_the_way_the_table_says() {
    let kind = || Kind::Proportional(Proportional { cap_at_max: true });
    let percents = ["0.5", "1.5", "2.5"].map(|percent| Entry::Percent(q(percent)));
    let check = |mode: Mode, expected: [&str; 3]| assert_eq!(points_of("1", kind(), mode, &percents), expected);
    check(HalfUp, ["0.01", "0.02", "0.03"]);
    check(HalfEven, ["0.00", "0.02", "0.02"]);
}
