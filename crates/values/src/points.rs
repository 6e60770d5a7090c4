//! Points: whole numbers of a scoring table's smallest unit.

use crate::{Lang, Quantity};

/// Points of a scoring table. *Điểm.*
///
/// Counted in the table's smallest unit: with 2 decimals, `Points(250)` is 2.50 points. The number of
/// decimals belongs to the table and is given when points are read or written.
///
/// Packed, so that an entry takes 19 bytes and not 24: scoring a nation is reading its entries from memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(C, packed)]
pub struct Points(pub i64);

impl Points {
    pub const ZERO: Self = Self(0);

    /// The points as an exact decimal number with `decimals` places.
    pub fn quantity(self, decimals: u8) -> Quantity {
        Quantity::new(self.0, decimals)
    }

    /// Writes with a dot and exactly `decimals` places, as files do: `2.50`.
    pub fn plain(self, decimals: u8) -> String {
        self.quantity(decimals).plain()
    }

    /// Writes as people of `lang` do, with exactly `decimals` places: `1.000,00`.
    pub fn written(self, decimals: u8, lang: Lang) -> String {
        self.quantity(decimals).written(lang)
    }

    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

/// How often something happened. *Lượt.* Packed as [`Points`] are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C, packed)]
pub struct Times(pub u64);
