//! The journal.

use values::YearId;

/// See [`journal`].
pub const JOURNAL: &str = "/years/{year}/journal";

/// Who changed what, when and why. *Nhật ký.*
pub fn journal(year: YearId) -> String {
    format!("/years/{year}/journal")
}

/// See [`journal_entry`].
pub const JOURNAL_ENTRY: &str = "/years/{year}/journal/{seq}";

/// One entry with its proof.
pub fn journal_entry(year: YearId, seq: i64) -> String {
    format!("/years/{year}/journal/{seq}")
}
