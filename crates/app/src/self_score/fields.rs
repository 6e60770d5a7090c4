//! The fields of a sheet's line and the entry they make. *Số liệu tự chấm.*
//!
//! Fields are texts under the exchange format's own names. The target is never among them: it belongs to
//! the assigning side.

use std::collections::BTreeMap;

use cycle::target::{Assignment, Meaning};
use scoring::{Entry, Given, Kind, Leaf, Problem};

/// Field name to text, as one line of a sheet, a proposal or a settlement holds them.
pub type Fields = BTreeMap<String, String>;

/// The field for remarks; it never changes points.
pub const NOTE: &str = "note";

/// The fields a unit fills on a line of this kind, in the order of the sheet's columns.
pub const fn asked(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Quantitative(_) => &["actual"],
        Kind::PassFail => &["achieved"],
        Kind::Direct | Kind::Assigned { .. } | Kind::BonusOutside(_) => &["points"],
        Kind::Proportional(_) => &["percent"],
        Kind::PerOccurrence(_) => &["count"],
        Kind::BonusDeduction(_) => &["bonus", "deduction"],
        Kind::Bands(_) => &["value"],
    }
}

/// The entry that the fields and the assigned target make. Nothing typed is [`Entry::Missing`].
///
/// # Errors
/// What is wrong with the texts; the line then counts as [`Entry::Refused`].
pub fn entry(leaf: &Leaf, decimals: u8, fields: &Fields, assigned: Option<Assignment>) -> Result<Entry, Problem> {
    match assigned {
        Some(Assignment::Absent(Meaning::NotApplicable)) => return Ok(Entry::NotAssigned),
        Some(Assignment::Absent(Meaning::CountsAsZero)) => return Ok(Entry::Nothing),
        _ => {}
    }
    let filled = asked(&leaf.kind).iter().any(|field| fields.get(*field).is_some_and(|text| !text.is_empty()));
    if filled { Entry::read(leaf, decimals, &given(&leaf.kind, fields, assigned)?) } else { Ok(Entry::Missing) }
}

fn given(kind: &Kind, fields: &Fields, assigned: Option<Assignment>) -> Result<Given, Problem> {
    let text = |name: &str| fields.get(name).filter(|text| !text.is_empty()).cloned();
    let needs = asked(kind);
    let asked_for = |name: &str| if needs.contains(&name) { text(name) } else { None };
    let target = matches!(kind, Kind::Quantitative(_)).then_some(assigned).flatten().and_then(|a| a.quantity());
    Ok(Given {
        not_assigned: None,
        achieved: asked_for("achieved").map(|text| yes_or_no(&text)).transpose()?,
        target: target.map(values::Quantity::plain),
        actual: asked_for("actual"),
        points: asked_for("points"),
        percent: asked_for("percent"),
        count: zero_for_other(needs, fields, "count"),
        bonus: zero_for_other(needs, fields, "bonus"),
        deduction: zero_for_other(needs, fields, "deduction"),
        value: asked_for("value"),
    })
}

/// A line with two counts of which one was typed counts the other as none.
fn zero_for_other(needs: &[&str], fields: &Fields, name: &str) -> Option<String> {
    let typed = fields.get(name).filter(|text| !text.is_empty()).cloned();
    needs.contains(&name).then(|| typed.unwrap_or_else(|| "0".to_owned()))
}

fn yes_or_no(text: &str) -> Result<bool, Problem> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err(Problem::MissingField { field: "achieved" }),
    }
}

/// Fields as one text for the store, in a fixed order.
pub fn to_text(fields: &Fields) -> String {
    serde_json::to_string(fields).unwrap_or_default()
}

/// Fields from the store's text; an empty text has none.
pub fn of_text(text: &str) -> Fields {
    serde_json::from_str(text).unwrap_or_default()
}
