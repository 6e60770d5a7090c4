//! Instants, kept in UTC and shown in Việt Nam's time, which has no summer time.

use crate::Date;

const MICROS_A_DAY: i64 = 86_400_000_000;
const SEVEN_HOURS: i64 = 7 * 3_600_000_000;

/// A UTC instant in microseconds since 1970. *Thời điểm.* A label, never an ordering key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The civil date in Asia/Ho_Chi_Minh at this instant.
    pub fn date(self) -> Date {
        Date::from_days(i32::try_from((self.0.saturating_add(SEVEN_HOURS)).div_euclid(MICROS_A_DAY)).unwrap_or(i32::MAX))
    }

    /// Hour and minute in Asia/Ho_Chi_Minh.
    pub fn hour_minute(self) -> (u8, u8) {
        let minutes = self.0.saturating_add(SEVEN_HOURS).rem_euclid(MICROS_A_DAY) / 60_000_000;
        (u8::try_from(minutes / 60).unwrap_or(0), u8::try_from(minutes % 60).unwrap_or(0))
    }

    /// The instant at `hour`:`minute` on `date` in Asia/Ho_Chi_Minh.
    pub fn at(date: Date, hour: u8, minute: u8) -> Self {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        Self(i64::from(date.days()) * MICROS_A_DAY + minutes * 60_000_000 - SEVEN_HOURS)
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_viet_nam() {
        let day = Date::of_iso("2018-12-05").unwrap();
        assert_eq!(Moment::at(day, 0, 0).date(), day);
        assert_eq!(Moment::at(day, 23, 59).date(), day);
        assert_eq!(Moment::at(day, 0, 0).plus_seconds(-1).date(), day.plus(-1));
        assert_eq!(Moment::at(day, 9, 42).hour_minute(), (9, 42));
    }
}
