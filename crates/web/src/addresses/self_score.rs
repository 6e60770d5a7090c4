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

/// See [`sheet_cells`].
pub const SHEET_CELLS: &str = "/years/{year}/self-score/{unit}/cells";

/// Where the sheet's script saves cells.
pub fn sheet_cells(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}/cells")
}

/// Where the sheet's script takes back the last save; beside [`SHEET_CELLS`].
pub const SHEET_UNDO: &str = "/years/{year}/self-score/{unit}/undo";

/// Where the sheet's script does it again; beside [`SHEET_CELLS`].
pub const SHEET_REDO: &str = "/years/{year}/self-score/{unit}/redo";

/// See [`send_sheet`].
pub const SEND_SHEET: &str = "/years/{year}/self-score/{unit}/send";

/// Looking over a sheet before it is sent. *Gửi thẩm định.*
pub fn send_sheet(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}/send")
}

/// See [`return_sheet`].
pub const RETURN_SHEET: &str = "/years/{year}/self-score/{unit}/return";

/// Sending a sheet back with a reason. *Trả lại.*
pub fn return_sheet(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}/return")
}

/// See [`sheet_form`].
pub const SHEET_FORM: &str = "/years/{year}/self-score/{unit}/form.xlsx";

/// The unit's form as a workbook. *Mẫu tự chấm.*
pub fn sheet_form(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}/form.xlsx")
}

/// See [`import_sheet`].
pub const IMPORT_SHEET: &str = "/years/{year}/self-score/{unit}/import";

/// A filled form, looked over before it is kept. *Tải lên mẫu tự chấm.*
pub fn import_sheet(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/self-score/{unit}/import")
}
