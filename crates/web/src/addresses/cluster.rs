//! Clusters and their years: the year's page, set-up, members, seats, settings, deadlines.

use values::{SeatId, UnitId, YearId};

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

/// Founding a cluster and its first year: the first step of the set-up. *Lập cụm.*
pub fn setup() -> String {
    "/setup".into()
}

/// See [`setup_step`].
pub const SETUP_STEP: &str = "/years/{year}/setup/{step}";

/// One of the six steps of a year's set-up, 1 to 6. *Thiết lập năm.*
pub fn setup_step(year: YearId, step: u8) -> String {
    format!("/years/{year}/setup/{step}")
}

/// See [`member`].
pub const MEMBER: &str = "/years/{year}/members/{unit}";

/// Changing one member's place, office or days.
pub fn member(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/members/{unit}")
}

/// See [`hand_over`].
pub const HAND_OVER: &str = "/years/{year}/head";

/// Handing the head's office over. *Bàn giao cụm trưởng.*
pub fn hand_over(year: YearId) -> String {
    format!("/years/{year}/head")
}

/// See [`newcomers`].
pub const NEWCOMERS: &str = "/years/{year}/newcomers";

/// Inviting people with their seats. *Mời người và giao vai.*
pub fn newcomers(year: YearId) -> String {
    format!("/years/{year}/newcomers")
}

/// See [`new_seat`].
pub const NEW_SEAT: &str = "/years/{year}/seats/new";

/// Giving somebody a seat.
pub fn new_seat(year: YearId) -> String {
    format!("/years/{year}/seats/new")
}

/// See [`seat`].
pub const SEAT: &str = "/years/{year}/seats/{seat}";

/// Ending one seat.
pub fn seat(year: YearId, seat: SeatId) -> String {
    format!("/years/{year}/seats/{seat}")
}

/// See [`next_year`].
pub const NEXT_YEAR: &str = "/years/{year}/next";

/// Opening the cluster's next year. *Mở năm tiếp theo.*
pub fn next_year(year: YearId) -> String {
    format!("/years/{year}/next")
}

/// The organisation's units over time. *Danh mục đơn vị.*
pub fn units() -> String {
    "/units".into()
}

/// Adding a unit.
pub fn new_unit() -> String {
    "/units/new".into()
}

/// Units that end and the one that takes over. *Sáp nhập.*
pub fn merge_units() -> String {
    "/units/merge".into()
}

/// See [`unit`].
pub const UNIT: &str = "/units/{unit}";

/// One unit: its names.
pub fn unit(unit: UnitId) -> String {
    format!("/units/{unit}")
}
