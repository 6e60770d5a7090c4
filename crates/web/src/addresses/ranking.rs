//! Ranking, heat map, and why a figure is what it is.

use values::{FactId, UnitId, YearId};

/// See [`ranking`].
pub const RANKING: &str = "/years/{year}/ranking";

/// The ranking. *Xếp hạng.*
pub fn ranking(year: YearId) -> String {
    format!("/years/{year}/ranking")
}

/// See [`ranking_file`].
pub const RANKING_FILE: &str = "/years/{year}/ranking/export.xlsx";

/// The summary of all points as a workbook. *Bảng tổng hợp điểm.*
pub fn ranking_file(year: YearId) -> String {
    format!("/years/{year}/ranking/export.xlsx")
}

/// See [`tie`].
pub const TIE: &str = "/years/{year}/ranking/tie/{rank}";

/// Recording the vote or draw that parts the units at a rank. *Đồng hạng.*
pub fn tie(year: YearId, rank: usize) -> String {
    format!("/years/{year}/ranking/tie/{rank}")
}

/// See [`withdraw_tie`].
pub const WITHDRAW_TIE: &str = "/years/{year}/ranking/decision/{fact}/withdraw";

/// Taking a recorded vote or draw back.
pub fn withdraw_tie(year: YearId, fact: FactId) -> String {
    format!("/years/{year}/ranking/decision/{fact}/withdraw")
}

/// See [`heat`].
pub const HEAT: &str = "/years/{year}/heat";

/// The heat map of units and groups. *Bản đồ nhiệt điểm cụm.*
pub fn heat(year: YearId) -> String {
    format!("/years/{year}/heat")
}

/// One view of the heat map: what is shown, of which group (empty: the whole table), of which unit (empty: all).
pub fn heat_view(year: YearId, show: &str, group: &str, unit: &str) -> String {
    let asked = [("show", show), ("group", group), ("unit", unit)].into_iter().filter(|(_, text)| !text.is_empty());
    let asked: Vec<String> = asked.map(|(name, text)| format!("{name}={}", super::encoded(text))).collect();
    if asked.is_empty() { heat(year) } else { format!("{}?{}", heat(year), asked.join("&")) }
}

/// See [`exclusions`].
pub const EXCLUSIONS: &str = "/years/{year}/exclusions";

/// Units excluded from something. *Không xét.*
pub fn exclusions(year: YearId) -> String {
    format!("/years/{year}/exclusions")
}

/// See [`lift_exclusion`].
pub const LIFT_EXCLUSION: &str = "/years/{year}/exclusions/{fact}/lift";

/// Lifting one exclusion, with its reason.
pub fn lift_exclusion(year: YearId, fact: FactId) -> String {
    format!("/years/{year}/exclusions/{fact}/lift")
}

/// See [`exclusion_paper`].
pub const EXCLUSION_PAPER: &str = "/years/{year}/exclusions/{fact}/paper";

/// The decision behind an exclusion; it is sent here too. *Quyết định kèm theo.*
pub fn exclusion_paper(year: YearId, fact: FactId) -> String {
    format!("/years/{year}/exclusions/{fact}/paper")
}

/// See [`why_unit`].
pub const WHY_UNIT: &str = "/years/{year}/why/{unit}";

/// Why a unit's total is what it is: its groups and lines. *Vì sao được điểm này.*
pub fn why_unit(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/why/{unit}")
}

/// What was added and taken beside a unit's maximum, on the page of its total. *Cộng thêm và trừ.*
pub fn why_extras(year: YearId, unit: UnitId) -> String {
    format!("{}#extras", why_unit(year, unit))
}

/// See [`why`].
pub const WHY: &str = "/years/{year}/why/{unit}/{*path}";

/// Why a line's points are what they are; a group's path shows the group. *Vì sao được điểm này.*
pub fn why(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/why/{unit}/{}", super::encoded(path))
}
