//! The settings as they are kept: in a form, and in words. *Thiết lập đang có.*

use cycle::regulation::{ClassBand, Regulation};
use values::Quantity;

use super::shape::Shape;
use crate::forms::Form;
use crate::show::MEGABYTE;
use crate::verification::cause;
use crate::words::Words;

/// The form before anyone typed.
pub fn form(w: Words, regulation: &Regulation) -> Form {
    let mut fields: Vec<(String, String)> = Vec::new();
    for (key, text) in regulation.fields() {
        fields.extend(match Shape::of(key) {
            Shape::Ties => ties(regulation).into_iter().enumerate().map(|(n, rule)| (format!("tie.{n}"), rule)).collect(),
            Shape::Classes => regulation.classes.iter().enumerate().flat_map(|(n, band)| class(w, n, band)).collect(),
            Shape::Tick => {
                if text == "yes" {
                    vec![(key.to_owned(), "1".to_owned())]
                } else {
                    Vec::new()
                }
            }
            shape => vec![(key.to_owned(), as_typed(w, shape, &text))],
        });
    }
    Form::of(fields)
}

/// The tie rules as stable words.
pub fn ties(regulation: &Regulation) -> Vec<String> {
    let fields = regulation.fields();
    let text = fields.iter().find(|(key, _)| *key == "ties").map_or("", |(_, text)| text.as_str());
    text.split(';').filter(|rule| !rule.is_empty()).map(str::to_owned).collect()
}

fn as_typed(w: Words, shape: Shape, text: &str) -> String {
    match shape {
        Shape::Date => values::Date::of_iso(text).map(|day| w.typed_date(day)).unwrap_or_default(),
        Shape::Points => Quantity::read(text, Quantity::MOST_DECIMALS).map(|q| w.typed(q)).unwrap_or_default(),
        Shape::Reasons => text.lines().map(|line| cause::words(w, line)).collect::<Vec<_>>().join("\n"),
        Shape::Megabytes => text.parse::<u64>().map(|bytes| (bytes / MEGABYTE).to_string()).unwrap_or_default(),
        _ => text.to_owned(),
    }
}

fn class(w: Words, n: usize, band: &ClassBand) -> Vec<(String, String)> {
    let mut fields = vec![
        (format!("class.code.{n}"), band.code.clone()),
        (format!("class.name.{n}"), band.name.clone()),
        (format!("class.from.{n}"), w.typed(band.from)),
        (format!("class.to.{n}"), band.to.map(|to| w.typed(to)).unwrap_or_default()),
    ];
    fields.extend(band.from_inclusive.then(|| (format!("class.from_in.{n}"), "1".to_owned())));
    fields.extend(band.to_inclusive.then(|| (format!("class.to_in.{n}"), "1".to_owned())));
    fields
}

/// A setting's value in words.
pub fn value(w: Words, regulation: &Regulation, key: &str, options: &[(String, String)]) -> String {
    let fields = regulation.fields();
    let text = fields.iter().find(|(known, _)| *known == key).map_or("", |(_, text)| text.as_str());
    let chosen = |code: &str| options.iter().find(|(known, _)| known == code).map_or_else(|| code.to_owned(), |(_, words)| words.clone());
    match Shape::of(key) {
        Shape::Tick => if text == "yes" { w.t("cluster.yes") } else { w.t("cluster.no_word") }.to_owned(),
        Shape::Choice => chosen(text),
        Shape::Ties if !text.is_empty() => ties(regulation).iter().map(|rule| chosen(rule)).collect::<Vec<_>>().join("; "),
        Shape::Classes => regulation.classes.iter().map(|band| class_words(w, band)).collect::<Vec<_>>().join("; "),
        Shape::Megabytes => text.parse().map(|bytes| w.size(bytes)).unwrap_or_default(),
        Shape::Date => values::Date::of_iso(text).map(|day| w.date(day)).unwrap_or_else(|| w.t("cluster.settings.none").to_owned()),
        _ if text.is_empty() => w.t("cluster.settings.none").to_owned(),
        Shape::Points => Quantity::read(text, Quantity::MOST_DECIMALS).map(|q| w.number(q)).unwrap_or_default(),
        Shape::Reasons => as_typed(w, Shape::Reasons, text).replace('\n', "; "),
        _ => text.to_owned(),
    }
}

/// *Tốt: từ 80% đến dưới 90%*
fn class_words(w: Words, band: &ClassBand) -> String {
    let name = if band.name.is_empty() { usual_name(w, &band.code) } else { band.name.clone() };
    let from = if band.from_inclusive { "cluster.class.at_least" } else { "cluster.class.above" };
    let from = w.fill(from, &[("n", &w.percent(band.from))]);
    let to = band.to.map(|to| {
        let key = if band.to_inclusive { "cluster.class.at_most" } else { "cluster.class.below" };
        format!(" {}", w.fill(key, &[("n", &w.percent(to))]))
    });
    format!("{name}: {from}{}", to.unwrap_or_default())
}

/// The catalogue's name of a usual class; its stable word for any other.
pub fn usual_name(w: Words, code: &str) -> String {
    match code {
        "excellent" => w.t("cluster.class.excellent").to_owned(),
        "good" => w.t("cluster.class.good").to_owned(),
        "fair" => w.t("cluster.class.fair").to_owned(),
        "incomplete" => w.t("cluster.class.incomplete").to_owned(),
        other => other.to_owned(),
    }
}
