//! What is assigned to many units, from one workbook: criteria down, units across. *Chỉ tiêu từ Excel.*
//!
//! It tells what each cell says and where; what a line takes is the caller's to judge.

use scoring::Table;
use values::Quantity;

use super::address::At;
use super::cells::{Allowed, CellReader, OldText};
use super::finding::CellFinding;
use super::grid::{Book, Value};
use super::number::Mark;
use super::results_import::{Across, UnitName, sheet_of};
use super::table_import::hidden_sheets;

/// What one cell says of one unit and criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetCell {
    /// The unit's key.
    pub unit: String,
    pub path: String,
    /// As people name it: `Sheet1!C7`.
    pub place: String,
    pub said: Said,
}

/// A figure, or words such as *Không áp dụng*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Figure(Quantity),
    Words(String),
}

/// Everything a workbook assigns, and what was found on the way. Blank cells say nothing.
#[derive(Clone, Debug, Default)]
pub struct ImportedTargets {
    pub cells: Vec<TargetCell>,
    pub findings: Vec<CellFinding>,
}

/// Reads the targets of the named units for `table`. *Nhập chỉ tiêu từ Excel.*
pub fn import_targets(bytes: &[u8], table: &Table, units: &[UnitName], old_text: OldText) -> ImportedTargets {
    let book = match Book::read(bytes) {
        Ok(book) => book,
        Err(finding) => return ImportedTargets { findings: vec![finding], ..ImportedTargets::default() },
    };
    let mut findings = hidden_sheets(&book);
    let Some((sheet, across)) = sheet_of(&book, units, &mut findings) else {
        return ImportedTargets { findings, ..ImportedTargets::default() };
    };
    let (across, mut reader) = (across.targets(), CellReader::new(sheet, old_text));
    let cells = read(&across, &mut reader, table, units);
    findings.append(&mut reader.findings);
    ImportedTargets { cells, findings }
}

fn read(across: &Across, reader: &mut CellReader<'_>, table: &Table, units: &[UnitName]) -> Vec<TargetCell> {
    across.heading_findings(reader, units);
    let used = across.used_columns(units);
    if used.is_empty() {
        reader.error("targets-missing", At::new(across.row + 1, 0));
    }
    reader.report_layout(&used, across.body);
    let rows = across.matched(reader, table);
    let columns: Vec<u32> = used.iter().map(|(column, _)| *column).collect();
    let mark = reader.mark(&columns, across.body);
    let places = rows.iter().flat_map(|(row, path)| used.iter().map(move |(column, unit)| (At::new(*row, *column), path, unit)));
    let cell = |(at, path, unit): (At, &String, &String)| {
        let place = CellFinding::error("", &reader.sheet.name, at.to_string()).place();
        Some(TargetCell { unit: unit.clone(), path: path.clone(), place, said: said(reader, at, mark)? })
    };
    places.filter_map(cell).collect()
}

/// A text without a digit is words; what is neither words nor a number is reported.
fn said(reader: &mut CellReader<'_>, at: At, mark: Mark) -> Option<Said> {
    let text = match &reader.sheet.cells.get(&at)?.value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    if !text.is_empty() && !text.chars().any(|c| c.is_ascii_digit()) {
        return Some(Said::Words(reader.text(at))).filter(|said| *said != Said::Words(String::new()));
    }
    reader.number(at, Allowed::FIGURE, mark).map(Said::Figure)
}
