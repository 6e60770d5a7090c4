//! One change of a sheet's cells: once under its key, and what is kept ready goes on with it. *Thay đổi ô.*

use std::sync::Arc;

use storage::journal::head;
use storage::self_score::{self as rows, Cell};
use storage::{Fault, IdemKey, Tx};
use values::{Moment, UnitId, YearId};

use super::outcome::{self, Saved};
use super::save::{self, Typed};
use super::undo::{self, Way};
use crate::book::{Book, Turned};
use crate::{Actor, Cx, Desk, Error, desk};

/// What became of a request, and the year's book as it left it.
#[derive(Debug)]
pub struct Done {
    pub saved: Saved,
    pub book: Arc<Book>,
    pub at: Moment,
}

/// What somebody wants done to the cells.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wish<'a> {
    Type(&'a [Typed]),
    Step(Way),
}

/// A change inside its transaction.
struct Made {
    saved: Saved,
    turned: Turned,
    at: Moment,
}

/// Makes the change; when this answers, it survives a power loss.
pub(super) async fn change(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: &IdemKey, wish: Wish<'_>) -> Result<Done, Error> {
    let mut tried = false;
    let Made { saved, turned, at } = storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        if std::mem::replace(&mut tried, true) {
            once(tx, cx, &desk, unit, key, wish).await
        } else {
            first(tx, cx, &desk, unit, key, wish).await
        }
    })?;
    cx.years.turn(&turned);
    let book = match cx.books.turn(&turned) {
        Some(book) => book,
        None => cx.books.of(&mut cx.store.read().await?, turned.scope).await?,
    };
    Ok(Done { saved, book, at })
}

/// A change that goes through cannot have been made before: under a used key its answer is not kept, and all of
/// it is taken back. So a first try asks for the key only when it is refused, which may come from what the same
/// request did before.
async fn first(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, key: &IdemKey, wish: Wish<'_>) -> Result<Made, Error> {
    match make(tx, cx, desk, unit, key, wish).await {
        Err(refused) if !matches!(refused, Error::Fault(_)) => {
            let known = outcome::before(tx, desk, unit, key).await?.is_some();
            Err(if known { Fault::Conflict.into() } else { refused })
        }
        made => made,
    }
}

async fn once(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, key: &IdemKey, wish: Wish<'_>) -> Result<Made, Error> {
    let Some(saved) = outcome::before(tx, desk, unit, key).await? else {
        return make(tx, cx, desk, unit, key, wish).await;
    };
    let (scope, cells) = (desk.scope(), Vec::new());
    let top = head(tx, scope.log()).await?;
    Ok(Made { saved, turned: Turned { scope, before: top, after: top, cells }, at: desk.now })
}

async fn make(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, key: &IdemKey, wish: Wish<'_>) -> Result<Made, Error> {
    let (scope, mut cells) = (desk.scope(), Vec::new());
    let before = head(tx, scope.log()).await?;
    desk.member(unit)?;
    let saved = match wish {
        Wish::Type(typed) => save::save_in(tx, cx, desk, unit, typed, &mut cells).await?,
        Wish::Step(way) => undo::step_in(tx, cx, desk, unit, way, &mut cells).await?,
    };
    outcome::remember(tx, desk, key, &saved).await?;
    let after = head(tx, scope.log()).await?;
    Ok(Made { saved, turned: Turned { scope, before, after, cells }, at: desk.now })
}

/// Keeps one cell over the version it had; answers it with the version it has now.
pub(super) async fn put(
    tx: &mut Tx,
    desk: &Desk,
    unit: UnitId,
    (path, field): (&str, &str),
    typed: &str,
    over: i64,
) -> Result<Cell, Error> {
    let (path, field, typed) = (path.to_owned(), field.to_owned(), typed.to_owned());
    let cell = Cell { unit, path, field, typed, version: over, changed_by: desk.actor.account, changed_at: desk.now };
    let version = rows::put_cell(tx, desk.scope(), &cell).await?.ok_or(Fault::Conflict)?;
    Ok(Cell { version, ..cell })
}
