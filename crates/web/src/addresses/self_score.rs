//! Sheets of the units.

use values::{UnitId, YearId};

/// See [`sheets`].
pub const SHEETS: &str = "/years/{year}/self-score";

/// The sheets of a year; a unit's people come to their own. *Tự chấm.*
pub fn sheets(year: YearId) -> String {
    format!("/years/{year}/self-score")
}

/// See [`sheet`].
pub const SHEET: &str = "/years/{year}/self-score/{unit}";

/// One unit's sheet. *Bảng tự chấm điểm.*
pub fn sheet(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}")
}

/// See [`sheet_line`].
pub const SHEET_LINE: &str = "/years/{year}/self-score/{unit}/line/{*path}";

/// One criterion of a sheet with its evidence: the phone's page, and where Ctrl+Enter leads.
pub fn sheet_line(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/self-score/{unit}/line/{}", super::encoded(path))
}
