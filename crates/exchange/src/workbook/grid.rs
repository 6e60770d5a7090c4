//! A workbook as typed cells with addresses; nothing is guessed, what is odd is reported.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Style, Xlsx};

use super::address::{Area, At};
use super::finding::CellFinding;
use super::fold::tidy;
use super::guard::{Admitted, Limits, admit};
use super::layout::{Layout, layouts};
use super::number::{CellNumber, decimal_of};
use super::old_text::{OldEncoding, detect};

/// Rows, columns, cells and characters a sheet may use.
const MOST_ROWS: u32 = 20_000;
const MOST_COLUMNS: u32 = 500;
const MOST_CELLS: usize = 300_000;
const MOST_CHARACTERS: usize = 20_000_000;
const MOST_SHEETS: usize = 200;
const MOST_MERGED: usize = 20_000;

/// What a cell holds; formulas stand for their stored result. *Nội dung ô.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Number(CellNumber),
    /// A date or time; holds the serial number, as exact text.
    Date(String),
    Bool(bool),
    /// `#REF!` and its kind.
    Error(String),
}

/// One cell that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub value: Value,
    /// The encoding from before Unicode its text is in.
    pub old: Option<OldEncoding>,
    /// The indentation of its text.
    pub indent: u8,
}

impl Cell {
    /// The cell as text: numbers as shown, old encodings turned into Unicode.
    pub fn text(&self) -> String {
        match (&self.value, self.old) {
            (Value::Text(text), Some(old)) => tidy(&old.to_unicode(text)),
            (Value::Text(text), None) => text.clone(),
            (Value::Number(number), _) => number.shown(),
            (Value::Date(text) | Value::Error(text), _) => text.clone(),
            (Value::Bool(yes), _) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// One sheet. *Trang tính.*
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub cells: BTreeMap<At, Cell>,
    pub merged: Vec<Area>,
    pub layout: Layout,
}

impl Sheet {
    pub fn cell(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&At::new(row, column))
    }

    /// The text at a place; empty when there is none.
    pub fn text(&self, row: u32, column: u32) -> String {
        self.cell(row, column).map(Cell::text).unwrap_or_default()
    }

    /// Rows that hold something, in order.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|at| at.row).collect();
        rows.dedup();
        rows
    }

    /// The cells of one row, from left to right.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells.range(At::new(row, 0)..At::new(row + 1, 0)).map(|(at, cell)| (at.column, cell))
    }
}

/// A workbook that was read. *Tệp Excel.*
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
}

impl Book {
    /// Guards and reads an .xlsx file.
    ///
    /// # Errors
    /// One finding for the whole file or for the sheet that is too large or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, CellFinding> {
        let admitted = admit(bytes, Limits::default())?;
        // A foreign parser reads foreign bytes here: should it give up, the file is called damaged.
        catch_unwind(AssertUnwindSafe(|| read(&admitted))).unwrap_or_else(|_| Err(CellFinding::of_file("file-damaged")))
    }

    /// Sheets people see, in order.
    pub fn visible(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.iter().filter(|sheet| !sheet.hidden)
    }
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn read(admitted: &Admitted<'_>) -> Result<Book, CellFinding> {
    let mut book: Workbook<'_> = Xlsx::new(Cursor::new(admitted.bytes())).map_err(|_| CellFinding::of_file("file-damaged"))?;
    let listed: Vec<_> = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet).take(MOST_SHEETS).cloned().collect();
    let mut layouts = layouts(admitted.bytes());
    let mut sheets = Vec::new();
    for sheet in listed {
        let layout = layouts.remove(&sheet.name).unwrap_or_default();
        sheets.push(read_sheet(&mut book, &sheet.name, sheet.visible != SheetVisible::Visible, layout)?);
    }
    Ok(Book { sheets })
}

fn read_sheet(book: &mut Workbook<'_>, name: &str, hidden: bool, layout: Layout) -> Result<Sheet, CellFinding> {
    let cells = read_cells(book, name)?;
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    if merged.len() > MOST_MERGED {
        return Err(CellFinding::error("sheet-too-large", name, "").with("limit", MOST_MERGED));
    }
    let area = |d: &calamine::Dimensions| Area { first: At::new(d.start.0, d.start.1), last: At::new(d.end.0, d.end.1) };
    Ok(Sheet { name: name.to_owned(), hidden, cells, merged: merged.iter().map(area).collect(), layout })
}

fn read_cells(book: &mut Workbook<'_>, name: &str) -> Result<BTreeMap<At, Cell>, CellFinding> {
    let damaged = || CellFinding::error("sheet-damaged", name, "");
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| damaged())?;
    let mut room = Room::default();
    let mut cells = BTreeMap::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        let at = At::new(row, column);
        if let Some(read) = typed(cell.get_value(), reader.styles().get(style)) {
            room.take(at, &read).map_err(|limit| CellFinding::error("sheet-too-large", name, at.to_string()).with("limit", limit))?;
            cells.insert(at, read);
        }
    }
    Ok(cells)
}

/// Counts what a sheet uses, so that a small file cannot unfold into a large grid.
#[derive(Default)]
struct Room {
    cells: usize,
    characters: usize,
}

impl Room {
    fn take(&mut self, at: At, cell: &Cell) -> Result<(), String> {
        self.cells += 1;
        self.characters += if let Value::Text(text) = &cell.value { text.len() } else { 0 };
        if at.row >= MOST_ROWS || at.column >= MOST_COLUMNS {
            return Err(format!("{MOST_ROWS} × {MOST_COLUMNS}"));
        }
        if self.cells > MOST_CELLS || self.characters > MOST_CHARACTERS {
            return Err(MOST_CELLS.to_string());
        }
        Ok(())
    }
}

fn typed(value: &DataRef<'_>, style: Option<&Style>) -> Option<Cell> {
    let percent = style.and_then(|s| s.number_format.as_ref()).is_some_and(|f| f.format_code.contains('%'));
    let number = |float: f64| decimal_of(float, percent).map_or(Value::Error("#NUM!".to_owned()), Value::Number);
    let value = match value {
        DataRef::Empty => return None,
        DataRef::Int(whole) => Value::Number(CellNumber { text: whole.to_string(), noise: None, percent }),
        DataRef::Float(float) => number(*float),
        DataRef::DateTime(date) => Value::Date(decimal_of(date.as_f64(), false)?.text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
        DataRef::Bool(yes) => Value::Bool(*yes),
        DataRef::Error(kind) => Value::Error(kind.to_string()),
        DataRef::String(text) => Value::Text(tidy(text)),
        DataRef::SharedString(text) => Value::Text(tidy(text)),
    };
    if value == Value::Text(String::new()) { None } else { Some(dressed(value, style)) }
}

fn dressed(value: Value, style: Option<&Style>) -> Cell {
    let font = style.and_then(|s| s.font.as_ref()).and_then(|f| f.name.as_deref());
    let old = if let Value::Text(text) = &value { detect(text, font) } else { None };
    let indent = style.and_then(|s| s.alignment.as_ref()).and_then(|a| a.indent).unwrap_or(0);
    Cell { value, old, indent }
}
