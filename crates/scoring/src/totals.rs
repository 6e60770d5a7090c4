//! Adding lines up to groups and to the total. *Cộng điểm.*

pub(crate) mod swallowed;
#[cfg(test)]
mod tests;

use values::Points;

use crate::{Body, Entry, Leaf, Node, Results, Table};

/// What one line or group is worth to one unit: points, and the maximum that counts for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub points: Points,
    pub max: Points,
}

impl Sum {
    /// Never wraps: [`Table::check`] and [`Entry::check`] keep every sum inside 64 bits. Said so, the units of a
    /// line are added several at once.
    const fn plus(self, other: Self) -> Self {
        Self { points: Points(self.points.0.wrapping_add(other.points.0)), max: Points(self.max.0.wrapping_add(other.max.0)) }
    }

    fn at_most(self, cap: Points) -> Self {
        Self { points: self.points.min(cap), max: self.max.min(cap) }
    }
}

/// One criterion's part in the sums. A line that was not assigned leaves both. *Không giao.* Rule `S-15`;
/// source: domain notes 4.4, meaning a.
#[inline]
pub fn of_line(max: Points, entry: Entry, points: Points) -> Sum {
    if matches!(entry, Entry::NotAssigned) { Sum::default() } else { Sum { points, max } }
}

/// Adds up the tree for one unit. `part` says what each criterion contributes; `group` hears each group's
/// sum, children before parents. Points are sums of rounded lines; a capped group's points and maximum are
/// at most its cap.
pub fn total(table: &Table, mut part: impl FnMut(usize) -> Sum, mut group: impl FnMut(&Node, Sum)) -> Sum {
    let mut next = 0;
    add(table.nodes(), &mut next, &mut part, &mut group)
}

/// Every unit's total at once, criterion by criterion as points and results are laid out; the sums are [`total`]'s.
pub fn totals(table: &Table, results: &Results, points: &[Points], sums: &mut [Sum]) {
    sums.fill(Sum::default());
    let mut rows = table.leaves().iter().zip(points.chunks(sums.len().max(1)));
    add_all(table.nodes(), &mut rows, results, sums);
}

fn add_all<'a>(nodes: &[Node], rows: &mut impl Iterator<Item = (&'a Leaf, &'a [Points])>, results: &Results, sums: &mut [Sum]) {
    for node in nodes {
        match &node.body {
            Body::Leaf(_) => {
                let Some((leaf, points)) = rows.next() else { return };
                for ((sum, points), entry) in sums.iter_mut().zip(points).zip(results.row(leaf.index)) {
                    *sum = sum.plus(of_line(leaf.max, *entry, *points));
                }
            }
            Body::Group { cap: None, children } => add_all(children, rows, results, sums),
            Body::Group { cap: Some(cap), children } => {
                let mut inner = vec![Sum::default(); sums.len()];
                add_all(children, rows, results, &mut inner);
                sums.iter_mut().zip(inner).for_each(|(sum, inner)| *sum = sum.plus(inner.at_most(*cap)));
            }
        }
    }
}

fn add(nodes: &[Node], next: &mut usize, part: &mut impl FnMut(usize) -> Sum, group: &mut impl FnMut(&Node, Sum)) -> Sum {
    let mut sum = Sum::default();
    for node in nodes {
        sum = sum.plus(match &node.body {
            Body::Leaf(_) => {
                *next += 1;
                part(*next - 1)
            }
            Body::Group { cap, children } => {
                let inner = add(children, next, part, group);
                let capped = cap.map_or(inner, |cap| inner.at_most(cap));
                group(node, capped);
                capped
            }
        });
    }
    sum
}
