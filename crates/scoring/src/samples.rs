//! Small tables and figures for the tests of the rules, written as briefly as they are read.

use values::{Lang, Points, Quantity};

use crate::{
    Body, Entry, Finding, Given, GivenEntry, Kind, Mode, Node, NotAssigned, Results, ResultsDraft, Rounding, Rules, Scores, Table,
    TableDraft, Ties, say_step, score_explained,
};

/// `"12.5"` as a quantity.
pub(crate) fn q(text: &str) -> Quantity {
    Quantity::read_signed(text, 6).unwrap_or_else(|why| panic!("{text}: {why:?}"))
}

/// `"12.5"` as points of a table with two decimals.
pub(crate) fn p(text: &str) -> Points {
    Points(q(text).in_units(2).unwrap_or_else(|| panic!("{text} has more than two decimals")))
}

pub(crate) fn leaf(path: &str, max: &str, kind: Kind) -> Node {
    Node { path: path.into(), code: path.into(), name: String::new(), max: p(max), body: Body::Leaf(kind) }
}

/// A group whose maximum is the sum of its children's.
pub(crate) fn group(path: &str, cap: Option<&str>, children: Vec<Node>) -> Node {
    let max = Points(children.iter().map(|child| child.max.0).sum());
    Node { path: path.into(), code: path.into(), name: String::new(), max, body: Body::Group { cap: cap.map(p), children } }
}

pub(crate) fn rules(mode: Mode, not_assigned: NotAssigned) -> Rules {
    Rules { rounding: Rounding { decimals: 2, mode }, not_assigned, ties: Ties::Shared }
}

pub(crate) fn draft(nodes: Vec<Node>) -> TableDraft {
    TableDraft { id: "t".into(), title: String::new(), year: 2025, rules: rules(Mode::HalfUp, NotAssigned::Rate), nodes }
}

pub(crate) fn table(nodes: Vec<Node>) -> Table {
    Table::check(draft(nodes)).unwrap_or_else(|found| panic!("{found:?}"))
}

pub(crate) fn one_leaf(max: &str, kind: Kind, mode: Mode) -> Table {
    let mut draft = draft(vec![leaf("1", max, kind)]);
    draft.rules.rounding.mode = mode;
    Table::check(draft).unwrap_or_else(|found| panic!("{found:?}"))
}

/// Units U1, U2, … with the entries of the first criterion.
pub(crate) fn results(table: &Table, entries: &[Entry]) -> Results {
    let units = (1..=entries.len()).map(|n| format!("U{n}")).collect();
    let mut results = Results::empty(table, units);
    entries.iter().enumerate().for_each(|(unit, entry)| results.set(0, unit, *entry));
    results
}

/// Everybody's points for one criterion.
pub(crate) fn points_of(max: &str, kind: Kind, mode: Mode, entries: &[Entry]) -> Vec<String> {
    let table = one_leaf(max, kind, mode);
    score_explained(&table, &results(&table, entries)).units.iter().map(|unit| unit.total.plain(2)).collect()
}

/// What a person reads behind the points of each unit, in English.
pub(crate) fn because(scores: &Scores) -> Vec<String> {
    let said = |unit: &crate::UnitScore| unit.lines.iter().flat_map(|line| &line.steps).map(|step| say_step(step, Lang::En)).collect();
    scores.units.iter().map(|unit| -> Vec<String> { said(unit) }).map(|steps| steps.join("; ")).collect()
}

/// `"120/100"`: a result against its target; `"120"`: a result without one.
pub(crate) fn measured(text: &str) -> Entry {
    let (actual, target) = text.split_once('/').map_or((text, None), |(actual, target)| (actual, Some(q(target))));
    Entry::measured(target, q(actual))
}

pub(crate) fn given(set: impl FnOnce(&mut Given)) -> Given {
    let mut given = Given::default();
    set(&mut given);
    given
}

pub(crate) fn results_draft(units: &[&str], entries: &[(&str, &str, Given)]) -> ResultsDraft {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let entry = |(unit, path, given): &(&str, &str, Given)| GivenEntry { unit: (*unit).into(), path: (*path).into(), given: given.clone() };
    ResultsDraft { table: "t".into(), units: texts(units), participants: None, entries: entries.iter().map(entry).collect() }
}

/// Codes of findings with their places: `entry.twice U1 I/1`.
pub(crate) fn codes(found: &[Finding]) -> Vec<String> {
    let word = |text: &Option<String>| text.as_ref().map(|text| format!(" {text}")).unwrap_or_default();
    found.iter().map(|f| format!("{}{}{}", f.code(), word(&f.place.unit), word(&f.place.path))).collect()
}
