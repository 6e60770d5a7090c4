//! A line's entry as people type and read it: the sheet's own fields. *Số liệu của một mục.*

use app::self_score::fields::{self, Fields};
use app::table::details::Detail;
use scoring::{Kind, Leaf};
use values::Quantity;

use crate::Words;
use crate::forms::Check;
use crate::reading::Numeric;
use crate::self_score::trouble;

/// Decimals of figures that belong to no scale of the table.
const FINE: u8 = Quantity::MOST_DECIMALS;

/// One field of the line's kind.
pub(super) struct Asked {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    /// What one may choose; empty for a figure.
    pub options: Vec<(String, String)>,
}

/// The fields a line of this kind asks for.
pub(super) fn asked(w: Words, leaf: &Leaf, detail: &Detail) -> Vec<Asked> {
    let one = |name: &&'static str| Asked {
        name,
        label: w.say("verification.field", name, &[]),
        hint: if matches!(*name, "actual" | "value") { detail.measure.clone() } else { String::new() },
        options: if *name == "achieved" { choices(w) } else { Vec::new() },
    };
    fields::asked(&leaf.kind).iter().map(one).collect()
}

fn choices(w: Words) -> Vec<(String, String)> {
    vec![("1".into(), w.t("verification.achieved").into()), ("0".into(), w.t("verification.not_achieved").into())]
}

/// An entry as it stands in a form's fields.
pub(super) fn typed(w: Words, entry: &Fields) -> Vec<(String, String)> {
    entry.iter().map(|(name, text)| (name.clone(), quantity(text).map_or_else(|| text.clone(), |q| w.typed(q)))).collect()
}

/// The entry typed into the form. A figure equal to the unit's own keeps the unit's writing.
pub(super) fn read(check: &mut Check<'_>, leaf: &Leaf, detail: &Detail, own: &Fields) -> Option<Fields> {
    let names = fields::asked(&leaf.kind);
    let read: Vec<Option<(&str, String)>> = names.iter().map(|name| Some((*name, figure(check, name, leaf, detail)?))).collect();
    let read: Fields = read.into_iter().collect::<Option<Vec<_>>>()?.into_iter().map(|(n, text)| (n.to_owned(), text)).collect();
    let entry = as_own(read, own);
    fits(check, leaf, &entry).then_some(entry)
}

/// Whether the line takes the entry; what it does not take is told at its first field.
pub(crate) fn fits(check: &mut Check<'_>, leaf: &Leaf, entry: &Fields) -> bool {
    let wrong = fields::entry(leaf, leaf.decimals, entry, None).err();
    if let (Some(problem), Some(name)) = (&wrong, fields::asked(&leaf.kind).first()) {
        check.problem(name, trouble(check.w(), problem));
    }
    wrong.is_none()
}

fn figure(check: &mut Check<'_>, name: &'static str, leaf: &Leaf, detail: &Detail) -> Option<String> {
    if name == "achieved" {
        return check.chosen::<u8>(name).map(|chosen| chosen.to_string());
    }
    check.number(name, numeric(name, leaf, detail)).map(Quantity::plain)
}

fn numeric(name: &str, leaf: &Leaf, detail: &Detail) -> Numeric {
    match name {
        "actual" => Numeric::places(detail.scale),
        "points" if matches!(leaf.kind, Kind::BonusOutside(_)) => Numeric::places(leaf.decimals),
        "points" => Numeric { most: Some(leaf.max.quantity(leaf.decimals)), ..Numeric::places(leaf.decimals) },
        "percent" => Numeric { most: Some(Quantity::new(999, 0)), ..Numeric::places(FINE) },
        "value" => Numeric::places(FINE),
        _ => Numeric::places(0),
    }
}

fn as_own(read: Fields, own: &Fields) -> Fields {
    let same = |name: &str, text: &str| own.get(name).filter(|own| quantity(own).is_some() && quantity(own) == quantity(text)).cloned();
    let untouched = |name: &str, text: &str| text == "0" && !own.contains_key(name) && matches!(name, "bonus" | "deduction");
    let all_zero = read.values().all(|text| text == "0");
    let kept = read.into_iter().filter(|(name, text)| all_zero || !untouched(name, text));
    kept.map(|(name, text)| (name.clone(), same(&name, &text).unwrap_or(text))).collect()
}

/// An entry in words: *94,5 %*, *Đạt*, *3 lượt*.
pub(super) fn say(w: Words, leaf: &Leaf, detail: &Detail, entry: &Fields) -> String {
    let given = fields::asked(&leaf.kind).iter().filter_map(|name| Some((*name, entry.get(*name).filter(|text| !text.is_empty())?)));
    let said: Vec<String> = given.map(|(name, text)| say_one(w, name, text, &detail.measure)).collect();
    if said.is_empty() { w.t("verification.nothing_entered").to_owned() } else { said.join("; ") }
}

fn say_one(w: Words, name: &str, text: &str, measure: &str) -> String {
    if name == "achieved" {
        return if text == "1" { w.t("verification.achieved") } else { w.t("verification.not_achieved") }.to_owned();
    }
    let n = quantity(text).map_or_else(|| text.to_owned(), |q| w.number(q));
    w.say("verification.entry", name, &[("n", &n), ("measure", measure)]).trim_end().to_owned()
}

fn quantity(text: &str) -> Option<Quantity> {
    Quantity::read_signed(text, Quantity::MOST_DECIMALS).ok()
}
