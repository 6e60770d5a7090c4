//! Rounding: the only place where a point is rounded.

use core::cmp::Ordering;

use values::{Amount, Points, Quantity};

use crate::wide::Wide;

/// Which way a half goes. *Cách làm tròn.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A half goes up (away from zero).
    #[default]
    HalfUp,
    /// A half goes to the even neighbour.
    HalfEven,
}

/// Which way a rest goes: the table's, or to one side for showing how a number went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Half(Mode),
    Down,
    Up,
}

/// How a table rounds: to how many decimals, and which way. *Quy tắc làm tròn.*
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rounding {
    pub decimals: u8,
    pub mode: Mode,
}

impl Rounding {
    /// Most decimals a table may round to.
    pub const MOST_DECIMALS: u8 = 6;
}

/// A fraction of two whole numbers, the lower above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    pub(crate) over: u128,
    pub(crate) under: u128,
}

impl Fraction {
    /// `part` ÷ `whole`; a whole of zero makes nothing.
    pub(crate) fn of(part: Quantity, whole: Quantity) -> Self {
        let (over, under) = part.aligned(whole);
        Self { over: natural(over), under: natural(under) }
    }

    /// Compares exactly.
    #[inline]
    pub(crate) fn compare(self, other: Self) -> Ordering {
        if (self.over | self.under | other.over | other.under) >> 64 == 0 {
            return (self.over * other.under).cmp(&(other.over * self.under));
        }
        Wide::product(self.over, other.under).cmp(&Wide::product(other.over, self.under))
    }
}

/// The number itself, or nothing below zero.
#[inline]
pub(crate) fn natural(n: i128) -> u128 {
    u128::try_from(n).unwrap_or(0)
}

/// `points` × `share`, rounded once. Rule `S-01`; source: domain notes 4.5 (real results of 2025).
///
/// `share` lies between 0 and 1 except where a rule lets a percentage exceed 100; the result is in the
/// unit of `points`. Beyond 64 bits it is cut, which only lines reach that count their maximum at most: of others
/// such a percentage was refused.
#[inline]
pub(crate) fn share(points: Points, share: Fraction, way: Way) -> Points {
    let full = u64::try_from(points.0).unwrap_or(0);
    if let (Ok(over), Ok(under)) = (u64::try_from(share.over), u64::try_from(share.under))
        && let Some(product) = full.checked_mul(over)
    {
        return small(product, under, way);
    }
    large(full, share, way)
}

#[inline]
fn small(product: u64, under: u64, way: Way) -> Points {
    let (Some(floor), Some(rest)) = (product.checked_div(under), product.checked_rem(under)) else { return Points::ZERO };
    settled(floor, rest.cmp(&(under - rest)), rest == 0, way)
}

#[cold]
fn large(full: u64, share: Fraction, way: Way) -> Points {
    Points(i64::try_from(whole(full, share, way)).unwrap_or(i64::MAX))
}

/// `full` × `share` in whole numbers, rounded once and never cut. Nothing where `share` has no whole.
///
/// A product beyond 128 bits comes from a part of a target or of another's result, so from a share of at most 1.
pub(crate) fn whole(full: u64, share: Fraction, way: Way) -> u128 {
    let Some(product) = u128::from(full).checked_mul(share.over) else { return whole_wide(full, share, way) };
    let (Some(floor), Some(rest)) = (product.checked_div(share.under), product.checked_rem(share.under)) else { return 0 };
    floor + u128::from(goes_up(floor % 2 == 1, rest.cmp(&(share.under - rest)), rest == 0, way))
}

fn whole_wide(full: u64, share: Fraction, way: Way) -> u128 {
    if share.under == 0 {
        return 0;
    }
    let (floor, half, exact) = Wide::of(share.over).times(full).divide(Wide::of(share.under), u64::MAX);
    u128::from(floor) + u128::from(goes_up(floor % 2 == 1, half, exact, way))
}

#[inline]
fn goes_up(odd: bool, half: Ordering, exact: bool, way: Way) -> bool {
    match (way, half) {
        (Way::Up, _) => !exact,
        (Way::Down, _) | (_, Ordering::Less) => false,
        (Way::Half(Mode::HalfEven), Ordering::Equal) => odd,
        _ => true,
    }
}

#[inline]
fn settled(floor: u64, half: Ordering, exact: bool, way: Way) -> Points {
    let up = goes_up(floor % 2 == 1, half, exact, way);
    Points(i64::try_from(floor).unwrap_or(i64::MAX).saturating_add(i64::from(up)))
}

/// Half of `points` plus half of `points` × (`part` ÷ `whole`), rounded once.
#[inline]
pub(crate) fn half_and_share(points: Points, part: Fraction, whole: Fraction, way: Way) -> Points {
    // part ÷ whole = (part.over × whole.under) ÷ (part.under × whole.over)
    let small = |n: u128| u32::try_from(n).ok().map(u64::from);
    if let [Some(over), Some(under), Some(whole_over), Some(whole_under)] = [part.over, part.under, whole.over, whole.under].map(small) {
        let (up, down) = (u128::from(over * whole_under), u128::from(under * whole_over));
        return share(points, Fraction { over: down + up, under: 2 * down }, way);
    }
    half_and_share_wide(points, part, whole, way)
}

#[cold]
fn half_and_share_wide(points: Points, part: Fraction, whole: Fraction, way: Way) -> Points {
    let (up, down) = (Wide::product(part.over, whole.under), Wide::product(part.under, whole.over));
    if down == Wide::of(0) {
        return Points::ZERO;
    }
    let full = u64::try_from(points.0).unwrap_or(0);
    let (floor, half, exact) = down.plus(up).times(full).divide(down.times(2), full);
    settled(floor, half, exact, way)
}

/// 100 × `points` ÷ `max` in the table's rounding: the rate people read. *Tỷ lệ.*
///
/// Nothing where no maximum counts. Ranking never uses this rounded figure.
pub fn rate(points: Points, max: Points, rounding: Rounding) -> Amount {
    let scale = 100 * 10u64.pow(u32::from(rounding.decimals.min(Rounding::MOST_DECIMALS)));
    let share = Fraction { over: u128::from(points.0.unsigned_abs()), under: natural(i128::from(max.0)) };
    let size = i128::try_from(whole(scale, share, Way::Half(rounding.mode))).unwrap_or(i128::MAX);
    Amount::new(if points.0 < 0 { -size } else { size }, rounding.decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_UP: Way = Way::Half(Mode::HalfUp);
    const HALF_EVEN: Way = Way::Half(Mode::HalfEven);

    fn check(points: i64, over: u128, under: u128, way: Way, expected: i64) {
        assert_eq!(share(Points(points), Fraction { over, under }, way), Points(expected), "{points} × {over} ÷ {under}");
    }

    #[test]
    fn s01_rounds_once_and_a_half_goes_up_or_to_even() {
        check(250, 1, 4, HALF_UP, 63); // 62.5
        check(250, 1, 4, HALF_EVEN, 62);
        check(350, 1, 4, HALF_EVEN, 88); // 87.5
        check(1000, 2, 3, HALF_UP, 667);
        check(1000, 2, 3, Way::Down, 666);
        check(1000, 1, 0, HALF_UP, 0);
    }

    #[test]
    fn s01_is_exact_where_128_bits_end() {
        let most = 999_999_999_999_999_i64;
        let huge = 10u128.pow(36);
        check(most, huge, huge, HALF_UP, most);
        check(most, huge - 1, 2 * huge, HALF_UP, 499_999_999_999_999); // just below …999.5
        check(most, huge, 2 * huge, HALF_UP, 500_000_000_000_000);
        check(most - 2, huge, 2 * huge, HALF_EVEN, 499_999_999_999_998);
    }

    #[test]
    fn a_rate_is_read_in_percent() {
        let two = Rounding { decimals: 2, mode: Mode::HalfUp };
        assert_eq!(rate(Points(82_175), Points(100_000), two).plain(), "82.18");
        assert_eq!(rate(Points(1300), Points(1500), two).plain(), "86.67");
        assert_eq!(rate(Points(10), Points(0), two).plain(), "0.00");
        assert_eq!(rate(Points(-500), Points(100_000), two).plain(), "-0.50");
        assert_eq!(rate(Points(-500), Points(0), two).plain(), "0.00");
    }

    #[test]
    fn a_rate_is_whole_however_far_bonuses_lift_it() {
        let six = Rounding { decimals: 6, mode: Mode::HalfUp };
        assert_eq!(rate(Points(300_000_000_001), Points(1), six).plain(), "30000000000100.000000");
        assert_eq!(rate(Points(i64::MAX), Points(1), six).plain(), "922337203685477580700.000000");
        assert_eq!(rate(Points(-i64::MAX), Points(3), six).plain(), "-307445734561825860233.333333");
    }
}
