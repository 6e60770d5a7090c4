//! What differs between two tables, line by line. *So sánh thang bảng điểm.*

use std::collections::BTreeMap;

use super::{Body, Node, TableDraft};

/// What became of a line. *Thêm, bỏ, sửa.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Added,
    Removed,
    Changed,
}

/// What of a line changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Code,
    Name,
    Max,
    /// Kind or its settings; a group's cap.
    Kind,
    /// The group it stands in.
    Parent,
}

/// One line that differs; `old` and `new` are the line with its group's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<'t> {
    pub path: &'t str,
    pub old: Option<Placed<'t>>,
    pub new: Option<Placed<'t>>,
    /// Empty for lines that were added or removed.
    pub what: Vec<What>,
}

/// A line and the path of its group; empty on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed<'t> {
    pub node: &'t Node,
    pub parent: &'t str,
}

impl Difference<'_> {
    pub const fn change(&self) -> Change {
        match (&self.old, &self.new) {
            (None, _) => Change::Added,
            (Some(_), None) => Change::Removed,
            (Some(_), Some(_)) => Change::Changed,
        }
    }
}

/// Every line that differs: those of the new table in its order, then those that are gone in the old order.
pub fn compare<'t>(old: &'t TableDraft, new: &'t TableDraft) -> Vec<Difference<'t>> {
    let (was, is) = (placed(old), placed(new));
    let before: BTreeMap<&str, Placed<'t>> = was.iter().map(|line| (line.node.path.as_str(), *line)).collect();
    let after: BTreeMap<&str, Placed<'t>> = is.iter().map(|line| (line.node.path.as_str(), *line)).collect();
    let (from, to) = (old.rules.rounding.decimals, new.rules.rounding.decimals);
    let kept = is.into_iter().filter_map(|new| against(before.get(new.node.path.as_str()).copied(), new, (from, to)));
    let gone = was.into_iter().filter(|old| !after.contains_key(old.node.path.as_str()));
    kept.chain(gone.map(|old| Difference { path: &old.node.path, old: Some(old), new: None, what: Vec::new() })).collect()
}

/// Every line with its group's path, in the table's order.
fn placed(draft: &TableDraft) -> Vec<Placed<'_>> {
    let mut found = Vec::new();
    let mut left: Vec<Placed<'_>> = draft.nodes.iter().rev().map(|node| Placed { node, parent: "" }).collect();
    while let Some(line) = left.pop() {
        found.push(line);
        left.extend(line.node.children().iter().rev().map(|node| Placed { node, parent: &line.node.path }));
    }
    found
}

fn against<'t>(old: Option<Placed<'t>>, new: Placed<'t>, decimals: (u8, u8)) -> Option<Difference<'t>> {
    let what = old.map(|old| differing(old, new, decimals)).unwrap_or_default();
    let same = old.is_some() && what.is_empty();
    (!same).then_some(Difference { path: &new.node.path, old, new: Some(new), what })
}

fn differing(old: Placed<'_>, new: Placed<'_>, (from, to): (u8, u8)) -> Vec<What> {
    let (a, b) = (old.node, new.node);
    let checks = [
        (What::Code, a.code != b.code),
        (What::Name, a.name != b.name),
        (What::Max, a.max.quantity(from) != b.max.quantity(to)),
        (What::Kind, !same_kind(a, b)),
        (What::Parent, old.parent != new.parent),
    ];
    checks.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}

fn same_kind(a: &Node, b: &Node) -> bool {
    match (&a.body, &b.body) {
        (Body::Group { cap: a, .. }, Body::Group { cap: b, .. }) => a == b,
        (Body::Leaf(a), Body::Leaf(b)) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use values::Points;

    use super::*;
    use crate::Kind;

    fn leaf(path: &str, max: i64) -> Node {
        Node { path: path.into(), name: path.into(), ..Node::blank(path, Points(max)) }
    }

    fn group(path: &str, max: i64, children: Vec<Node>) -> Node {
        Node { body: Body::Group { cap: None, children }, ..leaf(path, max) }
    }

    fn table(nodes: Vec<Node>) -> TableDraft {
        TableDraft { nodes, ..TableDraft::default() }
    }

    #[test]
    fn lines_are_added_removed_and_changed_by_their_paths() {
        let old = table(vec![group("I", 300, vec![leaf("I/1", 100), leaf("I/2", 200)]), leaf("II", 100)]);
        let mut renamed = leaf("I/1", 150);
        renamed.name = "other".into();
        renamed.body = Body::Leaf(Kind::PassFail);
        let new = table(vec![group("I", 300, vec![renamed]), leaf("III", 10), group("IV", 100, vec![leaf("II", 100)])]);
        let found = compare(&old, &new);
        let told: Vec<_> = found.iter().map(|d| (d.path, d.change(), d.what.as_slice())).collect();
        let expected = vec![
            ("I/1", Change::Changed, &[What::Name, What::Max, What::Kind][..]),
            ("III", Change::Added, &[][..]),
            ("IV", Change::Added, &[][..]),
            ("II", Change::Changed, &[What::Parent][..]),
            ("I/2", Change::Removed, &[][..]),
        ];
        assert_eq!(told, expected);
        assert_eq!(compare(&old, &old), Vec::new());
    }

    #[test]
    fn the_same_points_with_other_decimals_are_the_same() {
        let old = table(vec![leaf("I", 1000)]);
        let mut new = table(vec![leaf("I", 100)]);
        new.rules.rounding.decimals = 1;
        assert_eq!(compare(&old, &new), Vec::new());
    }
}
