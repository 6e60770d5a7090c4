//! Targets.

use values::{UnitId, YearId};

/// See [`targets`].
pub const TARGETS: &str = "/years/{year}/targets";

/// What each unit is assigned. *Giao chỉ tiêu.*
pub fn targets(year: YearId) -> String {
    format!("/years/{year}/targets")
}

/// See [`targets_paste`].
pub const TARGETS_PASTE: &str = "/years/{year}/targets/paste";

/// Where a block copied from a workbook is read into the grid. *Dán từ Excel.*
pub fn targets_paste(year: YearId) -> String {
    format!("/years/{year}/targets/paste")
}

/// See [`targets_workbook`].
pub const TARGETS_WORKBOOK: &str = "/years/{year}/targets/workbook";

/// Where a workbook with criteria down and units across is read into the grid. *Đọc từ tệp Excel.*
pub fn targets_workbook(year: YearId) -> String {
    format!("/years/{year}/targets/workbook")
}

/// See [`target_history`].
pub const TARGET_HISTORY: &str = "/years/{year}/targets/{unit}/{*path}";

/// Everything ever set for one unit and line. *Lịch sử chỉ tiêu.*
pub fn target_history(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/targets/{unit}/{}", super::encoded(path))
}
