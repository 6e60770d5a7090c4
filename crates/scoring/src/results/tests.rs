//! What may stand as a result, and what is said about the rest.

use super::*;
use crate::kind::{Band, Bands, BonusDeduction, BonusOutside, Input, Interval, PerOccurrence, Proportional, Quantitative};
use crate::samples::{codes, given, group, leaf, p, q, results_draft, table};

fn all_kinds() -> Table {
    let interval =
        |from: Option<&str>, to: Option<&str>| Interval { from: from.map(q), from_inclusive: true, to: to.map(q), to_inclusive: true };
    let bands =
        vec![Band { interval: interval(None, Some("2")), points: p("5") }, Band { interval: interval(Some("3"), None), points: p("1") }];
    table(vec![group(
        "I",
        None,
        vec![
            leaf("q", "5", Kind::Quantitative(Quantitative::default())),
            leaf("f", "5", Kind::PassFail),
            leaf("d", "5", Kind::Direct),
            leaf("a", "5", Kind::Assigned { source: "PC06".into() }),
            leaf("p", "5", Kind::Proportional(Proportional { cap_at_max: true })),
            leaf("o", "5", Kind::PerOccurrence(PerOccurrence { each: p("1") })),
            leaf("b", "5", Kind::BonusDeduction(BonusDeduction { bonus_each: p("1"), deduction_each: p("1"), min: p("-5") })),
            leaf("t", "5", Kind::Bands(Bands { input: Input::DaysLate, bands })),
            leaf("x", "0", Kind::BonusOutside(BonusOutside { bonus_max: p("3") })),
        ],
    )])
}

/// The entry and the finding that one given entry leaves behind.
fn check(path: &str, given: Given, entry: Entry, code: &str) {
    let table = all_kinds();
    let (results, found) = Results::check(&table, &results_draft(&["U1"], &[("U1", path, given)]));
    let said: Vec<String> = codes(&found).into_iter().filter(|code| !code.starts_with("entry.missing ")).collect();
    let expected = if code.is_empty() { Vec::new() } else { vec![format!("{code} U1 {path}")] };
    assert_eq!(said, expected, "{path}");
    assert_eq!(table.index_of(path).map(|leaf| results.entry(leaf, 0)), Some(entry), "{path} {code}");
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn s22_each_kind_takes_its_own_fields() {
    check("q", given(|g| (g.target, g.actual) = (text("5"), text("7.5"))), Entry::measured(Some(q("5")), q("7.5")), "");
    check("q", given(|g| g.actual = text("7.5")), Entry::measured(None, q("7.5")), "");
    check("f", given(|g| g.achieved = Some(false)), Entry::Achieved(false), "");
    check("d", given(|g| g.points = text("5.00")), Entry::Points(p("5")), "");
    check("a", given(|g| g.points = text("0")), Entry::Points(p("0")), "");
    check("p", given(|g| g.percent = text("120.123456")), Entry::Percent(q("120.123456")), "");
    check("o", given(|g| g.count = text("3.00")), Entry::count(3), "");
    check("b", given(|g| (g.bonus, g.deduction) = (text("3"), text("0"))), Entry::counts(3, 0), "");
    check("t", given(|g| g.value = text("2")), Entry::Value(q("2")), "");
    check("x", given(|g| g.points = text("3")), Entry::Points(p("3")), "");
    check("t", given(|g| g.not_assigned = Some(true)), Entry::NotAssigned, "");
    check("d", given(|g| (g.not_assigned, g.points) = (Some(false), text("1"))), Entry::Points(p("1")), "");
}

#[test]
fn s22_a_field_of_another_kind_or_none_is_refused() {
    check("q", given(|g| g.achieved = Some(true)), Entry::Refused, "entry.foreign_field");
    check("f", given(|g| (g.achieved, g.points) = (Some(true), text("5"))), Entry::Refused, "entry.foreign_field");
    check("d", given(|g| g.count = text("1")), Entry::Refused, "entry.foreign_field");
    check("d", given(|g| (g.not_assigned, g.points) = (Some(true), text("1"))), Entry::Refused, "entry.foreign_field");
    check("q", given(|g| g.target = text("1")), Entry::Refused, "entry.missing_field");
    check("b", given(|g| g.bonus = text("1")), Entry::Refused, "entry.missing_field");
    check("f", Given::default(), Entry::Refused, "entry.missing_field");
    check("f", given(|g| g.not_assigned = Some(false)), Entry::Refused, "entry.missing_field");
}

#[test]
fn s22_what_is_above_its_maximum_or_in_no_band_is_refused_and_a_bonus_is_cut() {
    check("d", given(|g| g.points = text("5.01")), Entry::Refused, "entry.above_maximum");
    check("a", given(|g| g.points = text("999999999999999")), Entry::Refused, "entry.above_maximum");
    check("t", given(|g| g.value = text("2.5")), Entry::Refused, "entry.no_band");
    check("x", given(|g| g.points = text("3.01")), Entry::Points(p("3.01")), "entry.bonus_capped");
}

#[test]
fn s22_only_plain_decimals_are_quantities() {
    for bad in ["", ".", "5.", ".5", "+1", "-1", "-0", "1e1", "1,5", " 1", "1 ", "0x1", "NaN", "١", "1.2.3", "1.005", "1234567890123456"] {
        check("d", given(|g| g.points = text(bad)), Entry::Refused, "quantity.unreadable");
    }
    for bad in ["0.1234567", "1234567890.123456", "0000000000000001", "-5", "1E5"] {
        check("q", given(|g| g.actual = text(bad)), Entry::Refused, "quantity.unreadable");
        check("p", given(|g| g.percent = text(bad)), Entry::Refused, "quantity.unreadable");
    }
    check("o", given(|g| g.count = text("1.5")), Entry::Refused, "quantity.not_whole");
    check("d", given(|g| g.points = text("003.5")), Entry::Points(p("3.5")), "");
    check("q", given(|g| g.actual = text("123456789.123456")), Entry::measured(None, q("123456789.123456")), "");
}

/// What is found when the draft is changed.
fn finds(change: impl FnOnce(&mut ResultsDraft), expected: &[&str]) {
    let table = table(vec![group("I", None, vec![leaf("d", "5", Kind::Direct)])]);
    let points = given(|g| g.points = text("1"));
    let mut draft = results_draft(&["U1", "U2"], &[("U1", "d", points.clone()), ("U2", "d", points)]);
    change(&mut draft);
    assert_eq!(codes(&Results::check(&table, &draft).1), expected);
}

#[test]
fn s22_whatever_is_not_declared_or_stands_twice_is_found_with_its_place() {
    finds(|_| (), &[]);
    finds(|draft| draft.table = "other".into(), &["results.other_table"]);
    finds(|draft| draft.units.push("U2".into()), &["results.unit_twice U2"]);
    finds(|draft| draft.units.push("  ".into()), &["results.empty_unit"]);
    finds(|draft| draft.participants = Some(vec!["U9".into()]), &["results.unknown_participant U9"]);
    finds(|draft| draft.participants = Some(vec!["U1".into(), "U1".into()]), &["results.participant_twice U1"]);
    finds(|draft| draft.participants = Some(Vec::new()), &["results.no_participants"]);
    finds(|draft| draft.entries[0].unit = "U9".into(), &["entry.unknown_unit U9 d", "entry.missing U1 d"]);
    finds(|draft| draft.entries[0].path = "?".into(), &["entry.unknown_path U1 ?", "entry.missing U1 d"]);
    finds(|draft| draft.entries[0].path = "I".into(), &["entry.for_group U1 I", "entry.missing U1 d"]);
    finds(|draft| draft.entries.push(draft.entries[1].clone()), &["entry.twice U2 d"]);
    finds(|draft| draft.entries.clear(), &["entry.missing U1 d", "entry.missing U2 d"]);
}

#[test]
fn s22_what_has_no_name_is_found_by_its_number_and_what_stands_twice_by_both() {
    let items = |change: fn(&mut ResultsDraft)| {
        let table = table(vec![leaf("d", "5", Kind::Direct)]);
        let mut draft = results_draft(&["U1", "U2"], &[("U1", "d", given(|g| g.points = text("1")))]);
        draft.participants = Some(vec!["U1".into()]);
        change(&mut draft);
        Results::check(&table, &draft).1.into_iter().flat_map(|found| found.items).collect::<Vec<_>>()
    };
    assert_eq!(items(|_| ()), []);
    assert_eq!(items(|draft| draft.units.push("  ".into())), [Item::Unit(2)]);
    assert_eq!(items(|draft| draft.units.push("U1".into())), [Item::Unit(0), Item::Unit(2)]);
    assert_eq!(items(|draft| draft.participants = Some(vec!["U1".into(), String::new()])), [Item::Participant(1)]);
    let both = [Item::Participant(0), Item::Participant(1)];
    assert_eq!(items(|draft| draft.participants = Some(vec!["U1".into(), "U1".into()])), both);
    assert_eq!(items(|draft| draft.entries[0].unit.clear()), [Item::Entry(0)]);
    assert_eq!(items(|draft| draft.entries[0].path.clear()), [Item::Entry(0)]);
}

#[test]
fn s22_an_entry_given_twice_counts_neither_way() {
    let table = table(vec![leaf("d", "5", Kind::Direct)]);
    let points = |n: &str| given(|g| g.points = text(n));
    let (results, _) = Results::check(&table, &results_draft(&["U1"], &[("U1", "d", points("1")), ("U1", "d", points("5"))]));
    assert_eq!(results.entry(0, 0), Entry::Refused);
}

#[test]
fn s14_only_a_bonus_that_counts_is_said_to_count_less() {
    let table = table(vec![leaf("x", "0", Kind::BonusOutside(BonusOutside { bonus_max: p("5") }))]);
    let points = |n: &str| given(|g| g.points = text(n));
    let check = |participants: Option<&[&str]>, entries: &[(&str, &str, Given)], expected: &[&str]| {
        let mut draft = results_draft(&["A", "B"], entries);
        draft.participants = participants.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(codes(&Results::check(&table, &draft).1), expected);
    };
    let both = [("A", "x", points("1")), ("B", "x", points("9"))];
    check(None, &both, &["entry.bonus_capped B x"]);
    check(Some(&["A"]), &both, &[]);
    let twice = [("A", "x", points("9")), ("A", "x", points("9")), ("B", "x", points("1"))];
    check(None, &twice, &["entry.twice A x"]);
}

#[test]
fn who_takes_no_part_is_read_but_not_missed() {
    let only_first = |draft: &mut ResultsDraft| draft.participants = Some(vec!["U1".into()]);
    finds(only_first, &[]);
    finds(
        |draft| {
            only_first(draft);
            draft.entries.truncate(1);
        },
        &[],
    );
    finds(
        |draft| {
            only_first(draft);
            draft.entries[1].given.points = text("9");
        },
        &["entry.above_maximum U2 d"],
    );
}

#[test]
fn an_entry_is_two_quantities_and_a_tag_because_a_nation_is_read_from_memory() {
    assert_eq!((size_of::<Entry>(), align_of::<Entry>()), (19, 1));
}
