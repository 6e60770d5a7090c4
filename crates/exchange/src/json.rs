//! Plain JSON, read strictly: no duplicate keys, no floats taken for quantities, no depth without end.
//!
//! Numbers keep their text, so nothing passes through a float. Every problem has its line and column.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Syntax, Trouble, parse};
pub use write::{Layout, write};

/// A JSON value. Objects keep the order of their file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Bool(bool),
    /// The number's own text.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The word for this kind of value, as messages use it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true/false",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Object(_) => "object",
        }
    }
}
