//! Which entries a draft would no longer hold, listed before it is applied. *Rà soát lại điểm đã nhập.*

use cycle::cluster::{Act, On};
use cycle::refusal::LinePath;
use cycle::table::{Entered, Leaf, revalidate};
use scoring::{Entry, Kind, Table, TableDraft};
use values::Points;

use crate::book::Book;
use crate::{Cx, Desk, Error, Reason};

/// Every entry made so far that the draft's lines no longer hold. Rule `T-06`.
///
/// # Errors
/// Denied; a fault.
pub async fn misfits(cx: &Cx, desk: &Desk, draft: &TableDraft) -> Result<Vec<Reason>, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let mut tx = cx.store.read().await?;
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    let Some(held) = &book.table else { return Ok(Vec::new()) };
    let entered = entered(&book, &held.table, draft.rules.rounding.decimals);
    Ok(revalidate(&entered, &leaves(draft)).iter().map(Reason::of).collect())
}

fn leaves(draft: &TableDraft) -> Vec<Leaf> {
    let leaf = |(_, node): (usize, &scoring::Node)| {
        let kind = node.kind()?;
        Some(Leaf { path: LinePath::new(&node.path), kind: kind.word().to_owned(), most: most(kind, node.max) })
    };
    draft.lines().into_iter().filter_map(leaf).collect()
}

/// A bonus beside the maximum has a maximum of its own.
const fn most(kind: &Kind, max: Points) -> Points {
    match kind {
        Kind::BonusOutside(line) => line.bonus_max,
        _ => max,
    }
}

/// Everything units typed, with points in the draft's decimals.
fn entered(book: &Book, table: &Table, decimals: u8) -> Vec<Entered> {
    let mut found = Vec::new();
    for unit in &book.units {
        for (leaf, line) in table.leaves().iter().zip(&unit.lines) {
            let entry = line.reported(leaf).unwrap_or(Entry::Refused);
            if matches!(entry, Entry::Missing | Entry::NotAssigned | Entry::Nothing) {
                continue;
            }
            let points =
                if let Entry::Points(points) = entry { points.quantity(leaf.decimals).in_units(decimals).map(Points) } else { None };
            found.push(Entered { unit: unit.unit, path: LinePath::new(&leaf.path), kind: leaf.kind.word().to_owned(), points });
        }
    }
    found
}
