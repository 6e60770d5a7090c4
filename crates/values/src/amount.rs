//! Exact decimal numbers of any size the rules can form: what is written beside the points.

use crate::quantity::{grouped, with_point};
use crate::{Lang, Quantity};

/// An exact decimal number wider than a [`Quantity`]: a rate, or a number that a calculation goes through. *Số để
/// viết ra.*
///
/// Nothing is scored from it. Trailing zeros are kept for writing and ignored in comparing.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    mantissa: i128,
    decimals: u8,
}

impl Amount {
    /// `mantissa` ÷ 10^`decimals`.
    pub const fn new(mantissa: i128, decimals: u8) -> Self {
        Self { mantissa, decimals }
    }

    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    pub const fn decimals(self) -> u8 {
        self.decimals
    }

    /// Writes with a dot and its own number of places: `12.99`.
    pub fn plain(self) -> String {
        with_point(self.mantissa < 0, self.mantissa.unsigned_abs().to_string(), self.decimals)
    }

    /// Writes as people of `lang` do: `1.234,50` in Vietnamese, `1,234.50` in English.
    pub fn written(self, lang: Lang) -> String {
        grouped(&self.plain(), lang)
    }

    /// The same number without needless zeros at the end.
    const fn trimmed(mut self) -> (i128, u8) {
        while self.decimals > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.decimals -= 1;
        }
        (self.mantissa, self.decimals)
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.trimmed() == other.trimmed()
    }
}

impl Eq for Amount {}

impl From<Quantity> for Amount {
    fn from(quantity: Quantity) -> Self {
        Self { mantissa: quantity.mantissa().into(), decimals: quantity.decimals() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_whole_however_large() {
        let check = |mantissa: i128, decimals: u8, plain: &str, vi: &str| {
            let amount = Amount::new(mantissa, decimals);
            assert_eq!((amount.plain().as_str(), amount.written(Lang::Vi).as_str()), (plain, vi));
        };
        check(0, 2, "0.00", "0,00");
        check(-5, 2, "-0.05", "-0,05");
        check(1234, 0, "1234", "1.234");
        check(99_899_999_999_999_990_010, 2, "998999999999999900.10", "998.999.999.999.999.900,10");
    }

    #[test]
    fn is_written_as_a_quantity_of_the_same_number_and_compares_by_value() {
        for (mantissa, decimals) in [(0, 0), (7, 6), (-1_234_567, 3), (i64::MAX, 2), (i64::MIN, 6)] {
            let quantity = Quantity::new(mantissa, decimals);
            let amount = Amount::from(quantity);
            assert_eq!((amount.plain(), amount.written(Lang::En)), (quantity.plain(), quantity.written(Lang::En)));
        }
        assert_eq!(Amount::new(150, 2), Amount::new(15, 1));
        assert_ne!(Amount::new(151, 2), Amount::new(15, 1));
    }
}
