//! The bytes that hashes are taken over. Changing anything here breaks every earlier proof:
//! see docs/decisions on canonical encodings first.

use core::fmt::Write as _;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use crate::{Cell, Fault, Row};

/// SHA-256 over the parts, one after the other.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Appends a length and the bytes, so that no two lists of parts look alike.
pub(crate) fn part(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// The hash of a row: its columns by name, empty ones left out, so that a later migration may add
/// an empty column without touching the rows that were kept before.
pub fn row_hash(row: &Row) -> [u8; 32] {
    let mut cells: Vec<_> = row.cells().filter(|(_, cell)| **cell != Cell::Null).collect();
    cells.sort_unstable_by_key(|(name, _)| *name);
    let mut bytes = b"giaouoc/row/1\n".to_vec();
    for (name, cell) in cells {
        part(&mut bytes, name.as_bytes());
        put_cell(&mut bytes, cell);
    }
    sha256(&[&bytes])
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    match cell {
        Cell::Null => out.push(b'n'),
        Cell::Int(value) => {
            out.push(b'i');
            out.extend_from_slice(&value.to_be_bytes());
        }
        Cell::Text(value) => {
            out.push(b't');
            part(out, value.as_bytes());
        }
        Cell::Bytes(value) => {
            out.push(b'b');
            part(out, value);
        }
    }
}

/// The key of a row as text: a JSON list of its key columns, bytes as `"x:hex"`.
pub fn row_key(row: &Row, columns: &[String]) -> Result<String, Fault> {
    let mut out = String::from("[");
    for (index, column) in columns.iter().enumerate() {
        let cell = row.cell(column).ok_or_else(|| Fault::Shape(format!("the answer lacks the key column {column}")))?;
        if index > 0 {
            out.push(',');
        }
        put_key_part(&mut out, cell);
    }
    out.push(']');
    Ok(out)
}

fn put_key_part(out: &mut String, cell: &Cell) {
    let _ = match cell {
        Cell::Null => write!(out, "null"),
        Cell::Int(value) => write!(out, "{value}"),
        Cell::Text(value) => write!(out, "{}", Json::String(format!("t:{value}"))),
        Cell::Bytes(value) => write!(out, "\"x:{}\"", hex(value)),
    };
}

/// JSON with sorted names, no spaces and whole numbers only.
/// # Errors
/// [`Fault::Misuse`] for a number with a fraction or exponent.
pub fn json(value: &Json) -> Result<String, Fault> {
    let mut out = String::new();
    put_json(&mut out, value)?;
    Ok(out)
}

fn put_json(out: &mut String, value: &Json) -> Result<(), Fault> {
    match value {
        Json::Number(number) if !(number.is_i64() || number.is_u64()) => Err(Fault::misuse("a journal body holds whole numbers only")),
        Json::Array(items) => put_list(out, items),
        Json::Object(fields) => put_object(out, fields),
        simple => write!(out, "{simple}").map_err(|_| Fault::misuse("a journal body could not be written")),
    }
}

fn put_list(out: &mut String, items: &[Json]) -> Result<(), Fault> {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        put_json(out, item)?;
    }
    out.push(']');
    Ok(())
}

fn put_object(out: &mut String, fields: &serde_json::Map<String, Json>) -> Result<(), Fault> {
    let mut names: Vec<_> = fields.iter().collect();
    names.sort_unstable_by_key(|(name, _)| name.as_str());
    out.push('{');
    for (index, (name, field)) in names.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&Json::String(name.clone()).to_string());
        out.push(':');
        put_json(out, field)?;
    }
    out.push('}');
    Ok(())
}
