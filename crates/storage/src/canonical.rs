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
        out.extend([byte >> 4, byte & 15].map(|four| char::from(b"0123456789abcdef"[usize::from(four)])));
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
    let mut bytes = Vec::with_capacity(512);
    bytes.extend_from_slice(b"giaouoc/row/1\n");
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
        Cell::Text(value) => {
            put_text(out, "t:", value);
            Ok(())
        }
        Cell::Bytes(value) => write!(out, "\"x:{}\"", hex(value)),
    };
}

/// A text between quotation marks, after a `kind` that needs no escape.
fn put_text(out: &mut String, kind: &str, text: &str) {
    out.push('"');
    out.push_str(kind);
    if text.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'"' | b'\\')) {
        out.push_str(text);
    } else {
        let escaped = Json::from(text).to_string();
        out.push_str(escaped.get(1..escaped.len() - 1).unwrap_or_default());
    }
    out.push('"');
}

/// The cells that [`row_key`] wrote; `None` for a text that it cannot have written.
pub(crate) fn key_cells(key: &str) -> Option<Vec<Cell>> {
    let parts: Vec<Json> = serde_json::from_str(key).ok()?;
    parts.iter().map(key_cell).collect()
}

fn key_cell(part: &Json) -> Option<Cell> {
    match part {
        Json::Null => Some(Cell::Null),
        Json::Number(number) => number.as_i64().map(Cell::Int),
        Json::String(text) => match text.split_at_checked(2)? {
            ("t:", rest) => Some(Cell::Text(rest.to_owned())),
            ("x:", rest) => unhex(rest).map(Cell::Bytes),
            _ => None,
        },
        _ => None,
    }
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// JSON with sorted names, no spaces and whole numbers only.
/// # Errors
/// [`Fault::Misuse`] for a number with a fraction or exponent.
pub fn json(value: &Json) -> Result<String, Fault> {
    let mut out = String::with_capacity(256);
    put_json(&mut out, value)?;
    Ok(out)
}

fn put_json(out: &mut String, value: &Json) -> Result<(), Fault> {
    match value {
        Json::Number(number) if !(number.is_i64() || number.is_u64()) => Err(Fault::misuse("a journal body holds whole numbers only")),
        Json::String(text) => {
            put_text(out, "", text);
            Ok(())
        }
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
        put_text(out, "", name);
        out.push(':');
        put_json(out, field)?;
    }
    out.push('}');
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn row(cells: &[(&str, Cell)]) -> Row {
        let columns: Arc<[String]> = cells.iter().map(|(name, _)| (*name).to_owned()).collect();
        Row::new(columns, cells.iter().map(|(_, cell)| cell.clone()).collect())
    }

    #[test]
    fn a_key_is_text_and_back() {
        let cells = [("a", Cell::Int(-7)), ("b", Cell::Text("x:\"đ\"".into())), ("c", Cell::Bytes(vec![0, 255])), ("d", Cell::Null)];
        let names: Vec<String> = ["a", "b", "c", "d"].map(String::from).to_vec();
        let key = row_key(&row(&cells), &names).unwrap();
        assert_eq!(key, "[-7,\"t:x:\\\"đ\\\"\",\"x:00ff\",null]");
        assert_eq!(key_cells(&key).unwrap(), cells.map(|(_, cell)| cell));
        assert_eq!(key_cells("[1.5]"), None);
        assert_eq!(key_cells("[\"x:0\"]"), None);
    }

    #[test]
    fn a_row_hash_knows_names_and_types_but_neither_order_nor_empty_columns() {
        let base = row_hash(&row(&[("a", Cell::Int(1)), ("b", Cell::Text("2".into()))]));
        assert_eq!(base, row_hash(&row(&[("b", Cell::Text("2".into())), ("later", Cell::Null), ("a", Cell::Int(1))])));
        for other in [
            row(&[("a", Cell::Int(1)), ("b", Cell::Int(2))]),
            row(&[("a", Cell::Int(1)), ("c", Cell::Text("2".into()))]),
            row(&[("a", Cell::Int(1)), ("b", Cell::Bytes(b"2".to_vec()))]),
            row(&[("a", Cell::Int(1))]),
        ] {
            assert_ne!(base, row_hash(&other));
        }
    }

    #[test]
    fn the_encodings_never_change() {
        let row = row(&[("a", Cell::Int(1)), ("b", Cell::Text("đ".into())), ("c", Cell::Bytes(vec![1]))]);
        assert_eq!(hex(&row_hash(&row)), "185816d5d7bb0a6b8b7d46dfcda7308bc8f9285db2ce7f7e448b169d5a909201");
        let body: Json = serde_json::from_str("{\"b\": [1, null, true], \"a\": {\"z\": \"đ\\n\", \"y\": -5}}").unwrap();
        assert_eq!(json(&body).unwrap(), "{\"a\":{\"y\":-5,\"z\":\"đ\\n\"},\"b\":[1,null,true]}");
        assert!(json(&serde_json::from_str("[1e3]").unwrap()).is_err());
    }
}
