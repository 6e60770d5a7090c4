//! The documents that are drawn from the rules or list them are as fresh as the rules.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// `UPDATE=1 cargo test -p cycle --test documents` draws the diagram anew.
#[test]
fn the_years_diagram_is_drawn_from_its_moves() {
    let path = root().join("docs/year.md");
    let drawn = format!(
        "# The year as a state machine\n\nDrawn from the table of moves in `crates/cycle/src/year.rs` by a test; do not edit.\nA forward move names what it requires; a move back needs a reason.\n\n```mermaid\n{}```\n",
        cycle::year::diagram()
    );
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &drawn).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), drawn, "docs/year.md is stale");
}

/// The crates that hold rules, with the letters their codes begin with.
const CRATES: [(&str, &str); 2] = [("cycle", "YCDQTGFEVK"), ("scoring", "S")];

/// All sources of a crate as one text.
fn sources(krate: &str) -> String {
    let mut left = vec![root().join("crates").join(krate).join("src")];
    let mut text = String::new();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => left.push(path),
                path => text.push_str(&fs::read_to_string(path).unwrap()),
            }
        }
    }
    text
}

/// All rows of the rulebook that begin with a code.
fn rows() -> Vec<Vec<String>> {
    let book = fs::read_to_string(root().join("docs/rulebook.md")).unwrap();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect::<Vec<_>>();
    let rows = book.lines().filter(|line| line.starts_with("| ")).map(cells);
    rows.filter(|row| CRATES.iter().any(|(_, letters)| is_one_of(letters, &row[0]))).collect()
}

fn is_one_of(letters: &str, code: &str) -> bool {
    code.split_once('-')
        .is_some_and(|(letter, number)| letters.contains(letter) && letter.len() == 1 && number.chars().all(|c| c.is_ascii_digit()))
}

/// Codes a text mentions in backquotes or quotes: `V-03`, "V-03.case".
fn codes(text: &str, letters: &str) -> BTreeSet<String> {
    let words = text.split(['`', '"']);
    words.map(|word| word.split('.').next().unwrap_or("").to_owned()).filter(|word| is_one_of(letters, word)).collect()
}

#[test]
fn every_rule_is_in_the_rulebook_with_its_function_and_its_test() {
    let all = rows();
    for (krate, letters) in CRATES {
        let sources = sources(krate);
        let rows: Vec<&Vec<String>> = all.iter().filter(|row| is_one_of(letters, &row[0])).collect();
        let listed: BTreeSet<String> = rows.iter().map(|row| row[0].clone()).collect();
        assert_eq!(listed.len(), rows.len(), "a code is listed once");
        assert_eq!(codes(&sources, letters), listed, "the codes in the sources of {krate} are the codes in the rulebook");
        rows.into_iter().for_each(|row| stands_in(&sources, row));
    }
}

/// Whether a row is whole, and its function and its test are in the sources.
fn stands_in(sources: &str, row: &[String]) {
    let [code, rule, source, function, test] = row else { panic!("five columns: {row:?}") };
    assert!(!rule.is_empty() && !source.is_empty(), "{code}");
    let name = function.rsplit("::").next().unwrap();
    let is_there = [format!("fn {name}("), format!("fn {name}<")].iter().any(|start| sources.contains(start));
    assert!(is_there, "{code}: no function {name}");
    let prefix = code.to_lowercase().replace('-', "");
    assert!(test.starts_with(&prefix) && sources.contains(&format!("fn {test}(")), "{code}: no test {test}");
}
