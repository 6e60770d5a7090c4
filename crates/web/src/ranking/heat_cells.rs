//! The cells of the heat map: figures, tints, marks. *Ô của bản đồ nhiệt.*

use app::book::Book;
use app::ranking::why::Figures;
use scoring::{Entry, Node, Table, totals};
use values::Points;

use crate::words::Words;

/// What the cells say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// *Điểm.*
    #[default]
    Points,
    /// *% tối đa.*
    Share,
    /// *Lệch tự chấm – thẩm định.*
    Difference,
}

impl Show {
    pub const ALL: [Self; 3] = [Self::Points, Self::Share, Self::Difference];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Points => "points",
            Self::Share => "share",
            Self::Difference => "difference",
        }
    }

    /// The view with this code; points for any other text.
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.code() == code).unwrap_or_default()
    }
}

/// One unit's figure for one line or group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// *Chưa có.*
    Missing,
    /// *Không giao.*
    NotAssigned,
    /// *Không tính*: the unit sent no sheet, or its points do not stand.
    Outside,
    Given {
        points: Points,
        max: Points,
        /// Points by the unit's own entries.
        own: Points,
    },
}

/// How far a share must lie from the cluster's middle to be marked, in thousandths.
const OUTLIER: i64 = 150;
/// Fewest figures that have a middle worth speaking of.
const LEAST_FIGURES: usize = 3;

/// A unit's figure for `node`.
pub fn cell(book: &Book, figures: &Figures, node: &Node) -> Cell {
    let Some(table) = book.table.as_ref().map(|table| &table.table) else { return Cell::Missing };
    if figures.outside {
        return Cell::Outside;
    }
    let mut leaves = Vec::new();
    under(table, node, &mut leaves);
    let entries = || leaves.iter().map(|leaf| figures.lines.get(*leaf).map_or(Entry::Missing, |line| line.0));
    if entries().all(|entry| entry == Entry::NotAssigned) {
        return Cell::NotAssigned;
    }
    if entries().all(|entry| matches!(entry, Entry::Missing | Entry::NotAssigned)) {
        return Cell::Missing;
    }
    let sum = match (node.kind(), leaves.first()) {
        (Some(_), Some(leaf)) => {
            let (entry, points) = figures.lines.get(*leaf).copied().unwrap_or_default();
            totals::of_line(node.max, entry, points)
        }
        _ => figures.groups.get(&node.path).copied().unwrap_or_default(),
    };
    let own = leaves.iter().filter_map(|leaf| figures.own.get(*leaf)).map(|points| points.0).sum();
    Cell::Given { points: sum.points, max: sum.max, own: Points(own) }
}

/// The figure of the whole table.
pub fn total(figures: &Figures) -> Cell {
    if figures.outside {
        return Cell::Outside;
    }
    let own = figures.own.iter().map(|points| points.0).sum();
    if figures.lines.iter().all(|line| matches!(line.0, Entry::Missing | Entry::NotAssigned)) {
        return Cell::Missing;
    }
    Cell::Given { points: figures.total.points, max: figures.total.max, own: Points(own) }
}

/// The places of the criteria at or under a node.
fn under(table: &Table, node: &Node, leaves: &mut Vec<usize>) {
    leaves.extend(table.index_of(&node.path));
    node.children().iter().for_each(|child| under(table, child, leaves));
}

impl Cell {
    /// Thousandths of the maximum; `None` where there is none.
    pub fn share(self) -> Option<i64> {
        match self {
            Self::Given { points, max, .. } if max > Points::ZERO => Some(points.0.saturating_mul(1000) / max.0),
            _ => None,
        }
    }

    /// The class of its tint.
    pub fn class(self, show: Show) -> &'static str {
        match (self, show) {
            (Self::Missing | Self::Outside, _) => "heat-none",
            (Self::NotAssigned, _) => "heat-na",
            (Self::Given { points, max, own }, Show::Difference) => difference_class(points.0 - own.0, max.0),
            (Self::Given { .. }, _) => self.share().map_or("heat-na", heat_class),
        }
    }

    /// Its figure in words.
    pub fn text(self, w: Words, show: Show, decimals: u8) -> String {
        match (self, show) {
            (Self::Missing, _) => w.t("ranking.missing").to_owned(),
            (Self::NotAssigned, _) => "—".to_owned(),
            (Self::Outside, _) => w.t("ranking.not_counted").to_owned(),
            (Self::Given { points, .. }, Show::Points) => w.points(points, decimals),
            (Self::Given { points, max, .. }, Show::Share) => w.share(points.0, max.0),
            (Self::Given { points, own, .. }, Show::Difference) => w.difference(Points(points.0 - own.0), decimals),
        }
    }
}

const fn heat_class(share: i64) -> &'static str {
    match share {
        ..500 => "heat-1",
        500..700 => "heat-2",
        700..800 => "heat-3",
        800..900 => "heat-4",
        _ => "heat-5",
    }
}

/// A difference of a twentieth of the maximum and more is strong.
const fn difference_class(difference: i64, max: i64) -> &'static str {
    match (difference, difference.saturating_mul(20)) {
        (0, _) => "diff-3",
        (..0, twenty) if twenty <= -max => "diff-1",
        (..0, _) => "diff-2",
        (_, twenty) if twenty >= max => "diff-5",
        _ => "diff-4",
    }
}

/// Which figures of one column stand far from its middle: `Less` below, `Greater` above.
pub fn marks(column: &[Cell]) -> Vec<core::cmp::Ordering> {
    let mut shares: Vec<i64> = column.iter().filter_map(|cell| cell.share()).collect();
    shares.sort_unstable();
    let middle = shares.get(shares.len() / 2).copied().filter(|_| shares.len() >= LEAST_FIGURES);
    let far = |share: i64, middle: i64| if (share - middle).abs() >= OUTLIER { share.cmp(&middle) } else { core::cmp::Ordering::Equal };
    column.iter().map(|cell| cell.share().zip(middle).map_or(core::cmp::Ordering::Equal, |(share, middle)| far(share, middle))).collect()
}

#[cfg(test)]
mod tests {
    use core::cmp::Ordering::{Equal, Greater, Less};

    use super::*;

    fn given(points: i64, own: i64) -> Cell {
        Cell::Given { points: Points(points), max: Points(1000), own: Points(own) }
    }

    #[test]
    fn tints_have_five_steps_and_two_that_are_no_figure() {
        let check = |points, class| assert_eq!(given(points, points).class(Show::Points), class, "{points}");
        for (points, class) in
            [(0, "heat-1"), (499, "heat-1"), (500, "heat-2"), (700, "heat-3"), (800, "heat-4"), (900, "heat-5"), (1100, "heat-5")]
        {
            check(points, class);
        }
        assert_eq!(Cell::Missing.class(Show::Share), "heat-none");
        assert_eq!(Cell::Outside.class(Show::Points), "heat-none");
        assert_eq!(Cell::NotAssigned.class(Show::Difference), "heat-na");
    }

    #[test]
    fn differences_have_a_middle_and_two_strengths() {
        for (now, own, class) in
            [(500, 500, "diff-3"), (499, 500, "diff-2"), (450, 500, "diff-1"), (501, 500, "diff-4"), (550, 500, "diff-5")]
        {
            assert_eq!(given(now, own).class(Show::Difference), class, "{now} {own}");
        }
    }

    #[test]
    fn only_figures_far_from_the_middle_are_marked() {
        let cells = [given(800, 0), given(810, 0), given(650, 0), Cell::Missing, given(960, 0)];
        assert_eq!(marks(&cells), [Equal, Equal, Less, Equal, Greater]);
        assert_eq!(marks(&[given(0, 0), given(1000, 0)]), [Equal, Equal], "two have no middle");
    }
}
