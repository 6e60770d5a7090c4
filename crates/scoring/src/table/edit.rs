//! Changing the tree of a draft: add, move, indent, take out. *Soạn thang bảng điểm.*
//!
//! A line keeps its path wherever it goes: entries, targets and evidence hang on it. Sums may be wrong in
//! between; `findings` says so.

use std::collections::BTreeSet;

use values::Points;

use super::{Body, Node, TableDraft};
use crate::Kind;

/// Levels a tree may have, groups and criteria together.
pub const MOST_LEVELS: usize = 12;
/// Lines a tree may have.
pub const MOST_LINES: usize = 5_000;

/// Where a new line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where<'p> {
    /// After the last top line.
    Last,
    /// After this line, on its level.
    After(&'p str),
    /// As the last line inside this one; a criterion scored directly becomes a group.
    Inside(&'p str),
}

/// How a line moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Up,
    Down,
    /// Into the line before it. *Lùi vào.*
    In,
    /// Out of its group, after it. *Đưa ra.*
    Out,
}

/// Why a tree was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotChanged {
    /// No line has this path.
    NoLine,
    /// It stands first, last or at the top already.
    NoRoom,
    /// A criterion whose way of scoring would be lost.
    NotAGroup,
    TooDeep,
    TooMany,
}

impl TableDraft {
    /// The line with this path.
    pub fn node(&self, path: &str) -> Option<&Node> {
        self.lines().into_iter().find(|(_, node)| node.path == path).map(|(_, node)| node)
    }

    /// The group that holds the line with this path; `None` for top lines and unknown paths.
    pub fn parent(&self, path: &str) -> Option<&Node> {
        self.lines().into_iter().find(|(_, node)| node.children().iter().any(|child| child.path == path)).map(|(_, node)| node)
    }

    /// The line with this path, to be changed in place.
    pub fn node_mut(&mut self, path: &str) -> Option<&mut Node> {
        find_mut(&mut self.nodes, path)
    }

    /// Puts a line into the tree under a path that neither the tree nor `taken` has; answers the path.
    ///
    /// # Errors
    /// [`NotChanged`].
    pub fn add(&mut self, place: Where<'_>, mut node: Node, taken: &BTreeSet<String>) -> Result<String, NotChanged> {
        if self.lines().len() >= MOST_LINES {
            return Err(NotChanged::TooMany);
        }
        let (above, levels) = match place {
            Where::Last => (None, 0),
            Where::After(path) => (self.parent(path).map(|group| group.path.clone()), self.level(path)?),
            Where::Inside(path) => (Some(path.to_owned()), self.level(path)? + 1),
        };
        if levels >= MOST_LEVELS {
            return Err(NotChanged::TooDeep);
        }
        if let Where::Inside(path) = place {
            self.node(path).map_or(Err(NotChanged::NoLine), Node::may_hold)?;
        }
        node.path = self.free_path(above.as_deref(), taken);
        let path = node.path.clone();
        match place {
            Where::Last => self.nodes.push(node),
            Where::After(before) => {
                let (row, at) = place_of(&mut self.nodes, before).ok_or(NotChanged::NoLine)?;
                row.insert(at + 1, node);
            }
            Where::Inside(group) => find_mut(&mut self.nodes, group).ok_or(NotChanged::NoLine)?.take_in(node),
        }
        Ok(path)
    }

    /// Takes a line out with everything inside it.
    ///
    /// # Errors
    /// [`NotChanged::NoLine`].
    pub fn take_out(&mut self, path: &str) -> Result<Node, NotChanged> {
        let (row, at) = place_of(&mut self.nodes, path).ok_or(NotChanged::NoLine)?;
        Ok(row.remove(at))
    }

    /// Moves a line one place. A criterion scored directly that receives another becomes a group with its maximum.
    ///
    /// # Errors
    /// [`NotChanged`]; the tree is as it was.
    pub fn shift(&mut self, path: &str, how: Move) -> Result<(), NotChanged> {
        match how {
            Move::Up => self.swap(path, |at| at.checked_sub(1)),
            Move::Down => self.swap(path, |at| at.checked_add(1)),
            Move::In => self.indent(path),
            Move::Out => self.outdent(path),
        }
    }

    fn swap(&mut self, path: &str, other: impl Fn(usize) -> Option<usize>) -> Result<(), NotChanged> {
        let (row, at) = place_of(&mut self.nodes, path).ok_or(NotChanged::NoLine)?;
        let other = other(at).filter(|other| *other < row.len()).ok_or(NotChanged::NoRoom)?;
        row.swap(at, other);
        Ok(())
    }

    fn indent(&mut self, path: &str) -> Result<(), NotChanged> {
        let deepest = self.level(path)? + self.node(path).map_or(0, depth_inside) + 1;
        if deepest >= MOST_LEVELS {
            return Err(NotChanged::TooDeep);
        }
        let (row, at) = place_of(&mut self.nodes, path).ok_or(NotChanged::NoLine)?;
        let before = at.checked_sub(1).ok_or(NotChanged::NoRoom)?;
        row.get(before).map_or(Err(NotChanged::NoRoom), Node::may_hold)?;
        let node = row.remove(at);
        if let Some(group) = row.get_mut(before) {
            group.take_in(node);
        }
        Ok(())
    }

    fn outdent(&mut self, path: &str) -> Result<(), NotChanged> {
        self.level(path)?;
        let group = self.parent(path).map(|group| group.path.clone()).ok_or(NotChanged::NoRoom)?;
        let node = self.take_out(path)?;
        let (row, at) = place_of(&mut self.nodes, &group).ok_or(NotChanged::NoLine)?;
        row.insert(at + 1, node);
        Ok(())
    }

    /// Changes how many decimals points have; every figure stays the same number.
    ///
    /// # Errors
    /// The path of the first line whose points need more decimals, or leave their size; the tree is as it was.
    pub fn set_decimals(&mut self, decimals: u8) -> Result<(), String> {
        let from = self.rules.rounding.decimals;
        let mut nodes = self.nodes.clone();
        nodes.iter_mut().try_for_each(|node| rescale(node, from, decimals))?;
        self.nodes = nodes;
        self.rules.rounding.decimals = decimals;
        Ok(())
    }

    fn level(&self, path: &str) -> Result<usize, NotChanged> {
        self.lines().into_iter().find(|(_, node)| node.path == path).map(|(level, _)| level).ok_or(NotChanged::NoLine)
    }

    /// The first free number under a path.
    fn free_path(&self, above: Option<&str>, taken: &BTreeSet<String>) -> String {
        let own: BTreeSet<&str> = self.lines().into_iter().map(|(_, node)| node.path.as_str()).collect();
        let make = |n: usize| above.map_or_else(|| format!("{n}"), |above| format!("{above}/{n}"));
        let used = |path: &String| own.contains(path.as_str()) || taken.contains(path);
        (1..=own.len() + taken.len() + 1).map(make).find(|path| !used(path)).unwrap_or_default()
    }
}

impl Node {
    /// A criterion without words, scored directly.
    pub fn blank(code: &str, max: Points) -> Self {
        Self { path: String::new(), code: code.to_owned(), name: String::new(), max, body: Body::Leaf(Kind::Direct) }
    }

    /// Whether others may be put into this line without losing how it scores.
    const fn may_hold(&self) -> Result<(), NotChanged> {
        match self.body {
            Body::Group { .. } | Body::Leaf(Kind::Direct) => Ok(()),
            Body::Leaf(_) => Err(NotChanged::NotAGroup),
        }
    }

    /// Takes another line in; a criterion becomes a group.
    fn take_in(&mut self, node: Self) {
        if matches!(self.body, Body::Leaf(_)) {
            self.body = Body::Group { cap: None, children: Vec::new() };
        }
        if let Body::Group { children, .. } = &mut self.body {
            children.push(node);
        }
    }
}

fn rescale(node: &mut Node, from: u8, to: u8) -> Result<(), String> {
    let lost = |_: ()| node.path.clone();
    let scale = |points: &mut Points| -> Result<(), ()> {
        *points = points.quantity(from).in_units(to).map(Points).ok_or(())?;
        Ok(())
    };
    scale(&mut node.max).map_err(lost)?;
    match &mut node.body {
        Body::Group { cap, children } => {
            cap.as_mut().map_or(Ok(()), scale).map_err(lost)?;
            children.iter_mut().try_for_each(|child| rescale(child, from, to))
        }
        Body::Leaf(Kind::PerOccurrence(line)) => scale(&mut line.each).map_err(lost),
        Body::Leaf(Kind::BonusOutside(line)) => scale(&mut line.bonus_max).map_err(lost),
        Body::Leaf(Kind::BonusDeduction(line)) => {
            [&mut line.bonus_each, &mut line.deduction_each, &mut line.min].into_iter().try_for_each(scale).map_err(lost)
        }
        Body::Leaf(Kind::Bands(bands)) => bands.bands.iter_mut().try_for_each(|band| scale(&mut band.points)).map_err(lost),
        Body::Leaf(Kind::Quantitative(_) | Kind::PassFail | Kind::Direct | Kind::Assigned { .. } | Kind::Proportional(_)) => Ok(()),
    }
}

fn depth_inside(node: &Node) -> usize {
    node.children().iter().map(|child| 1 + depth_inside(child)).max().unwrap_or(0)
}

fn find_mut<'n>(nodes: &'n mut [Node], path: &str) -> Option<&'n mut Node> {
    for node in nodes {
        if node.path == path {
            return Some(node);
        }
        if let Body::Group { children, .. } = &mut node.body
            && let Some(found) = find_mut(children, path)
        {
            return Some(found);
        }
    }
    None
}

/// The row a line stands in, and its place there.
fn place_of<'n>(nodes: &'n mut Vec<Node>, path: &str) -> Option<(&'n mut Vec<Node>, usize)> {
    if let Some(at) = nodes.iter().position(|node| node.path == path) {
        return Some((nodes, at));
    }
    nodes.iter_mut().find_map(|node| match &mut node.body {
        Body::Group { children, .. } => place_of(children, path),
        Body::Leaf(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(path: &str) -> Node {
        Node { path: path.into(), ..Node::blank(path, Points(100)) }
    }

    fn group(path: &str, children: Vec<Node>) -> Node {
        Node { body: Body::Group { cap: None, children }, ..leaf(path) }
    }

    /// `I(I/1 I/2) II(II/1) III`
    fn draft() -> TableDraft {
        let nodes = vec![group("I", vec![leaf("I/1"), leaf("I/2")]), group("II", vec![leaf("II/1")]), leaf("III")];
        TableDraft { nodes, ..TableDraft::default() }
    }

    fn drawn(nodes: &[Node]) -> String {
        let one = |node: &Node| match &node.body {
            Body::Group { children, .. } => format!("{}({})", node.path, drawn(children)),
            Body::Leaf(_) => node.path.clone(),
        };
        nodes.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_move_by_one_place_and_keep_their_paths() {
        let check = |path: &str, how: Move, expected: Result<&str, NotChanged>| {
            let mut draft = draft();
            let done = draft.shift(path, how).map(|()| drawn(&draft.nodes));
            assert_eq!(done.as_deref().map_err(|why| *why), expected, "{path} {how:?}");
            if expected.is_err() {
                assert_eq!(drawn(&draft.nodes), "I(I/1 I/2) II(II/1) III", "{path} {how:?} changed the tree");
            }
        };
        check("I/2", Move::Up, Ok("I(I/2 I/1) II(II/1) III"));
        check("I/1", Move::Up, Err(NotChanged::NoRoom));
        check("I", Move::Down, Ok("II(II/1) I(I/1 I/2) III"));
        check("III", Move::Down, Err(NotChanged::NoRoom));
        check("II", Move::In, Ok("I(I/1 I/2 II(II/1)) III"));
        check("III", Move::In, Ok("I(I/1 I/2) II(II/1 III)"));
        check("I/2", Move::In, Ok("I(I/1(I/2)) II(II/1) III"));
        check("I", Move::In, Err(NotChanged::NoRoom));
        check("I/1", Move::Out, Ok("I(I/2) I/1 II(II/1) III"));
        check("III", Move::Out, Err(NotChanged::NoRoom));
        check("IV", Move::Up, Err(NotChanged::NoLine));
        check("IV", Move::Out, Err(NotChanged::NoLine));
    }

    #[test]
    fn a_new_line_gets_a_path_nobody_had() {
        let check = |place: Where<'_>, taken: &[&str], expected: Result<(&str, &str), NotChanged>| {
            let mut draft = draft();
            let taken = taken.iter().map(ToString::to_string).collect();
            let done = draft.add(place, Node::blank("", Points(0)), &taken).map(|path| (path, drawn(&draft.nodes)));
            assert_eq!(done.as_ref().map(|(path, tree)| (path.as_str(), tree.as_str())).map_err(|why| *why), expected);
        };
        check(Where::Last, &[], Ok(("1", "I(I/1 I/2) II(II/1) III 1")));
        check(Where::After("I/1"), &[], Ok(("I/3", "I(I/1 I/3 I/2) II(II/1) III")));
        check(Where::After("I/1"), &["I/3"], Ok(("I/4", "I(I/1 I/4 I/2) II(II/1) III")));
        check(Where::Inside("III"), &[], Ok(("III/1", "I(I/1 I/2) II(II/1) III(III/1)")));
        check(Where::Inside("IV"), &[], Err(NotChanged::NoLine));
    }

    #[test]
    fn a_way_of_scoring_is_not_lost_by_moving() {
        let mut draft = draft();
        draft.nodes[0].body = Body::Leaf(Kind::PassFail);
        assert_eq!(draft.shift("II", Move::In), Err(NotChanged::NotAGroup));
        assert_eq!(draft.add(Where::Inside("I"), Node::blank("", Points(0)), &BTreeSet::new()), Err(NotChanged::NotAGroup));
        assert_eq!(drawn(&draft.nodes), "I II(II/1) III");
    }

    #[test]
    fn a_group_goes_with_everything_inside_it() {
        let mut draft = draft();
        assert_eq!(draft.take_out("I").map(|node| drawn(&[node])).as_deref(), Ok("I(I/1 I/2)"));
        assert_eq!(drawn(&draft.nodes), "II(II/1) III");
        assert_eq!(draft.take_out("I").err(), Some(NotChanged::NoLine));
    }

    #[test]
    fn a_cap_lowers_the_total_that_counts() {
        let mut draft = draft();
        assert_eq!(draft.counted_total(), Points(300));
        draft.nodes[0].body = Body::Group { cap: Some(Points(60)), children: vec![leaf("I/1")] };
        draft.nodes.push(Node { max: Points(200), ..group("IV", vec![leaf("IV/1"), draft.nodes[0].clone()]) });
        assert_eq!(draft.counted_total(), Points(60 + 100 + 100 + 160));
    }

    #[test]
    fn other_decimals_keep_every_figure() {
        let mut draft = draft();
        draft.rules.rounding.decimals = 2;
        assert_eq!(draft.set_decimals(1), Ok(()));
        assert_eq!(draft.nodes[0].max, Points(10));
        draft.nodes[1].max = Points(15);
        assert_eq!(draft.set_decimals(0), Err("II".to_owned()));
        assert_eq!((draft.nodes[0].max, draft.rules.rounding.decimals), (Points(10), 1), "nothing was changed");
    }

    #[test]
    fn the_tree_stays_within_its_levels() {
        let mut draft = TableDraft { nodes: vec![leaf("a")], ..TableDraft::default() };
        let mut last = "a".to_owned();
        for _ in 1..MOST_LEVELS {
            last = draft.add(Where::Inside(&last), Node::blank("", Points(0)), &BTreeSet::new()).unwrap();
        }
        assert_eq!(draft.add(Where::Inside(&last), Node::blank("", Points(0)), &BTreeSet::new()), Err(NotChanged::TooDeep));
        let beside = draft.add(Where::After(&last), Node::blank("", Points(0)), &BTreeSet::new()).unwrap();
        assert_eq!(draft.shift(&beside, Move::In), Err(NotChanged::TooDeep));
    }
}
