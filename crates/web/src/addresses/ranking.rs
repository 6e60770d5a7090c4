//! Ranking, heat map, and why a figure is what it is.

use values::{UnitId, YearId};

/// See [`ranking`].
pub const RANKING: &str = "/years/{year}/ranking";

/// The ranking. *Xếp hạng.*
pub fn ranking(year: YearId) -> String {
    format!("/years/{year}/ranking")
}

/// See [`heat`].
pub const HEAT: &str = "/years/{year}/heat";

/// The heat map of units and groups. *Bản đồ nhiệt điểm cụm.*
pub fn heat(year: YearId) -> String {
    format!("/years/{year}/heat")
}

/// See [`exclusions`].
pub const EXCLUSIONS: &str = "/years/{year}/exclusions";

/// Units excluded from something. *Không xét.*
pub fn exclusions(year: YearId) -> String {
    format!("/years/{year}/exclusions")
}

/// See [`why_unit`].
pub const WHY_UNIT: &str = "/years/{year}/why/{unit}";

/// Why a unit's total is what it is: its groups and lines. *Vì sao được điểm này.*
pub fn why_unit(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/why/{unit}")
}

/// See [`why`].
pub const WHY: &str = "/years/{year}/why/{unit}/{*path}";

/// Why a line's points are what they are; a group's path shows the group. *Vì sao được điểm này.*
pub fn why(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/why/{unit}/{}", super::encoded(path))
}
