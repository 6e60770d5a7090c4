//! Chance that can be repeated: the same seed gives the same faults.

/// A small generator (xorshift64*); good enough to choose sectors and moments.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one round of one test.
    pub fn of(test: u64, round: u64) -> Self {
        let mut dice = Self((test << 32 ^ round).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        dice.throw();
        dice
    }

    pub fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number from `low` to `high`, the higher left out.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        low + (self.throw() >> 11) % high.saturating_sub(low).max(1)
    }

    /// True in `percent` of a hundred cases.
    pub fn falls(&mut self, percent: u64) -> bool {
        self.between(0, 100) < percent
    }

    /// A key no other round makes, in the form of a UUID.
    pub fn key(&mut self) -> String {
        let (a, b) = (self.throw(), self.throw());
        format!("{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}", a >> 32, a >> 16 & 0xffff, a & 0xfff, b >> 48 & 0xfff, b & 0xffff_ffff_ffff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_round_throws_the_same() {
        assert_eq!(Dice::of(2, 7).throw(), Dice::of(2, 7).throw());
        assert_ne!(Dice::of(2, 7).throw(), Dice::of(2, 8).throw());
    }

    #[test]
    fn a_key_has_the_form_of_a_uuid() {
        let key = Dice::of(1, 1).key();
        assert_eq!(key.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    }
}
