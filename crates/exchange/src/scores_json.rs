//! `giaouoc.scores/1` and the command that makes it. *Điểm và xếp hạng.*

use std::fmt::Write;

use scoring::{Entry, Line, Place, Scores, Severity, Table, UnitScore, say_step, score_explained};
use values::Lang;

use crate::Finding;
use crate::json::{Layout, Value, write};
use crate::results_json::own_errors;
use crate::{read_results, read_table};

/// The format's name.
pub const FORMAT: &str = "giaouoc.scores/1";

/// What `giaouoc score` prints and how it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// 0 with at most warnings, 1 with an error.
    pub status: u8,
}

/// `giaouoc score TABLE RESULTS`: from the bytes of both files to what is printed.
///
/// A refused file gives the scores of nobody, with its findings.
pub fn score_command(table: &[u8], results: &[u8]) -> Outcome {
    match scored(table, results) {
        Ok((table, scores, found)) => outcome(scores_value(&table, &scores, &found), &found),
        Err(found) => outcome(document(Vec::new(), &found), &found),
    }
}

fn scored(table: &[u8], results: &[u8]) -> Result<(Table, Scores, Vec<Finding>), Vec<Finding>> {
    let table = read_table(table).map_err(|found| [of_file("TABLE", found), of_file("RESULTS", own_errors(results))].concat())?;
    let (results, found) = read_results(&table, results).map_err(|found| of_file("RESULTS", found))?;
    let mut found = of_file("RESULTS", found);
    let scores = score_explained(&table, &results);
    found.extend(scores.findings.iter().cloned().map(Finding::from));
    found.sort_by_cached_key(|finding| standing(&table, finding));
    Ok((table, scores, found))
}

/// Names the file in which a place of a file lies, and the whole file where nothing else is meant: the command takes
/// two. A unit or a path says it without.
fn of_file(file: &str, found: Vec<Finding>) -> Vec<Finding> {
    let at = |finding: &Finding| match &finding.at {
        Some(at) if !at.is_empty() => Some(format!("{file} {at}")),
        None if finding.place != Place::default() => None,
        _ => Some(file.into()),
    };
    found.into_iter().map(|finding| Finding { at: at(&finding), ..finding }).collect()
}

/// Where a finding stands among all: by unit, then in the table's order, whatever the order of the file.
fn standing(table: &Table, finding: &Finding) -> (Option<String>, Option<usize>, Option<String>) {
    let path = finding.place.path.as_deref();
    (finding.place.unit.clone(), path.and_then(|path| table.index_of(path)), path.map(String::from))
}

fn outcome(document: Value, found: &[Finding]) -> Outcome {
    let errors: Vec<&Finding> = found.iter().filter(|finding| finding.is_error()).collect();
    let mut stderr = String::new();
    for error in &errors {
        // Writing to a text cannot fail.
        let _ = writeln!(stderr, "lỗi [{}] {}", error.code, error.say_with_place(Lang::Vi));
        let _ = writeln!(stderr, "error [{}] {}", error.code, error.say_with_place(Lang::En));
    }
    Outcome { stdout: write(&document, Layout::Lines) + "\n", stderr, status: u8::from(!errors.is_empty()) }
}

/// Scores and findings as a JSON value. Vietnamese derivations; messages in both languages. Units stand by name,
/// so that the order in which they were declared cannot show.
pub fn scores_value(table: &Table, scores: &Scores, found: &[Finding]) -> Value {
    let mut by_name: Vec<&UnitScore> = scores.units.iter().collect();
    by_name.sort_by(|a, b| a.unit.cmp(&b.unit));
    document(by_name.into_iter().map(|score| unit(table, score)).collect(), found)
}

fn document(units: Vec<Value>, found: &[Finding]) -> Value {
    object(vec![
        ("format", Value::text(FORMAT)),
        ("units", Value::List(units)),
        ("findings", Value::List(found.iter().map(finding).collect())),
    ])
}

fn object(fields: Vec<(&str, Value)>) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn unit(table: &Table, score: &UnitScore) -> Value {
    let decimals = table.decimals();
    let lines = score.lines.iter().filter(|line| line.entry != Entry::NotAssigned);
    object(vec![
        ("unit", Value::text(&score.unit)),
        ("total", Value::text(score.total.plain(decimals))),
        ("max", Value::text(score.max.plain(decimals))),
        ("rate", Value::text(score.rate.plain())),
        ("rank", Value::Number(score.rank.to_string())),
        ("lines", Value::List(lines.map(|one| line(table, one)).collect())),
    ])
}

fn line(table: &Table, line: &Line) -> Value {
    let path = table.leaves().get(line.leaf).map_or("", |leaf| leaf.path.as_str());
    let because = line.steps.iter().map(|step| Value::text(say_step(step, Lang::Vi))).collect();
    object(vec![
        ("path", Value::text(path)),
        ("points", Value::text(line.points.plain(table.decimals()))),
        ("because", Value::List(because)),
    ])
}

fn finding(finding: &Finding) -> Value {
    let place = [("unit", &finding.place.unit), ("path", &finding.place.path)];
    let at = finding.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
    let mut fields = vec![("code", Value::text(finding.code)), ("severity", Value::text(Severity::word(finding.severity)))];
    fields.extend(place.into_iter().filter_map(|(name, at)| at.as_ref().map(|at| (name, Value::text(at)))));
    fields.push(("message", Value::text(format!("{at}{} / {}", finding.vi, finding.en))));
    object(fields)
}
