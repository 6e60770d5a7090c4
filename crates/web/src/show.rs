//! How numbers and dates are written for people. *Cách viết số và ngày.*
//!
//! Vietnamese: `1.234.567,89`, `95,3%`, `05/3/2026`, *ngày 05 tháng 3 năm 2026*. English: `1,234,567.89`,
//! `5 Mar 2026`. Everything is exact: digits are moved, never computed with floats.

use values::{Amount, Date, Lang, Moment, Points, Quantity};

use crate::words::Words;

/// Bytes of a file are counted as file managers count them.
const KILOBYTE: u64 = 1 << 10;
pub const MEGABYTE: u64 = 1 << 20;
/// From here on `1024 KB` would be said.
const ALMOST_MEGABYTE: u64 = MEGABYTE - KILOBYTE / 2;

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

impl Words {
    /// Points with exactly the table's `decimals`: `912,50`.
    pub fn points(self, points: Points, decimals: u8) -> String {
        self.number(points.quantity(decimals))
    }

    /// A difference of points with its sign: `+1,50`, `−0,75`, `0,00`.
    pub fn difference(self, points: Points, decimals: u8) -> String {
        let sign = if points.0 > 0 { "+" } else { "" };
        format!("{sign}{}", self.points(points, decimals))
    }

    /// A quantity with its own places, grouped by thousands.
    pub fn number(self, quantity: Quantity) -> String {
        self.digits(&quantity.plain())
    }

    /// A rate with the table's places, without its sign of percent.
    pub fn rate(self, rate: Amount) -> String {
        self.digits(&rate.plain())
    }

    fn digits(self, plain: &str) -> String {
        let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("\u{2212}", rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let (group, point) = self.signs();
        let mut out = String::with_capacity(plain.len() + whole.len() / 3 + 2);
        out.push_str(sign);
        put_grouped(&mut out, whole, group);
        if !part.is_empty() {
            out.extend([point, part]);
        }
        out
    }

    /// A count: `1.234`.
    pub fn count(self, n: impl TryInto<i64>) -> String {
        self.number(Quantity::new(n.try_into().unwrap_or(i64::MAX), 0))
    }

    /// A percentage: `95,3%`.
    pub fn percent(self, quantity: Quantity) -> String {
        format!("{}%", self.number(quantity))
    }

    /// `part` of `whole` as a percentage with one place, rounded half up; `–` of nothing.
    pub fn share(self, part: i64, whole: i64) -> String {
        let (part, whole) = (i128::from(part), i128::from(whole));
        let tenths = (whole != 0).then(|| (part * 2000 + whole).div_euclid(whole * 2)).and_then(|t| i64::try_from(t).ok());
        tenths.map_or_else(|| "–".into(), |t| self.percent(Quantity::new(t, 1)))
    }

    /// A quantity as it stands in a field: the language's decimal sign, no grouping, a plain minus.
    pub fn typed(self, quantity: Quantity) -> String {
        quantity.plain().replace('.', self.signs().1)
    }

    /// A date in a table: `05/3/2026`; `5 Mar 2026`.
    pub fn date(self, date: Date) -> String {
        let (year, month, day) = date.parts();
        match self.lang {
            Lang::Vi => format!("{day:02}/{}/{year}", padded(month)),
            Lang::En => format!("{day} {} {year}", month_name(month).get(..3).unwrap_or_default()),
        }
    }

    /// A date in a sentence: *ngày 05 tháng 3 năm 2026*; `5 March 2026`.
    pub fn long_date(self, date: Date) -> String {
        let (year, month, day) = date.parts();
        match self.lang {
            Lang::Vi => format!("ngày {day:02} tháng {} năm {year}", padded(month)),
            Lang::En => format!("{day} {} {year}", month_name(month)),
        }
    }

    /// A date as it stands in a field: `5/3/2026` in both languages, day first.
    pub fn typed_date(self, date: Date) -> String {
        let (year, month, day) = date.parts();
        format!("{day}/{month}/{year}")
    }

    /// Hour and minute in Việt Nam: `09:42`.
    pub fn time(self, moment: Moment) -> String {
        let (hour, minute) = moment.hour_minute();
        format!("{hour:02}:{minute:02}")
    }

    /// An instant: `24/11/2026 09:42`.
    pub fn moment(self, moment: Moment) -> String {
        format!("{} {}", self.date(moment.date()), self.time(moment))
    }

    /// A file's size as file managers say it: `640 B`, `12 KB`, `1,2 MB`, `20 MB`; rounded half up.
    pub fn size(self, bytes: u64) -> String {
        match bytes {
            0..KILOBYTE => format!("{bytes} B"),
            KILOBYTE..ALMOST_MEGABYTE => format!("{} KB", (bytes + KILOBYTE / 2) / KILOBYTE),
            _ => {
                let tenths = (u128::from(bytes) * 10 + u128::from(MEGABYTE) / 2) / u128::from(MEGABYTE);
                let megabytes = Quantity::new(i64::try_from(tenths).unwrap_or(i64::MAX), 1);
                format!("{} MB", self.number(megabytes.trimmed()))
            }
        }
    }

    /// The sign before decimals.
    pub fn decimal_sign(self) -> char {
        self.signs().1.chars().next().unwrap_or(',')
    }

    /// The signs between thousands and before decimals.
    const fn signs(self) -> (&'static str, &'static str) {
        match self.lang {
            Lang::Vi => (".", ","),
            Lang::En => (",", "."),
        }
    }
}

/// The official rule pads days below 10 and the months 1 and 2, so that nobody adds a digit.
/// Source: Nghị định 30/2020/NĐ-CP, Appendix I.
fn padded(month: u8) -> String {
    if month <= 2 { format!("{month:02}") } else { month.to_string() }
}

fn month_name(month: u8) -> &'static str {
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

fn put_grouped(out: &mut String, whole: &str, sign: &str) {
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push_str(sign);
        }
        out.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VI: Words = Words::new(Lang::Vi);
    const EN: Words = Words::new(Lang::En);

    #[test]
    fn numbers_have_a_decimal_comma_and_dots_between_thousands() {
        let check = |mantissa, decimals, vi: &str, en: &str| {
            let number = Quantity::new(mantissa, decimals);
            assert_eq!((VI.number(number).as_str(), EN.number(number).as_str()), (vi, en));
        };
        check(123_456_789, 2, "1.234.567,89", "1,234,567.89");
        check(91_250, 2, "912,50", "912.50");
        check(1000, 0, "1.000", "1,000");
        check(999, 0, "999", "999");
        check(-75, 2, "−0,75", "−0.75");
        check(-123_456, 0, "−123.456", "−123,456");
        check(5, 3, "0,005", "0.005");
    }

    #[test]
    fn a_field_shows_a_number_that_reads_back_without_a_question() {
        assert_eq!(VI.typed(Quantity::new(123_450, 2)), "1234,50");
        assert_eq!(EN.typed(Quantity::new(-15, 1)), "-1.5");
    }

    #[test]
    fn differences_carry_their_sign_and_shares_one_place() {
        assert_eq!(VI.difference(Points(150), 2), "+1,50");
        assert_eq!(VI.difference(Points(-75), 2), "−0,75");
        assert_eq!(VI.difference(Points(0), 2), "0,00");
        assert_eq!(VI.share(953, 1000), "95,3%");
        assert_eq!(VI.share(2, 3), "66,7%");
        assert_eq!(VI.share(1, 2000), "0,1%", "half goes up");
        assert_eq!(VI.share(i64::MAX, i64::MAX), "100,0%");
        assert_eq!(VI.share(1, 0), "–");
    }

    #[test]
    fn dates_pad_days_below_ten_and_the_first_two_months_only() {
        let check = |iso: &str, table: &str, sentence: &str, english: &str| {
            let date = Date::of_iso(iso).unwrap();
            assert_eq!((VI.date(date).as_str(), VI.long_date(date).as_str(), EN.date(date).as_str()), (table, sentence, english));
        };
        check("2026-11-24", "24/11/2026", "ngày 24 tháng 11 năm 2026", "24 Nov 2026");
        check("2026-01-05", "05/01/2026", "ngày 05 tháng 01 năm 2026", "5 Jan 2026");
        check("2026-03-05", "05/3/2026", "ngày 05 tháng 3 năm 2026", "5 Mar 2026");
        check("2026-02-28", "28/02/2026", "ngày 28 tháng 02 năm 2026", "28 Feb 2026");
    }

    #[test]
    fn a_date_in_a_field_reads_back() {
        for days in (0..25_000).step_by(37) {
            let date = Date::from_days(days);
            assert_eq!(Date::of_typed(&VI.typed_date(date), 1990), Some(date));
        }
    }

    #[test]
    fn times_are_those_of_viet_nam() {
        let moment = Moment::at(Date::of_iso("2018-12-05").unwrap(), 9, 42);
        assert_eq!(VI.moment(moment), "05/12/2018 09:42");
        assert_eq!(EN.moment(moment), "5 Dec 2018 09:42");
    }

    #[test]
    fn sizes_are_short() {
        let sizes = [640, 12_345, MEGABYTE - 513, MEGABYTE - 512, 1_258_291, 20 * MEGABYTE, 20 * MEGABYTE + 52_429];
        assert_eq!(sizes.map(|bytes| VI.size(bytes)), ["640 B", "12 KB", "1023 KB", "1 MB", "1,2 MB", "20 MB", "20,1 MB"]);
    }
}
