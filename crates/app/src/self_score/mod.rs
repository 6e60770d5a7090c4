//! Each unit's own sheet. *Bảng tự chấm.*

mod change;
pub mod fields;
pub mod line;
pub mod look;
mod outcome;
pub mod save;
pub mod seen;
pub mod send;
pub mod undo;
pub mod worth;

use cycle::cluster::On;
use cycle::self_score::{Sheet as Rule, SheetState};
use storage::Tx;
use storage::self_score::{self as rows, Sheet};
use values::{SheetId, UnitId};

use crate::{Cx, Desk, Error};

/// The unit's sheet as kept, made on first touch.
pub(crate) async fn sheet_of(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId) -> Result<Sheet, Error> {
    if let Some(sheet) = rows::sheet(tx, desk.scope(), unit).await? {
        return Ok(sheet);
    }
    let sheet = untouched(cx, unit);
    rows::add_sheet(tx, desk.scope(), sheet.id, unit, &sheet.state).await?;
    Ok(sheet)
}

/// A sheet nobody has touched; not kept yet.
fn untouched(cx: &Cx, unit: UnitId) -> Sheet {
    let (id, state) = (SheetId::from_raw(cx.ids.next()), SheetState::Open.code().to_owned());
    Sheet { id, unit, state, reason: String::new(), submitted_by: None, submitted_at: None, version: 1 }
}

/// A kept sheet as the rules see it.
pub fn rule(sheet: &Sheet) -> Rule {
    Rule { unit: sheet.unit, state: state(sheet), reason: sheet.reason.clone() }
}

/// A state that nobody knows is locked.
fn state(sheet: &Sheet) -> SheetState {
    SheetState::of_code(&sheet.state).unwrap_or(SheetState::Submitted)
}

/// The unit's sheet as a thing to act on.
pub fn on(sheet: Option<&Sheet>, unit: UnitId) -> On {
    On::unit(unit).sheet(sheet.map_or(SheetState::Open, state))
}
