//! What must hold for any table and any figures, tried on thousands of made-up ones.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod made;
mod reference;

use made::{Made, entry_of, made, quantity};
use proptest::prelude::*;
use reference::fraction;
use scoring::kind::Direction;
use scoring::{Body, Entry, Kind, Node, NotAssigned, Results, Scores, Step, bounds, explain, score, score_explained};
use values::{Amount, Points, Quantity};

/// Scores with their steps taken away: what the silent kernel must give too.
fn without_steps(mut scores: Scores) -> Scores {
    scores.units.iter_mut().flat_map(|unit| &mut unit.lines).for_each(|line| line.steps.clear());
    scores
}

/// A unit's points for a criterion.
fn points(scores: &Scores, unit: usize, leaf: usize) -> Points {
    scores.units.iter().find(|score| score.index == unit).unwrap().lines[leaf].points
}

/// The same entry with more done, if the kind knows more and less.
fn with_more(kind: &Kind, entry: Entry, more: Quantity) -> Option<Entry> {
    let moved = |q: Quantity, up: bool| {
        let (a, b) = q.aligned(more);
        let size = i64::try_from(if up { a + b } else { (a - b).max(0) }).ok().filter(|size| *size < 1_000_000_000_000_000)?;
        Some(Quantity::new(size, q.decimals().max(more.decimals())))
    };
    let times = more.mantissa().unsigned_abs() % 10;
    Some(match (kind, entry) {
        (Kind::Quantitative(variant), Entry::Measured { target, actual }) => {
            Entry::Measured { target, actual: moved(actual, variant.direction == Direction::Higher)? }
        }
        (Kind::PassFail, Entry::Achieved(_)) => Entry::Achieved(true),
        (Kind::Proportional(_), Entry::Percent(percent)) => Entry::Percent(moved(percent, true)?),
        (Kind::PerOccurrence(_), Entry::Count(count)) => Entry::count(count.0 + times),
        (Kind::BonusDeduction(_), Entry::Counts { bonus, deduction }) => Entry::counts(bonus.0 + times, deduction.0.saturating_sub(times)),
        (Kind::BonusOutside(_), Entry::Points(given)) => Entry::Points(Points(given.0 + i64::try_from(times).unwrap())),
        _ => return None,
    })
}

/// The most and the least a line may give.
fn limits(max: Points, kind: &Kind) -> (Points, Option<Points>) {
    match kind {
        Kind::Proportional(line) if !line.cap_at_max => (Points::ZERO, None),
        Kind::BonusDeduction(line) => (line.min.min(Points::ZERO), Some(max)),
        Kind::BonusOutside(line) => (Points::ZERO, Some(line.bonus_max)),
        _ => (Points::ZERO, Some(max)),
    }
}

/// Points and counted maximum of a node, added up from the lines.
fn summed(node: &Node, next: &mut usize, lines: &[scoring::Line]) -> (i64, i64) {
    let Body::Group { cap, children } = &node.body else {
        *next += 1;
        let line = &lines[*next - 1];
        return if line.entry == Entry::NotAssigned { (0, 0) } else { (line.points.0, node.max.0) };
    };
    let (points, max) = children.iter().map(|child| summed(child, next, lines)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    cap.map_or((points, max), |cap| (points.min(cap.0), max.min(cap.0)))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_line_is_what_exact_fractions_give(made in made()) {
        let scores = score(&made.table, &made.results);
        for unit in &scores.units {
            for (line, leaf) in unit.lines.iter().zip(made.table.leaves()) {
                let row: Vec<Entry> = made.results.scored().map(|unit| made.results.entry(leaf.index, unit)).collect();
                let expected = reference::points(leaf, &row, line.entry, made.table.rules().rounding.mode);
                prop_assert_eq!(line.points.plain(0), expected.to_string(), "{:?} {:?}", leaf, line.entry);
            }
        }
    }

    #[test]
    fn the_order_of_units_changes_nothing(made in made(), turn in 0usize..7, mirrored: bool) {
        let mut order: Vec<usize> = (0..made.results.units().len()).collect();
        order.rotate_left(turn % made.results.units().len());
        if mirrored {
            order.reverse();
        }
        let mut other = Results::empty(&made.table, order.iter().map(|unit| made.results.unit(*unit).to_owned()).collect());
        for (at, unit) in order.iter().enumerate() {
            other.set_takes_part(at, made.results.takes_part()[*unit]);
            (0..made.table.leaves().len()).for_each(|leaf| other.set(leaf, at, made.results.entry(leaf, *unit)));
        }
        let by_name = |scores: Scores| {
            let mut units = scores.units;
            units.iter_mut().for_each(|unit| unit.index = 0);
            units.sort_by(|a, b| a.unit.cmp(&b.unit));
            units
        };
        let (one, two) = (score_explained(&made.table, &made.results), score_explained(&made.table, &other));
        prop_assert_eq!(by_name(one), by_name(two));
    }

    #[test]
    fn doing_more_never_scores_less(made in made(), unit in 0usize..6, leaf in 0usize..12, more in quantity()) {
        let (unit, leaf) = (unit % made.results.units().len(), &made.table.leaves()[leaf % made.table.leaves().len()]);
        let better = with_more(&leaf.kind, made.results.entry(leaf.index, unit), more);
        let better = better.filter(|entry| made.results.takes_part()[unit] && entry.check(leaf, leaf.decimals).is_ok());
        if let Some(entry) = better {
            let before = score(&made.table, &made.results);
            let mut results = made.results.clone();
            results.set(leaf.index, unit, entry);
            let after = score(&made.table, &results);
            prop_assert!(points(&after, unit, leaf.index) >= points(&before, unit, leaf.index), "{:?} to {:?}", made.results.entry(leaf.index, unit), entry);
            prop_assert!(after.unit(results.unit(unit)).unwrap().total >= before.unit(results.unit(unit)).unwrap().total);
        }
    }

    #[test]
    fn points_stay_between_their_limits(made in made()) {
        for unit in score(&made.table, &made.results).units {
            for (line, leaf) in unit.lines.iter().zip(made.table.leaves()) {
                let (least, most) = limits(leaf.max, &leaf.kind);
                prop_assert!(line.points >= least && most.is_none_or(|most| line.points <= most), "{:?} {:?}", leaf, line);
            }
        }
    }

    #[test]
    fn totals_are_sums_of_the_rounded_lines(made in made()) {
        for unit in score(&made.table, &made.results).units {
            let mut next = 0;
            let sums = made.table.nodes().iter().map(|node| summed(node, &mut next, &unit.lines)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            prop_assert_eq!((unit.total.0, unit.max.0), sums);
        }
    }

    #[test]
    fn a_units_rank_is_one_more_than_how_many_did_better(made in made()) {
        let scores = score(&made.table, &made.results);
        let by_rate = made.table.rules().not_assigned == NotAssigned::Rate;
        let measure = |unit: &scoring::UnitScore| if by_rate && unit.max > Points::ZERO { fraction(unit.total.0, unit.max.0) } else if by_rate { fraction(0, 1) } else { fraction(unit.total.0, 1) };
        for unit in &scores.units {
            let better = scores.units.iter().filter(|other| measure(other) > measure(unit)).count();
            prop_assert_eq!(unit.rank, better + 1);
        }
    }

    #[test]
    fn derivations_give_the_points_they_explain(made in made()) {
        let (silent, told) = (score(&made.table, &made.results), score_explained(&made.table, &made.results));
        for unit in &told.units {
            for (line, leaf) in unit.lines.iter().zip(made.table.leaves()) {
                let alone = explain(&made.table, &made.results, unit.index, &leaf.path);
                prop_assert_eq!(alone.as_ref(), Some(line));
                let last = match line.steps.last().unwrap() {
                    Step::Achieved { points, .. } | Step::Given { points, .. } | Step::GivenBy { points, .. } | Step::Bonus { points }
                    | Step::Band { points, .. } | Step::AtMost { points } | Step::AtLeast { points } => Amount::from(*points),
                    Step::Worked { points, .. } => *points,
                    _ => Amount::from(Quantity::ZERO),
                };
                prop_assert_eq!(last, Amount::from(line.points.quantity(leaf.decimals)), "{:?}", line.steps);
            }
        }
        prop_assert_eq!(without_steps(told), silent);
    }

    #[test]
    fn the_same_figures_give_the_same_scores(made in made()) {
        prop_assert_eq!(format!("{:?}", score_explained(&made.table, &made.results)), format!("{:?}", score_explained(&made.table, &made.results)));
    }

    #[test]
    fn whatever_others_report_the_points_stay_between_certain_and_possible(made in made(), seed in any::<u64>()) {
        let Made { table, results } = &made;
        let submitted: Vec<bool> = (0..results.units().len()).map(|unit| seed >> unit & 1 == 1).collect();
        let leaf = &table.leaves()[usize::try_from(seed % 97).unwrap() % table.leaves().len()];
        if results.takes_part()[0] {
            let found = bounds(table, results, 0, &leaf.path, &submitted).unwrap();
            let mut later = results.clone();
            for unit in (1..results.units().len()).filter(|unit| !submitted[*unit]) {
                later.set(leaf.index, unit, entry_of(leaf, seed.rotate_left(u32::try_from(unit * 9).unwrap())));
            }
            let reached = points(&score(table, &later), 0, leaf.index);
            prop_assert!(found.certain <= reached && reached <= found.possible, "{:?} {:?} {:?}", found, reached, leaf);
        }
    }
}
