//! `giaouoc score` as a whole process: what it prints, where, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use exchange::json::{Value, parse};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/tests/data").join(name)
}

fn score(words: &[&Path]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_giaouoc")).arg("score").args(words).output().unwrap()
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

/// The named fields of an object, in this order and no others; `?` marks those that may be left out.
fn object<'a>(value: &'a Value, names: &[&str]) -> Vec<Option<&'a Value>> {
    let Value::Object(fields) = value else { panic!("{value:?} is no object") };
    let known: Vec<&str> = names.iter().map(|name| name.trim_end_matches('?')).collect();
    assert!(fields.iter().all(|(key, _)| known.contains(&key.as_str())), "{fields:?} has more than {names:?}");
    let taken = known.iter().map(|name| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value));
    let taken: Vec<Option<&Value>> = taken.collect();
    assert!(taken.iter().zip(names).all(|(value, name)| value.is_some() || name.ends_with('?')), "{fields:?} lacks one of {names:?}");
    taken
}

fn text(value: Option<&Value>) -> &str {
    let Some(Value::Text(text)) = value else { panic!("{value:?} is no text") };
    text
}

fn list(value: Option<&Value>) -> &[Value] {
    let Some(Value::List(items)) = value else { panic!("{value:?} is no list") };
    items
}

/// Points in hundredths; the text must be a plain decimal with two places.
fn hundredths(value: Option<&Value>) -> i64 {
    let text = text(value);
    let (whole, part) = text.split_once('.').unwrap();
    assert_eq!(part.len(), 2, "{text}");
    format!("{whole}{part}").parse().unwrap()
}

/// Checks the whole document against the format; answers each unit with its total and the sum of its lines.
fn checked(stdout: &[u8]) -> Vec<(String, i64, i64)> {
    let document = parse(stdout).unwrap();
    let fields = object(&document, &["format", "units", "findings"]);
    assert_eq!(text(fields[0]), "giaouoc.scores/1");
    for finding in list(fields[2]) {
        let fields = object(finding, &["code", "severity", "unit?", "path?", "message"]);
        assert!(["error", "warning"].contains(&text(fields[1])) && !text(fields[0]).is_empty() && !text(fields[4]).is_empty());
    }
    list(fields[1]).iter().map(checked_unit).collect()
}

fn checked_unit(unit: &Value) -> (String, i64, i64) {
    let fields = object(unit, &["unit", "total", "max", "rate", "rank", "lines"]);
    assert!(matches!(fields[4], Some(Value::Number(rank)) if rank.parse::<usize>().is_ok_and(|rank| rank > 0)));
    hundredths(fields[2]);
    hundredths(fields[3]);
    let line = |line: &Value| {
        let fields = object(line, &["path", "points", "because"]);
        assert!(!text(fields[0]).is_empty() && !list(fields[2]).is_empty(), "{line:?}");
        list(fields[2]).iter().for_each(|step| assert!(!text(Some(step)).is_empty()));
        hundredths(fields[1])
    };
    (text(fields[0]).to_owned(), hundredths(fields[1]), list(fields[5]).iter().map(line).sum())
}

#[test]
fn the_real_files_end_with_0_and_a_document_of_the_format() {
    let output = score(&[&data("table-commune-2025.json"), &data("results-commune-2025.json")]);
    assert_eq!((status(&output), output.stderr.len()), (Some(0), 0));
    let units = checked(&output.stdout);
    assert!(units.iter().all(|(_, total, sum)| total == sum), "{units:?}");
    let names: Vec<&str> = units.iter().map(|unit| unit.0.as_str()).collect();
    assert_eq!(names, ["U1", "U2", "U3", "U5", "U6", "U7"]);
    assert_eq!(output.stdout, score(&[&data("table-commune-2025.json"), &data("results-commune-2025.json")]).stdout);
}

#[test]
fn a_refused_table_ends_with_1_and_its_paths_on_standard_error() {
    let output = score(&[&data("table-pilot-invalid.json"), &data("results-commune-2025.json")]);
    assert_eq!(status(&output), Some(1));
    assert!(checked(&output.stdout).is_empty());
    let said = String::from_utf8(output.stderr).unwrap();
    for path in ["A", "A.1/I", "A.2/II", "A.2/II.1/1", "A.2/II.2/2", "A.2/II.3/3"] {
        assert!(said.contains(&format!("path {path}: ")) && said.contains(&format!("mục {path}: ")), "{path} in {said}");
    }
}

#[test]
fn an_entry_above_its_maximum_ends_with_1_and_gets_no_points() {
    let results = std::fs::read_to_string(data("results-commune-2025.json")).unwrap();
    let folder = std::env::temp_dir().join(format!("giaouoc-score-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (sound, bad) = (r#""points": "20.00""#, r#""points": "20.01""#);
    let at = results.find(sound).unwrap();
    let spoilt = folder.join("results.json");
    std::fs::write(&spoilt, format!("{}{bad}{}", &results[..at], &results[at + sound.len()..])).unwrap();
    let output = score(&[&data("table-commune-2025.json"), &spoilt]);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(status(&output), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("[entry.above_maximum]") && said.contains("path I/"), "{said}");
    assert_eq!(checked(&output.stdout).len(), 6, "the other lines count");
}

#[test]
fn wrong_usage_ends_with_2_and_prints_nothing_on_standard_output() {
    let (table, results) = (data("table-commune-2025.json"), data("results-commune-2025.json"));
    let missing = data("nothing-here.json");
    let folder = data("");
    let flag = PathBuf::from("--fast");
    let wrong: [&[&Path]; 6] = [&[], &[&table], &[&table, &results, &results], &[&missing, &results], &[&table, &folder], &[&flag, &table]];
    for words in wrong {
        let output = score(words);
        assert_eq!((status(&output), output.stdout.len()), (Some(2), 0), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}
