//! `giaouoc.results/1`: what the units reported, as a file. *Số liệu của các đơn vị.*

use std::collections::BTreeMap;

use scoring::{Given, GivenEntry, Item, Place, Problem, Results, ResultsDraft, Table};
use unicode_normalization::UnicodeNormalization;

use crate::Finding;
use crate::fields::{Fields, Findings};
use crate::json::{Value, parse};
use crate::table_json::format_is;

/// The format's name.
pub const FORMAT: &str = "giaouoc.results/1";

/// Reads results whose quantities are still texts.
///
/// # Errors
/// Everything the text does wrong, each with its place.
pub fn read_results_draft(bytes: &[u8]) -> Result<ResultsDraft, Vec<Finding>> {
    let mut found = Findings::default();
    let value = parse(bytes).map_err(|syntax| vec![syntax.into()])?;
    let draft = Fields::of(&value, String::new(), &mut found).and_then(|fields| draft(&fields, &mut found));
    draft.filter(|_| found.0.is_empty()).ok_or(found.0)
}

/// Reads results for `table`. Entries that cannot stand are refused one by one and found; the rest counts.
///
/// # Errors
/// Everything the text does wrong, or a wrong table or list of units.
pub fn read_results(table: &Table, bytes: &[u8]) -> Result<(Results, Vec<Finding>), Vec<Finding>> {
    let draft = read_results_draft(bytes)?;
    let (results, found) = Results::check(table, &draft);
    let found: Vec<Finding> = alike(&draft.units).into_iter().chain(found).map(Finding::from).collect();
    let whole = |finding: &Finding| finding.is_error() && finding.code.starts_with("results.");
    if found.iter().any(whole) { Err(found.into_iter().filter(Finding::is_error).collect()) } else { Ok((results, found)) }
}

/// What is wrong with results of which no sound table is known: their text, their units and participants.
pub(crate) fn own_errors(bytes: &[u8]) -> Vec<Finding> {
    let draft = match read_results_draft(bytes) {
        Ok(draft) => draft,
        Err(found) => return found,
    };
    alike(&draft.units).into_iter().chain(draft.findings()).map(Finding::from).filter(Finding::is_error).collect()
}

/// Units whose names read the same and are not: blanks around them, or letters composed in another way.
fn alike(units: &[String]) -> Vec<scoring::Finding> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let twice = |(at, unit): (usize, &String)| {
        let first = *seen.entry(unit.trim().nfc().collect()).or_insert(at);
        let other = units.get(first).filter(|other| *other != unit && !unit.trim().is_empty())?.clone();
        Some(scoring::Finding::new(Place::unit(unit), Problem::UnitAlike { other }).at([first, at].map(Item::Unit)))
    };
    units.iter().enumerate().filter_map(twice).collect()
}

fn draft(fields: &Fields, found: &mut Findings) -> Option<ResultsDraft> {
    format_is(fields, FORMAT, found)?;
    fields.only(&["format", "table", "units", "participants", "entries"], found);
    let table = fields.text("table", found);
    let units = texts(fields, "units", found);
    let participants = fields.get("participants").map(|_| texts(fields, "participants", found));
    let at = fields.pointer("entries");
    let items = fields.list("entries", found).iter().enumerate();
    let entries = items.filter_map(|(index, value)| entry(value, format!("{at}/{index}"), found)).collect();
    Some(ResultsDraft { table: table?.into(), units, participants, entries })
}

fn texts(fields: &Fields, name: &str, found: &mut Findings) -> Vec<String> {
    let mut texts = Vec::new();
    for (index, value) in fields.list(name, found).iter().enumerate() {
        match value {
            Value::Text(text) => texts.push(text.clone()),
            other => fields.refuse_item(name, index, other, "name", found),
        }
    }
    texts
}

fn entry(value: &Value, at: String, found: &mut Findings) -> Option<GivenEntry> {
    let mut fields = Fields::of(value, at, found)?;
    let (unit, path) = (fields.text("unit", found), fields.text("path", found));
    fields.place = Place { unit: unit.map(String::from), path: path.map(String::from) };
    let known =
        ["unit", "path", "not_assigned", "achieved", "target", "actual", "points", "percent", "count", "bonus", "deduction", "value"];
    fields.only(&known, found);
    let given = given(&fields, found);
    Some(GivenEntry { unit: unit?.into(), path: path?.into(), given })
}

fn given(fields: &Fields, found: &mut Findings) -> Given {
    let (not_assigned, achieved) = (fields.flag("not_assigned", found), fields.flag("achieved", found));
    let mut text = |name: &str| fields.optional_text(name, found).map(String::from);
    Given {
        not_assigned,
        achieved,
        target: text("target"),
        actual: text("actual"),
        points: text("points"),
        percent: text("percent"),
        count: text("count"),
        bonus: text("bonus"),
        deduction: text("deduction"),
        value: text("value"),
    }
}
