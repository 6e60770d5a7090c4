//! The scoring table and its versions.

use values::{CommentId, TableId, YearId};

use super::encoded;

/// See [`table`].
pub const TABLE: &str = "/years/{year}/table";

/// The scoring table in force, and its versions. *Thang bảng điểm.*
pub fn table(year: YearId) -> String {
    format!("/years/{year}/table")
}

/// See [`table_new`].
pub const TABLE_NEW: &str = "/years/{year}/table/new";

/// Where a new draft is asked for. *Lập dự thảo.*
pub fn table_new(year: YearId) -> String {
    format!("/years/{year}/table/new")
}

/// See [`table_import`].
pub const TABLE_IMPORT: &str = "/years/{year}/table/import";

/// A table from a workbook. *Nhập từ Excel.*
pub fn table_import(year: YearId) -> String {
    format!("/years/{year}/table/import")
}

/// See [`table_kept`].
pub const TABLE_KEPT: &str = "/years/{year}/table/import/keep";

/// Where a table that was read is kept as a draft.
pub fn table_kept(year: YearId) -> String {
    format!("/years/{year}/table/import/keep")
}

/// See [`table_form`].
pub const TABLE_FORM: &str = "/years/{year}/table/mau-thang-bang-diem.xlsx";

/// The workbook to fill in. *Tệp mẫu.*
pub fn table_form(year: YearId) -> String {
    format!("/years/{year}/table/mau-thang-bang-diem.xlsx")
}

/// See [`table_version`].
pub const TABLE_VERSION: &str = "/years/{year}/table/{version}";

/// One version: its tree, and editing where it is a draft.
pub fn table_version(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}")
}

/// One version with this line chosen and in sight.
pub fn table_version_at(year: YearId, version: TableId, path: &str) -> String {
    if path.is_empty() {
        table_version(year, version)
    } else {
        format!("/years/{year}/table/{version}?at={}#line-{}", encoded(path), encoded(path))
    }
}

/// See [`table_line`].
pub const TABLE_LINE: &str = "/years/{year}/table/{version}/node/{*path}";

/// One line of a draft with all its fields. *Sửa tiêu chí.*
pub fn table_line(year: YearId, version: TableId, path: &str) -> String {
    format!("/years/{year}/table/{version}/node/{}", encoded(path))
}

/// See [`table_shape`].
pub const TABLE_SHAPE: &str = "/years/{year}/table/{version}/shape";

/// Where lines are added, moved and taken out.
pub fn table_shape(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/shape")
}

/// See [`table_grid`].
pub const TABLE_GRID: &str = "/years/{year}/table/{version}/grid";

/// Codes, names and maxima of one group's lines; the top lines without a group. *Sửa nhanh.*
pub fn table_grid(year: YearId, version: TableId, group: &str) -> String {
    format!("/years/{year}/table/{version}/grid?group={}", encoded(group))
}

/// See [`table_rules`].
pub const TABLE_RULES: &str = "/years/{year}/table/{version}/rules";

/// Title and rules of a draft. *Quy định chung.*
pub fn table_rules(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/rules")
}

/// See [`table_trial`].
pub const TABLE_TRIAL: &str = "/years/{year}/table/{version}/trial";

/// Sample figures through the engine. *Chấm thử.*
pub fn table_trial(year: YearId, version: TableId, path: &str) -> String {
    let line = if path.is_empty() { String::new() } else { format!("?path={}", encoded(path)) };
    format!("/years/{year}/table/{version}/trial{line}")
}

/// See [`table_compare`].
pub const TABLE_COMPARE: &str = "/years/{year}/table/{version}/compare";

/// What differs from another version or last year's table. *So sánh.*
pub fn table_compare(year: YearId, version: TableId, with: Option<TableId>) -> String {
    let with = with.map(|with| format!("?with={with}")).unwrap_or_default();
    format!("/years/{year}/table/{version}/compare{with}")
}

/// See [`table_apply`].
pub const TABLE_APPLY: &str = "/years/{year}/table/{version}/apply";

/// Putting a draft in force. *Áp dụng.*
pub fn table_apply(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/apply")
}

/// See [`table_print`].
pub const TABLE_PRINT: &str = "/years/{year}/table/{version}/print";

/// Numbered lines with a blank column. *Bản in lấy ý kiến.*
pub fn table_print(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/print")
}

/// See [`table_workbook`].
pub const TABLE_WORKBOOK: &str = "/years/{year}/table/{version}/export.xlsx";

/// A version as a workbook. *Tải xuống.*
pub fn table_workbook(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/export.xlsx")
}

/// See [`table_comments`].
pub const TABLE_COMMENTS: &str = "/years/{year}/table/{version}/comments";

/// What the units said to a draft, and what was answered. *Góp ý.*
pub fn table_comments(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/comments")
}

/// The same, with only the comments in one state: `open` or `answered`.
pub fn table_comments_in(year: YearId, version: TableId, state: &str) -> String {
    format!("/years/{year}/table/{version}/comments?show={}", encoded(state))
}

/// See [`table_send_out`].
pub const TABLE_SEND_OUT: &str = "/years/{year}/table/{version}/comments/send";

/// Where a draft is sent to the units. *Gửi lấy ý kiến.*
pub fn table_send_out(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/comments/send")
}

/// See [`table_agree`].
pub const TABLE_AGREE: &str = "/years/{year}/table/{version}/comments/agree";

/// Where a unit agrees to a draft. *Nhất trí.*
pub fn table_agree(year: YearId, version: TableId) -> String {
    format!("/years/{year}/table/{version}/comments/agree")
}

/// See [`table_line_comments`].
pub const TABLE_WHOLE_COMMENTS: &str = "/years/{year}/table/{version}/comments/whole";
/// See [`table_line_comments`].
pub const TABLE_LINE_COMMENTS: &str = "/years/{year}/table/{version}/comments/line/{*path}";

/// The comments on one line, and where another is written; of the table as a whole without a line. *Góp ý từng dòng.*
pub fn table_line_comments(year: YearId, version: TableId, path: &str) -> String {
    if path.is_empty() {
        format!("/years/{year}/table/{version}/comments/whole")
    } else {
        format!("/years/{year}/table/{version}/comments/line/{}", encoded(path))
    }
}

/// See [`table_answer_comment`].
pub const TABLE_ANSWER_COMMENT: &str = "/years/{year}/table/{version}/comments/{comment}/answer";

/// Where a comment is answered. *Tiếp thu, giải trình.*
pub fn table_answer_comment(year: YearId, version: TableId, comment: CommentId) -> String {
    format!("/years/{year}/table/{version}/comments/{comment}/answer")
}

/// See [`table_withdraw_comment`].
pub const TABLE_WITHDRAW_COMMENT: &str = "/years/{year}/table/{version}/comments/{comment}/withdraw";

/// Where a comment is taken back. *Rút ý kiến.*
pub fn table_withdraw_comment(year: YearId, version: TableId, comment: CommentId) -> String {
    format!("/years/{year}/table/{version}/comments/{comment}/withdraw")
}
