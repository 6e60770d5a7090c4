//! The scoring table and its versions.

use values::{TableId, YearId};

/// See [`table`].
pub const TABLE: &str = "/years/{year}/table";

/// The scoring table in force, and its versions. *Thang bảng điểm.*
pub fn table(year: YearId) -> String {
    format!("/years/{year}/table")
}

/// See [`table_version`].
pub const TABLE_VERSION: &str = "/years/{year}/table/{version}";

/// One version: its tree, and editing where it is a draft.
pub fn table_version(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}")
}
