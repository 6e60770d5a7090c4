//! Clusters and their years: the year's page, set-up, members, seats, settings, deadlines.

use values::YearId;

/// See [`year`].
pub const YEAR: &str = "/years/{year}";

/// The page of a cluster's year. *Cụm – năm.*
pub fn year(year: YearId) -> String {
    format!("/years/{year}")
}

/// See [`members`].
pub const MEMBERS: &str = "/years/{year}/members";

/// Members, head and deputies. *Đơn vị thành viên.*
pub fn members(year: YearId) -> String {
    format!("/years/{year}/members")
}

/// See [`seats`].
pub const SEATS: &str = "/years/{year}/seats";

/// Who is what. *Vai trò.*
pub fn seats(year: YearId) -> String {
    format!("/years/{year}/seats")
}

/// See [`settings`].
pub const SETTINGS: &str = "/years/{year}/settings";

/// The settings of the regulation. *Quy chế.*
pub fn settings(year: YearId) -> String {
    format!("/years/{year}/settings")
}

/// See [`deadlines`].
pub const DEADLINES: &str = "/years/{year}/deadlines";

/// The deadlines. *Mốc thời gian.*
pub fn deadlines(year: YearId) -> String {
    format!("/years/{year}/deadlines")
}

/// See [`phase`].
pub const PHASE: &str = "/years/{year}/phase";

/// Moving the year on, with what it waits for. *Chuyển giai đoạn.*
pub fn phase(year: YearId) -> String {
    format!("/years/{year}/phase")
}
