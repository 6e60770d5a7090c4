//! The rules once more, in exact fractions of numbers without end, written from the field's own text.

use num_rational::BigRational;
use scoring::kind::{Direction, Leader, NoTarget};
use scoring::{Entry, Kind, Leaf, Mode};
use values::Quantity;

pub fn fraction(over: i64, under: i64) -> BigRational {
    BigRational::new(over.into(), under.into())
}

fn number(q: Quantity) -> BigRational {
    fraction(q.mantissa(), 10i64.pow(u32::from(q.decimals())))
}

fn zero() -> BigRational {
    fraction(0, 1)
}

/// Points in the table's smallest unit: what the rule gives, rounded once.
pub fn points(leaf: &Leaf, participants: &[Entry], own: Entry, mode: Mode) -> BigRational {
    rounded(&exact(leaf, participants, own), mode)
}

fn rounded(exact: &BigRational, mode: Mode) -> BigRational {
    let floor = exact.floor();
    let up = match (exact - &floor).cmp(&fraction(1, 2)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => mode == Mode::HalfUp || (&floor / fraction(2, 1)).fract() != zero(),
    };
    if up { floor + fraction(1, 1) } else { floor }
}

fn exact(leaf: &Leaf, participants: &[Entry], own: Entry) -> BigRational {
    let max = fraction(leaf.max.0, 1);
    let count = |n: u64| BigRational::from_integer(n.into());
    match (&leaf.kind, own) {
        (Kind::Quantitative(_), Entry::Measured { target, actual }) if target.is_zero() => {
            without_target(leaf, participants, number(actual))
        }
        (Kind::Quantitative(_), Entry::Measured { target, actual }) => with_target(leaf, participants, &number(target), &number(actual)),
        (Kind::PassFail, Entry::Achieved(true)) => max,
        (Kind::Direct | Kind::Assigned { .. }, Entry::Points(given)) => fraction(given.0, 1),
        (Kind::Proportional(line), Entry::Percent(percent)) => {
            let reached = &max * number(percent) / fraction(100, 1);
            if line.cap_at_max { reached.min(max) } else { reached }
        }
        (Kind::PerOccurrence(line), Entry::Count(n)) => (count(n.0) * fraction(line.each.0, 1)).min(max),
        (Kind::BonusDeduction(line), Entry::Counts { bonus, deduction }) => {
            let net = count(bonus.0) * fraction(line.bonus_each.0, 1) - count(deduction.0) * fraction(line.deduction_each.0, 1);
            net.min(max).max(fraction(line.min.0, 1))
        }
        (Kind::Bands(bands), Entry::Value(value)) => bands.holding(value).map_or_else(zero, |band| fraction(band.points.0, 1)),
        (Kind::BonusOutside(line), Entry::Points(given)) => fraction(given.0.min(line.bonus_max.0), 1),
        _ => zero(),
    }
}

fn figures(participants: &[Entry]) -> Vec<(BigRational, BigRational)> {
    let figures = participants.iter().filter_map(|entry| match entry {
        Entry::Measured { target, actual } => Some((number(*target), number(*actual))),
        _ => None,
    });
    figures.collect()
}

fn without_target(leaf: &Leaf, participants: &[Entry], actual: BigRational) -> BigRational {
    let Kind::Quantitative(variant) = leaf.kind else { return zero() };
    let max = fraction(leaf.max.0, 1);
    let alike: Vec<BigRational> = figures(participants).into_iter().filter(|(target, _)| *target == zero()).map(|(_, a)| a).collect();
    match (variant.no_target, variant.direction) {
        (NoTarget::Zero, _) => zero(),
        (_, Direction::Higher) if actual == zero() => zero(),
        (_, Direction::Higher) => max * &actual / alike.into_iter().max().unwrap_or(actual),
        (_, Direction::Lower) => match alike.into_iter().min() {
            Some(best) if best < actual => max * best / actual,
            _ => max,
        },
    }
}

/// The excess over the target: above zero where it was passed.
fn excess(direction: Direction, target: &BigRational, actual: &BigRational) -> BigRational {
    let over = if direction == Direction::Higher { actual - target } else { target - actual };
    over / target
}

fn with_target(leaf: &Leaf, participants: &[Entry], target: &BigRational, actual: &BigRational) -> BigRational {
    let Kind::Quantitative(variant) = leaf.kind else { return zero() };
    let (max, half) = (fraction(leaf.max.0, 1), fraction(leaf.max.0, 2));
    let own = excess(variant.direction, target, actual);
    if own < zero() {
        return half * if variant.direction == Direction::Higher { actual / target } else { target / actual };
    }
    if own == zero() {
        return half;
    }
    let beyond: Vec<_> =
        figures(participants).into_iter().filter(|(t, a)| *t != zero() && excess(variant.direction, t, a) > zero()).collect();
    let best = match variant.leader {
        Leader::Rate => beyond.iter().map(|(t, a)| excess(variant.direction, t, a)).max(),
        Leader::Absolute if variant.direction == Direction::Higher => {
            beyond.iter().map(|(_, a)| excess(variant.direction, target, a)).max()
        }
        Leader::Absolute => beyond.iter().map(|(_, a)| excess(variant.direction, target, a)).max(),
    };
    let best = best.unwrap_or_else(|| own.clone());
    if own == best { max } else { &half + &half * own / best }
}
