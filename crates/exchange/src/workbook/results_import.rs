//! Results of many units from one workbook: criteria down, units across. *Bảng tiêu chí × đơn vị.*

use scoring::Table;

use super::address::{Area, At, column_name};
use super::cells::{CellReader, OldText};
use super::criterion::{Matcher, criterion_columns};
use super::figures::{Figures, ImportedEntry, Part};
use super::finding::CellFinding;
use super::fold::fold;
use super::grid::{Book, Sheet};
use super::self_score_form::ImportedForm;
use super::table_import::hidden_sheets;

/// A unit of the cluster as workbooks may call it. *Đơn vị.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitName {
    /// What the caller knows it by.
    pub key: String,
    /// Its name and other names and codes it goes by.
    pub names: Vec<String>,
}

/// What one unit reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitEntries {
    pub key: String,
    pub entries: Vec<ImportedEntry>,
}

/// The results of all units found in a workbook, and everything found on the way.
#[derive(Clone, Debug, Default)]
pub struct ImportedResults {
    /// The sheet that was read.
    pub sheet: String,
    pub units: Vec<UnitEntries>,
    pub findings: Vec<CellFinding>,
}

impl ImportedResults {
    fn refused(findings: Vec<CellFinding>) -> Self {
        Self { findings, ..Self::default() }
    }

    pub fn has_errors(&self) -> bool {
        super::any_error(&self.findings)
    }
}

/// Reads the results of the named units for `table`. *Nhập kết quả từ Excel.*
pub fn import_results(bytes: &[u8], table: &Table, units: &[UnitName], old_text: OldText) -> ImportedResults {
    let book = match Book::read(bytes) {
        Ok(book) => book,
        Err(finding) => return ImportedResults::refused(vec![finding]),
    };
    let mut findings = hidden_sheets(&book);
    let Some((sheet, across)) = sheet_of(&book, units, &mut findings) else { return ImportedResults::refused(findings) };
    let mut reader = CellReader::new(sheet, old_text);
    let read = across.read(&mut reader, table, units);
    findings.append(&mut reader.findings);
    ImportedResults { sheet: sheet.name.clone(), units: read, findings }
}

/// One unit's part of such a workbook, as its own form would have given it; other units' columns are passed over.
pub fn import_unit(bytes: &[u8], table: &Table, unit: &UnitName, old_text: OldText) -> ImportedForm {
    let mut read = import_results(bytes, table, std::slice::from_ref(unit), old_text);
    read.findings.retain(|finding| finding.code != "unit-unknown");
    let entries = read.units.pop().map(|unit| unit.entries).unwrap_or_default();
    ImportedForm { sheet: read.sheet, entries, findings: read.findings, ..ImportedForm::default() }
}

/// The heading of a units-across sheet.
pub(super) struct Across {
    pub row: u32,
    pub body: u32,
    pub units: Vec<UnitColumns>,
}

/// One unit's columns.
pub(super) struct UnitColumns {
    pub unit: usize,
    pub at: At,
    pub parts: Vec<(Part, u32)>,
    pub unknown: Vec<(u32, String)>,
}

/// The sheet that names most units, with its heading; nothing and a finding where none does.
pub(super) fn sheet_of<'b>(book: &'b Book, units: &[UnitName], findings: &mut Vec<CellFinding>) -> Option<(&'b Sheet, Across)> {
    let best = book.visible().filter_map(|s| Some((s, Across::find(s, units)?))).max_by_key(|(_, a)| a.units.len());
    if best.is_none() {
        let name = book.visible().next().map_or(String::new(), |s| s.name.clone());
        findings.push(CellFinding::error("units-missing", &name, if name.is_empty() { "" } else { "A1" }));
    }
    best
}

fn unit_of(text: &str, units: &[UnitName]) -> Option<usize> {
    let folded = fold(text);
    units.iter().position(|u| u.names.iter().any(|n| fold(n) == folded)).filter(|_| !folded.is_empty())
}

impl Across {
    /// The row among the first forty that names most units.
    fn find(sheet: &Sheet, units: &[UnitName]) -> Option<Self> {
        let named =
            |row: u32| -> Vec<(u32, usize)> { sheet.row(row).filter_map(|(c, cell)| Some((c, unit_of(&cell.text(), units)?))).collect() };
        let rows = sheet.rows().into_iter().take(40).map(|row| (row, named(row)));
        let (row, found) =
            rows.filter(|(_, n)| !n.is_empty()).reduce(|best, next| if next.1.len() > best.1.len() { next } else { best })?;
        let parted = Self::has_parts(sheet, row + 1, &found);
        let columns = found.iter().map(|(c, u)| Self::columns(sheet, At::new(row, *c), *u, parted)).collect();
        Some(Self { row, body: row + if parted { 2 } else { 1 }, units: columns })
    }

    fn has_parts(sheet: &Sheet, row: u32, found: &[(u32, usize)]) -> bool {
        found.iter().any(|(column, _)| Part::of(&sheet.text(row, *column)).is_some())
    }

    /// A unit's columns: the cells its heading is merged over, or those up to the next heading.
    fn columns(sheet: &Sheet, at: At, unit: usize, parted: bool) -> UnitColumns {
        if !parted {
            return UnitColumns { unit, at, parts: vec![(Part::Score, at.column)], unknown: Vec::new() };
        }
        let merged = sheet.merged.iter().find(|m: &&Area| m.contains(at)).map(|m| m.last.column);
        let next = sheet.row(at.row).map(|(c, _)| c).find(|c| *c > at.column);
        let last = merged.unwrap_or_else(|| next.map_or(at.column + 8, |n| n - 1));
        let headings = (at.column..=last).map(|c| (c, sheet.text(at.row + 1, c))).filter(|(_, text)| !text.is_empty());
        let mut columns = UnitColumns { unit, at, parts: Vec::new(), unknown: Vec::new() };
        for (column, text) in headings {
            match Part::of(&text) {
                Some(part) => columns.parts.push((part, column)),
                None => columns.unknown.push((column, text)),
            }
        }
        columns
    }

    /// Only what is assigned: the columns headed *Chỉ tiêu*, or the units' own where they have no parts.
    pub fn targets(mut self) -> Self {
        let parted = self.body > self.row + 1;
        for unit in &mut self.units {
            unit.parts = unit.parts.iter().filter(|(part, _)| !parted || *part == Part::Target).map(|(_, c)| (Part::Target, *c)).collect();
        }
        self
    }

    fn read(&self, reader: &mut CellReader<'_>, table: &Table, units: &[UnitName]) -> Vec<UnitEntries> {
        self.heading_findings(reader, units);
        let used = self.used_columns(units);
        reader.report_layout(&used, self.body);
        let rows = self.matched(reader, table);
        let columns: Vec<u32> = self.units.iter().flat_map(|u| u.parts.iter().map(|(_, c)| *c)).collect();
        let mark = reader.mark(&columns, self.body);
        let mut found = Vec::new();
        for unit in &self.units {
            let cells = |row: u32| unit.parts.iter().map(|(part, c)| (*part, At::new(row, *c))).collect();
            let figures = rows.iter().filter_map(|(row, path)| Some(Figures { leaf: table.leaf(path)?, cells: cells(*row), mark }));
            let entries = figures.filter_map(|f| f.read(reader)).collect();
            found.extend(units.get(unit.unit).map(|u| UnitEntries { key: u.key.clone(), entries }));
        }
        found
    }

    pub fn used_columns(&self, units: &[UnitName]) -> Vec<(u32, String)> {
        let name = |u: &UnitColumns| units.get(u.unit).map(|n| n.key.clone()).unwrap_or_default();
        self.units.iter().flat_map(|u| u.parts.iter().map(move |(_, c)| (*c, name(u)))).collect()
    }

    /// The rows that name a criterion; groups and unknown ones are reported.
    pub fn matched(&self, reader: &mut CellReader<'_>, table: &Table) -> Vec<(u32, String)> {
        let columns = criterion_columns(reader.sheet, self.row, self.body);
        let mut matcher = Matcher::new(table, columns);
        let rows: Vec<u32> = reader.sheet.rows().into_iter().filter(|r| *r >= self.body).collect();
        let filled = |row: u32| self.units.iter().flat_map(|u| &u.parts).any(|(_, c)| reader.sheet.cell(row, *c).is_some());
        let rows: Vec<(u32, bool)> = rows.into_iter().map(|row| (row, filled(row))).collect();
        rows.into_iter().filter_map(|(row, filled)| Some((row, matcher.path(reader, row, filled)?))).collect()
    }

    pub fn heading_findings(&self, reader: &mut CellReader<'_>, units: &[UnitName]) {
        let name = reader.sheet.name.clone();
        for (index, unit) in units.iter().enumerate() {
            let columns: Vec<&UnitColumns> = self.units.iter().filter(|u| u.unit == index).collect();
            match columns.as_slice() {
                [] => reader.add(CellFinding::warning("unit-absent", &name, At::new(self.row, 0).to_string()).with("value", &unit.key)),
                [_] => {}
                [first, second, ..] => {
                    let finding =
                        CellFinding::error("unit-doubled", &name, second.at.to_string()).with("value", &unit.key).with("column", "");
                    reader.add(finding.with("first", column_name(first.at.column)).with("second", column_name(second.at.column)));
                }
            }
        }
        for unit in &self.units {
            for (column, text) in &unit.unknown {
                reader.add(CellFinding::warning("part-unknown", &name, At::new(self.row + 1, *column).to_string()).with("value", text));
            }
        }
        self.strangers(reader, units);
    }

    /// Headings beside the units that name neither a unit nor a column of the criteria.
    fn strangers(&self, reader: &mut CellReader<'_>, units: &[UnitName]) {
        let Some(first) = self.units.iter().map(|u| u.at.column).min() else { return };
        let texts: Vec<(u32, String)> = reader.sheet.row(self.row).filter(|(c, _)| *c > first).map(|(c, cell)| (c, cell.text())).collect();
        let strange = texts.into_iter().filter(|(_, t)| unit_of(t, units).is_none() && super::table_import::header::column_of(t).is_none());
        for (column, text) in strange.collect::<Vec<_>>() {
            let finding = CellFinding::error("unit-unknown", &reader.sheet.name, At::new(self.row, column).to_string());
            reader.add(finding.with("value", text));
        }
    }
}
