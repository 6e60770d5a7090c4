//! Figures, entries and tie rules in words, for all pages of ranking and correction.

use app::self_score::fields::{Fields, asked};
use cycle::regulation::ClassBand;
use scoring::{Leaf, Table, TieRule};
use values::Quantity;

use crate::words::Words;

/// A label with what stands beside it; `href` is empty where it leads nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub text: String,
    pub href: String,
    /// People's own words, a text of the rules, or a code.
    pub class: &'static str,
}

impl Fact {
    pub fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), ..Self::default() }
    }

    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        Self { href: href.into(), ..self }
    }

    #[must_use]
    pub fn class(self, class: &'static str) -> Self {
        Self { class, ..self }
    }
}

/// What a field of an entry is called.
pub fn field_label(w: Words, field: &str) -> String {
    w.say("ranking.field", field, &[])
}

/// One field's text as people read it.
pub fn field_text(w: Words, field: &str, text: &str, measure: &str) -> String {
    match field {
        "achieved" => w.say("ranking.achieved", if text == "1" { "yes" } else { "no" }, &[]),
        "percent" => number(w, text, "%"),
        "actual" | "value" => number(w, text, measure),
        _ => number(w, text, ""),
    }
}

fn number(w: Words, text: &str, measure: &str) -> String {
    let written = Quantity::read(text, Quantity::MOST_DECIMALS).map_or_else(|_| text.to_owned(), |quantity| w.number(quantity));
    match measure {
        "" => written,
        "%" => format!("{written}%"),
        measure => format!("{written} {measure}"),
    }
}

/// The fields of an entry with their texts, in the order of the sheet.
pub fn entry(w: Words, leaf: &Leaf, fields: &Fields, measure: &str) -> Vec<Fact> {
    let given = asked(&leaf.kind).iter().filter_map(|field| Some((*field, fields.get(*field).filter(|text| !text.is_empty())?)));
    given.map(|(field, text)| Fact::new(field_label(w, field), field_text(w, field, text, measure))).collect()
}

/// An entry in one line: `Thực hiện: 95%`; a word where there is none.
pub fn entry_line(w: Words, leaf: &Leaf, fields: &Fields, measure: &str) -> String {
    let said: Vec<String> = entry(w, leaf, fields, measure).into_iter().map(|f| format!("{}: {}", f.label, f.text)).collect();
    if said.is_empty() { w.t("ranking.no_entry").to_owned() } else { said.join("; ") }
}

/// A tie rule as a sentence.
pub fn tie_rule(w: Words, table: &Table, rule: &TieRule) -> String {
    match rule {
        TieRule::Shared => w.t("ranking.rule_shared").to_owned(),
        TieRule::HigherInGroup { path } => w.fill("ranking.rule_group", &[("group", &line_name(table, path))]),
        TieRule::FewerDeductions => w.t("ranking.rule_deductions").to_owned(),
        TieRule::Vote => w.t("ranking.rule_vote").to_owned(),
        TieRule::Draw => w.t("ranking.rule_draw").to_owned(),
    }
}

/// The code and name of a line of the table; its path if the table has none such.
pub fn line_name(table: &Table, path: &str) -> String {
    let lines = table.draft().lines();
    lines.iter().find(|(_, node)| node.path == path).map_or_else(|| path.to_owned(), |(_, node)| format!("{} {}", node.code, node.name))
}

/// A class by the cluster's own name, else by the usual word.
pub fn class(w: Words, band: &ClassBand) -> String {
    let usual = w.say("ranking.class", &band.code, &[]);
    match (band.name.is_empty(), usual.starts_with("ranking.class")) {
        (false, _) => band.name.clone(),
        (true, false) => usual,
        (true, true) => band.code.clone(),
    }
}

/// The class of a badge of the state of figures.
pub const fn badge_class(badge: cycle::ranking::Badge) -> &'static str {
    match badge {
        cycle::ranking::Badge::Provisional => "badge badge-warning",
        cycle::ranking::Badge::Verified => "badge badge-info",
        cycle::ranking::Badge::Adopted => "badge badge-success",
    }
}
