//! Targets.

use values::YearId;

/// See [`targets`].
pub const TARGETS: &str = "/years/{year}/targets";

/// What each unit is assigned. *Giao chỉ tiêu.*
pub fn targets(year: YearId) -> String {
    format!("/years/{year}/targets")
}
