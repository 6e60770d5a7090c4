//! The one place that asks the time.

use std::time::{SystemTime, UNIX_EPOCH};

use values::{Date, Moment};

/// Tells the time: the machine's, the demo's day running on from where it was set, or a story's. *Đồng hồ.*
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    ahead_micros: i64,
    stands_at: Option<Moment>,
}

impl Clock {
    /// The machine's own time.
    pub const fn system() -> Self {
        Self { ahead_micros: 0, stands_at: None }
    }

    /// A clock that shows `start` now and runs on from there.
    pub fn starting_at(start: Moment) -> Self {
        Self { ahead_micros: start.micros().saturating_sub(machine_micros()), stands_at: None }
    }

    /// A clock that stands still, for stories that must read the same each time they are told.
    pub const fn standing_at(moment: Moment) -> Self {
        Self { ahead_micros: 0, stands_at: Some(moment) }
    }

    /// The instant it is now.
    pub fn now(self) -> Moment {
        self.stands_at.unwrap_or_else(|| Moment::from_micros(machine_micros().saturating_add(self.ahead_micros)))
    }

    /// The civil date in Việt Nam now.
    pub fn today(self) -> Date {
        self.now().date()
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is the one place that asks the machine")]
fn machine_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
