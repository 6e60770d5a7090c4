//! Whole numbers wide enough for any product the rules can form. Used only where 128 bits end.

use core::cmp::Ordering;

/// A whole number below 2^320, its 64-bit digits from the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Wide([u64; 5]);

const LOW: u128 = 0xffff_ffff_ffff_ffff;

/// The lowest 64 bits.
const fn low(n: u128) -> u64 {
    (n & LOW) as u64
}

impl Wide {
    pub(crate) const fn of(n: u128) -> Self {
        Self([low(n), low(n >> 64), 0, 0, 0])
    }

    pub(crate) fn product(a: u128, b: u128) -> Self {
        let shifted = Self::of(a).times(low(b >> 64)).shifted();
        Self::of(a).times(low(b)).plus(shifted)
    }

    pub(crate) fn times(self, by: u64) -> Self {
        let mut carry: u128 = 0;
        Self(self.0.map(|digit| {
            let sum = u128::from(digit) * u128::from(by) + carry;
            carry = sum >> 64;
            low(sum)
        }))
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        let mut carry: u128 = 0;
        let mut out = [0; 5];
        for ((place, a), b) in out.iter_mut().zip(self.0).zip(other.0) {
            let sum = u128::from(a) + u128::from(b) + carry;
            carry = sum >> 64;
            *place = low(sum);
        }
        Self(out)
    }

    /// Times 2^64.
    const fn shifted(self) -> Self {
        let [a, b, c, d, _] = self.0;
        Self([0, a, b, c, d])
    }

    /// The largest `q` with `q` × `divisor` ≤ `self`, sought among 0 to `most`; and how twice the rest
    /// compares with the divisor.
    pub(crate) fn divide(self, divisor: Self, most: u64) -> (u64, Ordering, bool) {
        let (mut low, mut high) = (0, most);
        while low < high {
            let middle = high - (high - low) / 2;
            if divisor.times(middle) <= self { low = middle } else { high = middle - 1 }
        }
        let floor = divisor.times(low);
        let half = self.times(2).cmp(&floor.times(2).plus(divisor));
        (low, half, floor == self)
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}
