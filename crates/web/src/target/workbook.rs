//! The cluster's workbook read into the grid and shown there, as a pasted block is; nothing is kept yet.
//! *Đọc từ tệp Excel.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, InForce};
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use exchange::workbook::cells::OldText;
use exchange::workbook::results_import::UnitName;
use exchange::workbook::targets_import::{Said, TargetCell, import_targets};

use super::grid::View;
use super::paste::{Fields, one};
use super::targets::{Typed, book, page};
use crate::at_year::AtYear;
use crate::forms::{Form, Problems};
use crate::layout::Tone;
use crate::reply::{self, Reply};
use crate::upload::Upload;
use crate::words::Words;

/// `POST /years/{year}/targets/workbook`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, Upload { bytes, .. }: Upload) -> Result<Html<String>, Reply> {
    at.desk.require(Act::AssignTarget, On::CLUSTER)?;
    let (w, book) = (at.w(), book(&cx, &at).await?);
    let (fields, problems) = match &book.table {
        Some(table) if !bytes.is_empty() => read(w, &book, table, &bytes),
        _ => (Fields::new(), nothing(w)),
    };
    let many = w.fill("target.pasted", &[("n", &w.count(fields.len())), ("bad", &w.count(problems.0.len()))]);
    let tone = if problems.is_empty() { Tone::Info } else { Tone::Warning };
    let view = View { unit: None, all: false, edit: true };
    let mut page = page(&at, &cx, view, Typed { form: Form::of(fields), notice: Some((tone, many)) }).await?;
    page.sheet.problems = problems;
    reply::page(&page)
}

fn nothing(w: Words) -> Problems {
    let mut problems = Problems::default();
    problems.add("file", w.t("evidence.nothing_sent"));
    problems
}

/// Every cell by the rules of a pasted one, each problem with its place.
fn read(w: Words, book: &Book, table: &InForce, bytes: &[u8]) -> (Fields, Problems) {
    let members = book.members.iter();
    let units: Vec<UnitName> =
        members.map(|m| UnitName { key: m.short_name.clone(), names: vec![m.short_name.clone(), m.name.clone()] }).collect();
    let read = import_targets(bytes, &table.table, &units, OldText::Convert);
    let (mut fields, mut problems) = (Fields::new(), Problems::default());
    // A unit without a column keeps what it has.
    for finding in read.findings.iter().filter(|finding| finding.code != "unit-absent") {
        problems.add("file", finding.say(w.lang));
    }
    for cell in &read.cells {
        match taken(w, book, table, cell) {
            Ok(some) => fields.extend(some),
            Err(why) => problems.add("file", cell_words(w, table, cell, &why)),
        }
    }
    (fields, problems)
}

fn taken(w: Words, book: &Book, table: &InForce, cell: &TargetCell) -> Result<Fields, String> {
    let unit = book.members.iter().find(|member| member.short_name == cell.unit).map(|member| member.unit);
    let (Some(leaf), Some(unit)) = (table.table.leaf(&cell.path), unit) else { return Ok(Fields::new()) };
    let text = match &cell.said {
        Said::Figure(figure) => w.typed(figure.trimmed()),
        Said::Words(text) => text.clone(),
    };
    one(w, table, (leaf, unit, Some(w.decimal_sign())), text.trim()).map_err(|(why, _)| why)
}

fn cell_words(w: Words, table: &InForce, cell: &TargetCell, why: &str) -> String {
    let line = table.table.leaf(&cell.path).map_or("", |leaf| leaf.label.as_str());
    w.fill("target.file_cell", &[("place", &cell.place), ("line", line), ("unit", &cell.unit), ("why", why)])
}
