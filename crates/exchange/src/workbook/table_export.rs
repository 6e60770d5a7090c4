//! The scoring table as a workbook in the printed columns. *Xuất thang bảng điểm ra Excel.*
//!
//! Two hidden columns keep each line's path and its group's, so the file comes back as the same table.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use scoring::{Body, Kind, Node, TableDraft};
use values::Points;

use super::paper::{Paper, finish, put_formula, put_number, put_text, set_page, sum_formula};
use super::table_import::LineDetail;
use super::table_import::header::Column;
use super::table_import::how;

const COLUMNS: [(Column, f64); 10] = [
    (Column::Number, 7.0),
    (Column::Name, 52.0),
    (Column::Max, 10.0),
    (Column::How, 34.0),
    (Column::Unit, 10.0),
    (Column::Evidence, 26.0),
    (Column::Source, 18.0),
    (Column::Note, 16.0),
    (Column::Path, 4.0),
    (Column::Parent, 4.0),
];
const HEADING_ROW: u32 = 2;

/// Why a workbook could not be written; the library says it in its own words, for the log.
pub type NotWritten = XlsxError;

/// Writes a scoring table. *Thang bảng điểm.* `details` by path, as the import gives them.
///
/// # Errors
/// Only if the library refuses, for example a table of more than a million rows.
pub fn export_table(draft: &TableDraft, details: &BTreeMap<String, LineDetail>) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    let paper = Paper::new(draft.rules.rounding.decimals);
    let sheet = book.add_worksheet().set_name("Thang bảng điểm")?;
    let mut writer = Writer { sheet, paper, decimals: draft.rules.rounding.decimals, details, row: HEADING_ROW + 1 };
    writer.heading(&draft.title)?;
    let rows = writer.nodes(&draft.nodes, "", 0)?;
    writer.total(draft.total(), &rows)?;
    finish(book, &draft.title)
}

struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: Paper,
    decimals: u8,
    details: &'w BTreeMap<String, LineDetail>,
    row: u32,
}

impl Writer<'_> {
    fn heading(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.merge_range(0, 0, 0, 7, title, &self.paper.title())?;
        self.sheet.set_row_height(0, 40)?;
        for (at, (column, width)) in (0u16..).zip(COLUMNS) {
            put_text(self.sheet, HEADING_ROW, at, column.heading(), &self.paper.heading())?;
            self.sheet.set_column_width(at, width)?;
            if matches!(column, Column::Path | Column::Parent) {
                self.sheet.set_column_hidden(at)?;
            }
        }
        set_page(self.sheet, true, HEADING_ROW)
    }

    /// Writes the nodes and what is below them; gives their own rows.
    fn nodes(&mut self, nodes: &[Node], parent: &str, depth: u8) -> Result<Vec<u32>, XlsxError> {
        let mut rows = Vec::new();
        for node in nodes {
            rows.push(self.row);
            self.node(node, parent, depth)?;
        }
        Ok(rows)
    }

    fn node(&mut self, node: &Node, parent: &str, depth: u8) -> Result<(), XlsxError> {
        let row = self.row;
        self.row += 1;
        self.texts(row, node, parent, depth)?;
        let below = self.nodes(node.children(), &node.path, depth.saturating_add(1))?;
        self.maximum(row, node, &below)
    }

    fn texts(&mut self, row: u32, node: &Node, parent: &str, depth: u8) -> Result<(), XlsxError> {
        let bold = node.kind().is_none();
        let detail = self.details.get(&node.path).cloned().unwrap_or_default();
        let way = self.how(node, &detail.how);
        let (text, number) = (self.paper.text(bold), self.paper.number(bold));
        let indented = text.clone().set_indent(depth.min(8));
        put_text(self.sheet, row, 0, &node.code, &number)?;
        put_text(self.sheet, row, 1, &node.name, &indented)?;
        let rest = [&way, &detail.unit_of_measure, &detail.evidence, &detail.source, &detail.note, &node.path, &parent.to_owned()];
        (3u16..).zip(rest).try_for_each(|(at, value)| put_text(self.sheet, row, at, value, &text))
    }

    /// What was written before, where it still means the same; else our own sentence.
    fn how(&self, node: &Node, written: &str) -> String {
        match &node.body {
            Body::Group { cap, .. } => cap.map(|c| how::say_cap(c, self.decimals)).unwrap_or_default(),
            Body::Leaf(kind) if how::read(written, node.max, self.decimals).unwrap_or(Kind::Direct) == *kind && !written.is_empty() => {
                written.to_owned()
            }
            Body::Leaf(kind) => how::say(kind, self.decimals),
        }
    }

    /// A group's maximum is a formula while it is the sum of what is below it.
    fn maximum(&mut self, row: u32, node: &Node, below: &[u32]) -> Result<(), XlsxError> {
        let plain = node.max.plain(self.decimals);
        let format = self.paper.points(node.kind().is_none());
        let sum = node.children().iter().try_fold(0i64, |sum, child| sum.checked_add(child.max.0));
        match sum_formula(2, below).filter(|_| sum == Some(node.max.0)) {
            Some(formula) => put_formula(self.sheet, row, 2, &formula, &plain, &format),
            None => put_number(self.sheet, row, 2, &plain, &format),
        }
    }

    fn total(&mut self, total: Points, rows: &[u32]) -> Result<(), XlsxError> {
        self.sheet.set_print_area(0, 0, self.row, 7)?;
        let plain = total.plain(self.decimals);
        let (text, points) = (self.paper.text(true), self.paper.points(true));
        (0..8u16).filter(|c| *c != 2).try_for_each(|c| put_text(self.sheet, self.row, c, if c == 1 { "Tổng cộng" } else { "" }, &text))?;
        match sum_formula(2, rows) {
            Some(formula) => put_formula(self.sheet, self.row, 2, &formula, &plain, &points),
            None => put_number(self.sheet, self.row, 2, &plain, &points),
        }
    }
}
