//! Which entries no longer fit after a table was changed. *Rà soát lại điểm đã nhập.*

use crate::refusal::{LinePath, refusals};
use values::{Points, UnitId};

/// What an entry is held against: one leaf of the table that holds from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub path: LinePath,
    /// The stable word of its kind.
    pub kind: String,
    /// Most points the line can give, bonus included.
    pub most: Points,
}

/// One entry, made under an earlier version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entered {
    pub unit: UnitId,
    pub path: LinePath,
    /// The kind it was made for.
    pub kind: String,
    /// Points typed directly; `None` for kinds whose points are computed.
    pub points: Option<Points>,
}

refusals! {
    /// An entry that no longer fits; listed, never silently changed.
    Misfit {
        /// The table has no such line any more.
        LeafGone { unit: UnitId, path: LinePath } = "T-06.gone",
        /// The line is now of another kind.
        KindChanged { unit: UnitId, path: LinePath, was: String, is: String } = "T-06.kind",
        /// The points are above the new maximum.
        AboveMaximum { unit: UnitId, path: LinePath, points: Points, most: Points } = "T-06.above",
    }
}

/// Every entry that the new leaves no longer hold, in the order of the entries. Rule `T-06`; source:
/// domain facts: a real self-score of 5.00 stood on a line whose maximum had become 4.00.
pub fn revalidate(entered: &[Entered], leaves: &[Leaf]) -> Vec<Misfit> {
    let by_path: std::collections::BTreeMap<&LinePath, &Leaf> = leaves.iter().map(|leaf| (&leaf.path, leaf)).collect();
    entered.iter().filter_map(|entry| misfit(entry, by_path.get(&entry.path).copied())).collect()
}

fn misfit(entry: &Entered, leaf: Option<&Leaf>) -> Option<Misfit> {
    let (unit, path) = (entry.unit, entry.path.clone());
    let Some(leaf) = leaf else { return Some(Misfit::LeafGone { unit, path }) };
    if leaf.kind != entry.kind {
        return Some(Misfit::KindChanged { unit, path, was: entry.kind.clone(), is: leaf.kind.clone() });
    }
    let points = entry.points.filter(|points| *points > leaf.most)?;
    Some(Misfit::AboveMaximum { unit, path, points, most: leaf.most })
}
