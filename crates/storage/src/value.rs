//! Values in and out: BIGINT, TEXT and BYTEA on both engines, truth as 0 and 1.

use std::sync::Arc;

use values::Moment;

use crate::Fault;

/// A parameter of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value<'_> {
    fn from(value: i32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Moment> for Value<'_> {
    fn from(value: Moment) -> Self {
        Self::Int(value.micros())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    /// The same value as a parameter.
    pub fn as_value(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Int(value) => Value::Int(*value),
            Self::Text(value) => Value::Text(value),
            Self::Bytes(value) => Value::Bytes(value),
        }
    }

    const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Int(_) => "integer",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}

/// A type that a stored value can be read as.
pub trait FromCell: Sized {
    /// `None` when the value has another type.
    fn from_cell(cell: &Cell) -> Option<Self>;
}

impl FromCell for i64 {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Int(value) = cell { Some(*value) } else { None }
    }
}

impl FromCell for bool {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Int(value @ (0 | 1)) = cell { Some(*value == 1) } else { None }
    }
}

impl FromCell for Moment {
    fn from_cell(cell: &Cell) -> Option<Self> {
        i64::from_cell(cell).map(Self::from_micros)
    }
}

impl FromCell for String {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Text(value) = cell { Some(value.clone()) } else { None }
    }
}

impl FromCell for Vec<u8> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Bytes(value) = cell { Some(value.clone()) } else { None }
    }
}

impl FromCell for [u8; 32] {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if let Cell::Bytes(value) = cell { value.as_slice().try_into().ok() } else { None }
    }
}

impl<T: FromCell> FromCell for Option<T> {
    fn from_cell(cell: &Cell) -> Option<Self> {
        if *cell == Cell::Null { Some(None) } else { T::from_cell(cell).map(Some) }
    }
}

/// One row of an answer; columns are asked by name.
#[derive(Clone, Debug)]
pub struct Row {
    columns: Arc<[String]>,
    cells: Vec<Cell>,
}

impl Row {
    pub(crate) const fn new(columns: Arc<[String]>, cells: Vec<Cell>) -> Self {
        Self { columns, cells }
    }

    /// The value of a column, as the type the caller wants.
    /// # Errors
    /// [`Fault::Shape`] when the column is missing or has another type.
    pub fn get<T: FromCell>(&self, column: &str) -> Result<T, Fault> {
        let cell = self.cell(column).ok_or_else(|| Fault::Shape(format!("no column {column}")))?;
        T::from_cell(cell).ok_or_else(|| Fault::Shape(format!("column {column} holds {}", cell.kind())))
    }

    /// A whole number. # Errors: as [`Row::get`].
    pub fn int(&self, column: &str) -> Result<i64, Fault> {
        self.get(column)
    }

    /// Text without copying it.
    /// # Errors
    /// As [`Row::get`].
    pub fn text(&self, column: &str) -> Result<&str, Fault> {
        match self.cell(column) {
            Some(Cell::Text(text)) => Ok(text),
            _ => self.get::<String>(column).map(|_| ""),
        }
    }

    /// Text taken out of the row.
    /// # Errors
    /// As [`Row::get`].
    pub fn string(&self, column: &str) -> Result<String, Fault> {
        self.get(column)
    }

    /// The raw value of a column.
    pub fn cell(&self, column: &str) -> Option<&Cell> {
        let at = self.columns.iter().position(|name| name == column)?;
        self.cells.get(at)
    }

    /// Every column with its value, in the answer's order.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &Cell)> {
        self.columns.iter().map(String::as_str).zip(&self.cells)
    }
}
