//! Which tables the journal vouches for: all of them, except those named here.

use std::collections::BTreeMap;

use crate::Fault;

/// Tables whose rows are not vouched for: the journal itself, and rows that come and go without
/// meaning anything for the year. Everything else may only be written by `keep` and `remove`.
pub const EXEMPT: &[&str] =
    &["migration", "journal", APART, "journal_head", "idempotency", "session", "attempt", "job", "credential", "preference", "undo_place"];

/// Where stores that lack migration 14 keep the rows of their entries.
const APART: &str = "journal_change";

/// Each table's key columns, in key order, as the engine itself reports them.
#[derive(Debug, Default)]
pub struct Schema {
    keys: BTreeMap<String, Vec<String>>,
}

impl Schema {
    /// From pairs of table and key column in key order.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column) in pairs {
            keys.entry(table).or_default().push(column);
        }
        Self { keys }
    }

    /// A database that the program never opened has none of its tables.
    /// # Errors
    /// [`Fault::Address`].
    pub(crate) fn must_be_ours(&self) -> Result<(), Fault> {
        if self.keys.contains_key("migration") { Ok(()) } else { Err(Fault::Address("there is no store of this program".to_owned())) }
    }

    /// The key columns of a journaled table.
    /// # Errors
    /// [`Fault::Misuse`] when the table is exempt or has no key.
    pub(crate) fn key_of(&self, table: &str) -> Result<&[String], Fault> {
        if EXEMPT.contains(&table) {
            return Err(Fault::misuse(format!("table {table} is exempt from the journal; use run")));
        }
        self.keys.get(table).map(Vec::as_slice).ok_or_else(|| Fault::misuse(format!("no table {table} with a key")))
    }

    /// Whether the store, one of an older program, keeps the rows of its entries in a table of their own.
    pub(crate) fn keeps_changes_apart(&self) -> bool {
        self.keys.contains_key(APART)
    }

    /// The tables that the journal vouches for, by name.
    pub(crate) fn journaled(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.keys.iter().filter(|(table, _)| !EXEMPT.contains(&table.as_str())).map(|(table, keys)| (table.as_str(), keys.as_slice()))
    }
}

pub(crate) const KEYS_ON_SQLITE: &str = "SELECT m.name AS tbl, c.name AS col FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND c.pk > 0 ORDER BY m.name, c.pk";
pub(crate) const KEYS_ON_POSTGRES: &str = "SELECT CAST(k.table_name AS TEXT) AS tbl, CAST(k.column_name AS TEXT) AS col
    FROM information_schema.table_constraints t
    JOIN information_schema.key_column_usage k ON k.constraint_schema = t.constraint_schema AND k.constraint_name = t.constraint_name AND k.table_name = t.table_name
    WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = current_schema() ORDER BY k.table_name, k.ordinal_position";
