//! What is due: its calendar file, and notices that were seen.

use values::{NoticeId, YearId};

/// See [`calendar`].
pub const CALENDAR: &str = "/years/{year}/tasks.ics";

/// A year's dated tasks of the signed-in person, for their calendar.
pub fn calendar(year: YearId) -> String {
    format!("/years/{year}/tasks.ics")
}

/// See [`notice_seen`].
pub const NOTICE_SEEN: &str = "/years/{year}/notices/{notice}/seen";

/// Where it is sent that a unit has seen a notice.
pub fn notice_seen(year: YearId, notice: NoticeId) -> String {
    format!("/years/{year}/notices/{notice}/seen")
}
