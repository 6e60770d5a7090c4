//! Verification: readings, answers, settlement.

use values::{ReadingId, UnitId, YearId};

/// See [`verification`].
pub const VERIFICATION: &str = "/years/{year}/verification";

/// Who reads whom, and how far they are. *Thẩm định.*
pub fn verification(year: YearId) -> String {
    format!("/years/{year}/verification")
}

/// See [`reading`].
pub const READING: &str = "/years/{year}/verification/{reading}";

/// One reading: its queue of criteria beside the evidence.
pub fn reading(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}")
}

/// See [`answers`].
pub const ANSWERS: &str = "/years/{year}/answers/{unit}";

/// What was found on a unit's sheet, for the unit to accept or explain. *Giải trình.*
pub fn answers(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/answers/{unit}")
}

/// See [`settlements`].
pub const SETTLEMENTS: &str = "/years/{year}/settlement";

/// The disputed lines of all units. *Chốt điểm.*
pub fn settlements(year: YearId) -> String {
    format!("/years/{year}/settlement")
}

/// See [`verification_assign`].
pub const VERIFICATION_ASSIGN: &str = "/years/{year}/verification/assign";

/// Where giving every sheet its readers is confirmed. *Phân công thẩm định.*
pub fn verification_assign(year: YearId) -> String {
    format!("/years/{year}/verification/assign")
}

/// See [`extra_reader`].
pub const EXTRA_READER: &str = "/years/{year}/verification/readers/{unit}";

/// One more reader for a unit's sheet. *Thêm đơn vị thẩm định.*
pub fn extra_reader(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/verification/readers/{unit}")
}

/// See [`reading_reader`].
pub const READING_READER: &str = "/years/{year}/verification/{reading}/reader";

/// Another reader for a reading. *Đổi đơn vị thẩm định.*
pub fn reading_reader(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}/reader")
}

/// See [`reading_reopen`].
pub const READING_REOPEN: &str = "/years/{year}/verification/{reading}/reopen";

/// Where a sent reading is opened again. *Mở lại lượt thẩm định.*
pub fn reading_reopen(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}/reopen")
}

/// See [`reading_line`].
pub const READING_LINE: &str = "/years/{year}/verification/{reading}/line/{*path}";

/// One criterion beside its evidence. *Thẩm định một mục.*
pub fn reading_line(year: YearId, reading: ReadingId, path: &str) -> String {
    format!("/years/{year}/verification/{reading}/line/{}", super::encoded(path))
}

/// See [`reading_agree`].
pub const READING_AGREE: &str = "/years/{year}/verification/{reading}/agree";

/// Agreeing to several opened criteria at once. *Đồng ý nhiều mục.*
pub fn reading_agree(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}/agree")
}

/// See [`reading_send`].
pub const READING_SEND: &str = "/years/{year}/verification/{reading}/send";

/// Where sending a reading is confirmed. *Gửi kết quả thẩm định.*
pub fn reading_send(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}/send")
}

/// See [`reading_questions`].
pub const READING_QUESTIONS: &str = "/years/{year}/verification/{reading}/questions";

/// The questions a reading has gathered, where sending them is confirmed. *Gửi câu hỏi.*
pub fn reading_questions(year: YearId, reading: ReadingId) -> String {
    format!("/years/{year}/verification/{reading}/questions")
}

/// See [`difference`].
pub const DIFFERENCE: &str = "/years/{year}/differences/{unit}/{*path}";

/// One criterion on which readings differ. *Xử lý chênh lệch.*
pub fn difference(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/differences/{unit}/{}", super::encoded(path))
}

/// See [`answer`].
pub const ANSWER: &str = "/years/{year}/answers/{unit}/line/{*path}";

/// One finding, to be accepted or explained. *Giải trình một mục.*
pub fn answer(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/answers/{unit}/line/{}", super::encoded(path))
}

/// See [`settlement`].
pub const SETTLEMENT: &str = "/years/{year}/settlement/{unit}/{*path}";

/// One disputed line, to be settled. *Chốt điểm một mục.*
pub fn settlement(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/settlement/{unit}/{}", super::encoded(path))
}
