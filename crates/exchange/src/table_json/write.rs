//! Writing a table: the same table gives the same bytes, with nothing left to a default.

use scoring::kind::{Band, Bands, Direction, Input, Leader, NoTarget, Quantitative};
use scoring::{Body, Kind, Mode, Node, NotAssigned, Rules, TableDraft};
use values::{Points, Quantity};

use super::FORMAT;
use crate::json::{Layout, Value, write};

/// The table as text. [`Layout::Compact`] is the canonical form that is hashed.
pub fn write_table(draft: &TableDraft, layout: Layout) -> String {
    write(&table_value(draft), layout)
}

/// The table as a JSON value.
pub fn table_value(draft: &TableDraft) -> Value {
    let decimals = draft.rules.rounding.decimals;
    object([
        ("format", Value::text(FORMAT)),
        ("id", Value::text(&draft.id)),
        ("title", Value::text(&draft.title)),
        ("year", Value::Number(draft.year.to_string())),
        ("rules", rules(&draft.rules)),
        ("nodes", Value::List(draft.nodes.iter().map(|line| node(line, decimals)).collect())),
    ])
}

fn object<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Object(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn rules(rules: &Rules) -> Value {
    let mode = match rules.rounding.mode {
        Mode::HalfUp => "half_up",
        Mode::HalfEven => "half_even",
    };
    let not_assigned = match rules.not_assigned {
        NotAssigned::Rate => "rate",
        NotAssigned::None => "none",
    };
    let rounding = object([("decimals", Value::Number(rules.rounding.decimals.to_string())), ("mode", Value::text(mode))]);
    object([("rounding", rounding), ("not_assigned", Value::text(not_assigned)), ("ties", Value::text("shared"))])
}

/// Points with all their decimals, unless that would be more digits than a reader takes.
fn written(points: Points, decimals: u8) -> Value {
    let plain = points.plain(decimals);
    let digits = plain.bytes().filter(u8::is_ascii_digit).count();
    if digits > Quantity::MOST_DIGITS { Value::text(points.quantity(decimals).trimmed().plain()) } else { Value::text(plain) }
}

fn node(line: &Node, decimals: u8) -> Value {
    let p = |points: Points| written(points, decimals);
    let word = line.kind().map_or("group", Kind::word);
    let common = [
        ("path", Value::text(&line.path)),
        ("code", Value::text(&line.code)),
        ("name", Value::text(&line.name)),
        ("max", p(line.max)),
        ("kind", Value::text(word)),
    ];
    let own: Vec<(&str, Value)> = match &line.body {
        Body::Group { cap, children } => {
            let children = Value::List(children.iter().map(|child| node(child, decimals)).collect());
            cap.map(|cap| ("cap", p(cap))).into_iter().chain([("children", children)]).collect()
        }
        Body::Leaf(kind) => of_kind(kind, decimals),
    };
    Value::Object(common.into_iter().chain(own).map(|(key, value)| (key.into(), value)).collect())
}

fn of_kind(kind: &Kind, decimals: u8) -> Vec<(&'static str, Value)> {
    let p = |points: Points| written(points, decimals);
    match kind {
        Kind::PassFail | Kind::Direct => Vec::new(),
        Kind::Quantitative(variant) => quantitative(*variant),
        Kind::Assigned { source } => vec![("source", Value::text(source))],
        Kind::Proportional(line) => vec![("cap_at_max", Value::Bool(line.cap_at_max))],
        Kind::PerOccurrence(line) => vec![("each", p(line.each))],
        Kind::BonusDeduction(line) => {
            vec![("bonus_each", p(line.bonus_each)), ("deduction_each", p(line.deduction_each)), ("min", p(line.min))]
        }
        Kind::Bands(bands) => of_bands(bands, decimals),
        Kind::BonusOutside(line) => vec![("bonus_max", p(line.bonus_max))],
    }
}

fn quantitative(variant: Quantitative) -> Vec<(&'static str, Value)> {
    let leader = match variant.leader {
        Leader::Rate => "rate",
        Leader::Absolute => "absolute",
    };
    let no_target = match variant.no_target {
        NoTarget::OwnGroup => "own_group",
        NoTarget::Zero => "zero",
    };
    let direction = match variant.direction {
        Direction::Higher => "higher",
        Direction::Lower => "lower",
    };
    vec![("leader", Value::text(leader)), ("no_target", Value::text(no_target)), ("direction", Value::text(direction))]
}

fn of_bands(bands: &Bands, decimals: u8) -> Vec<(&'static str, Value)> {
    let input = match bands.input {
        Input::Percent => "percent",
        Input::DaysLate => "days_late",
        Input::Value => "value",
    };
    vec![("input", Value::text(input)), ("bands", Value::List(bands.bands.iter().map(|one| band(one, decimals)).collect()))]
}

fn band(band: &Band, decimals: u8) -> Value {
    let border = |key: &str, at: Option<values::Quantity>, flag: &str, inclusive: bool| {
        at.map(|at| [(key.to_owned(), Value::text(at.trimmed().plain())), (flag.to_owned(), Value::Bool(inclusive))])
    };
    let interval = band.interval;
    let from = border("from", interval.from, "from_inclusive", interval.from_inclusive);
    let to = border("to", interval.to, "to_inclusive", interval.to_inclusive);
    let points = ("points".to_owned(), written(band.points, decimals));
    Value::Object(from.into_iter().chain(to).flatten().chain([points]).collect())
}
