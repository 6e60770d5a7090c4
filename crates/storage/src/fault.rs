//! What can go wrong below the rules. Texts never carry addresses with passwords, nor parameters.

use core::fmt;

/// A failure of the store, logged once and shown to people as a reference number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The store's address cannot be used.
    Address(String),
    /// Another transaction won; the whole transaction may be tried again.
    Conflict,
    /// A constraint of the schema refused the row (its name or the engine's words).
    Constraint(String),
    /// The disk is full: nothing was written; reading goes on.
    Full,
    /// The store reported an I/O error; no further write is acknowledged and the process must end.
    Broken,
    /// The connection went away; whether a commit under way succeeded is unknown.
    Lost,
    /// The engine refused a statement.
    Engine { code: String, message: String },
    /// A value in a row is not of the asked type.
    Shape(String),
    /// The caller broke a rule of this crate, for example kept a row without a journal entry.
    Misuse(String),
    /// A file operation beside the database failed.
    File(String),
}

impl Fault {
    /// Whether the whole transaction may be run again from its start.
    pub const fn may_retry(&self) -> bool {
        matches!(self, Self::Conflict)
    }

    pub(crate) fn misuse(text: impl Into<String>) -> Self {
        Self::Misuse(text.into())
    }

    /// For a failed fsync: what is on disk is unknown, so it must never be tried again.
    pub(crate) fn sync(error: &std::io::Error) -> Self {
        match Self::file(error) {
            Self::Full => Self::Full,
            _ => Self::Broken,
        }
    }

    pub(crate) fn file(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::File(error.to_string()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(why) => write!(f, "the store's address cannot be used: {why}"),
            Self::Conflict => f.write_str("another transaction won; try again"),
            Self::Constraint(what) => write!(f, "the schema refused the row: {what}"),
            Self::Full => f.write_str("the disk is full; nothing was written"),
            Self::Broken => f.write_str("the store reported an I/O error and takes no more writes"),
            Self::Lost => f.write_str("the connection to the store was lost"),
            Self::Engine { code, message } => write!(f, "the store refused a statement ({code}): {message}"),
            Self::Shape(what) => write!(f, "a stored value has another type: {what}"),
            Self::Misuse(what) => write!(f, "the store was used wrongly: {what}"),
            Self::File(what) => write!(f, "a file operation failed: {what}"),
        }
    }
}

impl std::error::Error for Fault {}
