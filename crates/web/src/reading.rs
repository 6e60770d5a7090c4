//! Reading what people type: numbers and dates. *Đọc số và ngày người dùng gõ.*
//!
//! Nothing is guessed. "9,5" and "9.5" are the same; "1.000" may be a thousand or one, and is asked about.

use unicode_normalization::UnicodeNormalization as _;
use values::quantity::NotAQuantity;
use values::{Date, Quantity};

/// Why a typed text was not taken. Its [`code`](Unread::code) is worded in the catalogue `form`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Nothing where something is needed.
    Missing,
    /// Not a number.
    NotANumber,
    /// Digits of another width or script, as some input methods send them.
    ForeignDigits,
    /// One separator and three digits: grouped thousands, or a decimal.
    Ambiguous { thousands: Quantity, decimal: Quantity },
    /// More decimals than the field keeps; holds how many it does.
    TooManyDecimals(u8),
    /// More than fifteen digits.
    TooLong,
    /// Below zero where that means nothing.
    Negative,
    /// Not a day of the calendar, written day first.
    NotADate,
    /// More letters than the field takes; holds how many it does.
    TooMuchText(usize),
}

impl Unread {
    /// The code in the catalogue: `form.<code>`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotANumber => "not_a_number",
            Self::ForeignDigits => "foreign_digits",
            Self::Ambiguous { .. } => "ambiguous",
            Self::TooManyDecimals(_) => "too_many_decimals",
            Self::TooLong => "too_long",
            Self::Negative => "negative",
            Self::NotADate => "not_a_date",
            Self::TooMuchText(_) => "too_much_text",
        }
    }
}

/// What a field knows that decides a doubtful number.
#[derive(Clone, Copy, Debug, Default)]
pub struct Numeric {
    /// Decimals the field keeps; with none, one separator and three digits are thousands.
    pub decimals: u8,
    /// The most the field can mean; below a thousand, they are decimals.
    pub most: Option<Quantity>,
    /// The decimal sign already answered for this form or paste.
    pub sign: Option<char>,
    /// Whether a leading minus is allowed.
    pub signed: bool,
}

impl Numeric {
    /// A number with at most `decimals` places.
    pub const fn places(decimals: u8) -> Self {
        Self { decimals, most: None, sign: None, signed: false }
    }

    /// The decimal sign that this field leaves possible.
    fn only_sign(self, separator: char) -> Option<char> {
        if self.decimals == 0 {
            return Some(other(separator));
        }
        let small = self.most.is_some_and(|most| most < Quantity::new(1000, 0));
        if small { Some(separator) } else { self.sign }
    }
}

/// Reads a typed number; an empty text is `None`.
///
/// # Errors
/// [`Unread`] says what is wrong; `Ambiguous` carries both meanings.
pub fn number(text: &str, field: Numeric) -> Result<Option<Quantity>, Unread> {
    let text: String = text.nfc().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().any(|c| !c.is_ascii() && c.is_numeric()) {
        return Err(Unread::ForeignDigits);
    }
    let text = text.replace('\u{2212}', "-");
    let (minus, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let shaped = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',') && digits.bytes().any(|b| b.is_ascii_digit());
    if !shaped {
        return Err(Unread::NotANumber);
    }
    if doubtful(digits) {
        return settle_doubt(minus, digits, field).map(Some);
    }
    plain(minus, digits, decimal_sign(digits)?, field).map(Some)
}

/// The decimal sign that a number's form shows beyond doubt; `None` if it shows none.
pub fn shown_sign(text: &str) -> Option<char> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2212}')).collect();
    let shaped = digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) && digits.bytes().any(|b| b.is_ascii_digit());
    if !shaped || doubtful(&digits) { None } else { decimal_sign(&digits).ok().flatten() }
}

/// One separator, one to three digits before it (not a leading zero), exactly three after.
fn doubtful(digits: &str) -> bool {
    let mut parts = digits.split(['.', ',']);
    let (Some(whole), Some(part), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    (1..=3).contains(&whole.len()) && !whole.starts_with('0') && part.len() == 3
}

fn settle_doubt(minus: &str, digits: &str, field: Numeric) -> Result<Quantity, Unread> {
    let separator = digits.chars().find(|c| !c.is_ascii_digit()).unwrap_or(',');
    if let Some(sign) = field.only_sign(separator) {
        return plain(minus, digits, Some(sign), field);
    }
    let free = Numeric { decimals: Quantity::MOST_DECIMALS, ..field };
    let (thousands, decimal) = (plain(minus, digits, Some(other(separator)), free)?, plain(minus, digits, Some(separator), free)?);
    Err(Unread::Ambiguous { thousands, decimal })
}

/// The decimal sign of a number whose form leaves no doubt; `None` if it has no decimals.
fn decimal_sign(digits: &str) -> Result<Option<char>, Unread> {
    let signs: Vec<char> = digits.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(last) = signs.last().copied() else { return Ok(None) };
    let lasts = signs.iter().filter(|c| **c == last).count();
    if lasts == signs.len() && lasts > 1 {
        return if grouped(digits, last) { Ok(Some(other(last))) } else { Err(Unread::NotANumber) };
    }
    let whole = digits.rsplit_once(last).map_or(digits, |(whole, _)| whole);
    if lasts == 1 && (signs.len() == 1 || grouped(whole, other(last))) { Ok(Some(last)) } else { Err(Unread::NotANumber) }
}

/// Whether `digits` are groups of three behind a first of one to three.
fn grouped(digits: &str, sign: char) -> bool {
    digits.split(sign).enumerate().all(|(i, group)| if i == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 })
}

fn plain(minus: &str, digits: &str, sign: Option<char>, field: Numeric) -> Result<Quantity, Unread> {
    let kept: String = digits.chars().filter_map(|c| if Some(c) == sign { Some('.') } else { c.is_ascii_digit().then_some(c) }).collect();
    let text = kept.split_once('.').map_or_else(|| kept.clone(), |(whole, part)| dotted(whole, part, field.decimals));
    let read = if field.signed { Quantity::read_signed } else { Quantity::read };
    read(&format!("{minus}{text}"), field.decimals).map_err(|why| match why {
        NotAQuantity::NotPlain => Unread::NotANumber,
        NotAQuantity::TooManyDecimals(most) => Unread::TooManyDecimals(most),
        NotAQuantity::TooManyDigits => Unread::TooLong,
        NotAQuantity::Negative => Unread::Negative,
    })
}

/// `whole.part` without a bare separator and without zeros the field does not keep.
fn dotted(whole: &str, part: &str, decimals: u8) -> String {
    let whole = if whole.is_empty() { "0" } else { whole };
    let kept = part.get(..usize::from(decimals)).unwrap_or(part);
    let idle = part.get(kept.len()..).unwrap_or("").bytes().all(|b| b == b'0');
    match if idle { kept } else { part } {
        "" => whole.into(),
        part => format!("{whole}.{part}"),
    }
}

const fn other(sign: char) -> char {
    if sign == ',' { '.' } else { ',' }
}

/// Reads a typed date, day first; an empty text is `None`.
///
/// # Errors
/// [`Unread::NotADate`].
pub fn date(text: &str, this_year: i32) -> Result<Option<Date>, Unread> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Date::of_typed(text, this_year).map(Some).ok_or(Unread::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, field: Numeric, expected: Result<Option<&str>, &str>) {
        let read = number(typed, field).map(|q| q.map(Quantity::plain)).map_err(|why| why.code());
        assert_eq!(read, expected.map(|e| e.map(String::from)), "{typed}");
    }

    #[test]
    fn comma_and_dot_both_part_decimals() {
        let two = Numeric::places(2);
        check("9,5", two, Ok(Some("9.5")));
        check("9.5", two, Ok(Some("9.5")));
        check(" 912,50 ", two, Ok(Some("912.50")));
        check(",5", two, Ok(Some("0.5")));
        check("5,", two, Ok(Some("5")));
        check("1.234.567,89", two, Ok(Some("1234567.89")));
        check("1,234,567.89", two, Ok(Some("1234567.89")));
        check("1.234.567", two, Ok(Some("1234567")));
        check("0,500", two, Ok(Some("0.50")));
        check("", two, Ok(None));
    }

    #[test]
    fn one_separator_and_three_digits_is_asked_about() {
        let both = Unread::Ambiguous { thousands: Quantity::new(1000, 0), decimal: Quantity::new(1, 0) };
        assert_eq!(number("1.000", Numeric::places(2)), Err(both.clone()));
        assert_eq!(number("1,000", Numeric::places(2)), Err(both));
        check("1.000", Numeric::places(0), Ok(Some("1000")));
        check("1.000", Numeric { most: Some(Quantity::new(10, 0)), ..Numeric::places(2) }, Ok(Some("1.00")));
        check("1.000", Numeric { sign: Some(','), ..Numeric::places(2) }, Ok(Some("1000")));
        check("1.000", Numeric { sign: Some('.'), ..Numeric::places(2) }, Ok(Some("1.00")));
    }

    #[test]
    fn a_number_beyond_doubt_shows_its_sign() {
        let comma = ["9,5", "1.234,5", "1.234.567", "0,125", "1234,500"];
        let dot = ["9.5", "1,234.5", "1,234,567"];
        for (texts, sign) in [(&comma[..], Some(',')), (&dot[..], Some('.')), (&["1.000", "12", "x", "", "1.2.3"][..], None)] {
            for text in texts {
                assert_eq!(shown_sign(text), sign, "{text}");
            }
        }
    }

    #[test]
    fn what_is_not_a_number_is_named() {
        let two = Numeric::places(2);
        for typed in ["abc", "1.2.3", "1,23,456", "1e3", "12%", "+5", "--1", ".", "1.234,567.8"] {
            check(typed, two, Err("not_a_number"));
        }
        check("９，５", two, Err("foreign_digits"));
        check("١٢", two, Err("foreign_digits"));
        check("9,555", Numeric { most: Some(Quantity::new(10, 0)), ..two }, Err("too_many_decimals"));
        check("9,5555", two, Err("too_many_decimals"));
        check("-1", two, Err("negative"));
        check("-1,5", Numeric { signed: true, ..two }, Ok(Some("-1.5")));
        check("1234567890123456", two, Err("too_long"));
    }

    proptest::proptest! {
        #[test]
        fn what_a_field_shows_reads_back(mantissa in -999_999_999_999i64..999_999_999_999, decimals in 0u8..=6) {
            use crate::words::Words;
            let kept = Quantity::new(mantissa, decimals);
            let field = Numeric { signed: true, sign: Some(','), ..Numeric::places(decimals) };
            for shown in [Words::default().typed(kept), Words::default().number(kept)] {
                proptest::prop_assert_eq!(number(&shown, field), Ok(Some(kept)), "{}", shown);
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,40}") {
            let _ = (number(&text, Numeric::places(2)), date(&text, 2026));
        }
    }

    #[test]
    fn dates_are_day_first() {
        assert_eq!(date("5/3/26", 2026), Ok(Date::of(2026, 3, 5)));
        assert_eq!(date("  ", 2026), Ok(None));
        assert_eq!(date("31/2/2026", 2026), Err(Unread::NotADate));
    }
}
