//! The last day to answer, and what it does for a unit that says nothing. *Quá hạn coi như đồng ý.*

use cycle::cluster::On;
use cycle::verification::{Line, LineState, ReadingKind, Stamp, accept_by_deadline};
use serde_json::json;
use storage::verification::{self as rows, Reading, Response};
use storage::{Entry, Scope, Tx};
use values::{Date, UnitId};

use super::lines::line;
use crate::book::{Book, LineFacts};
use crate::self_score::fields::{Fields, to_text};
use crate::{Cx, Desk, Error};

/// The last day to answer findings sent on `sent`, as leave to answer sees it (`D-03`); where nothing was sent
/// and the year sets no deadline, as if they were sent today.
pub fn last_day(desk: &Desk, sent: Option<Date>) -> Date {
    let until = desk.calendar.answer_until(sent, &desk.regulation);
    until.unwrap_or_else(|| desk.calendar.explain_until(desk.today, &desk.regulation))
}

/// A unit's findings as a thing for it to answer.
pub fn answering(sent: &[Reading], unit: UnitId) -> On {
    On::unit(unit).sent_on(last_sent(sent, unit))
}

/// Everything that is sent to units: readings, and decisions between them.
///
/// # Errors
/// A fault of the store.
pub async fn all_sent(tx: &mut Tx, scope: Scope) -> Result<Vec<Reading>, Error> {
    let mut all = rows::readings(tx, scope, ReadingKind::Reading).await?;
    all.extend(rows::readings(tx, scope, ReadingKind::Decision).await?);
    Ok(all)
}

/// The day a unit was sent the last of it.
pub fn last_sent(sent: &[Reading], unit: UnitId) -> Option<Date> {
    sent.iter().filter(|r| r.unit == unit).filter_map(|r| r.sent_at).map(values::Moment::date).max()
}

/// Whether silence has accepted for a unit whose last day was `until` (`V-11`).
pub fn silence_has_accepted(desk: &Desk, until: Date) -> bool {
    desk.regulation.silence_accepts && desk.today > until
}

/// A line as it stands today: past its last day, silence may have accepted it.
pub fn standing(desk: &Desk, unit: UnitId, path: &str, facts: &LineFacts, until: Date) -> Line<Fields> {
    let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
    accept_by_deadline(line(unit, path, facts, desk.phase), until, desk.today, stamp)
}

/// Keeps that silence accepted, when the year moves on from answering. Nobody did it: the journal names
/// the system.
///
/// # Errors
/// A fault of the store.
pub async fn accept_silent(tx: &mut Tx, cx: &Cx, desk: &Desk) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let readings = all_sent(tx, desk.scope()).await?;
    let silent = silent_lines(desk, &book, &readings)?;
    if silent.is_empty() {
        return Ok(());
    }
    let mut told = Vec::with_capacity(silent.len());
    for (line, version) in &silent {
        rows::put_response(tx, desk.scope(), &response(desk, line, *version)).await?.ok_or(storage::Fault::Conflict)?;
        told.push(
            json!({ "unit": line.unit.to_string(), "path": line.path.0, "old": LineState::Proposed.code(), "new": line.state().code() }),
        );
    }
    let (log, subject, body) = (desk.scope().log(), desk.scope().year.to_string(), json!({ "lines": told }));
    tx.record(Entry { log, at: desk.now, actor: "system", act: "verification.accept_by_deadline", subject: &subject, body: &body }).await?;
    Ok(())
}

/// The lines that silence accepted, each with the version of the answer kept before.
fn silent_lines(desk: &Desk, book: &Book, readings: &[Reading]) -> Result<Vec<(Line<Fields>, i64)>, Error> {
    let leaves = book.in_force()?.table.leaves();
    let mut silent = Vec::new();
    for unit in &book.units {
        let until = last_day(desk, last_sent(readings, unit.unit));
        for (leaf, facts) in leaves.iter().zip(&unit.lines).filter(|(_, facts)| facts.proposed().is_some() && facts.response.is_none()) {
            silent.push((standing(desk, unit.unit, &leaf.path, facts, until), facts.response_version()));
        }
    }
    silent.retain(|(line, _)| line.state() == LineState::AcceptedByDeadline);
    Ok(silent)
}

fn response(desk: &Desk, line: &Line<Fields>, version: i64) -> Response {
    Response {
        unit: line.unit,
        path: line.path.0.clone(),
        answer: line.state().code().to_owned(),
        words: String::new(),
        answered_by: None,
        answered_at: desk.now,
        answers: line.proposal().map(to_text),
        version,
    }
}
