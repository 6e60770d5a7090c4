//! Writing JSON: the same value gives the same bytes, always.

use super::Value;

/// How a value is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// No space at all: the canonical form that is hashed.
    Compact,
    /// One field or item a line, for people.
    Lines,
}

/// Writes a value.
pub fn write(value: &Value, layout: Layout) -> String {
    let mut out = String::new();
    put(value, layout, 0, &mut out);
    out
}

fn put(value: &Value, layout: Layout, depth: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(is) => out.push_str(if *is { "true" } else { "false" }),
        Value::Number(text) => out.push_str(text),
        Value::Text(text) => put_text(text, out),
        Value::List(items) => put_many(items, ('[', ']'), layout, depth, out, |item, out| put(item, layout, depth + 1, out)),
        Value::Object(fields) => put_many(fields, ('{', '}'), layout, depth, out, |(key, value), out| {
            put_text(key, out);
            out.push_str(if layout == Layout::Lines { ": " } else { ":" });
            put(value, layout, depth + 1, out);
        }),
    }
}

fn put_many<T>(items: &[T], ends: (char, char), layout: Layout, depth: usize, out: &mut String, mut each: impl FnMut(&T, &mut String)) {
    out.push(ends.0);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        new_line(layout, depth + 1, out);
        each(item, out);
    }
    if !items.is_empty() {
        new_line(layout, depth, out);
    }
    out.push(ends.1);
}

fn new_line(layout: Layout, depth: usize, out: &mut String) {
    if layout == Layout::Lines {
        out.push('\n');
        (0..depth).for_each(|_| out.push(' '));
    }
}

fn put_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}
