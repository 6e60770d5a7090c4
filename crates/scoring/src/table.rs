//! The scoring table. *Thang bảng điểm.* A [`TableDraft`] may be wrong; a [`Table`] is not.

mod check;
pub mod compare;
pub mod edit;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use values::Points;

use crate::{Finding, Kind, Rounding};

/// What a line that does not apply to a unit does to its rank. *Không giao.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NotAssigned {
    /// Units are ranked by points ÷ maximum.
    #[default]
    Rate,
    /// Units are ranked by points.
    None,
}

/// What the table says about equal places. Further rules of a cluster are [`crate::TieRule`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ties {
    /// 1, 2, 2, 4.
    #[default]
    Shared,
}

/// The rules of the whole table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    pub rounding: Rounding,
    pub not_assigned: NotAssigned,
    pub ties: Ties,
}

impl Default for Rules {
    fn default() -> Self {
        Self { rounding: Rounding { decimals: 2, mode: crate::Mode::HalfUp }, not_assigned: NotAssigned::Rate, ties: Ties::Shared }
    }
}

/// A line of the table: a group or a criterion. *Nhóm tiêu chí, tiêu chí.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Stable and unique in the table.
    pub path: String,
    /// What people print.
    pub code: String,
    pub name: String,
    pub max: Points,
    pub body: Body,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// *Nhóm.* `cap`: its points, and the maximum that counts, are at most that.
    Group { cap: Option<Points>, children: Vec<Node> },
    /// *Tiêu chí.*
    Leaf(Kind),
}

/// A table as somebody is writing it: the same tree, nothing checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableDraft {
    pub id: String,
    pub title: String,
    pub year: i32,
    pub rules: Rules,
    pub nodes: Vec<Node>,
}

/// A criterion in its place, as the engine and the pages read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Place among all leaves, from 0.
    pub index: usize,
    pub path: String,
    pub code: String,
    /// What the line is called away from its group: its code, with its groups' where other lines share it.
    pub label: String,
    pub name: String,
    pub max: Points,
    /// The most this line may give where its kind lets it exceed the maximum, so that no total leaves 64 bits.
    pub room: Points,
    pub kind: Kind,
    /// How many decimals the table's points have.
    pub decimals: u8,
}

/// A table that holds together: sums, paths, bands, sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    draft: TableDraft,
    leaves: Vec<Leaf>,
    by_path: BTreeMap<String, Option<usize>>,
}

impl TableDraft {
    /// Everything wrong with the table, in its order; warnings too. Empty for a sound table.
    pub fn findings(&self) -> Vec<Finding> {
        check::findings(self)
    }

    /// The sum of the top lines' maxima, in the table's smallest unit.
    pub fn total(&self) -> Points {
        Points(self.nodes.iter().fold(0, |sum, node| sum.saturating_add(node.max.0)))
    }

    /// The maximum that counts: the sum of the top lines', less what caps of groups take off.
    pub fn counted_total(&self) -> Points {
        Points(self.nodes.iter().fold(0, |sum, node| sum.saturating_add(node.counted_max().0)))
    }

    /// Every line with its depth, parents before children.
    pub fn lines(&self) -> Vec<(usize, &Node)> {
        let mut found = Vec::new();
        let mut left: Vec<(usize, &Node)> = self.nodes.iter().rev().map(|node| (0, node)).collect();
        while let Some((depth, node)) = left.pop() {
            found.push((depth, node));
            left.extend(node.children().iter().rev().map(|child| (depth + 1, child)));
        }
        found
    }
}

impl Node {
    /// The maximum that counts once the caps of this group and of those inside it are taken off.
    pub fn counted_max(&self) -> Points {
        let Body::Group { cap, children } = &self.body else { return self.max };
        let off = children.iter().fold(0i64, |off, child| off.saturating_add(child.max.0.saturating_sub(child.counted_max().0)));
        let left = Points(self.max.0.saturating_sub(off));
        cap.map_or(left, |cap| left.min(cap))
    }

    pub fn children(&self) -> &[Self] {
        match &self.body {
            Body::Group { children, .. } => children,
            Body::Leaf(_) => &[],
        }
    }

    pub const fn kind(&self) -> Option<&Kind> {
        match &self.body {
            Body::Group { .. } => None,
            Body::Leaf(kind) => Some(kind),
        }
    }
}

/// Where lines of several groups share a code, those groups' lines are called by the groups' codes too: `I.1`
/// and `II.1` instead of `1` twice.
fn tell_apart(leaves: &mut [Leaf]) {
    let mut with_code: BTreeMap<&str, usize> = BTreeMap::new();
    leaves.iter().for_each(|leaf| *with_code.entry(&leaf.code).or_default() += 1);
    let shared = leaves.iter().filter(|leaf| with_code.get(leaf.code.as_str()).is_some_and(|many| *many > 1));
    let groups: BTreeSet<String> = shared.map(|leaf| group_of(&leaf.path).to_owned()).collect();
    for leaf in leaves.iter_mut().filter(|leaf| groups.contains(group_of(&leaf.path))) {
        leaf.label = leaf.path.replace('/', ".");
    }
}

fn group_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(group, _)| group)
}

impl Table {
    /// Takes a draft that holds together.
    ///
    /// # Errors
    /// Every finding, if one of them is an error.
    pub fn check(draft: TableDraft) -> Result<Self, Vec<Finding>> {
        let findings = draft.findings();
        if findings.iter().any(Finding::is_error) { Err(findings) } else { Ok(Self::of(draft)) }
    }

    fn of(draft: TableDraft) -> Self {
        let decimals = draft.rules.rounding.decimals;
        let (mut leaves, mut by_path) = (Vec::new(), BTreeMap::new());
        let lines = draft.lines();
        let room = check::room(&lines);
        for (_, node) in lines {
            by_path.insert(node.path.clone(), node.kind().map(|_| leaves.len()));
            if let Some(kind) = node.kind() {
                let (path, code, name) = (node.path.clone(), node.code.clone(), node.name.clone());
                let label = code.clone();
                leaves.push(Leaf { index: leaves.len(), path, code, label, name, max: node.max, room, kind: kind.clone(), decimals });
            }
        }
        tell_apart(&mut leaves);
        Self { draft, leaves, by_path }
    }

    pub fn id(&self) -> &str {
        &self.draft.id
    }

    pub fn title(&self) -> &str {
        &self.draft.title
    }

    pub const fn year(&self) -> i32 {
        self.draft.year
    }

    pub const fn rules(&self) -> Rules {
        self.draft.rules
    }

    /// How many decimals the table's points have.
    pub const fn decimals(&self) -> u8 {
        self.draft.rules.rounding.decimals
    }

    pub fn nodes(&self) -> &[Node] {
        &self.draft.nodes
    }

    /// The tree as a draft, for editing a new version.
    pub const fn draft(&self) -> &TableDraft {
        &self.draft
    }

    /// All criteria in the table's order.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// The criterion with this path; `None` for groups and unknown paths.
    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        self.index_of(path).and_then(|index| self.leaves.get(index))
    }

    /// A criterion's place among the leaves.
    pub fn index_of(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).copied().flatten()
    }

    /// Whether a line with this path exists, and whether it is a group.
    pub fn is_group(&self, path: &str) -> bool {
        matches!(self.by_path.get(path), Some(None))
    }

    /// The sum of the top lines' maxima, in the table's smallest unit.
    pub fn total(&self) -> Points {
        self.draft.total()
    }
}
