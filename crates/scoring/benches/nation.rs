//! A synthetic nation: 3,500 clusters × 10 units × 80 lines, scored in memory beside a bare integer loop over
//! the same numbers, in the same run, interleaved, medians. Then what one unit's derivation costs.
//!
//! `cargo bench -p scoring --bench nation` prints lines per second and the ratio; goals: at most 3 ×, under 1 ms.
#![expect(clippy::unwrap_used, reason = "a benchmark")]

use std::alloc::System;
use std::hint::black_box;
use std::time::{Duration, Instant};

use scoring::kind::Quantitative;
use scoring::{Body, Entry, Kind, Node, Results, Rules, Table, TableDraft, derive, kernel, say_step, score, totals, totals::Sum};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use values::{Lang, Points, Quantity};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CLUSTERS: usize = 3_500;
const UNITS: usize = 10;
const LEAVES: usize = 80;
const LINES: usize = CLUSTERS * UNITS * LEAVES;
const ROUNDS: usize = 9;

/// The shares of the real table of 2025: 60 % direct, 29 % pass or fail, 11 % quantitative.
fn kind(leaf: usize) -> Kind {
    match leaf % LEAVES {
        0..48 => Kind::Direct,
        48..71 => Kind::PassFail,
        _ => Kind::Quantitative(Quantitative::default()),
    }
}

/// Eight groups of ten lines each, kinds mixed.
fn table() -> Table {
    let leaf = |group: usize, place: usize| {
        let path = format!("{group}/{place}");
        Node { code: path.clone(), name: String::new(), path, max: Points(500), body: Body::Leaf(kind((group * 10 + place) * 37)) }
    };
    let group = |group: usize| Node {
        path: group.to_string(),
        code: group.to_string(),
        name: String::new(),
        max: Points(5_000),
        body: Body::Group { cap: None, children: (0..10).map(|place| leaf(group, place)).collect() },
    };
    let nodes = (0..8).map(group).collect();
    Table::check(TableDraft { id: "t".into(), title: String::new(), year: 2025, rules: Rules::default(), nodes }).unwrap()
}

/// A small source of repeatable chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from((self.0 >> 11) % most).unwrap()
    }

    fn entry(&mut self, kind: &Kind) -> Entry {
        match kind {
            Kind::Direct => Entry::Points(Points(self.below(501))),
            Kind::PassFail => Entry::Achieved(self.below(20) > 0),
            _ => Entry::Measured {
                target: Quantity::new((self.below(100) - 10).max(0) * 100, 2),
                actual: Quantity::new(self.below(12_000), 2),
            },
        }
    }
}

/// One cluster's figures as a program without rules would hold them: what is needed and nothing else.
struct Plain {
    kinds: Vec<u8>,
    max: Vec<i64>,
    first: Vec<i64>,
    second: Vec<i64>,
}

fn plain(table: &Table, results: &Results) -> Plain {
    let figures = |entry: &Entry| match *entry {
        Entry::Points(points) => (0, points.0, 0),
        Entry::Achieved(achieved) => (1, i64::from(achieved), 0),
        Entry::Measured { target, actual } => (2, actual.mantissa(), target.mantissa()),
        _ => (3, 0, 0),
    };
    let rows = table.leaves().iter().flat_map(|leaf| results.row(leaf.index).iter().map(|entry| (leaf.max.0, figures(entry))));
    let mut plain = Plain { kinds: Vec::new(), max: Vec::new(), first: Vec::new(), second: Vec::new() };
    for (max, (kind, first, second)) in rows {
        plain.kinds.push(kind);
        plain.max.push(max);
        plain.first.push(first);
        plain.second.push(second);
    }
    plain
}

/// The bare loop: one multiplication and one division where there is a target, no leader, no rounding.
fn bare(plain: &Plain, totals: &mut [i64]) {
    totals.fill(0);
    let lines = plain.kinds.iter().zip(&plain.max).zip(&plain.first).zip(&plain.second);
    for ((((kind, max), first), second), unit) in lines.zip((0..UNITS).cycle()) {
        totals[unit] += match kind {
            0 => *first,
            1 => max * first,
            2 if *second > 0 => (max * first / (2 * second)).min(*max),
            _ => 0,
        };
    }
}

/// The engine: every line's points by every rule, and every unit's total.
fn engine(table: &Table, results: &Results, points: &mut [Points], sums: &mut [Sum]) {
    kernel::score_all(table, results, points);
    totals::totals(table, results, points, sums);
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millions(time: Duration) -> f64 {
    f64::from(u32::try_from(LINES).unwrap()) / time.as_secs_f64() / 1e6
}

fn main() {
    let table = table();
    let mut chance = Chance(0x2018_1128);
    let units: Vec<String> = (0..UNITS).map(|unit| format!("U{unit}")).collect();
    let cluster = |_| {
        let mut results = Results::empty(&table, units.clone());
        for leaf in table.leaves() {
            (0..UNITS).for_each(|unit| results.set(leaf.index, unit, chance.entry(&leaf.kind)));
        }
        results
    };
    let nation: Vec<Results> = (0..CLUSTERS).map(cluster).collect();
    let plains: Vec<Plain> = nation.iter().map(|results| plain(&table, results)).collect();
    let (mut points, mut sums, mut plain_sums) = (vec![Points::ZERO; UNITS * LEAVES], vec![Sum::default(); UNITS], vec![0i64; UNITS]);
    let (mut of_loop, mut of_engine) = (Vec::new(), Vec::new());
    let counted = Region::new(COUNTED);
    for _ in 0..ROUNDS {
        of_loop.push(timed(|| plains.iter().for_each(|plain| bare(black_box(plain), black_box(&mut plain_sums)))));
        of_engine.push(timed(|| nation.iter().for_each(|one| engine(&table, black_box(one), &mut points, black_box(&mut sums)))));
    }
    let allocations = counted.change().allocations;
    let (of_loop, of_engine) = (median(of_loop), median(of_engine));
    println!("bare integer loop  {:>6.1} million lines/s", millions(of_loop));
    println!("engine             {:>6.1} million lines/s, {allocations} allocations in {ROUNDS} rounds of both", millions(of_engine));
    println!("ratio              {:>6.2} (goal: at most 3)", of_engine.as_secs_f64() / of_loop.as_secs_f64());
    let ranked = timed(|| nation.iter().for_each(|one| drop(black_box(score(&table, one)))));
    println!("with ranks and a document of every line {:>6.1} million lines/s", millions(ranked));
    derivation(&table, &nation[0]);
}

/// One unit's lines with what made them, and the same in words.
fn derivation(table: &Table, results: &Results) {
    let counted = Region::new(COUNTED);
    drop(black_box(derive(table, results, 3)));
    let allocations = counted.change().allocations;
    let derived = median((0..200).map(|_| timed(|| drop(black_box(derive(table, results, 3))))).collect());
    let said =
        |lines: Vec<scoring::Line>| lines.iter().flat_map(|line| &line.steps).map(|step| say_step(step, Lang::Vi)).collect::<Vec<_>>();
    let worded = median((0..200).map(|_| timed(|| drop(black_box(said(derive(table, results, 3)))))).collect());
    println!("one unit's derivation  {derived:?}, {allocations} allocations; in words {worded:?} (goal: under 1 ms)");
}
