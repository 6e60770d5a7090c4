//! A block copied from a workbook, read into the grid and shown there; nothing is kept yet. *Dán từ Excel.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, InForce};
use app::search::folded;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use cycle::target::Meaning;
use scoring::Leaf;
use values::UnitId;

use super::grid::{View, meaning_name, meaning_words, scale, takes_figure, value_name};
use super::targets::{Typed, book, page};
use crate::at_year::AtYear;
use crate::forms::{Form, Problems, SIGN, sentence, sign_in};
use crate::layout::Tone;
use crate::reading::{self, Numeric, Unread};
use crate::reply::{self, Reply};
use crate::words::Words;

/// `POST /years/{year}/targets/paste`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Html<String>, Reply> {
    at.desk.require(Act::AssignTarget, On::CLUSTER)?;
    let book = book(&cx, &at).await?;
    let read = match &book.table {
        Some(table) => read(at.w(), &book, table, (form.text("block"), sign_in(&form, SIGN))),
        None => Read::default(),
    };
    let many = at.w().fill("target.pasted", &[("n", &at.w().count(read.fields.len())), ("bad", &at.w().count(read.problems.0.len()))]);
    let kept = ["block", SIGN].into_iter().filter(|name| form.has(name)).map(|name| (name.to_owned(), form.text(name).to_owned()));
    let form = Form::of(read.fields.into_iter().chain(kept));
    let tone = if read.problems.is_empty() { Tone::Info } else { Tone::Warning };
    let view = View { unit: None, all: false, edit: true };
    let mut page = page(&at, &cx, view, Typed { form, notice: Some((tone, many)) }).await?;
    page.sheet.problems = if read.doubtful { read.problems.with_sign_asked(at.w()) } else { read.problems };
    reply::page(&page)
}

/// What a block says: fields of the grid, and what could not be read, by row and column.
#[derive(Default)]
struct Read {
    fields: Fields,
    problems: Problems,
    /// A number has two readings that nothing in the block decides.
    doubtful: bool,
}

impl Read {
    fn problem(&mut self, text: String) {
        self.problems.add("block", text);
    }
}

/// The first row names the units, the first column the lines; other columns are passed over.
fn read(w: Words, book: &Book, table: &InForce, (block, answered): (&str, Option<char>)) -> Read {
    let rows: Vec<Vec<&str>> =
        block.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split('\t').map(str::trim).collect()).collect();
    let mut read = Read::default();
    let Some((head, body)) = rows.split_first() else {
        read.problem(w.t("target.paste_empty").to_owned());
        return read;
    };
    let columns: Vec<Option<UnitId>> = head.iter().map(|name| unit_named(book, name)).collect();
    if columns.iter().all(Option::is_none) {
        read.problem(w.t("target.paste_no_units").to_owned());
    }
    for (column, name) in unknown(&columns, head, body) {
        read.problem(w.fill("target.paste_no_unit", &[("column", &w.count(column + 1)), ("name", name)]));
    }
    let sign = sign_of(block, answered);
    for (at, row) in body.iter().enumerate() {
        let line = row.first().copied().unwrap_or_default();
        match table.table.leaves().iter().find(|leaf| leaf.code == line || leaf.path == line) {
            Some(leaf) => cells(w, table, (leaf, at + 2, sign), (&columns, row, head), &mut read),
            None => read.problem(w.fill("target.paste_no_line", &[("row", &w.count(at + 2)), ("text", line)])),
        }
    }
    read
}

/// Columns after the first unit's that name no unit and yet hold something: their values would be lost unseen.
fn unknown<'a>(columns: &[Option<UnitId>], head: &[&'a str], body: &[Vec<&str>]) -> Vec<(usize, &'a str)> {
    let first = columns.iter().position(Option::is_some).unwrap_or(columns.len());
    let holds = |at: usize| body.iter().any(|row| row.get(at).is_some_and(|text| !text.is_empty()));
    let after = head.iter().enumerate().skip(first).filter(|(at, _)| columns.get(*at) == Some(&None) && holds(*at));
    after.map(|(at, name)| (at, *name)).collect()
}

fn unit_named(book: &Book, name: &str) -> Option<UnitId> {
    let name = folded(name);
    book.members.iter().find(|m| folded(&m.short_name) == name || folded(&m.name) == name).map(|m| m.unit)
}

/// The answer that was given; else a cell whose form leaves no doubt decides for the block, a comma before a dot.
fn sign_of(block: &str, answered: Option<char>) -> Option<char> {
    let shown = || block.split(['\t', '\n']).filter_map(reading::shown_sign);
    answered.or_else(|| shown().find(|sign| *sign == ',')).or_else(|| shown().next())
}

type Place<'a> = (&'a Leaf, usize, Option<char>);
type Texts<'a> = (&'a [Option<UnitId>], &'a [&'a str], &'a [&'a str]);

fn cells(w: Words, table: &InForce, (leaf, row, sign): Place<'_>, (columns, texts, head): Texts<'_>, read: &mut Read) {
    for (column, text) in texts.iter().enumerate().skip(1) {
        let Some(Some(unit)) = columns.get(column) else { continue };
        match one(w, table, (leaf, *unit, sign), text) {
            Ok(fields) => read.fields.extend(fields),
            Err((why, doubtful)) => {
                let unit = head.get(column).copied().unwrap_or_default();
                read.doubtful |= doubtful;
                read.problem(w.fill("target.paste_cell", &[("row", &w.count(row)), ("line", &leaf.label), ("unit", unit), ("why", &why)]));
            }
        }
    }
}

/// Fields of the grid with their texts.
pub(super) type Fields = Vec<(String, String)>;

/// What is wrong says too whether it is only which sign parts decimals. A figure, `x` for a line that does not concern the unit, `-` for work without a figure, or a meaning's words.
pub(super) fn one(
    w: Words,
    table: &InForce,
    (leaf, unit, sign): (&Leaf, UnitId, Option<char>),
    text: &str,
) -> Result<Fields, (String, bool)> {
    let (value, meaning) = (value_name(unit, &leaf.path), meaning_name(unit, &leaf.path));
    let meant = Meaning::ALL.iter().find(|m| folded(&meaning_words(w, **m)) == folded(text)).copied();
    let meant = meant.or(match text {
        "x" | "X" => Some(Meaning::NotApplicable),
        "-" | "–" => Some(Meaning::NoTarget),
        _ => None,
    });
    if let Some(meant) = meant {
        return Ok(vec![(value, String::new()), (meaning, meant.code().to_owned())]);
    }
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if !takes_figure(leaf) {
        return Err((w.t("target.paste_no_figure").to_owned(), false));
    }
    let numeric = Numeric { sign, ..Numeric::places(scale(table, &leaf.path)) };
    let read = reading::number(text, numeric).map_err(|why| (sentence(w, &why), matches!(why, Unread::Ambiguous { .. })))?;
    Ok(vec![(value, read.map(|quantity| w.typed(quantity)).unwrap_or_default()), (meaning, String::new())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_no_unit_is_named_where_values_would_be_lost() {
        let (here, head) = (Some(UnitId::from_raw(1)), ["Mã", "Nội dung", "Trà Vinh", "Cà Ma", "Ghi chú"]);
        let columns = [None, None, here, None, None];
        assert_eq!(unknown(&columns, &head, &[vec!["I.1", "Lớp", "9", "8", ""]]), [(3, "Cà Ma")]);
        assert_eq!(unknown(&columns, &head, &[vec!["I.1", "Lớp", "9"]]), []);
    }

    #[test]
    fn a_cell_without_doubt_decides_the_sign_of_its_block() {
        for (block, sign) in [
            ("1.234,5\t1.000\n2.000", Some(',')),
            ("9.5\t1.000", Some('.')),
            ("9.5\t9,5", Some(',')),
            ("1.000\t2.000", None),
            ("12\tx", None),
        ] {
            assert_eq!(sign_of(block, None), sign, "{block}");
        }
        assert_eq!(sign_of("9,5", Some('.')), Some('.'));
    }
}
