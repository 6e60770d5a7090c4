//! Deciding between readings that differ beyond the limit. *Xử lý chênh lệch giữa các lượt thẩm định.*

use cycle::cluster::{Act, On};
use cycle::verification::{ReadingKind, Stamp, Verdict, resolve_difference};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Finding, Reading};
use values::{ReadingId, UnitId, YearId};

use super::lines::own;
use super::readings::{as_left, facts, kept, notify, readable, said};
use crate::book::Book;
use crate::self_score::fields::Fields;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Decides what stands on one line whose readings differ (`V-03`). *Quyết định.*
///
/// # Errors
/// As [`decide_over`].
pub async fn decide(cx: &Cx, actor: &Actor, year: YearId, line: (UnitId, &str), verdict: &Verdict<Fields>) -> Result<(), Error> {
    decide_over(cx, actor, year, line, verdict, 0).await
}

/// As [`decide`], over the version of the decision that was seen. *Quyết định lại.*
///
/// # Errors
/// Denied; not found; refused (`V-06`), `no-difference` when there is nothing to decide; stale.
pub async fn decide_over(
    cx: &Cx,
    actor: &Actor,
    year: YearId,
    (unit, path): (UnitId, &str),
    verdict: &Verdict<Fields>,
    seen: i64,
) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::ResolveReadings, On::unit(unit))?;
        let book = cx.books.within(tx, desk.scope()).await?;
        readable(&book, unit, path, verdict)?;
        let reading = deciding(tx, cx, &desk, unit).await?;
        let held = kept(tx, &desk, &book, &reading).await?.remove(path);
        let (stands, outdated) = (held.as_ref().filter(|f| f.opened_at.is_some()), held.as_ref().filter(|f| f.opened_at.is_none()));
        if facts(&book, unit, path)?.differs.is_none() && stands.is_none() {
            return Err(Error::plain("no-difference"));
        }
        let (version, old) = (outdated.map_or(seen, |held| held.version), stands.map_or("", |held| held.entry.as_str()));
        let finding = Finding { version, ..decided(&desk, &book, &reading, (path, stands), verdict)? };
        rows::put_finding(tx, desk.scope(), &finding).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
        let Finding { verdict, entry, cause, reason, .. } = &finding;
        let body =
            json!({ "unit": unit.to_string(), "path": path, "verdict": verdict, "cause": cause, "old": old, "new": entry, "why": reason });
        desk.record(tx, "verification.decide", path, body).await?;
        notify(tx, cx, &desk, unit).await
    })
}

fn decided(
    desk: &Desk,
    book: &Book,
    reading: &Reading,
    line: (&str, Option<&Finding>),
    verdict: &Verdict<Fields>,
) -> Result<Finding, Error> {
    let permit = desk.permit(Act::ResolveReadings, On::unit(reading.unit))?;
    let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
    let before = as_left(reading, line.0, own(facts(book, reading.unit, line.0)?), line.1);
    let after = resolve_difference(&permit, before, verdict.clone(), stamp).map_err(|refused| Error::refused(&refused))?;
    said(desk, book, reading, &after)
}

/// What holds the decisions on a sheet; made with the first one. Each decision is sent at once.
async fn deciding(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId) -> Result<Reading, Error> {
    let mut held = rows::readings(tx, desk.scope(), ReadingKind::Decision).await?.into_iter().find(|r| r.unit == unit);
    if held.is_none() {
        let new = new(cx, desk, unit);
        rows::add_reading(tx, desk.scope(), &new).await?;
        held = Some(new);
    }
    let sent = held.map(|held| Reading { sent_by: Some(desk.actor.account), sent_at: Some(desk.now), ..held }).ok_or(Error::NotFound)?;
    if rows::change_reading(tx, &sent).await? { Ok(sent) } else { Err(Error::Stale(Stale::default())) }
}

fn new(cx: &Cx, desk: &Desk, unit: UnitId) -> Reading {
    Reading {
        id: ReadingId::from_raw(cx.ids.next()),
        unit,
        kind: ReadingKind::Decision,
        reader_unit: unit,
        reader: Some(desk.actor.account),
        place: 1,
        sent_by: None,
        sent_at: None,
        version: 1,
    }
}
