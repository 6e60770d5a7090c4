//! Points by the band a value falls into. *Theo bậc.*

use core::cmp::Ordering;

use values::{Points, Quantity};

use crate::trace::Trace;
use crate::{Leaf, Problem, Step};

/// What is put into the bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// *Tỷ lệ phần trăm.* The bands must hold everything from 0 to 100.
    Percent,
    /// *Số ngày chậm.* The bands must hold every whole number of days.
    DaysLate,
    /// *Giá trị.* The bands must hold everything from 0 up.
    Value,
}

/// Values between two borders, each belonging to it or not; a border left out is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub from: Option<Quantity>,
    pub from_inclusive: bool,
    pub to: Option<Quantity>,
    pub to_inclusive: bool,
}

/// One band and what it is worth. *Bậc điểm.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    pub interval: Interval,
    pub points: Points,
}

/// All bands of a criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    pub input: Input,
    pub bands: Vec<Band>,
}

impl Interval {
    pub fn holds(&self, value: Quantity) -> bool {
        let above = self.from.is_none_or(|from| value > from || (value == from && self.from_inclusive));
        let below = self.to.is_none_or(|to| value < to || (value == to && self.to_inclusive));
        above && below
    }

    /// Whether no value at all can lie between the borders.
    fn is_empty(&self) -> bool {
        let (Some(from), Some(to)) = (self.from, self.to) else { return false };
        match from.cmp(&to) {
            Ordering::Less => false,
            Ordering::Equal => !(self.from_inclusive && self.to_inclusive),
            Ordering::Greater => true,
        }
    }

    /// Whether `next`, which begins later, begins just where this one ends.
    fn meets(&self, next: &Self, whole: bool) -> Meeting {
        let (Some(to), Some(from)) = (self.to, next.from) else { return Meeting::Overlap };
        match (to.cmp(&from), self.to_inclusive, next.from_inclusive) {
            (Ordering::Equal, true, false) | (Ordering::Equal, false, true) => Meeting::Touch,
            (Ordering::Greater, _, _) | (Ordering::Equal, true, true) => Meeting::Overlap,
            _ if whole && self.last_whole(to).saturating_add(1) >= next.first_whole(from) => Meeting::Touch,
            _ => Meeting::Gap,
        }
    }

    fn last_whole(&self, to: Quantity) -> i64 {
        let floor = floor(to);
        if Quantity::new(floor, 0) == to && !self.to_inclusive { floor - 1 } else { floor }
    }

    fn first_whole(&self, from: Quantity) -> i64 {
        let floor = floor(from);
        if Quantity::new(floor, 0) == from && self.from_inclusive { floor } else { floor + 1 }
    }
}

fn floor(quantity: Quantity) -> i64 {
    10i64.checked_pow(u32::from(quantity.decimals())).map_or(0, |power| quantity.mantissa().div_euclid(power))
}

enum Meeting {
    Gap,
    Touch,
    Overlap,
}

/// Everything wrong with a row of intervals over 0 and up: empty ones, gaps, overlaps.
///
/// Two bands are named by their place in the given order, counted from 1. With `whole`, only whole numbers
/// have to find their band; `top` is the highest value that must find one, none for no limit.
pub(crate) fn flaws(intervals: &[Interval], whole: bool, top: Option<Quantity>) -> Vec<Problem> {
    if intervals.is_empty() {
        return vec![Problem::NoBands];
    }
    let mut order: Vec<(usize, &Interval)> = intervals.iter().enumerate().map(|(at, interval)| (at + 1, interval)).collect();
    let mut found: Vec<Problem> = order.iter().filter(|(_, i)| i.is_empty()).map(|(at, _)| Problem::BandEmpty { band: *at }).collect();
    if !found.is_empty() {
        return found;
    }
    order.sort_by(|(_, a), (_, b)| a.from.cmp(&b.from).then(b.from_inclusive.cmp(&a.from_inclusive)));
    let pairs = order.iter().zip(order.iter().skip(1));
    found.extend(pairs.filter_map(|((at, band), (next_at, next))| match band.meets(next, whole) {
        Meeting::Touch => None,
        Meeting::Gap => Some(Problem::BandGap { after: band.to.unwrap_or(Quantity::ZERO), before: next.from.unwrap_or(Quantity::ZERO) }),
        Meeting::Overlap => Some(Problem::BandOverlap { band: *at.min(next_at), other: *at.max(next_at) }),
    }));
    let from_zero = order.first().is_some_and(|(_, first)| first.holds(Quantity::ZERO) || first.from.is_none());
    let (first, last) = (order.first().and_then(|b| b.1.from), order.last().map(|b| *b.1));
    if !from_zero {
        found.push(Problem::BandGap { after: Quantity::ZERO, before: first.unwrap_or(Quantity::ZERO) });
    }
    if let Some(to) = last.and_then(|last| last.to)
        && !top.is_some_and(|top| to > top || last.is_some_and(|last| last.holds(top)))
    {
        found.push(Problem::BandsEnd { at: to });
    }
    found
}

impl Bands {
    /// Everything that keeps these bands from giving each value exactly one answer.
    pub fn flaws(&self, leaf_max: Points, decimals: u8) -> Vec<Problem> {
        let intervals: Vec<Interval> = self.bands.iter().map(|band| band.interval).collect();
        let top = (self.input == Input::Percent).then_some(Quantity::new(100, 0));
        let mut found = flaws(&intervals, self.input == Input::DaysLate, top);
        let high = self.bands.iter().enumerate().filter(|(_, band)| band.points > leaf_max);
        found.extend(high.map(|(at, band)| Problem::BandAboveMaximum {
            band: at + 1,
            points: band.points.quantity(decimals),
            max: leaf_max.quantity(decimals),
        }));
        found
    }

    /// The one band that holds the value.
    pub fn holding(&self, value: Quantity) -> Option<&Band> {
        self.bands.iter().find(|band| band.interval.holds(value))
    }

    /// The points of the band that holds the value. *Theo bậc.* Rule `S-13`; source: domain notes 4.3
    /// (Bộ Tư pháp 2022). A value that no band holds was refused before it came here.
    #[inline]
    pub(crate) fn points<T: Trace>(&self, leaf: &Leaf, value: Quantity, trace: &mut T) -> Points {
        let Some(band) = self.holding(value) else { return Points::ZERO };
        trace.step(|| Step::Band { input: self.input, value, interval: band.interval, points: band.points.quantity(leaf.decimals) });
        band.points
    }
}
