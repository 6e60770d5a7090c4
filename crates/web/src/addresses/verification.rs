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
