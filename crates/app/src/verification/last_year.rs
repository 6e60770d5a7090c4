//! What the same unit had for the same line a year before, where that year's result is public. *Năm trước.*

use cycle::Phase;
use storage::cluster::{self as rows, Year};
use values::{Points, UnitId};

use crate::{Cx, Desk, Error};

/// The line's points and their decimals in the cluster's year before; nothing before its result is announced.
///
/// # Errors
/// A fault of the store.
pub async fn points(cx: &Cx, desk: &Desk, unit: UnitId, path: &str) -> Result<Option<(Points, u8)>, Error> {
    let mut tx = cx.store.read().await?;
    let Some(before) = rows::year_before(&mut tx, desk.scope().cluster, desk.year.year).await? else { return Ok(None) };
    let Some(year) = rows::year(&mut tx, before).await?.filter(is_public) else { return Ok(None) };
    let book = cx.books.of(&mut tx, year.scope).await?;
    let line = book.table.as_ref().and_then(|table| table.table.leaf(path)).zip(book.place(unit));
    Ok(line.map(|(leaf, place)| (book.counting.line(place, leaf.index).1, leaf.decimals)))
}

fn is_public(year: &Year) -> bool {
    Phase::of_code(&year.phase).is_some_and(|phase| phase >= Phase::Announced)
}
