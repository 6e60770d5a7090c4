//! Bonuses that a group's cap swallows: the points stand, and somebody should know.

use core::slice;

use crate::score::{Line, UnitScore};
use crate::{Body, Finding, Kind, Node, Place, Problem, Table};
use values::Points;

/// Whether a bonus outside the maximum stands in a group with a cap.
pub(crate) fn can_be(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match &node.body {
        Body::Leaf(_) => false,
        Body::Group { cap: Some(_), children } => has_bonus(children) || can_be(children),
        Body::Group { cap: None, children } => can_be(children),
    })
}

fn has_bonus(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| matches!(node.kind(), Some(Kind::BonusOutside(_))) || has_bonus(node.children()))
}

/// A finding for each group whose cap takes off what bonuses added.
pub(crate) fn of_unit(table: &Table, unit: &UnitScore) -> Vec<Finding> {
    let mut walk = Walk { unit: &unit.unit, decimals: table.decimals(), lines: unit.lines.iter(), found: Vec::new() };
    walk.sum(table.nodes());
    walk.found
}

struct Walk<'a> {
    unit: &'a str,
    decimals: u8,
    lines: slice::Iter<'a, Line>,
    found: Vec<Finding>,
}

/// Points, and how many of them bonuses outside the maximum gave.
#[derive(Clone, Copy, Default)]
struct Part {
    points: i64,
    bonus: i64,
}

impl Walk<'_> {
    fn sum(&mut self, nodes: &[Node]) -> Part {
        nodes.iter().fold(Part::default(), |sum, node| {
            let one = self.part(node);
            Part { points: sum.points.saturating_add(one.points), bonus: sum.bonus.saturating_add(one.bonus) }
        })
    }

    fn part(&mut self, node: &Node) -> Part {
        match &node.body {
            Body::Leaf(kind) => {
                let points = self.lines.next().map_or(0, |line| line.points.0);
                Part { points, bonus: if matches!(kind, Kind::BonusOutside(_)) { points } else { 0 } }
            }
            Body::Group { cap, children } => {
                let inner = self.sum(children);
                cap.map_or(inner, |cap| self.at_most(node, inner, cap))
            }
        }
    }

    fn at_most(&mut self, node: &Node, inner: Part, cap: Points) -> Part {
        let lost = inner.points.saturating_sub(cap.0).min(inner.bonus).max(0);
        if lost > 0 {
            let problem = Problem::BonusInCap { lost: Points(lost).quantity(self.decimals), cap: cap.quantity(self.decimals) };
            self.found.push(Finding::new(Place::entry(self.unit, &node.path), problem));
        }
        Part { points: inner.points.min(cap.0), bonus: inner.bonus - lost }
    }
}
