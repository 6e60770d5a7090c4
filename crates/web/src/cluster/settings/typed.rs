//! The settings as they were typed, read into the texts the rules know. *Thiết lập vừa nhập.*

use std::collections::BTreeMap;

use super::shape::{GROUPS, Shape};
use crate::at_year::AtYear;
use crate::forms::{Check, Form, Problems};
use crate::reading::Numeric;
use crate::show::MEGABYTE;
use crate::verification::cause;
use crate::words::Words;

/// Rows for tie rules.
pub const TIES: usize = 5;
/// Rows for classes.
pub const CLASSES: usize = 6;

/// How a setting is typed, where that wants saying, and where it is used.
pub fn hint(w: Words, key: &str) -> String {
    let (typed, used) = (w.say("cluster.typed", key, &[]), w.say("cluster.used", key, &[]));
    if typed.starts_with("cluster.typed.") { used } else { format!("{typed} {used}") }
}

/// The settings that differ from those kept, in the order of the page, as pairs for the use case.
pub fn changed(at: &AtYear, form: &Form) -> Result<Vec<(String, String)>, Problems> {
    let mut check = form.check(at.w());
    let kept: BTreeMap<&str, String> = at.desk.regulation.fields().into_iter().collect();
    let mut pairs = Vec::new();
    for key in GROUPS.iter().flat_map(|(_, keys)| *keys) {
        let text = read(&mut check, at, form, key);
        pairs.extend(text.filter(|text| kept.get(key) != Some(text)).map(|text| ((*key).to_owned(), text)));
    }
    check.done(Some(pairs))
}

fn read(check: &mut Check<'_>, at: &AtYear, form: &Form, key: &str) -> Option<String> {
    match Shape::of(key) {
        Shape::Text => check.optional(key, 120),
        Shape::Date => check.optional_date(key, at.desk.year.year).map(|day| day.map(|day| day.to_string()).unwrap_or_default()),
        Shape::Count => check.number(key, Numeric::places(0)).map(|n| n.plain()),
        Shape::Points if key == "second_reader_limit" => {
            check.optional_number(key, Numeric::places(2)).map(|n| n.map(|n| n.plain()).unwrap_or_default())
        }
        Shape::Points => check.number(key, Numeric::places(2)).map(|n| n.plain()),
        Shape::Megabytes => check.number(key, Numeric::places(0)).map(|n| bytes(&n.plain())),
        Shape::Tick => Some(if form.has(key) { "yes" } else { "no" }.to_owned()),
        Shape::Choice => Some(form.text(key).to_owned()),
        Shape::Ties => Some(ties(form)),
        Shape::Classes => classes(check, form),
        Shape::Reasons => check.optional(key, 2_400).map(|text| reasons(check.w(), &text)),
    }
}

/// One a line; blank lines are left out, and usual reasons are kept by their stable word.
fn reasons(w: Words, text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| cause::of_words(w, line)).collect::<Vec<_>>().join("\n")
}

/// What is too large to count stays too large, for the rule to refuse.
fn bytes(megabytes: &str) -> String {
    megabytes.parse::<u64>().map_or_else(|_| megabytes.to_owned(), |n| n.saturating_mul(MEGABYTE).to_string())
}

fn ties(form: &Form) -> String {
    let mut rules: Vec<&str> = Vec::new();
    for n in 0..TIES {
        let rule = form.text(&format!("tie.{n}"));
        if !rule.is_empty() && !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    rules.join(";")
}

/// `code|name|from|yes|to|no`, one class a row; a row without a border is left out.
fn classes(check: &mut Check<'_>, form: &Form) -> Option<String> {
    let yes_no = |field: String| if form.has(&field) { "yes" } else { "no" };
    let mut bands: Vec<String> = Vec::new();
    let mut readable = true;
    for n in 0..CLASSES {
        if form.text(&format!("class.from.{n}")).is_empty() && form.text(&format!("class.name.{n}")).is_empty() {
            continue;
        }
        let (from, to) = (check.number(&format!("class.from.{n}"), percent()), check.optional_number(&format!("class.to.{n}"), percent()));
        let code = match form.text(&format!("class.code.{n}")) {
            "" => format!("class-{}", n + 1),
            code => code.to_owned(),
        };
        let name = form.text(&format!("class.name.{n}")).replace(['|', ';'], " ");
        match (from, to) {
            (Some(from), Some(to)) => bands.push(
                [
                    code.as_str(),
                    &name,
                    &from.plain(),
                    yes_no(format!("class.from_in.{n}")),
                    &to.map(|t| t.plain()).unwrap_or_default(),
                    yes_no(format!("class.to_in.{n}")),
                ]
                .join("|"),
            ),
            _ => readable = false,
        }
    }
    readable.then(|| bands.join(";"))
}

fn percent() -> Numeric {
    Numeric { most: Some(values::Quantity::new(100, 0)), ..Numeric::places(2) }
}
