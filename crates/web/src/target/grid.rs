//! The grid of units and lines: what holds, and the fields in which it is changed. *Bảng chỉ tiêu.*

use app::book::{Book, InForce};
use cycle::target::{Assignment, Meaning, off_scale};
use scoring::{Kind, Leaf};
use values::{Quantity, UnitId};

use crate::addresses;
use crate::at_year::AtYear;
use crate::forms::Form;
use crate::words::Words;

/// Which part of the grid a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// One unit only.
    pub unit: Option<UnitId>,
    /// Lines without a figure and without an assignment too.
    pub all: bool,
    pub edit: bool,
}

/// The grid.
pub struct Grid {
    pub units: Vec<Column>,
    pub rows: Vec<Row>,
}

pub struct Column {
    pub unit: UnitId,
    pub name: String,
}

pub struct Row {
    pub code: String,
    pub name: String,
    /// Unit of measure and decimals, in words.
    pub measure: String,
    pub quantitative: bool,
    pub cells: Vec<Cell>,
}

/// One unit and one line.
pub struct Cell {
    /// What holds, in words.
    pub shown: String,
    /// Stands far off the line's middle. Rule `G-06`.
    pub off: bool,
    pub history: String,
    pub label: String,
    pub value_name: String,
    pub value: String,
    pub meaning_name: String,
    pub meaning: String,
    /// What holds now, where what was typed differs.
    pub was: String,
}

/// The name of the field with a figure.
pub fn value_name(unit: UnitId, path: &str) -> String {
    format!("t.{unit}.{path}")
}

/// The name of the field with the meaning of an absence.
pub fn meaning_name(unit: UnitId, path: &str) -> String {
    format!("m.{unit}.{path}")
}

impl View {
    pub fn of(query: &Form) -> Self {
        Self { unit: query.text("unit").parse().ok(), all: query.text("lines") == "all", edit: query.has("edit") }
    }

    /// The address of this view of the grid.
    pub fn href(&self, at: &AtYear) -> String {
        let unit = self.unit.map(|unit| format!("unit={unit}"));
        let all = self.all.then(|| "lines=all".to_owned());
        let edit = self.edit.then(|| "edit=1".to_owned());
        let query: Vec<String> = [unit, all, edit].into_iter().flatten().collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{}", addresses::targets(at.year()), query.join("&"))
    }
}

/// Whether figures are assigned on a line.
pub const fn takes_figure(leaf: &Leaf) -> bool {
    matches!(leaf.kind, Kind::Quantitative(_))
}

/// The decimals a line's target may have.
pub fn scale(table: &InForce, path: &str) -> u8 {
    table.details.get(path).map_or(Quantity::MOST_DECIMALS, |detail| detail.scale)
}

/// A value in words.
pub fn worded(w: Words, assignment: Option<Assignment>) -> String {
    match assignment {
        None => "–".into(),
        Some(Assignment::Target(quantity)) => w.number(quantity),
        Some(Assignment::Absent(meaning)) => meaning_words(w, meaning),
    }
}

pub fn meaning_words(w: Words, meaning: Meaning) -> String {
    w.say("meaning", meaning.code(), &[])
}

/// What holds for one unit and line.
pub fn held(book: &Book, unit: UnitId, leaf: &Leaf) -> Option<Assignment> {
    book.unit(unit).ok()?.lines.get(leaf.index)?.assignment()
}

/// The grid as a view shows it, with what a form holds in place of what is kept.
pub fn grid(at: &AtYear, book: &Book, view: &View, form: &Form) -> Grid {
    let Some(table) = &book.table else { return Grid { units: Vec::new(), rows: Vec::new() } };
    let chosen = book.members.iter().filter(|m| view.unit.is_none_or(|unit| unit == m.unit));
    let units: Vec<Column> = chosen.map(|m| Column { unit: m.unit, name: m.short_name.clone() }).collect();
    let wanted = |leaf: &&Leaf| {
        let assigned = || book.members.iter().any(|m| held(book, m.unit, leaf).is_some() || typed(form, m.unit, &leaf.path));
        view.all || takes_figure(leaf) || assigned()
    };
    let rows = table.table.leaves().iter().filter(wanted).map(|leaf| row(at, book, table, (leaf, &units, form))).collect();
    Grid { units, rows }
}

fn typed(form: &Form, unit: UnitId, path: &str) -> bool {
    !form.text(&value_name(unit, path)).is_empty() || !form.text(&meaning_name(unit, path)).is_empty()
}

fn row(at: &AtYear, book: &Book, table: &InForce, (leaf, units, form): (&Leaf, &[Column], &Form)) -> Row {
    let figures: Vec<(UnitId, Quantity)> =
        book.members.iter().filter_map(|m| Some((m.unit, held(book, m.unit, leaf)?.quantity()?))).collect();
    let off: Vec<UnitId> = off_scale(&figures).into_iter().map(|off| off.unit).collect();
    Row {
        code: leaf.label.clone(),
        name: leaf.name.clone(),
        measure: if takes_figure(leaf) { measure(at.w(), table, &leaf.path) } else { String::new() },
        quantitative: takes_figure(leaf),
        cells: units.iter().map(|column| cell(at, book, (leaf, column, form), off.contains(&column.unit))).collect(),
    }
}

fn measure(w: Words, table: &InForce, path: &str) -> String {
    let unit = table.details.get(path).map_or("", |detail| detail.measure.as_str());
    let decimals = w.count(scale(table, path));
    match (unit, scale(table, path)) {
        ("", 0) => w.t("target.whole").to_owned(),
        ("", _) => w.fill("target.decimals", &[("n", &decimals)]),
        (unit, 0) => w.fill("target.measure_whole", &[("unit", unit)]),
        (unit, _) => w.fill("target.measure_decimals", &[("unit", unit), ("n", &decimals)]),
    }
}

fn cell(at: &AtYear, book: &Book, (leaf, column, form): (&Leaf, &Column, &Form), off: bool) -> Cell {
    let (w, held) = (at.w(), held(book, column.unit, leaf));
    let (value_name, meaning_name) = (value_name(column.unit, &leaf.path), meaning_name(column.unit, &leaf.path));
    let kept_value = held.and_then(|a| a.quantity()).map(|quantity| w.typed(quantity)).unwrap_or_default();
    let kept_meaning = match held {
        Some(Assignment::Absent(meaning)) => meaning.code(),
        _ => "",
    };
    let sent = form.has(&value_name) || form.has(&meaning_name);
    let (value, meaning) = if sent { (form.text(&value_name), form.text(&meaning_name)) } else { (kept_value.as_str(), kept_meaning) };
    let differs = value != kept_value || meaning != kept_meaning;
    let shown = worded(w, held);
    Cell {
        off,
        history: addresses::target_history(at.year(), column.unit, &leaf.path),
        label: w.fill("target.cell", &[("line", &leaf.label), ("unit", &column.name)]),
        value: value.to_owned(),
        meaning: meaning.to_owned(),
        was: if differs && held.is_some() { w.fill("target.was", &[("value", &shown)]) } else { String::new() },
        shown,
        value_name,
        meaning_name,
    }
}
