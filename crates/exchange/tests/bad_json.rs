//! Bad tables and results: each is refused with its code and its place, in Vietnamese and English.
//!
//! Each case changes one thing in a sound pair of files.

use exchange::{Outcome, score_command};

const TABLE: &str = r#"{"format":"giaouoc.table/1","id":"t","title":"Bảng","year":2025,
"rules":{"rounding":{"decimals":2,"mode":"half_up"},"not_assigned":"rate","ties":"shared"},
"nodes":[{"path":"I","code":"I","name":"Nhóm","max":"20.00","kind":"group","cap":"22.00","children":[
{"path":"I/1","code":"1","name":"","max":"10.00","kind":"quantitative"},
{"path":"I/2","code":"2","name":"","max":"5.00","kind":"direct"},
{"path":"I/3","code":"3","name":"","max":"5.00","kind":"bands","input":"value","bands":[{"to":"5","points":"1.00"},{"from":"5","points":"5.00"}]},
{"path":"I/4","code":"4","name":"","max":"0.00","kind":"bonus_deduction","bonus_each":"0.50","deduction_each":"1.00","min":"-5.00"},
{"path":"I/5","code":"5","name":"","max":"0.00","kind":"bonus_outside","bonus_max":"3.00"}]}]}"#;

const RESULTS: &str = r#"{"format":"giaouoc.results/1","table":"t","units":["U1","U2"],"participants":["U1"],"entries":[
{"unit":"U1","path":"I/1","target":"10","actual":"12.5"},
{"unit":"U1","path":"I/2","points":"4.50"},
{"unit":"U1","path":"I/3","value":"5"},
{"unit":"U1","path":"I/4","bonus":"0","deduction":"1"},
{"unit":"U1","path":"I/5","points":"3.00"}]}"#;

fn run(table: &str, results: &str) -> Outcome {
    score_command(table.as_bytes(), results.as_bytes())
}

/// The outcome ends with 1 and says the code with its place in both languages, on both outputs.
fn refused(outcome: &Outcome, code: &str, place: &str) {
    assert_eq!(outcome.status, 1, "{code} {place}: {}", outcome.stdout);
    let said = |word: &str| outcome.stderr.lines().any(|line| line.starts_with(&format!("{word} [{code}]")) && line.contains(place));
    assert!(said("lỗi") && said("error"), "{code} at {place} in:\n{}", outcome.stderr);
    assert!(outcome.stdout.contains(&format!("\"code\": \"{code}\"")), "{}", outcome.stdout);
}

fn bad_table(from: &str, to: &str, code: &str, place: &str) {
    assert!(TABLE.contains(from), "{from}");
    refused(&run(&TABLE.replacen(from, to, 1), RESULTS), code, place);
}

fn bad_results(from: &str, to: &str, code: &str, place: &str) {
    assert!(RESULTS.contains(from), "{from}");
    refused(&run(TABLE, &RESULTS.replacen(from, to, 1)), code, place);
}

#[test]
fn the_sound_pair_is_taken_without_a_word() {
    let outcome = run(TABLE, RESULTS);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.contains("\"total\": \"21.50\"") && outcome.stdout.contains("\"findings\": []"), "{}", outcome.stdout);
}

#[test]
fn byte_order_marks_and_windows_lines_are_taken() {
    for (mark, line) in [("\u{feff}", "\n"), ("", "\r\n"), ("\u{feff}", "\r\n")] {
        let as_saved = |text: &str| format!("{mark}{}", text.replace('\n', line));
        assert_eq!(run(&as_saved(TABLE), &as_saved(RESULTS)), run(TABLE, RESULTS));
    }
}

#[test]
fn what_is_not_json_is_refused_at_its_line_and_column() {
    refused(&run("", RESULTS), "json.ended", "TABLE 1:1");
    refused(&run(TABLE, ""), "json.ended", "RESULTS 1:1");
    refused(&run(&TABLE[..TABLE.len() - 3], RESULTS), "json.ended", "TABLE 8:");
    refused(&run(&format!("{TABLE} x"), RESULTS), "json.trailing", "TABLE 8:");
    refused(&run("[]", RESULTS), "json.wrong_type", "TABLE");
    refused(&run("null", RESULTS), "json.wrong_type", "TABLE");
    bad_table("\"id\":\"t\"", "\"id\":\"t\",\"id\":\"t\"", "json.key_twice", "TABLE 1:");
    bad_table("\"max\":\"20.00\",", "\"max\":\"20.00\",\"max\":\"30.00\",", "json.key_twice", "TABLE 3:");
    bad_table("\"Bảng\"", "\"B\tảng\"", "json.bad_text", "TABLE 1:");
    bad_table("2025", "02025", "json.bad_number", "TABLE 1:");
    bad_table("2025", "NaN", "json.unexpected", "TABLE 1:");
    bad_table("[{\"path\":\"I\"", "[,{\"path\":\"I\"", "json.unexpected", "TABLE 3:");
    let mut old = TABLE.as_bytes().to_vec();
    old[60] = 0xc0;
    refused(&score_command(&old, RESULTS.as_bytes()), "json.not_utf8", "TABLE 1:");
    for mark in ["", "\u{feff}"] {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let utf16 = |text: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(bytes).collect() };
            refused(&score_command(&utf16(TABLE), RESULTS.as_bytes()), "json.utf16", "TABLE 1:1: ");
            refused(&score_command(TABLE.as_bytes(), &utf16(RESULTS)), "json.utf16", "RESULTS 1:1: ");
        }
    }
}

#[test]
fn ten_megabytes_of_nesting_are_refused_at_once() {
    for deep in ["[".repeat(10_000_000), "{\"nodes\":[".repeat(1_000_000)] {
        refused(&run(&deep, RESULTS), "json.too_deep", "TABLE 1:");
        refused(&run(TABLE, &deep), "json.too_deep", "RESULTS 1:");
    }
}

#[test]
fn a_table_that_is_no_table_is_refused_by_field() {
    bad_table("giaouoc.table/1", "giaouoc.table/2", "json.unknown_word", "TABLE /format");
    bad_table("giaouoc.table/1", "giaouoc.results/1", "json.unknown_word", "TABLE /format");
    bad_table("\"year\":2025", "\"year\":\"2025\"", "json.wrong_type", "TABLE /year");
    bad_table("\"year\":2025", "\"year\":2025.0", "json.wrong_type", "TABLE /year");
    bad_table("\"year\":2025,", "", "json.missing_field", "TABLE");
    bad_table("\"year\":2025", "\"year\":2e3", "json.wrong_type", "TABLE /year");
    for year in ["0", "-1", "1899", "2201", "20252025202520252025"] {
        bad_table("\"year\":2025", &format!("\"year\":{year}"), "table.year", "TABLE /year");
        bad_table("\"year\":2025", &format!("\"year\":{year}"), "table.year", "2200");
    }
    bad_table("\"decimals\":2", "\"decimals\":99999999999999999999", "table.too_many_decimals", "TABLE /rules/rounding/decimals");
    bad_table("\"decimals\":2", "\"decimals\":7", "table.too_many_decimals", "TABLE /rules/rounding/decimals");
    bad_table("\"decimals\":2", "\"decimals\":-1", "table.too_many_decimals", "TABLE /rules/rounding/decimals");
    bad_table("half_up", "up", "json.unknown_word", "TABLE /rules/rounding/mode");
    bad_table("\"rate\"", "\"zero\"", "json.unknown_word", "TABLE /rules/not_assigned");
    bad_table("\"shared\"", "\"vote\"", "json.unknown_word", "TABLE /rules/ties");
    bad_table("\"title\"", "\"colour\":1,\"title\"", "json.unknown_field", "TABLE /colour");
    bad_table("\"id\":\"t\"", "\"id\":\" \"", "table.empty_text", "\"id\"");
}

#[test]
fn a_line_that_is_no_line_is_refused_by_path() {
    bad_table("\"max\":\"10.00\",\"kind\":\"quantitative\"", "\"max\":10.00,\"kind\":\"quantitative\"", "json.not_a_decimal_string", "I/1");
    bad_table("\"max\":\"10.00\",", "", "json.missing_field", "I/1");
    bad_table("\"max\":\"20.00\",", "", "json.missing_field", "I");
    bad_table("\"kind\":\"direct\"", "\"kind\":\"chấm\"", "json.unknown_word", "I/2");
    bad_table("\"kind\":\"direct\"", "\"kind\":\"direct\",\"each\":\"1\"", "json.unknown_field", "I/2");
    bad_table("\"kind\":\"direct\"", "\"kind\":\"direct\",\"children\":[]", "table.leaf_with_children", "I/2");
    bad_table("\"kind\":\"quantitative\"", "\"kind\":\"quantitative\",\"leader\":\"best\"", "json.unknown_word", "I/1");
    bad_table("\"I/2\",\"code\"", "\"I/1\",\"code\"", "table.path_twice", "I/1");
    bad_table("\"path\":\"I/2\"", "\"path\":2", "json.not_a_decimal_string", "/path");
    bad_table("20.00", "20.01", "table.sum", "I");
    bad_table("\"5.00\",\"kind\":\"direct\"", "\"12.989999999999998\",\"kind\":\"direct\"", "quantity.unreadable", "I/2");
    for number in ["10.000", "-10", "+10", "1e1", "10,00", "10.", ".5", " 10", "1234567890123456", "", "ten", "-0"] {
        bad_table("\"max\":\"10.00\"", &format!("\"max\":\"{number}\""), "quantity.unreadable", "I/1");
    }
    bad_table("22.00", "-22.00", "quantity.unreadable", "I");
    bad_table("\"-5.00\"", "\"-5.001\"", "quantity.unreadable", "I/4");
    bad_table("\"-5.00\"", "\"0.01\"", "table.min_above_maximum", "I/4");
    bad_table("\"0.50\"", "\"-0.50\"", "quantity.unreadable", "I/4");
    bad_table("\"0.00\",\"kind\":\"bonus_outside\"", "\"1.00\",\"kind\":\"bonus_outside\"", "table.max_of_bonus", "I/5");
    bad_table("{\"to\":\"5\"", "{\"to\":\"4\"", "table.band_gap", "I/3");
    bad_table("{\"to\":\"5\"", "{\"to\":\"6\"", "table.band_overlap", "I/3");
    bad_table("\"points\":\"5.00\"}]", "\"points\":\"5.01\"}]", "table.band_above_maximum", "I/3");
    bad_table("[{\"to\":\"5\",\"points\":\"1.00\"},{\"from\":\"5\",\"points\":\"5.00\"}]", "[]", "table.no_bands", "I/3");
    bad_table("{\"to\":\"5\",", "{\"to\":5,", "json.not_a_decimal_string", "I/3");
    bad_table("{\"to\":\"5\",", "{\"to\":\"5.0000001\",", "quantity.unreadable", "I/3");
    bad_table("{\"to\":\"5\",", "{\"to\":\"5\",\"upto\":\"5\",", "json.unknown_field", "I/3");
}

#[test]
fn results_that_are_no_results_are_refused_whole() {
    bad_results("giaouoc.results/1", "giaouoc.table/1", "json.unknown_word", "RESULTS /format");
    bad_results("\"table\":\"t\"", "\"table\":\"other\"", "results.other_table", "other");
    bad_results("[\"U1\",\"U2\"]", "[\"U1\",\"U1\"]", "results.unit_twice", "U1");
    bad_results("[\"U1\",\"U2\"]", "[]", "results.no_units", "");
    bad_results("[\"U1\",\"U2\"]", "[\"U1\",2]", "json.wrong_type", "RESULTS /units/1");
    bad_results("[\"U1\"]", "[\"U3\"]", "results.unknown_participant", "U3");
    bad_results("[\"U1\"]", "[\"U1\",\"U1\"]", "results.participant_twice", "U1");
    bad_results("\"points\":\"4.50\"", "\"points\":4.5", "json.not_a_decimal_string", "I/2");
    bad_results("\"points\":\"4.50\"", "\"points\":\"4.50\",\"note\":\"\"", "json.unknown_field", "note");
    bad_results("\"points\":\"4.50\"", "\"not_assigned\":\"true\"", "json.wrong_type", "I/2");
}

#[test]
fn an_entry_that_cannot_stand_is_refused_alone_and_the_rest_counts() {
    let alone = |from: &str, to: &str, code: &str, place: &str| {
        bad_results(from, to, code, place);
        let outcome = run(TABLE, &RESULTS.replacen(from, to, 1));
        assert!(outcome.stdout.contains("\"unit\": \"U1\""), "the other lines count: {code}");
    };
    alone("\"4.50\"", "\"5.01\"", "entry.above_maximum", "I/2");
    alone("\"4.50\"", "\"4.505\"", "quantity.unreadable", "I/2");
    alone("\"points\":\"4.50\"", "\"achieved\":true", "entry.foreign_field", "I/2");
    alone(",\"points\":\"4.50\"", "", "entry.missing_field", "I/2");
    alone("\"12.5\"", "\"12.5000000\"", "quantity.unreadable", "I/1");
    alone("\"12.5\"", "\"-12.5\"", "quantity.unreadable", "I/1");
    alone("\"deduction\":\"1\"", "\"deduction\":\"1.5\"", "quantity.not_whole", "I/4");
    alone("\"deduction\":\"1\"", "\"deduction\":\"-1\"", "quantity.unreadable", "I/4");
    alone("\"unit\":\"U1\",\"path\":\"I/2\"", "\"unit\":\"U9\",\"path\":\"I/2\"", "entry.unknown_unit", "U9");
    alone("\"path\":\"I/2\"", "\"path\":\"I/9\"", "entry.unknown_path", "I/9");
    alone("\"path\":\"I/2\"", "\"path\":\"I\"", "entry.for_group", "I");
    alone("\"path\":\"I/2\",\"points\"", "\"path\":\"I/5\",\"points\"", "entry.twice", "I/5");
}

/// Ten lines that percentages lift above their maximum, and one unit's entry on each.
fn ten_free_lines(percent: &str) -> Outcome {
    let each = |made: &dyn Fn(usize) -> String| (0..10).map(made).collect::<Vec<_>>().join(",");
    let line = |n: usize| format!(r#"{{"path":"p{n}","code":"","name":"","max":"1000000.00","kind":"proportional","cap_at_max":false}}"#);
    let entry = |n: usize| format!(r#"{{"unit":"U1","path":"p{n}","percent":"{percent}"}}"#);
    let (before, _) = TABLE.split_once("\"nodes\"").unwrap_or_default();
    let results = format!(r#"{{"format":"giaouoc.results/1","table":"t","units":["U1"],"entries":[{}]}}"#, each(&entry));
    run(&format!("{before}\"nodes\":[{}]}}", each(&line)), &results)
}

#[test]
fn a_total_is_refused_by_line_before_any_number_is_cut() {
    let outcome = ten_free_lines("999999999999");
    (0..10).for_each(|n| refused(&outcome, "quantity.too_large", &format!(" p{n}: ")));
    let fits = ten_free_lines("900000000000");
    assert_eq!(fits.status, 0, "{}", fits.stderr);
    assert!(fits.stdout.contains("\"total\": \"90000000000000000.00\""), "{}", fits.stdout);
}

#[test]
fn a_rate_is_written_whole_however_far_a_bonus_lifts_it() {
    let table = r#"{"format":"giaouoc.table/1","id":"t","title":"","year":2025,
        "rules":{"rounding":{"decimals":6,"mode":"half_up"},"not_assigned":"rate","ties":"shared"},
        "nodes":[{"path":"a","code":"","name":"","max":"0.000001","kind":"direct"},
        {"path":"x","code":"","name":"","max":"0","kind":"bonus_outside","bonus_max":"400000"}]}"#;
    let entry = |unit: &str, path: &str, points: &str| format!(r#"{{"unit":"{unit}","path":"{path}","points":"{points}"}}"#);
    let entries = [entry("A", "a", "0.000001"), entry("A", "x", "300000"), entry("B", "a", "0.000001"), entry("B", "x", "200000")];
    let results = format!(r#"{{"format":"giaouoc.results/1","table":"t","units":["A","B"],"entries":[{}]}}"#, entries.join(","));
    let outcome = run(table, &results);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    for rate in ["30000000000100.000000", "20000000000100.000000"] {
        assert!(outcome.stdout.contains(&format!("\"rate\": \"{rate}\"")), "{}", outcome.stdout);
    }
}

/// Every line of standard error begins as ours do, and nothing in it moves the cursor.
fn says_only_its_own_lines(outcome: &Outcome) {
    let ours = |line: &str| line.starts_with("lỗi [") || line.starts_with("error [");
    assert!(outcome.stderr.lines().all(ours) && outcome.stderr.lines().count() > 0, "{:?}", outcome.stderr);
    let hides = |c: char| c != '\n' && (c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c));
    assert!(!outcome.stderr.contains(hides), "{:?}", outcome.stderr);
}

#[test]
fn no_text_of_a_file_forges_a_line_or_moves_the_cursor() {
    let bad = r"\u001b[2J5\nerror [fake] unit B: forged\u202e\u2066\u2028\u009b";
    let seen = r"\u001b[2J5\nerror [fake]";
    for (from, to) in [
        ("\"points\":\"4.50\"", format!("\"points\":\"{bad}\"")),
        ("\"points\":\"4.50\"", format!("\"{bad}\":\"4.50\"")),
        ("\"deduction\":\"1\"", format!("\"deduction\":\"{bad}\"")),
        ("\"unit\":\"U1\",\"path\":\"I/2\"", format!("\"unit\":\"{bad}\",\"path\":\"I/2\"")),
        ("\"path\":\"I/2\"", format!("\"path\":\"{bad}\"")),
        ("\"table\":\"t\"", format!("\"table\":\"{bad}\"")),
        ("giaouoc.results/1", bad.to_owned()),
        ("[\"U1\"]", format!("[\"{bad}\"]")),
        ("\"points\":\"4.50\"", format!("\"{bad}\":1,\"{bad}\":2")),
    ] {
        let outcome = run(TABLE, &RESULTS.replacen(from, &to, 1));
        assert_eq!(outcome.status, 1, "{to}");
        says_only_its_own_lines(&outcome);
        assert!(outcome.stderr.contains(seen), "{}", outcome.stderr);
    }
    for (from, to) in [
        ("\"5.00\",\"kind\":\"direct\"", format!("\"{bad}\",\"kind\":\"direct\"")),
        ("\"kind\":\"direct\"", format!("\"kind\":\"{bad}\"")),
        (
            "\"path\":\"I/2\",\"code\":\"2\",\"name\":\"\",\"max\":\"5.00\"",
            format!("\"path\":\"{bad}\",\"code\":\"2\",\"name\":\"\",\"max\":\"x\""),
        ),
        ("\"title\"", format!("\"{bad}\":1,\"title\"")),
    ] {
        let outcome = run(&TABLE.replacen(from, &to, 1), RESULTS);
        assert_eq!(outcome.status, 1, "{to}");
        says_only_its_own_lines(&outcome);
        assert!(outcome.stderr.contains(seen), "{}", outcome.stderr);
    }
}

#[test]
fn a_quoted_value_that_goes_on_ends_in_dots() {
    let long = "9".repeat(41);
    let dots = format!("\"{}…\"", "9".repeat(40));
    bad_results("\"4.50\"", &format!("\"{long}\""), "quantity.unreadable", &dots);
    bad_table("\"max\":\"10.00\"", &format!("\"max\":\"{long}\""), "quantity.unreadable", &dots);
    bad_table("\"max\":\"10.00\"", &format!("\"max\":{long}"), "json.not_a_decimal_string", "9…");
    bad_table("half_up", &long, "json.unknown_word", &dots);
    bad_table("\"title\"", &format!("\"{long}\":1,\"title\""), "json.unknown_field", &dots);
    bad_results("\"table\":\"t\"", &format!("\"table\":\"{long}\""), "results.other_table", &dots);
    bad_results("\"4.50\"", &format!("\"{}\"", "9".repeat(40)), "quantity.unreadable", &format!("\"{}\"", "9".repeat(40)));
}

#[test]
fn what_has_no_name_or_the_same_name_is_found_by_its_pointer() {
    bad_table("\"path\":\"I/2\"", "\"path\":\"\"", "table.empty_text", "] TABLE /nodes/0/children/1: ");
    bad_table("\"path\":\"I\"", "\"path\":\" \"", "table.empty_text", "] TABLE /nodes/0: ");
    bad_table("\"id\":\"t\"", "\"id\":\"\"", "table.empty_text", "] TABLE /id: ");
    bad_table("\"path\":\"I/4\"", "\"path\":\"I/2\"", "table.path_twice", " I/2, TABLE /nodes/0/children/1, /nodes/0/children/3: ");
    bad_table("\"path\":\"I/4\"", "\"path\":\"I\"", "table.path_twice", " I, TABLE /nodes/0, /nodes/0/children/3: ");
    bad_results("[\"U1\",\"U2\"]", "[\"U1\",\" \"]", "results.empty_unit", "] RESULTS /units/1: ");
    bad_results("[\"U1\",\"U2\"]", "[\"U1\",\"U2\",\"U1\"]", "results.unit_twice", " U1, RESULTS /units/0, /units/2: ");
    bad_results("[\"U1\"]", "[\"U1\",\"\"]", "results.unknown_participant", "] RESULTS /participants/1: ");
    bad_results("[\"U1\"]", "[\"U1\",\"U1\"]", "results.participant_twice", " U1, RESULTS /participants/0, /participants/1: ");
    bad_results("\"unit\":\"U1\",\"path\":\"I/2\"", "\"unit\":\"\",\"path\":\"I/2\"", "entry.unknown_unit", " I/2, RESULTS /entries/1: ");
    bad_results("\"path\":\"I/2\"", "\"path\":\"\"", "entry.unknown_path", " U1, RESULTS /entries/1: ");
}

#[test]
fn a_table_too_large_to_add_up_names_the_line_that_is_too_much() {
    let line = |n: usize| format!(r#"{{"path":"p{n}","code":"","name":"","max":"4000000000000","kind":"direct"}}"#);
    let (before, _) = TABLE.split_once("\"nodes\"").unwrap_or_default();
    let lines: Vec<String> = (0..3).map(line).collect();
    let table = format!("{before}\"nodes\":[{}]}}", lines.join(",")).replacen("\"decimals\":2", "\"decimals\":6", 1);
    refused(&run(&table, RESULTS), "table.too_large", " p1, TABLE /nodes/1: ");
    let (before, _) = TABLE.split_once("[{\"path\":\"I\"").unwrap_or_default();
    refused(&run(&format!("{before}[]}}"), RESULTS), "table.no_leaves", "] TABLE: ");
}

#[test]
fn names_that_read_the_same_are_the_same_unit_twice() {
    let both = |first: &str, second: &str| {
        bad_results(
            "[\"U1\",\"U2\"]",
            &format!("[\"U1\",\"{first}\",\"{second}\"]"),
            "results.unit_twice",
            ", RESULTS /units/1, /units/2: ",
        );
    };
    both("A", "A ");
    both("A", "\\u00a0A");
    both("A\\n", "A");
    both("Ph\u{1b0}\u{1edd}ng", "Phu\u{31b}o\u{31b}\u{300}ng");
    both("Ph\u{1b0}\u{1edd}ng", " Ph\u{1b0}o\u{31b}\u{300}ng");
    let apart = run(TABLE, &RESULTS.replacen("[\"U1\",\"U2\"]", "[\"U1\",\"A\",\"a\",\"Á\",\"A A\"]", 1));
    assert_eq!((apart.status, apart.stderr.as_str()), (0, ""));
}

#[test]
fn a_refused_table_hides_nothing_that_is_wrong_with_the_results_alone() {
    let table = TABLE.replacen("20.00", "20.01", 1);
    for (from, to, code, place) in [
        ("\"points\":\"4.50\"", "\"points\":4.5", "json.not_a_decimal_string", "RESULTS /entries/1/points"),
        ("\"points\":\"4.50\"", "\"points\":\"4.50\",\"note\":1", "json.unknown_field", "RESULTS /entries/1/note"),
        ("[\"U1\",\"U2\"]", "[\"U1\",\"U1\"]", "results.unit_twice", "RESULTS /units/0, /units/1"),
        ("[\"U1\",\"U2\"]", "[\"U1\",\"U1 \"]", "results.unit_twice", "RESULTS /units/0, /units/1"),
        ("[\"U1\"]", "[\"U3\"]", "results.unknown_participant", "U3"),
        ("{", "[", "json.unexpected", "RESULTS 1:"),
    ] {
        for bad in [table.as_str(), "", "{}"] {
            let outcome = run(bad, &RESULTS.replacen(from, to, 1));
            refused(&outcome, code, place);
            refused(
                &outcome,
                if bad == table {
                    "table.sum"
                } else if bad.is_empty() {
                    "json.ended"
                } else {
                    "json.missing_field"
                },
                "",
            );
        }
    }
    let of_the_table_only = run(&table, &RESULTS.replacen("I/2", "I/9", 1));
    assert_eq!(of_the_table_only.stderr.lines().count(), 2, "{}", of_the_table_only.stderr);
}

#[test]
fn a_bonus_that_a_cap_swallows_is_warned_of_and_the_points_stand() {
    let outcome = run(&TABLE.replacen("22.00", "18.00", 1), RESULTS);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (0, ""));
    assert!(outcome.stdout.contains("\"total\": \"18.00\""), "{}", outcome.stdout);
    for said in
        ["\"code\": \"unit.bonus_in_cap\"", "\"severity\": \"warning\"", "\"unit\": \"U1\",\n   \"path\": \"I\"", "có trần 18,00: 3,00"]
    {
        assert!(outcome.stdout.contains(said), "{said} in {}", outcome.stdout);
    }
}
