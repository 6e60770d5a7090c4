//! What keeps a draft from being a table: sums, paths, bands, sizes. All of it is said, not the first.

use std::collections::BTreeMap;

use values::Points;

use super::{Body, Node, TableDraft};
use crate::kind::Proportional;
use crate::{Finding, Item, Kind, Place, Problem, Rounding};

/// What all lines weigh stays well inside 64 bits; what is left is room for percentages beyond 100, so that no
/// total can leave 64 bits.
const MOST: i128 = 1 << 62;

/// More room than any percentage can use in earnest.
const MOST_ROOM: i128 = 10i128.pow(18);

/// All findings of a draft, in the order of its lines.
pub(super) fn findings(draft: &TableDraft) -> Vec<Finding> {
    let decimals = draft.rules.rounding.decimals;
    if decimals > Rounding::MOST_DECIMALS {
        return vec![Finding::new(Place::default(), Problem::TooManyDecimals { decimals })];
    }
    let lines = draft.lines();
    let mut found: Vec<OnLine> = too_heavy(&lines).map(|at| OnLine::one(at, Problem::TooLarge)).into_iter().collect();
    let mut seen = BTreeMap::new();
    for (at, (_, node)) in lines.iter().enumerate() {
        let first = *seen.entry(node.path.as_str()).or_insert(at);
        found.extend((first != at).then_some(OnLine { first: Some(first), at, problem: Problem::PathTwice }));
        found.extend(of_node(node, decimals).into_iter().map(|problem| OnLine::one(at, problem)));
    }
    whole(draft, &lines).into_iter().chain(placed(&lines, found)).collect()
}

/// A problem of the line with this number, or of two.
struct OnLine {
    first: Option<usize>,
    at: usize,
    problem: Problem,
}

impl OnLine {
    const fn one(at: usize, problem: Problem) -> Self {
        Self { first: None, at, problem }
    }
}

/// The problems with their lines' paths, and their places in the tree where a path is empty or stands twice, or where
/// the line is only the one that is too much.
fn placed(lines: &[(usize, &Node)], found: Vec<OnLine>) -> Vec<Finding> {
    let trails = if found.is_empty() { Vec::new() } else { trails(lines) };
    let item = |at: usize| Item::Line(trails.get(at).cloned().unwrap_or_default());
    let one = |on: OnLine| {
        let place = lines.get(on.at).map(|(_, node)| Place::path(&node.path)).unwrap_or_default();
        let told = place.path.is_some() && on.first.is_none() && on.problem != Problem::TooLarge;
        let items = on.first.into_iter().chain((!told).then_some(on.at)).map(item);
        Finding::new(place, on.problem).at(items)
    };
    found.into_iter().map(one).collect()
}

/// Where each line stands in the tree.
fn trails(lines: &[(usize, &Node)]) -> Vec<Vec<usize>> {
    let mut trail: Vec<usize> = Vec::new();
    let next = |(depth, _): &(usize, &Node)| {
        let number = trail.get(*depth).map_or(0, |before| before + 1);
        trail.truncate(*depth);
        trail.push(number);
        trail.clone()
    };
    lines.iter().map(next).collect()
}

/// What is wrong with the table as a whole.
fn whole(draft: &TableDraft, lines: &[(usize, &Node)]) -> Vec<Finding> {
    let id = draft.id.trim().is_empty().then(|| Finding::new(Place::default(), Problem::EmptyText { field: "id" }).at([Item::Id]));
    let bare = !lines.iter().any(|(_, node)| node.kind().is_some());
    let bare = bare.then(|| Finding::new(Place::default(), Problem::NoLeaves));
    id.into_iter().chain(bare).collect()
}

/// The first line with which the weights leave what sums may be.
fn too_heavy(lines: &[(usize, &Node)]) -> Option<usize> {
    let mut sum = 0i128;
    lines.iter().position(|(_, node)| {
        sum += weight(node);
        sum > MOST
    })
}

/// The most a criterion can add to a sum, up or down; a group adds nothing of its own.
fn weight(node: &Node) -> i128 {
    let size = |points: Points| i128::from(points.0.unsigned_abs());
    let own = match node.kind() {
        None => return 0,
        Some(Kind::BonusOutside(bonus)) => size(bonus.bonus_max),
        Some(Kind::BonusDeduction(line)) => size(line.min),
        _ => 0,
    };
    own + size(node.max)
}

/// What each line that may exceed its maximum may give: an equal part of what the table's weight leaves of 64 bits.
/// A total is at most the weights and these rooms together.
pub(super) fn room(lines: &[(usize, &Node)]) -> Points {
    let exceeds = |node: &Node| matches!(node.kind(), Some(Kind::Proportional(Proportional { cap_at_max: false })));
    let many = lines.iter().filter(|(_, node)| exceeds(node)).count().max(1);
    let left = i128::from(i64::MAX) - lines.iter().map(|(_, node)| weight(node)).sum::<i128>();
    let each = left / i128::try_from(many).unwrap_or(left);
    Points(i64::try_from(each.clamp(0, MOST_ROOM)).unwrap_or(0))
}

fn of_node(node: &Node, decimals: u8) -> Vec<Problem> {
    let mut found = Vec::new();
    if node.path.trim().is_empty() {
        found.push(Problem::EmptyText { field: "path" });
    }
    if node.max < Points::ZERO {
        found.push(Problem::Negative { field: "max" });
    }
    match &node.body {
        Body::Group { cap, children } => found.extend(of_group(node, *cap, children, decimals)),
        Body::Leaf(kind) => found.extend(of_kind(node, kind, decimals)),
    }
    found
}

/// A group's maximum is the sum of its children's. *Tổng điểm nhóm.* Rule `S-02`; source: domain notes 4.5
/// (true for all 54 groups of the real table of 2025). Bonuses outside the maximum have none.
fn of_group(node: &Node, cap: Option<Points>, children: &[Node], decimals: u8) -> Vec<Problem> {
    let mut found = Vec::new();
    if children.is_empty() {
        found.push(Problem::EmptyGroup);
    }
    if cap.is_some_and(|cap| cap < Points::ZERO) {
        found.push(Problem::Negative { field: "cap" });
    }
    let inside = children.iter().filter(|child| !matches!(child.kind(), Some(Kind::BonusOutside(_))));
    let sum: i128 = inside.map(|child| i128::from(child.max.0)).sum();
    if sum != i128::from(node.max.0) {
        let children = i64::try_from(sum).map(|sum| Points(sum).quantity(decimals));
        found.push(children.map_or(Problem::TooLarge, |children| Problem::Sum { declared: node.max.quantity(decimals), children }));
    }
    found
}

fn of_kind(node: &Node, kind: &Kind, decimals: u8) -> Vec<Problem> {
    let negative = |field, points: Points| (points < Points::ZERO).then_some(Problem::Negative { field });
    match kind {
        Kind::PerOccurrence(line) => negative("each", line.each).into_iter().collect(),
        Kind::BonusDeduction(line) => {
            let counts = [negative("bonus_each", line.bonus_each), negative("deduction_each", line.deduction_each)];
            let min = match line.min {
                min if min > node.max => Some(Problem::MinAboveMaximum { min: min.quantity(decimals), max: node.max.quantity(decimals) }),
                min => (min > Points::ZERO).then_some(Problem::MinAboveZero),
            };
            counts.into_iter().flatten().chain(min).collect()
        }
        Kind::Bands(bands) => {
            let below = bands.bands.iter().filter_map(|band| negative("points", band.points));
            below.chain(bands.flaws(node.max, decimals)).chain(never_reached(node, bands, decimals)).collect()
        }
        Kind::BonusOutside(line) => {
            let max = (node.max != Points::ZERO).then_some(Problem::MaxOfBonus);
            max.into_iter().chain(negative("bonus_max", line.bonus_max)).collect()
        }
        Kind::Quantitative(_) | Kind::PassFail | Kind::Direct | Kind::Assigned { .. } | Kind::Proportional(_) => Vec::new(),
    }
}

/// Bands of which even the best stays below the maximum: allowed, but worth a word.
fn never_reached(node: &Node, bands: &crate::kind::Bands, decimals: u8) -> Option<Problem> {
    let most = bands.bands.iter().map(|band| band.points).max()?;
    (most < node.max).then(|| Problem::NeverReached { most: most.quantity(decimals), max: node.max.quantity(decimals) })
}
