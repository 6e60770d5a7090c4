//! Exact decimal quantities: targets, results, percentages, values.

use core::cmp::Ordering;

use crate::Lang;

/// An exact decimal number of at most 15 digits and 6 decimals. *Số liệu.*
///
/// `12.99` is 1299 with 2 decimals. Trailing zeros are kept for writing and ignored in comparing.
///
/// Packed into 9 bytes: scoring a nation is reading its quantities from memory.
#[derive(Clone, Copy, Debug)]
#[repr(C, packed)]
pub struct Quantity {
    mantissa: i64,
    decimals: u8,
}

/// Why a text is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAQuantity {
    /// Something other than digits with at most one dot and an allowed leading minus.
    NotPlain,
    /// More decimals than allowed; holds how many are.
    TooManyDecimals(u8),
    /// More than 15 digits.
    TooManyDigits,
    /// Below zero where that is not allowed.
    Negative,
}

impl Quantity {
    pub const ZERO: Self = Self { mantissa: 0, decimals: 0 };
    /// Most decimals a quantity may have.
    pub const MOST_DECIMALS: u8 = 6;
    /// Most digits a quantity may have.
    pub const MOST_DIGITS: usize = 15;

    /// `mantissa` ÷ 10^`decimals`.
    pub const fn new(mantissa: i64, decimals: u8) -> Self {
        Self { mantissa, decimals }
    }

    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Reads a plain decimal text with a dot, not negative, with at most `decimals` places.
    ///
    /// # Errors
    /// [`NotAQuantity`] says what is wrong; the caller knows where.
    pub fn read(text: &str, decimals: u8) -> Result<Self, NotAQuantity> {
        let read = Self::read_signed(text, decimals)?;
        if text.starts_with('-') { Err(NotAQuantity::Negative) } else { Ok(read) }
    }

    /// As [`Quantity::read`], but a leading minus is allowed.
    ///
    /// # Errors
    /// [`NotAQuantity`] says what is wrong; the caller knows where.
    pub fn read_signed(text: &str, decimals: u8) -> Result<Self, NotAQuantity> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if !plain(whole) || !part.is_none_or(plain) {
            return Err(NotAQuantity::NotPlain);
        }
        let part = part.unwrap_or("");
        if part.len() > usize::from(decimals) {
            return Err(NotAQuantity::TooManyDecimals(decimals));
        }
        if whole.len() + part.len() > Self::MOST_DIGITS {
            return Err(NotAQuantity::TooManyDigits);
        }
        let mantissa: i64 = format!("{whole}{part}").parse().map_err(|_| NotAQuantity::TooManyDigits)?;
        Ok(Self { mantissa: sign * mantissa, decimals: u8::try_from(part.len()).unwrap_or(decimals) })
    }

    /// The whole number of 10^-`decimals` units, if it is whole and fits.
    pub fn in_units(self, decimals: u8) -> Option<i64> {
        if decimals >= self.decimals {
            self.mantissa.checked_mul(10i64.checked_pow(u32::from(decimals - self.decimals))?)
        } else {
            let divisor = 10i64.checked_pow(u32::from(self.decimals - decimals))?;
            (self.mantissa % divisor == 0).then(|| self.mantissa / divisor)
        }
    }

    /// Writes with a dot and its own number of places: `12.99`.
    pub fn plain(self) -> String {
        with_point(self.mantissa < 0, self.mantissa.unsigned_abs().to_string(), self.decimals)
    }

    /// Writes as people of `lang` do: `1.234,50` in Vietnamese, `1,234.50` in English.
    pub fn written(self, lang: Lang) -> String {
        grouped(&self.plain(), lang)
    }

    /// The same number without needless zeros at the end: `80.00` becomes `80`.
    #[must_use]
    pub const fn trimmed(mut self) -> Self {
        while self.decimals > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.decimals -= 1;
        }
        self
    }

    /// Both numbers as whole counts of one common unit.
    #[inline]
    pub fn aligned(self, other: Self) -> (i128, i128) {
        let places = self.decimals.max(other.decimals);
        let lift = |q: Self| i128::from(q.mantissa).saturating_mul(10i128.saturating_pow(u32::from(places - q.decimals)));
        if self.decimals == other.decimals { (i128::from(self.mantissa), i128::from(other.mantissa)) } else { (lift(self), lift(other)) }
    }
}

/// Digits with their sign, and a dot before the last `decimals` of them.
pub(crate) fn with_point(negative: bool, mut digits: String, decimals: u8) -> String {
    let places = usize::from(decimals);
    if digits.len() <= places {
        digits.insert_str(0, &"0".repeat(places + 1 - digits.len()));
    }
    if places > 0 {
        digits.insert(digits.len() - places, '.');
    }
    if negative {
        digits.insert(0, '-');
    }
    digits
}

/// A plain decimal as people of `lang` write it, its whole part in groups of three.
pub(crate) fn grouped(plain: &str, lang: Lang) -> String {
    let (group, point) = match lang {
        Lang::Vi => ('.', ','),
        Lang::En => (',', '.'),
    };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(w, p)| (w, Some(p)));
    let mut out = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    part.into_iter().for_each(|p| {
        out.push(point);
        out.push_str(p);
    });
    out
}

impl PartialEq for Quantity {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.decimals == other.decimals {
            return self.mantissa().cmp(&other.mantissa());
        }
        let (a, b) = self.aligned(*other);
        a.cmp(&b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_plain_decimals_only() {
        let check = |text: &str, expected: Result<&str, NotAQuantity>| {
            assert_eq!(Quantity::read(text, 2).map(Quantity::plain), expected.map(String::from), "{text}");
        };
        check("12.99", Ok("12.99"));
        check("0", Ok("0"));
        check("007.50", Ok("7.50"));
        check("12.999", Err(NotAQuantity::TooManyDecimals(2)));
        check("-1", Err(NotAQuantity::Negative));
        check("1234567890123456", Err(NotAQuantity::TooManyDigits));
        for text in ["", ".", "1.", ".5", "1e3", "1,5", "+1", "--1", " 1", "1.2.3", "١"] {
            check(text, Err(NotAQuantity::NotPlain));
        }
    }

    #[test]
    fn is_written_as_people_of_each_language_do() {
        assert_eq!(Quantity::new(123_456_750, 2).written(Lang::Vi), "1.234.567,50");
        assert_eq!(Quantity::new(-123_456, 0).written(Lang::En), "-123,456");
        assert_eq!(Quantity::new(8000, 2).trimmed().written(Lang::Vi), "80");
        assert_eq!(Quantity::new(5, 2).trimmed().written(Lang::Vi), "0,05");
    }

    #[test]
    fn compares_by_value_and_converts_exactly() {
        assert_eq!(Quantity::new(150, 2), Quantity::new(15, 1));
        assert_eq!(Quantity::new(150, 2).in_units(1), Some(15));
        assert_eq!(Quantity::new(155, 2).in_units(1), None);
    }
}
