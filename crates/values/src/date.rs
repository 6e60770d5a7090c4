//! Civil dates of Việt Nam. A deadline is a date and includes its whole day.

/// A civil date. *Ngày.* Counted as days since 1970-01-01; years 1900 to 2999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(i32);

impl Date {
    /// A date from its parts; `None` where the calendar has no such day.
    pub fn of(year: i32, month: u8, day: u8) -> Option<Self> {
        let valid = (1900..=2999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= month_length(year, month);
        valid.then(|| Self(days_from_civil(year, i32::from(month), i32::from(day))))
    }

    /// Reads `2026-11-24`.
    pub fn of_iso(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        Self::of(year, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
    }

    /// Reads what people type: day, month, year parted by `/`, `-` or `.`; two-digit years are 20xx;
    /// without a year, `this_year`. Day and month are never swapped.
    pub fn of_typed(text: &str, this_year: i32) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
        let (day, month) = (parts.first()?.parse().ok()?, parts.get(1)?.parse().ok()?);
        let year = match parts.get(2) {
            None => this_year,
            Some(y) if y.len() <= 2 => 2000 + y.parse::<i32>().ok()?,
            Some(y) => y.parse().ok()?,
        };
        if parts.len() > 3 { None } else { Self::of(year, month, day) }
    }

    /// Days since 1970-01-01, as the store keeps it.
    pub const fn days(self) -> i32 {
        self.0
    }

    /// A date from the store's day count.
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Year, month, day.
    pub fn parts(self) -> (i32, u8, u8) {
        civil_from_days(self.0)
    }

    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// The date `days` later (earlier if negative).
    #[must_use]
    pub const fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// How many days `self` is after `other`.
    pub const fn days_after(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

/// `2026-11-24`: the form of files and addresses. Pages use their own Vietnamese forms.
impl core::fmt::Display for Date {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn month_length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date (years counted from March).
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i32) -> (i32, u8, u8) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i32::from(month <= 2);
    (year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_reads_back() {
        for days in -25_000..120_000 {
            let (y, m, d) = Date::from_days(days).parts();
            assert_eq!(Date::of(y, m, d), Some(Date::from_days(days)));
        }
    }

    #[test]
    fn the_calendar_refuses_days_it_does_not_have() {
        assert_eq!(Date::of(2025, 2, 29), None);
        assert_eq!(Date::of(2024, 2, 29).map(|d| d.to_string()), Some("2024-02-29".into()));
        assert_eq!(Date::of(2024, 13, 1), None);
    }

    #[test]
    fn people_type_day_first_in_several_ways() {
        for typed in ["5/3/26", "05-03-2026", "05.03.2026", "5/3"] {
            assert_eq!(Date::of_typed(typed, 2026), Date::of(2026, 3, 5), "{typed}");
        }
        assert_eq!(Date::of_typed("3/25/2026", 2026), None, "never swapped");
    }
}
