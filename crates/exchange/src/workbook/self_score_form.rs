//! One unit's self-scoring form as a workbook, written and read back. *Mẫu tự chấm.*
//!
//! Only the cells a criterion asks for are unlocked; row ids and the identity of the form are hidden.

use std::collections::BTreeMap;

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, ProtectionOptions, Workbook, Worksheet, XlsxError};
use scoring::{Given, Kind, Leaf, Node, Table};

use super::address::At;
use super::cells::{CellReader, OldText};
use super::figures::{Figures, ImportedEntry, Part};
use super::finding::CellFinding;
use super::grid::{Book, Sheet};
use super::paper::{Paper, excel_number, finish, put_number, put_text, set_page};
use super::table_export::NotWritten;

const MARK: &str = "giaouoc.form/1";
const HEADING_ROW: u32 = 4;
const WIDTHS: [f64; 10] = [7.0, 50.0, 10.0, 11.0, 12.0, 9.0, 12.0, 24.0, 20.0, 4.0];
const PATH: u16 = 9;
const NOTE: u16 = 8;
/// The columns of a unit's figures.
const PARTS: [(Part, u16); 4] = [(Part::Target, 3), (Part::Actual, 4), (Part::Deduction, 5), (Part::Score, 6)];

/// What a form is written for.
pub struct FormOf<'f> {
    pub table: &'f Table,
    /// What the caller knows the unit by; read back and compared.
    pub unit_key: &'f str,
    pub unit_name: &'f str,
    /// What is already known, by path: targets, and what was reported before.
    pub given: &'f BTreeMap<String, Given>,
    /// What each criterion asks as evidence, by path.
    pub evidence: &'f BTreeMap<String, String>,
}

/// A form that was read back.
#[derive(Clone, Debug, Default)]
pub struct ImportedForm {
    pub sheet: String,
    pub entries: Vec<ImportedEntry>,
    /// The unit's notes, by path.
    pub notes: BTreeMap<String, String>,
    pub findings: Vec<CellFinding>,
}

impl ImportedForm {
    /// Whether the workbook is one of ours at all.
    pub fn is_ours(&self) -> bool {
        self.findings.iter().all(|finding| finding.code != "form-not-ours")
    }
}

/// Writes the form. *mau-tu-cham.xlsx*
///
/// # Errors
/// Only if the library refuses.
pub fn export_form(form: &FormOf<'_>) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    let paper = Paper::new(form.table.decimals());
    let sheet = book.add_worksheet().set_name("Tự chấm")?;
    let mut writer = Writer { sheet, paper, form };
    writer.heading()?;
    for (row, (depth, node)) in (HEADING_ROW + 1..).zip(form.table.draft().lines()) {
        writer.line(row, depth, node)?;
    }
    finish(book, &format!("Bảng tự chấm điểm – {}", form.unit_name))
}

struct Writer<'w> {
    sheet: &'w mut Worksheet,
    paper: Paper,
    form: &'w FormOf<'w>,
}

impl Writer<'_> {
    fn heading(&mut self) -> Result<(), XlsxError> {
        let title = format!("BẢNG TỰ CHẤM ĐIỂM: {}", self.form.table.title());
        self.sheet.merge_range(0, 0, 0, NOTE, &title, &self.paper.title())?;
        self.sheet.merge_range(1, 0, 1, NOTE, &format!("Đơn vị: {}", self.form.unit_name), &self.paper.title())?;
        let hint = "Chỉ nhập vào ô màu trắng. Tiêu chí không giao: ghi «Không giao». Không đổi tên, thêm hay xóa hàng.";
        self.sheet.merge_range(2, 0, 2, NOTE, hint, &self.paper.remark())?;
        for (row, text) in (0u32..).zip([MARK, self.form.unit_key, self.form.table.id()]) {
            put_text(self.sheet, row, PATH, text, &self.paper.text(false))?;
        }
        let names =
            ["STT", "Nội dung", "Điểm tối đa", "Chỉ tiêu", "Thực hiện", "Số lần trừ", "Tự chấm", "Minh chứng", "Ghi chú", "Mã dòng"];
        for (column, (name, width)) in (0u16..).zip(names.into_iter().zip(WIDTHS)) {
            put_text(self.sheet, HEADING_ROW, column, name, &self.paper.heading())?;
            self.sheet.set_column_width(column, width)?;
        }
        self.sheet.set_column_hidden(PATH)?;
        let options = ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::default() };
        self.sheet.protect_with_options(&options);
        set_page(self.sheet, true, HEADING_ROW)
    }

    fn line(&mut self, row: u32, depth: usize, node: &Node) -> Result<(), XlsxError> {
        let bold = node.kind().is_none();
        let locked = self.paper.text(bold).set_background_color(GREY);
        let indent = u8::try_from(depth.min(8)).unwrap_or(8);
        put_text(self.sheet, row, 0, &node.code, &self.paper.number(bold).set_background_color(GREY))?;
        put_text(self.sheet, row, 1, &node.name, &locked.clone().set_indent(indent))?;
        put_number(self.sheet, row, 2, &node.max.plain(self.form.table.decimals()), &self.paper.points(bold).set_background_color(GREY))?;
        let evidence = self.form.evidence.get(&node.path).map_or("", String::as_str);
        put_text(self.sheet, row, 7, evidence, &locked)?;
        let note = if bold { locked.clone() } else { self.paper.text(false).set_unlocked() };
        put_text(self.sheet, row, NOTE, "", &note)?;
        put_text(self.sheet, row, PATH, &node.path, &locked)?;
        let leaf = self.form.table.leaf(&node.path);
        PARTS.iter().try_for_each(|(part, column)| self.part(row, *column, *part, leaf, &locked))
    }

    fn part(&mut self, row: u32, column: u16, part: Part, leaf: Option<&Leaf>, locked: &Format) -> Result<(), XlsxError> {
        let Some(leaf) = leaf.filter(|l| Part::of_kind(&l.kind).contains(&part)) else {
            return put_text(self.sheet, row, column, "", locked);
        };
        let base = if part == Part::Score { self.paper.points(false) } else { self.paper.figure() };
        let format = if part == Part::Target { base.set_background_color(GREY) } else { base.set_unlocked() };
        self.validate(row, column, part, leaf)?;
        match self.known(leaf, part) {
            Some(text) if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !text.is_empty() => {
                put_number(self.sheet, row, column, &text, &format)
            }
            known => put_text(self.sheet, row, column, &known.unwrap_or_default(), &format),
        }
    }

    /// What is already known of a part, as the cell shows it.
    fn known(&self, leaf: &Leaf, part: Part) -> Option<String> {
        let given = self.form.given.get(&leaf.path)?;
        if given.not_assigned == Some(true) && part != Part::Target {
            return (Part::of_kind(&leaf.kind).first() == Some(&part)).then(|| "Không giao".to_owned());
        }
        match part {
            Part::Target => given.target.clone(),
            Part::Deduction => given.deduction.clone(),
            Part::Score => given.achieved.map(|yes| if yes { "Đạt" } else { "Không đạt" }.to_owned()).or(given.points.clone()),
            Part::Actual => [&given.actual, &given.percent, &given.count, &given.bonus, &given.value].into_iter().find_map(Clone::clone),
        }
    }

    /// A drop-down for pass or fail; elsewhere a bound with a warning, so that «Không giao» can be typed.
    fn validate(&mut self, row: u32, column: u16, part: Part, leaf: &Leaf) -> Result<(), XlsxError> {
        let rule = match (&leaf.kind, part) {
            (Kind::PassFail, _) => DataValidation::new().allow_list_strings(&["Đạt", "Không đạt", "Không giao"])?,
            (Kind::Direct | Kind::Assigned { .. }, Part::Score) => {
                let max = excel_number(&leaf.max.plain(leaf.decimals));
                let warn = DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, max));
                warn.set_error_style(rust_xlsxwriter::DataValidationErrorStyle::Warning)
                    .set_error_message("Điểm từ 0 đến điểm tối đa, hoặc «Không giao»")?
            }
            _ => return Ok(()),
        };
        self.sheet.add_data_validation(row, column, row, column, &rule).map(|_| ())
    }
}

const GREY: rust_xlsxwriter::Color = rust_xlsxwriter::Color::RGB(0x00F2_F2F2);

/// Reads a form back for `unit_key` of `table`. *Nhập mẫu tự chấm.*
pub fn import_form(bytes: &[u8], table: &Table, unit_key: &str, old_text: OldText) -> ImportedForm {
    let book = match Book::read(bytes) {
        Ok(book) => book,
        Err(finding) => return ImportedForm { findings: vec![finding], ..ImportedForm::default() },
    };
    let path = u32::from(PATH);
    match book.visible().find(|s| s.text(0, path) == MARK) {
        None => ImportedForm { findings: vec![CellFinding::of_file("form-not-ours")], ..ImportedForm::default() },
        Some(sheet) => read_form(sheet, table, unit_key, old_text),
    }
}

fn read_form(sheet: &Sheet, table: &Table, unit_key: &str, old_text: OldText) -> ImportedForm {
    let mut reader = CellReader::new(sheet, old_text);
    for (row, expected) in [(1, unit_key), (2, table.id())] {
        let found = sheet.text(row, u32::from(PATH));
        if found != expected {
            let finding = CellFinding::error("form-other", &sheet.name, At::new(row, u32::from(PATH)).to_string());
            reader.add(finding.with("value", found).with("expected", expected));
            return ImportedForm { sheet: sheet.name.clone(), findings: reader.findings, ..ImportedForm::default() };
        }
    }
    let used: Vec<(u32, String)> = PARTS.iter().map(|(part, c)| (u32::from(*c), part.heading().to_owned())).collect();
    reader.report_layout(&used, HEADING_ROW + 1);
    let mut form = ImportedForm { sheet: sheet.name.clone(), ..ImportedForm::default() };
    read_rows(&mut reader, table, &mut form);
    form.findings = reader.findings;
    form
}

fn read_rows(reader: &mut CellReader<'_>, table: &Table, form: &mut ImportedForm) {
    let columns: Vec<u32> = PARTS.iter().map(|(_, c)| u32::from(*c)).collect();
    let mark = reader.mark(&columns, HEADING_ROW + 1);
    let mut seen: BTreeMap<String, At> = BTreeMap::new();
    for row in reader.sheet.rows().into_iter().filter(|r| *r > HEADING_ROW).collect::<Vec<_>>() {
        let at = At::new(row, u32::from(PATH));
        let path = reader.sheet.text(row, at.column);
        let Some(leaf) = table.leaf(&path) else {
            say_stranger(reader, table, at, &path);
            continue;
        };
        if let Some(other) = seen.insert(path.clone(), at) {
            let finding = CellFinding::error("criterion-repeated", &reader.sheet.name, at.to_string());
            reader.add(finding.with("value", &path).with("other", other));
            continue;
        }
        let cells =
            PARTS.iter().map(|(part, c)| (*part, At::new(row, u32::from(*c)))).filter(|(p, _)| Part::of_kind(&leaf.kind).contains(p));
        say_misplaced(reader, leaf, row);
        form.entries.extend(Figures { leaf, cells: reported(reader, cells), mark }.read(reader));
        let note = reader.text(At::new(row, u32::from(NOTE)));
        if !note.is_empty() {
            form.notes.insert(path, note);
        }
    }
}

/// A figure in a column that this criterion does not use would be lost without a word.
fn say_misplaced(reader: &mut CellReader<'_>, leaf: &Leaf, row: u32) {
    let asked = Part::of_kind(&leaf.kind);
    let Some(own) = asked.iter().find(|part| **part != Part::Target) else { return };
    for (part, column) in PARTS.iter().filter(|(part, _)| *part != Part::Target && !asked.contains(part)) {
        let at = At::new(row, u32::from(*column));
        let text = reader.sheet.text(at.row, at.column);
        if !text.is_empty() {
            let finding = CellFinding::error("form-misplaced", &reader.sheet.name, at.to_string());
            reader.add(finding.with("value", text).with("column", part.heading()).with("expected", own.heading()));
        }
    }
}

/// A target alone, printed by us, is not yet a report.
fn reported(reader: &CellReader<'_>, cells: impl Iterator<Item = (Part, At)>) -> Vec<(Part, At)> {
    let cells: Vec<(Part, At)> = cells.collect();
    let typed = cells.iter().any(|(part, at)| *part != Part::Target && reader.sheet.cells.contains_key(at));
    if typed { cells } else { Vec::new() }
}

fn say_stranger(reader: &mut CellReader<'_>, table: &Table, at: At, path: &str) {
    if !table.is_group(path) {
        let label = if path.is_empty() { reader.sheet.text(at.row, 1) } else { path.to_owned() };
        let finding = CellFinding::error("criterion-unknown", &reader.sheet.name, at.to_string()).with("value", label);
        reader.add(finding);
    }
}
