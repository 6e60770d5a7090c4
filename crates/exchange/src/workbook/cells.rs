//! Reads single cells as text or exact numbers, with a finding for whatever is odd.

use values::Quantity;
use values::quantity::NotAQuantity;

use super::address::At;
use super::finding::CellFinding;
use super::fold::tidy;
use super::grid::{Cell, Sheet, Value};
use super::number::{CellNumber, Mark, NotRead, mark_of, plain_of_typed};

/// What to do with text from before Unicode. *Chữ bảng mã cũ.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OldText {
    /// Refuse it and show what it would become.
    #[default]
    Offer,
    /// Convert it and say so.
    Convert,
}

/// How many decimals a number may have and whether it may be negative.
#[derive(Clone, Copy, Debug)]
pub struct Allowed {
    pub decimals: u8,
    pub negative: bool,
}

impl Allowed {
    pub const fn points(decimals: u8) -> Self {
        Self { decimals, negative: false }
    }

    /// Targets, results, percentages and values.
    pub const FIGURE: Self = Self { decimals: Quantity::MOST_DECIMALS, negative: false };
}

/// Reads the cells of one sheet and gathers what is wrong with them.
pub struct CellReader<'a> {
    pub sheet: &'a Sheet,
    pub findings: Vec<CellFinding>,
    old_text: OldText,
}

impl<'a> CellReader<'a> {
    pub fn new(sheet: &'a Sheet, old_text: OldText) -> Self {
        Self { sheet, findings: Vec::new(), old_text }
    }

    /// Reports an error without further arguments.
    pub fn error(&mut self, code: &'static str, at: At) {
        self.add(CellFinding::error(code, &self.sheet.name, at.to_string()));
    }

    /// Reports an error with one argument.
    pub fn error_with(&mut self, code: &'static str, at: At, name: &'static str, value: impl ToString) {
        self.add(CellFinding::error(code, &self.sheet.name, at.to_string()).with(name, value));
    }

    pub fn add(&mut self, finding: CellFinding) {
        self.findings.push(finding);
    }

    /// The text of a cell, empty when there is none.
    pub fn text(&mut self, at: At) -> String {
        let Some(cell) = self.sheet.cells.get(&at) else { return self.blank(at) };
        match &cell.value {
            Value::Error(value) => self.broken(at, value),
            Value::Text(text) => self.modern(at, cell, text),
            Value::Number(_) | Value::Date(_) | Value::Bool(_) => cell.text(),
        }
    }

    fn blank(&mut self, at: At) -> String {
        if self.sheet.layout.uncomputed.contains(&at) {
            self.error("cell-uncomputed", at);
        }
        String::new()
    }

    fn broken(&mut self, at: At, value: &str) -> String {
        let finding = CellFinding::error("cell-error", &self.sheet.name, at.to_string()).with("value", value);
        self.add(finding);
        String::new()
    }

    fn modern(&mut self, at: At, cell: &Cell, text: &str) -> String {
        let Some(old) = cell.old else { return text.to_owned() };
        let read = tidy(&old.to_unicode(text));
        let place = at.to_string();
        let finding = match self.old_text {
            OldText::Offer => CellFinding::error("old-encoding", &self.sheet.name, place).with("value", text),
            OldText::Convert => CellFinding::warning("old-encoding-converted", &self.sheet.name, place),
        };
        self.add(finding.with("encoding", old.name()).with("read", &read));
        read
    }

    /// The number of a cell; `None` when the cell is empty or was reported.
    pub fn number(&mut self, at: At, allowed: Allowed, mark: Mark) -> Option<Quantity> {
        let Some(cell) = self.sheet.cells.get(&at) else {
            self.blank(at);
            return None;
        };
        let plain = match &cell.value {
            Value::Number(number) => self.quiet(at, number),
            Value::Text(text) => self.typed(at, text, mark)?,
            Value::Error(value) => return self.no_number("cell-error", at, value),
            Value::Date(_) => return self.a_date(at),
            Value::Bool(_) => return self.no_number("number-not-read", at, &cell.text()),
        };
        self.exact(at, &plain, allowed)
    }

    fn no_number(&mut self, code: &'static str, at: At, value: &str) -> Option<Quantity> {
        let finding = CellFinding::error(code, &self.sheet.name, at.to_string()).with("value", value);
        self.add(finding);
        None
    }

    fn a_date(&mut self, at: At) -> Option<Quantity> {
        let finding = CellFinding::error("cell-date", &self.sheet.name, at.to_string()).with("expected", "số / a number");
        self.add(finding);
        None
    }

    fn quiet(&mut self, at: At, number: &CellNumber) -> String {
        if let Some(noise) = &number.noise {
            let finding = CellFinding::warning("number-noise", &self.sheet.name, at.to_string());
            self.add(finding.with("value", noise).with("read", &number.text));
        }
        number.shown()
    }

    fn typed(&mut self, at: At, text: &str, mark: Mark) -> Option<String> {
        match plain_of_typed(text, mark) {
            Ok(plain) => {
                let finding = CellFinding::warning("number-as-text", &self.sheet.name, at.to_string());
                self.add(match Quantity::read_signed(&plain, u8::MAX) {
                    Ok(read) => finding.with("value", text).with_figure("read", read),
                    Err(_) => finding.with("value", text).with("read", &plain),
                });
                Some(plain)
            }
            Err(NotRead::Ambiguous) => self.no_number("number-ambiguous", at, text).map(Quantity::plain),
            Err(NotRead::NotANumber) => self.no_number("number-not-read", at, text).map(Quantity::plain),
        }
    }

    fn exact(&mut self, at: At, plain: &str, allowed: Allowed) -> Option<Quantity> {
        let read = if allowed.negative { Quantity::read_signed(plain, allowed.decimals) } else { Quantity::read(plain, allowed.decimals) };
        read.map_err(|why| self.refuse(at, plain, why)).ok()
    }

    fn refuse(&mut self, at: At, plain: &str, why: NotAQuantity) {
        let finding = |code| CellFinding::error(code, &self.sheet.name, at.to_string()).with("value", plain);
        let finding = match why {
            NotAQuantity::NotPlain => finding("number-not-read"),
            NotAQuantity::TooManyDecimals(most) => finding("number-decimals").with("most", most),
            NotAQuantity::TooManyDigits => finding("number-digits"),
            NotAQuantity::Negative => finding("number-negative"),
        };
        self.add(finding);
    }

    /// The decimal mark the typed numbers of some columns use.
    pub fn mark(&self, columns: &[u32], from_row: u32) -> Mark {
        let texts = self.sheet.cells.iter().filter(|(at, _)| at.row >= from_row && columns.contains(&at.column));
        mark_of(texts.filter_map(|(_, cell)| if let Value::Text(text) = &cell.value { Some(text.as_str()) } else { None }))
    }

    /// Reports hidden rows with content, hidden columns in use, and merged cells over several rows.
    pub fn report_layout(&mut self, columns: &[(u32, String)], body: u32) {
        let (sheet, name) = (self.sheet, self.sheet.name.clone());
        let rows = sheet.rows().into_iter().filter(|r| *r >= body && sheet.layout.hidden_rows.contains(r));
        self.findings.extend(rows.map(|r| CellFinding::error("row-hidden", &name, format!("{0}:{0}", r + 1))));
        for (column, heading) in columns.iter().filter(|(c, _)| sheet.layout.hidden_columns.contains(c)) {
            let letters = super::address::column_name(*column);
            self.findings.push(CellFinding::error("column-hidden", &name, format!("{letters}:{letters}")).with("heading", heading));
        }
        let used = |c: &u32| columns.iter().any(|(used, _)| used == c);
        let tall = sheet.merged.iter().filter(|m| m.last.row > m.first.row && m.last.row >= body);
        let tall = tall.filter(|m| (m.first.column..=m.last.column).any(|c| used(&c)));
        self.findings.extend(tall.map(|m| CellFinding::warning("cells-merged", &name, m.to_string())));
    }
}
