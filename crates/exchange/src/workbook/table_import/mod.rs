//! A scoring table from a workbook, with every problem by cell. *Nhập thang bảng điểm từ Excel.*

mod draft;
pub mod header;
pub mod how;
pub mod numbering;
mod rows;
mod sums;

use std::collections::{BTreeMap, BTreeSet};

use scoring::TableDraft;

use super::address::At;
use super::cells::{CellReader, OldText};
use super::finding::CellFinding;
use super::grid::{Book, Sheet};
use header::{Column, Header};
use rows::{BodyReader, Line};

/// What the person importing has decided. *Tùy chọn nhập.*
#[derive(Clone, Debug)]
pub struct TableOptions {
    /// Decimals of the table's points.
    pub decimals: u8,
    pub old_text: OldText,
    pub id: String,
    pub title: String,
    pub year: i32,
}

/// What stands beside a criterion and is no part of its arithmetic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineDetail {
    /// The way of scoring as written.
    pub how: String,
    /// The way of scoring was not understood: points are given directly until somebody decides. *Tạm coi là.*
    pub assumed: bool,
    /// *Đơn vị tính.*
    pub unit_of_measure: String,
    /// *Minh chứng.*
    pub evidence: String,
    /// *Cơ quan thẩm định.*
    pub source: String,
    pub note: String,
    /// Sheet and cell it was read from.
    pub place: (String, At),
}

/// A scoring table as read, and everything found on the way.
#[derive(Clone, Debug)]
pub struct ImportedTable {
    /// The tree; absent where no table was found at all. Not to be applied while an error stands.
    pub draft: Option<TableDraft>,
    pub details: BTreeMap<String, LineDetail>,
    pub findings: Vec<CellFinding>,
}

impl ImportedTable {
    fn refused(findings: Vec<CellFinding>) -> Self {
        Self { draft: None, details: BTreeMap::new(), findings }
    }

    pub fn has_errors(&self) -> bool {
        super::any_error(&self.findings)
    }
}

/// Reads a scoring table from an .xlsx file. *Nhập thang bảng điểm.*
pub fn import_table(bytes: &[u8], options: &TableOptions) -> ImportedTable {
    match Book::read(bytes) {
        Ok(book) => import_book(&book, options),
        Err(finding) => ImportedTable::refused(vec![finding]),
    }
}

fn import_book(book: &Book, options: &TableOptions) -> ImportedTable {
    let mut findings = hidden_sheets(book);
    let headed: Vec<(&Sheet, Header)> = book.visible().filter_map(|s| Some((s, header::find(s)?))).collect();
    let best = headed.iter().find(|(_, h)| h.missing().is_empty()).or(headed.first());
    let Some((sheet, header)) = best else {
        findings.push(no_header(book));
        return ImportedTable::refused(findings);
    };
    findings.extend(others(&headed, sheet));
    import_sheet(sheet, header, options, findings)
}

/// Sheets people do not see are named, never read.
pub(super) fn hidden_sheets(book: &Book) -> Vec<CellFinding> {
    let hidden = book.sheets.iter().filter(|s| s.hidden && !s.cells.is_empty());
    hidden.map(|s| CellFinding::warning("sheet-hidden", &s.name, "")).collect()
}

fn no_header(book: &Book) -> CellFinding {
    match book.visible().next() {
        Some(sheet) => CellFinding::error("header-missing", &sheet.name, "A1"),
        None => CellFinding::of_file("sheet-none"),
    }
}

fn others<'a>(headed: &'a [(&Sheet, Header)], read: &'a Sheet) -> impl Iterator<Item = CellFinding> + 'a {
    let rest = headed.iter().filter(|(s, h)| s.name != read.name && h.missing().is_empty());
    rest.map(|(s, _)| CellFinding::warning("sheet-not-read", &s.name, "").with("read", &read.name))
}

fn import_sheet(sheet: &Sheet, header: &Header, options: &TableOptions, mut findings: Vec<CellFinding>) -> ImportedTable {
    let missing = header_findings(sheet, header, &mut findings);
    if missing {
        return ImportedTable::refused(findings);
    }
    let mut cells = CellReader::new(sheet, options.old_text);
    cells.report_layout(&seen_columns(header), header.body);
    let body = BodyReader::new(&mut cells, header, options.decimals).read();
    sums::check(&mut cells, &body, options.decimals);
    if body.lines.is_empty() {
        cells.error("table-empty", At::new(header.body, 0));
    }
    let draft = draft::build(&mut cells, &body.lines, options);
    let leaves: BTreeSet<String> = draft.lines().into_iter().filter(|(_, n)| n.kind().is_some()).map(|(_, n)| n.path.clone()).collect();
    let told = |line: &Line| LineDetail { assumed: leaves.contains(&line.path) && draft::is_assumed(line, options), ..detail(line, sheet) };
    let details = body.lines.iter().map(|line| (line.path.clone(), told(line))).collect();
    findings.append(&mut cells.findings);
    ImportedTable { draft: Some(draft), details, findings }
}

/// Our own id columns are meant to be hidden.
fn seen_columns(header: &Header) -> Vec<(u32, String)> {
    let seen = header.columns.iter().filter(|(c, _)| !matches!(c, Column::Path | Column::Parent));
    seen.map(|(column, at)| (*at, column.heading().to_owned())).collect()
}

/// Says what is odd about the heading; whether a needed column is missing.
fn header_findings(sheet: &Sheet, header: &Header, findings: &mut Vec<CellFinding>) -> bool {
    let at = |column: u32| At::new(header.row, column).to_string();
    let missing = header.missing();
    findings.extend(missing.iter().map(|c| CellFinding::error("column-missing", &sheet.name, at(0)).with("heading", c.heading())));
    findings.extend(header.doubled.iter().map(|(column, first, second)| {
        let finding = CellFinding::error("column-doubled", &sheet.name, at(*second)).with("heading", column.heading());
        finding.with("first", super::address::column_name(*first)).with("second", super::address::column_name(*second))
    }));
    findings
        .extend(header.unknown.iter().map(|(c, text)| CellFinding::warning("column-unknown", &sheet.name, at(*c)).with("heading", text)));
    !missing.is_empty()
}

fn detail(line: &Line, sheet: &Sheet) -> LineDetail {
    LineDetail {
        how: line.how.clone(),
        assumed: false,
        unit_of_measure: line.unit.clone(),
        evidence: line.evidence.clone(),
        source: line.source.clone(),
        note: line.note.clone(),
        place: (sheet.name.clone(), line.at),
    }
}
