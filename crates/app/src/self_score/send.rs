//! Sending a sheet and sending it back. *Gửi, trả lại bảng tự chấm.*

use cycle::cluster::Act;
use cycle::self_score::{Line, SheetState, send_back, submit};
use serde_json::json;
use storage::Tx;
use storage::self_score::{self as rows, Sheet};
use values::{UnitId, YearId};

use super::{on, rule, sheet_of};
use crate::verification::readers::read_by_own;
use crate::verification::readings::reopen_changed;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Sends and locks the unit's sheet; lines changed since they were read are read anew. *Gửi thẩm định.*
///
/// # Errors
/// Denied; refused with everything that is still missing (`F-01`), or sent already (`F-02`).
pub async fn send(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.member(unit)?;
        let sheet = sheet_of(tx, cx, &desk, unit).await?;
        let permit = desk.permit(Act::SubmitSheet, on(Some(&sheet), unit))?;
        let book = cx.books.within(tx, desk.scope()).await?;
        let lines: Vec<Line> = book.lines_to_send(unit);
        let sent = submit(&permit, &rule(&sheet), &lines).map_err(|r| Error::refused(&r))?;
        let state = SheetState::Submitted.code().to_owned();
        let new = Sheet { state, reason: String::new(), submitted_by: Some(sent.by), submitted_at: Some(desk.now), ..sheet };
        keep(tx, &desk, &new, "self_score.send", json!({ "unit": unit.to_string(), "days_late": sent.days_late })).await?;
        reopen_changed(tx, cx, &desk, unit).await
    })
}

/// Sends a sheet back to its unit with a reason; it can be edited again. *Trả lại.*
///
/// # Errors
/// Denied; refused (`F-03`).
pub async fn give_back(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, reason: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.member(unit)?;
        let sheet = sheet_of(tx, cx, &desk, unit).await?;
        let permit = desk.permit(Act::ReturnSheet, read_by_own(tx, &desk, unit).await?)?;
        let back = send_back(&permit, &rule(&sheet), desk.phase, reason, &desk.regulation).map_err(|r| Error::refused(&r))?;
        let new = Sheet { state: SheetState::Returned.code().into(), reason: back.reason, ..sheet };
        let body = json!({ "unit": unit.to_string(), "why": new.reason });
        keep(tx, &desk, &new, "self_score.give_back", body).await
    })
}

async fn keep(tx: &mut Tx, desk: &Desk, sheet: &Sheet, act: &str, body: serde_json::Value) -> Result<(), Error> {
    if !rows::change_sheet(tx, sheet).await? {
        return Err(Error::Stale(Stale::default()));
    }
    desk.record(tx, act, &sheet.id.to_string(), body).await?;
    Ok(())
}
