//! Every printed and every real figure: the files in `data/`, scored from bytes to bytes.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use exchange::json::{Value, parse};
use exchange::{Outcome, score_command};

const TABLE: &[u8] = include_bytes!("data/table-commune-2025.json");
const RESULTS: &[u8] = include_bytes!("data/results-commune-2025.json");

fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    find(value, name).unwrap_or_else(|| panic!("no {name} in {value:?}"))
}

fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let Value::Object(fields) = value else { panic!("{value:?} is no object") };
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

fn items<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let Value::List(items) = field(value, name) else { panic!("{name} is no list") };
    items
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    let Value::Text(text) = field(value, name) else { panic!("{name} is no text") };
    text
}

fn read(bytes: &[u8]) -> Value {
    parse(bytes).unwrap()
}

/// The units of a run that ended well.
fn units(outcome: &Outcome) -> Vec<Value> {
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""), "{}", outcome.stdout);
    items(&read(outcome.stdout.as_bytes()), "units").to_vec()
}

/// A table of one line in one group, with two decimals.
fn table_of(max: &str, kind: &str) -> String {
    format!(
        r#"{{"format":"giaouoc.table/1","id":"t","title":"","year":2025,
        "rules":{{"rounding":{{"decimals":2,"mode":"half_up"}},"not_assigned":"rate","ties":"shared"}},
        "nodes":[{{"path":"1","code":"1","name":"","max":"{max}","kind":{kind}}}]}}"#
    )
}

/// Results of one line: the fields of each unit's entry.
fn results_of(entries: &[(String, String)]) -> String {
    let units: Vec<String> = entries.iter().map(|(unit, _)| format!("\"{unit}\"")).collect();
    let entries: Vec<String> = entries.iter().map(|(unit, fields)| format!(r#"{{"unit":"{unit}","path":"1",{fields}}}"#)).collect();
    format!(r#"{{"format":"giaouoc.results/1","table":"t","units":[{}],"entries":[{}]}}"#, units.join(","), entries.join(","))
}

/// The totals of all units for one line.
fn totals(max: &str, kind: &str, entries: &[(String, String)]) -> Vec<(String, String)> {
    let outcome = score_command(table_of(max, kind).as_bytes(), results_of(entries).as_bytes());
    units(&outcome).iter().map(|unit| (text(unit, "unit").to_owned(), text(unit, "total").to_owned())).collect()
}

#[test]
fn the_printed_and_real_examples_of_the_formula_agree() {
    let examples = read(include_bytes!("data/worked-examples.json"));
    let mut agreed = 0;
    for example in items(&examples, "quantitative") {
        let absolute = find(example, "variant").is_some_and(|_| text(example, "variant") == "absolute leader");
        let kind = format!(r#""quantitative","leader":"{}""#, if absolute { "absolute" } else { "rate" });
        let entry = |unit: &Value| {
            let target = if *field(unit, "T") == Value::Null { String::new() } else { format!(r#""target":"{}","#, text(unit, "T")) };
            (text(unit, "u").to_owned(), format!(r#"{target}"actual":"{}""#, text(unit, "A")))
        };
        let units = items(example, "units");
        let mut expected: Vec<(String, String)> = units.iter().map(|u| (text(u, "u").to_owned(), text(u, "score").to_owned())).collect();
        expected.sort();
        let entries: Vec<(String, String)> = units.iter().map(entry).collect();
        assert_eq!(totals(text(example, "max"), &kind, &entries), expected, "{}", text(example, "origin"));
        agreed += expected.len();
    }
    assert_eq!(agreed, 27);
}

#[test]
fn the_printed_examples_of_rate_and_bonus_agree() {
    let examples = read(include_bytes!("data/worked-examples.json"));
    let rules = r#""rules":{"rounding":{"decimals":2,"mode":"half_up"},"not_assigned":"rate","ties":"shared"}"#;
    let line = |path: &str, max: &str, kind: &str| format!(r#"{{"path":"{path}","code":"","name":"","max":"{max}","kind":{kind}}}"#);
    let table = |lines: &[String]| {
        format!(r#"{{"format":"giaouoc.table/1","id":"t","title":"","year":2025,{rules},"nodes":[{}]}}"#, lines.join(","))
    };
    let results = |entries: &str| format!(r#"{{"format":"giaouoc.results/1","table":"t","units":["U"],"entries":[{entries}]}}"#);

    let rate = &items(&examples, "not_assigned")[0];
    let two = table(&[line("1", text(rate, "assigned_max"), r#""direct""#), line("2", "5", r#""pass_fail""#)]);
    let given = format!(r#"{{"unit":"U","path":"1","points":"{}"}},{{"unit":"U","path":"2","not_assigned":true}}"#, text(rate, "score"));
    let unit = &units(&score_command(two.as_bytes(), results(&given).as_bytes()))[0];
    assert_eq!((text(unit, "total"), text(unit, "max"), text(unit, "rate")), ("13.00", "15.00", text(rate, "rate_percent")));

    let bonus = &items(&examples, "bonus_beyond_max")[0];
    let flags = table(&[line("1", "100", r#""direct""#), line("2", "0.00", r#""bonus_outside","bonus_max":"15""#)]);
    let given = format!(
        r#"{{"unit":"U","path":"1","points":"{}"}},{{"unit":"U","path":"2","points":"{}"}}"#,
        text(bonus, "base"),
        text(bonus, "bonus")
    );
    let unit = &units(&score_command(flags.as_bytes(), results(&given).as_bytes()))[0];
    assert_eq!((text(unit, "total"), text(unit, "max")), (format!("{}.00", text(bonus, "total")).as_str(), "100.00"));
}

/// One printed band as the file format writes it: `95 <= r < 100`, `r > 95`, `3-5 days late`.
fn band(when: &str, points: &str) -> String {
    let words: Vec<&str> = when.split_whitespace().collect();
    let from = |at: &str, inclusive: bool| format!(r#""from":"{at}","from_inclusive":{inclusive},"#);
    let to = |at: &str, inclusive: bool| format!(r#""to":"{at}","to_inclusive":{inclusive},"#);
    let borders = match words.as_slice() {
        ["r", "=", at] => from(at, true) + &to(at, true),
        ["r", "<", at] => to(at, false),
        ["r", ">", at] | [">", at, "days", "late"] => from(at, false),
        [low, "<=", "r", sign, high] => from(low, true) + &to(high, *sign == "<="),
        ["on", "time"] => from("0", true) + &to("0", true),
        [days, "days", "late"] => {
            let (low, high) = days.split_once('-').unwrap();
            from(low, true) + &to(high, true)
        }
        _ => panic!("{when}"),
    };
    format!(r#"{{{borders}"points":"{points}"}}"#)
}

/// All leaves of the ministry's table that have bands.
fn banded(node: &Value, found: &mut Vec<Value>) {
    for child in items(node, if find(node, "nodes").is_some() { "nodes" } else { "children" }) {
        match text(child, "kind") {
            "group" => banded(child, found),
            kind if kind.starts_with("tiered") => found.push(child.clone()),
            _ => {}
        }
    }
}

#[test]
fn the_ministrys_bands_give_what_they_print() {
    let mut leaves = Vec::new();
    banded(&read(include_bytes!("data/bands-ministry-2022.json")), &mut leaves);
    assert_eq!(leaves.len(), 5);
    for leaf in &leaves {
        let late = text(leaf, "kind") == "tiered_days_late";
        let bands: Vec<String> = items(leaf, "tiers").iter().map(|tier| band(text(tier, "when"), text(tier, "score"))).collect();
        let input = if late { "days_late" } else { "percent" };
        let kind = format!(r#""bands","input":"{input}","bands":[{}]"#, bands.join(","));
        let values: &[&str] = if late {
            &["0", "1", "2", "3", "5", "6", "10", "11"]
        } else {
            &["100", "99.99", "95", "94.99", "80", "75", "60", "50", "49", "0"]
        };
        let entries: Vec<(String, String)> =
            values.iter().enumerate().map(|(n, v)| (format!("U{n:02}"), format!(r#""value":"{v}""#))).collect();
        let points: Vec<String> = totals(text(leaf, "max"), &kind, &entries).into_iter().map(|(_, points)| points).collect();
        let expected: &[&str] = match text(leaf, "max") {
            _ if late => &["2.00", "1.50", "1.50", "1.00", "1.00", "0.50", "0.50", "0.00"],
            "2" => &["2.00", "1.75", "1.75", "1.50", "1.50", "1.00", "0.50", "0.00", "0.00", "0.00"],
            "3" => &["3.00", "2.75", "2.75", "2.50", "2.50", "2.00", "1.50", "0.00", "0.00", "0.00"],
            _ => &["1.50", "1.50", "1.00", "1.00", "1.00", "1.00", "0.50", "0.50", "0.00", "0.00"],
        };
        assert_eq!(points, expected, "{}", text(leaf, "name"));
        assert_eq!(points[0], text(leaf, "self_score_example"));
    }
}

/// Points of a unit's lines below one top group, in hundredths.
fn below(unit: &Value, group: &str) -> i64 {
    let lines = items(unit, "lines").iter().filter(|line| text(line, "path").split('/').next() == Some(group));
    lines.map(|line| text(line, "points").replace('.', "").parse::<i64>().unwrap()).sum()
}

#[test]
fn the_real_table_and_figures_give_their_totals_and_ranks() {
    let outcome = score_command(TABLE, RESULTS);
    let found: Vec<_> = units(&outcome)
        .iter()
        .map(|u| {
            let Value::Number(rank) = field(u, "rank") else { panic!() };
            [text(u, "unit"), text(u, "total"), text(u, "max"), text(u, "rate"), rank].join(" ")
        })
        .collect();
    let expected = [
        "U1 821.75 1000.00 82.18 4",
        "U2 790.23 1000.00 79.02 6",
        "U3 869.17 1000.00 86.92 2",
        "U5 912.75 1000.00 91.28 1",
        "U6 795.69 1000.00 79.57 5",
        "U7 827.75 1000.00 82.78 3",
    ];
    assert_eq!(found, expected);
    let scores = read(outcome.stdout.as_bytes());
    let line = items(&items(&scores, "units")[0], "lines").iter().find(|line| text(line, "path") == "I/2/2.a/21").unwrap();
    assert_eq!(text(line, "points"), "2.50");
    assert_eq!(items(&items(&scores, "units")[0], "lines").len(), 176);
    let missing: Vec<String> =
        items(&scores, "findings").iter().map(|f| [text(f, "code"), text(f, "unit"), text(f, "path")].join(" ")).collect();
    assert_eq!(missing, ["entry.missing U1 III/1/146/146a", "entry.missing U2 I/2/2.b/22"]);
}

/// What each unit counted for itself before anybody else had submitted: every target passed was worth the maximum.
#[test]
fn the_units_own_totals_are_their_points_while_they_stand_alone() {
    let results = String::from_utf8(RESULTS.to_vec()).unwrap();
    let participants = results.split_once("\"participants\": [").unwrap().1.split_once(']').unwrap().0;
    let own = [
        ("U5", 67_350, 19_125, 4_800),
        ("U3", 65_927, 18_100, 3_400),
        ("U7", 62_750, 17_425, 2_600),
        ("U1", 62_400, 17_475, 2_400),
        ("U6", 60_450, 17_525, 2_700),
        ("U2", 59_298, 17_200, 2_900),
        ("U4", 59_300, 16_875, 2_400),
    ];
    for (unit, first, second, third) in own {
        let alone = results.replace(participants, &format!("\"{unit}\""));
        let unit_score = &units(&score_command(TABLE, alone.as_bytes()))[0];
        // U1 typed one point more in group I than any figure it reported explains.
        let typed = if unit == "U1" { 100 } else { 0 };
        let found = (below(unit_score, "I") + typed, below(unit_score, "II"), below(unit_score, "III"));
        assert_eq!(found, (first, second, third), "{unit}");
    }
}

#[test]
fn the_pilot_table_is_refused_with_both_sums_at_each_path() {
    let outcome = score_command(include_bytes!("data/table-pilot-invalid.json"), RESULTS);
    assert_eq!(outcome.status, 1);
    let sums = [
        ("A", "700.00", "400.00"),
        ("A.1/I", "200.00", "19.98"),
        ("A.2/II", "200.00", "160.00"),
        ("A.2/II.1/1", "60.00", "18.00"),
        ("A.2/II.2/2", "50.00", "49.99"),
        ("A.2/II.3/3", "50.00", "20.00"),
    ];
    let english: Vec<&str> = outcome.stderr.lines().filter(|line| line.starts_with("error")).collect();
    let expected: Vec<String> = sums
        .iter()
        .map(|(path, max, sum)| format!("error [table.sum] path {path}: the maximum is {max} but its children add up to {sum}"))
        .collect();
    assert_eq!(english, expected);
    let scores = read(outcome.stdout.as_bytes());
    assert_eq!((items(&scores, "units").len(), items(&scores, "findings").len()), (0, 6));
}

#[test]
fn the_order_of_units_and_entries_gives_the_same_bytes() {
    let once = score_command(TABLE, RESULTS);
    assert_eq!(once, score_command(TABLE, RESULTS));
    let Value::Object(mut fields) = read(RESULTS) else { panic!() };
    for (_, value) in &mut fields {
        if let Value::List(items) = value {
            items.reverse();
        }
    }
    let turned = exchange::json::write(&Value::Object(fields), exchange::json::Layout::Compact);
    assert_eq!(once, score_command(TABLE, turned.as_bytes()));
}
