//! Made-up tables and figures: every kind, ordinary numbers and the widest the format takes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use scoring::kind::{
    Band, Bands, BonusDeduction, BonusOutside, Direction, Input, Interval, Leader, NoTarget, PerOccurrence, Proportional, Quantitative,
};
use scoring::{Body, Entry, Kind, Leaf, Mode, Node, NotAssigned, Results, Rounding, Rules, Table, TableDraft, Ties};
use values::{Points, Quantity};

/// A table and results that fit it.
#[derive(Clone, Debug)]
pub struct Made {
    pub table: Table,
    pub results: Results,
}

/// Quantities people report, and the largest and smallest that can be written.
pub fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        6 => (0i64..200, 0u8..=2).prop_map(|(n, places)| Quantity::new(n, places)),
        2 => (0i64..10_000_000, 0u8..=6).prop_map(|(n, places)| Quantity::new(n, places)),
        1 => (0i64..=999_999_999_999_999, 0u8..=6).prop_map(|(n, places)| Quantity::new(n, places)),
    ]
}

fn max() -> impl Strategy<Value = Points> {
    prop_oneof![6 => 0i64..5_000, 1 => 0i64..=999_999_999_999_999].prop_map(Points)
}

fn kind() -> impl Strategy<Value = (Kind, Points)> {
    let small = || (0i64..500).prop_map(Points);
    let quantitative = (select(vec![Leader::Rate, Leader::Absolute]), select(vec![NoTarget::OwnGroup, NoTarget::Zero]), any::<bool>());
    let quantitative = quantitative.prop_map(|(leader, no_target, lower)| {
        let direction = if lower { Direction::Lower } else { Direction::Higher };
        Kind::Quantitative(Quantitative { leader, no_target, direction })
    });
    let deduction = (small(), small(), -1000i64..=0).prop_map(|(bonus_each, deduction_each, min)| {
        Kind::BonusDeduction(BonusDeduction { bonus_each, deduction_each, min: Points(min) })
    });
    let with_max = prop_oneof![
        4 => quantitative,
        1 => Just(Kind::PassFail),
        1 => Just(Kind::Direct),
        1 => Just(Kind::Assigned { source: "PC06".into() }),
        2 => any::<bool>().prop_map(|cap_at_max| Kind::Proportional(Proportional { cap_at_max })),
        1 => small().prop_map(|each| Kind::PerOccurrence(PerOccurrence { each })),
        1 => deduction,
    ];
    prop_oneof![
        10 => (with_max, max()),
        1 => (bands(), Just(Points(500))),
        1 => small().prop_map(|bonus_max| (Kind::BonusOutside(BonusOutside { bonus_max }), Points::ZERO)),
    ]
}

/// Bands that touch, with borders on either side.
fn bands() -> impl Strategy<Value = Kind> {
    (vec(quantity(), 0..4), vec(0i64..=500, 5), any::<bool>()).prop_map(|(mut borders, points, upper)| {
        borders.retain(|border| !border.is_zero());
        borders.sort();
        borders.dedup();
        let from = core::iter::once(None).chain(borders.iter().copied().map(Some));
        let to = borders.iter().copied().map(Some).chain([None]);
        let interval = |(from, to)| Interval { from, from_inclusive: upper, to, to_inclusive: !upper };
        let band = |(ends, points)| Band { interval: interval(ends), points: Points(points) };
        Kind::Bands(Bands { input: Input::Value, bands: from.zip(to).zip(points).map(band).collect() })
    })
}

fn rules() -> impl Strategy<Value = Rules> {
    (0u8..=4, any::<bool>(), any::<bool>()).prop_map(|(decimals, even, none)| Rules {
        rounding: Rounding { decimals, mode: if even { Mode::HalfEven } else { Mode::HalfUp } },
        not_assigned: if none { NotAssigned::None } else { NotAssigned::Rate },
        ties: Ties::Shared,
    })
}

fn group(path: String, cap: Option<i64>, children: Vec<Node>) -> Node {
    let max = Points(children.iter().map(|child| child.max.0).sum());
    Node { code: path.clone(), name: String::new(), path, max, body: Body::Group { cap: cap.map(Points), children } }
}

/// A tree of up to three groups in an outer one.
fn table() -> impl Strategy<Value = Table> {
    let groups = vec((vec(kind(), 1..4), proptest::option::weighted(0.3, 0i64..6_000)), 1..4);
    (rules(), groups, proptest::option::weighted(0.2, 0i64..9_000)).prop_map(|(rules, groups, outer)| {
        let inner = groups.into_iter().enumerate().map(|(at, (kinds, cap))| {
            let leaf = |(n, (kind, max))| {
                let path = format!("I/{at}/{n}");
                Node { code: path.clone(), name: String::new(), path, max, body: Body::Leaf(kind) }
            };
            group(format!("I/{at}"), cap, kinds.into_iter().enumerate().map(leaf).collect())
        });
        let nodes = vec![group("I".into(), outer, inner.collect())];
        Table::check(TableDraft { id: "t".into(), title: String::new(), year: 2025, rules, nodes }).unwrap()
    })
}

/// An entry that may stand on a line, drawn from 64 bits of chance.
pub fn entry_of(leaf: &Leaf, seed: u64) -> Entry {
    let part = |at: u32, below: u64| (seed.rotate_right(at).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8) % below.max(1);
    let below = |at: u32, below: u64| i64::try_from(part(at, below)).unwrap();
    let wide = if seed.is_multiple_of(11) { 999_999_999_999_999 } else { 60 };
    let quantity = |at: u32| Quantity::new(below(at, wide), u8::try_from(below(at + 3, 3)).unwrap());
    let count = |at: u32| below(at, 40).unsigned_abs();
    let entry = match (&leaf.kind, part(50, 12)) {
        (_, 0) => Entry::Missing,
        (_, 1) => Entry::NotAssigned,
        (Kind::Quantitative(_), 2 | 3) => Entry::measured(None, quantity(1)),
        (Kind::Quantitative(_), _) => Entry::measured(Some(quantity(7)), quantity(1)),
        (Kind::PassFail, n) => Entry::Achieved(n % 2 == 0),
        (Kind::Direct | Kind::Assigned { .. }, _) => Entry::Points(Points(below(5, leaf.max.0.unsigned_abs() + 1))),
        (Kind::Proportional(_), _) => Entry::Percent(quantity(2)),
        (Kind::PerOccurrence(_), _) => Entry::count(count(4)),
        (Kind::BonusDeduction(_), _) => Entry::counts(count(4), count(9)),
        (Kind::Bands(_), _) => Entry::Value(quantity(6)),
        (Kind::BonusOutside(_), _) => Entry::Points(Points(below(5, 600))),
    };
    if entry.check(leaf, leaf.decimals).is_ok() { entry } else { Entry::Refused }
}

pub fn made() -> impl Strategy<Value = Made> {
    (table(), 1usize..6, vec(any::<bool>(), 6), vec(any::<u64>(), 72)).prop_map(|(table, units, out, seeds)| {
        let mut results = Results::empty(&table, (0..units).map(|unit| format!("U{unit}")).collect());
        for unit in 0..units {
            results.set_takes_part(unit, out[unit] || unit == 0);
            let entries = table.leaves().iter().zip(&seeds[unit * 12..]);
            entries.for_each(|(leaf, seed)| results.set(leaf.index, unit, entry_of(leaf, *seed)));
        }
        Made { table, results }
    })
}
