//! Numbers of a workbook as exact decimal text.
//!
//! Excel keeps every number as a binary float. [`decimal_of`] is the only place of the workspace
//! where such a float is touched: it becomes the shortest decimal text at once and is dropped.

use values::Quantity;
use values::quantity::NotAQuantity;

/// A number cell as exact decimal text with a dot. *Số trong ô.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellNumber {
    /// At most 15 significant digits, as Excel shows them.
    pub text: String,
    /// The digits the file holds, where they are more than Excel shows.
    pub noise: Option<String>,
    /// The cell is formatted as a percentage: Excel shows a hundred times the number.
    pub percent: bool,
}

impl CellNumber {
    /// The digits people see in the cell: `0.95` in a percent cell is `95`.
    pub fn shown(&self) -> String {
        if self.percent { shifted(&self.text, 2) } else { self.text.clone() }
    }
}

/// The shortest decimal text of a workbook's float, limited to the 15 digits Excel keeps.
pub fn decimal_of(float: f64, percent: bool) -> Option<CellNumber> {
    if !float.is_finite() {
        return None;
    }
    let shortest = format!("{float}");
    let digits = shortest.bytes().filter(u8::is_ascii_digit).count() - leading_zeros(&shortest);
    if digits <= Quantity::MOST_DIGITS {
        return Some(CellNumber { text: without_minus_zero(&shortest), noise: None, percent });
    }
    let text = plain_of_scientific(&format!("{float:.14e}"))?;
    Some(CellNumber { text, noise: Some(shortest), percent })
}

fn leading_zeros(text: &str) -> usize {
    text.bytes().filter(|b| b.is_ascii_digit()).take_while(|b| *b == b'0').count()
}

fn without_minus_zero(text: &str) -> String {
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `1.29900e1` as `12.99`.
fn plain_of_scientific(text: &str) -> Option<String> {
    let (digits, exponent) = text.split_once('e')?;
    let plain = shifted(digits, exponent.parse().ok()?);
    Some(trimmed(&plain))
}

/// Drops zeros after the dot that say nothing.
fn trimmed(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// Moves the dot `places` to the right (left if negative).
fn shifted(text: &str, places: i32) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{whole}{part}");
    let dot = i64::try_from(whole.len()).unwrap_or(0) + i64::from(places);
    let (whole, part) = match usize::try_from(dot) {
        Ok(dot) if dot >= all.len() => (format!("{all}{}", "0".repeat(dot - all.len())), String::new()),
        Ok(dot) if dot > 0 => (all.chars().take(dot).collect(), all.chars().skip(dot).collect()),
        _ => ("0".to_owned(), format!("{}{all}", "0".repeat(usize::try_from(-dot).unwrap_or(0)))),
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    trimmed(&if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}

/// Which mark a column of typed numbers uses before its decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    Comma,
    Dot,
    #[default]
    Unknown,
}

/// Why a typed text is not a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRead {
    NotANumber,
    /// `1.000`: a thousand, or one with three decimals.
    Ambiguous,
}

/// Finds the mark a block of typed numbers uses: one clear cell decides for the block.
pub fn mark_of<'a>(texts: impl Iterator<Item = &'a str>) -> Mark {
    texts.map(mark_in).find(|mark| *mark != Mark::Unknown).unwrap_or_default()
}

fn mark_in(text: &str) -> Mark {
    let text = text.trim().trim_end_matches('%');
    match (text.rfind(','), text.rfind('.')) {
        (Some(c), Some(d)) if c > d => Mark::Comma,
        (Some(_), Some(_)) => Mark::Dot,
        (Some(c), None) if decimals_after(text, c) => Mark::Comma,
        (None, Some(d)) if decimals_after(text, d) => Mark::Dot,
        _ => Mark::Unknown,
    }
}

/// One mark, not before exactly three digits, or after a lone zero.
fn decimals_after(text: &str, at: usize) -> bool {
    let (before, after) = (text.get(..at).unwrap_or(""), text.get(at + 1..).unwrap_or(""));
    let single = !before.contains(['.', ',']);
    single && (after.len() != 3 || before.trim_start_matches('-') == "0")
}

/// Reads a number as Vietnamese people type it, as plain text with a dot. A percent sign behind it says what the
/// column means anyway: `93%` is 93, as a cell formatted as a percentage is.
///
/// # Errors
/// [`NotRead`] tells a text that is no number from one that could be two.
pub fn plain_of_typed(text: &str, mark: Mark) -> Result<String, NotRead> {
    let text: String = text.trim().replace(['\u{A0}', ' '], "").replace('−', "-");
    let text = text.strip_suffix('%').unwrap_or(&text).to_owned();
    let own = mark_in(&text);
    let mark = if own == Mark::Unknown { mark } else { own };
    let (decimal, thousands) = match mark {
        Mark::Comma => (',', '.'),
        Mark::Dot => ('.', ','),
        Mark::Unknown if text.contains(['.', ',']) && grouped(&text) => return Err(NotRead::Ambiguous),
        Mark::Unknown => ('.', ','),
    };
    let (whole, part) = text.split_once(decimal).unwrap_or((&text, ""));
    if !well_grouped(whole, thousands) || part.contains(thousands) {
        return Err(NotRead::NotANumber);
    }
    let plain = if part.is_empty() { whole.replace(thousands, "") } else { format!("{}.{part}", whole.replace(thousands, "")) };
    Quantity::read_signed(&plain, u8::MAX).map(|_| plain).or_else(|why| digits_only(why, &text))
}

/// Too many digits is still a number; what is wrong with it is said later, against its limit.
fn digits_only(why: NotAQuantity, text: &str) -> Result<String, NotRead> {
    if why == NotAQuantity::TooManyDigits { Ok(text.to_owned()) } else { Err(NotRead::NotANumber) }
}

fn grouped(text: &str) -> bool {
    text.split(['.', ',']).skip(1).all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

fn well_grouped(whole: &str, thousands: char) -> bool {
    !whole.contains(thousands) || whole.split(thousands).skip(1).all(|g| g.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_float_becomes_what_excel_shows() {
        let check = |float: f64, text: &str, noisy: bool| {
            let read = decimal_of(float, false).unwrap();
            assert_eq!((read.text.as_str(), read.noise.is_some()), (text, noisy), "{float}");
        };
        check(12.99, "12.99", false);
        check(12.989_999_999_999_998, "12.99", true);
        check(0.1 + 0.2, "0.3", true);
        check(1000.0, "1000", false);
        check(-0.0, "0", false);
        check(12.989_999_999, "12.989999999", false);
        check(1e-7, "0.0000001", false);
        check(1e20, "100000000000000000000", true);
        assert_eq!(decimal_of(f64::NAN, false), None);
    }

    #[test]
    fn a_percent_cell_shows_a_hundred_times_its_number() {
        let shown = |f| decimal_of(f, true).unwrap().shown();
        assert_eq!((shown(0.95), shown(1.0), shown(0.055), shown(12.5)), ("95".into(), "100".into(), "5.5".into(), "1250".into()));
    }

    #[test]
    fn typed_numbers_read_as_people_mean_them() {
        let check = |text: &str, mark: Mark, expected: Result<&str, NotRead>| {
            assert_eq!(plain_of_typed(text, mark), expected.map(str::to_owned), "{text}");
        };
        check("9,5", Mark::Unknown, Ok("9.5"));
        check("9.5", Mark::Comma, Ok("9.5"));
        check("1.234.567,89", Mark::Unknown, Ok("1234567.89"));
        check("1.000", Mark::Unknown, Err(NotRead::Ambiguous));
        check("1.000", Mark::Comma, Ok("1000"));
        check("1,000", Mark::Dot, Ok("1000"));
        check("0,125", Mark::Unknown, Ok("0.125"));
        check("700", Mark::Unknown, Ok("700"));
        check("93%", Mark::Unknown, Ok("93"));
        check("93,5 %", Mark::Unknown, Ok("93.5"));
        check("%", Mark::Unknown, Err(NotRead::NotANumber));
        check("10 điểm", Mark::Unknown, Err(NotRead::NotANumber));
        check("1e3", Mark::Unknown, Err(NotRead::NotANumber));
        check("", Mark::Unknown, Err(NotRead::NotANumber));
        assert_eq!(mark_of(["1.000", "7", "2,5"].into_iter()), Mark::Comma);
    }
}
