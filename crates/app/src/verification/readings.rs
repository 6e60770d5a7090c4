//! A reader's work: what is found line by line, then sent at once. *Thẩm định, gửi kết quả.*

use std::collections::HashMap;

use cycle::calendar::Step;
use cycle::cluster::{Act, On};
use cycle::refusal::LinePath;
use cycle::verification::{Line, LineState, Stamp, Verdict, find as decide, send as send_all};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Finding, Notice, Reading};
use values::{NoticeId, ReadingId, YearId};

use super::lines::own;
use super::readers::SENT;
use crate::book::Book;
use crate::self_score::fields::{Fields, entry, to_text};
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// What a reader says of one line, over the version that was seen (0 for a line nobody read).
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub path: String,
    pub verdict: Verdict<Fields>,
    pub version: i64,
}

/// Keeps what a reader finds on some lines, all or none; the unit sees nothing before the reading is sent.
///
/// # Errors
/// Denied; not found; refused (`V-06`, `V-08`), or an entry that does not read; stale.
pub async fn find(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, found: &[Found]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = rows::reading(tx, desk.scope(), reading).await?.ok_or(Error::NotFound)?;
        let book = cx.books.within(tx, desk.scope()).await?;
        let mut told = Vec::with_capacity(found.len());
        for one in found {
            let finding = decided(&desk, &book, &reading, one)?;
            told.push(json!({ "path": one.path, "new": finding.entry, "why": finding.reason }));
            rows::put_finding(tx, desk.scope(), &finding).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
        }
        let body = json!({ "unit": reading.unit.to_string(), "lines": told });
        desk.record(tx, "verification.find", &reading.id.to_string(), body).await?;
        Ok::<_, Error>(())
    })
}

fn on(reading: &Reading) -> On {
    On::unit(reading.unit).read_by(reading.reader_unit)
}

fn decided(desk: &Desk, book: &Book, reading: &Reading, one: &Found) -> Result<Finding, Error> {
    let agrees = one.verdict == Verdict::Agree;
    let permit = desk.permit(if agrees { Act::ReadSheet } else { Act::ProposeOther }, on(reading))?;
    let line = unread(book, reading, &one.path)?;
    readable(book, reading, one)?;
    let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
    let line = decide(&permit, line, one.verdict.clone(), reading.state == SENT, stamp).map_err(|refused| Error::refused(&refused))?;
    let said = line.changes().last().map(|change| (change.why.clone(), change.clause.clone())).unwrap_or_default();
    Ok(Finding {
        reading: reading.id,
        unit: reading.unit,
        path: one.path.clone(),
        verdict: line.state().code().to_owned(),
        entry: if agrees { String::new() } else { to_text(line.counts()) },
        reason: said.0,
        clause: said.1,
        opened_at: Some(desk.now),
        changed_by: desk.actor.account,
        changed_at: desk.now,
        version: one.version,
    })
}

fn unread(book: &Book, reading: &Reading, path: &str) -> Result<Line<Fields>, Error> {
    let at = book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
    let facts = book.unit(reading.unit)?.lines.get(at).ok_or(Error::NotFound)?;
    Ok(Line::unread(reading.unit, LinePath::new(path), own(facts)))
}

/// A proposed entry must read as the line's own would.
fn readable(book: &Book, reading: &Reading, one: &Found) -> Result<(), Error> {
    let Verdict::Propose { entry: fields, .. } = &one.verdict else { return Ok(()) };
    let table = &book.in_force()?.table;
    let at = table.index_of(&one.path).ok_or(Error::NotFound)?;
    let (leaf, facts) = (table.leaves().get(at), book.unit(reading.unit)?.lines.get(at));
    let (Some(leaf), Some(facts)) = (leaf, facts) else { return Err(Error::NotFound) };
    let read = entry(leaf, leaf.decimals, fields, facts.assignment());
    read.map(drop)
        .map_err(|_| Error::Refused(vec![Reason { code: "entry-unreadable", args: vec![("path", cycle::Arg::Path(one.path.clone()))] }]))
}

/// Sends a whole reading; the unit gets one notice. *Gửi kết quả thẩm định.*
///
/// # Errors
/// Denied; not found; refused with every unread line (`V-07`); stale.
pub async fn send(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = rows::reading(tx, desk.scope(), reading).await?.ok_or(Error::NotFound)?;
        let permit = desk.permit(Act::SendReadings, on(&reading))?;
        let lines = lines(tx, cx, &desk, &reading).await?;
        let until = desk.calendar.explain_until(desk.today, &desk.regulation);
        let sent = send_all(&permit, reading.unit, &lines, until).map_err(|refused| Error::refused(&refused))?;
        let new = Reading { state: SENT.to_owned(), sent_by: Some(sent.by), sent_at: Some(desk.now), reader: Some(sent.by), ..reading };
        if !rows::change_reading(tx, &new).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let facts = json!({ "agreed": sent.agreed, "proposed": sent.proposed, "until": sent.answer_until.to_string() });
        let id = NoticeId::from_raw(cx.ids.next());
        let notice =
            Notice { id, unit: sent.unit, kind: "reading_sent".to_owned(), facts: facts.to_string(), made_at: desk.now, seen_at: None };
        rows::add_notice(tx, desk.scope(), &notice).await?;
        desk.record(tx, "verification.send", &new.id.to_string(), facts).await?;
        Ok::<_, Error>(())
    })
}

/// Every line of the sheet that concerns the unit, as this reading left it.
async fn lines(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading) -> Result<Vec<Line<Fields>>, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let kept = rows::findings_of_unit(tx, desk.scope(), reading.unit).await?;
    let found: HashMap<&str, &Finding> = kept.iter().filter(|f| f.reading == reading.id).map(|f| (f.path.as_str(), f)).collect();
    let leaves = book.in_force()?.table.leaves();
    let facts = &book.unit(reading.unit)?.lines;
    let concerned = leaves.iter().zip(facts).filter(|(_, facts)| facts.concerns());
    concerned.map(|(leaf, facts)| as_left(reading, &leaf.path, own(facts), found.get(leaf.path.as_str()).copied())).collect()
}

fn as_left(reading: &Reading, path: &str, own: Fields, found: Option<&Finding>) -> Result<Line<Fields>, Error> {
    let changes = found.map(|f| cycle::verification::Change {
        from: LineState::Unread,
        to: if f.entry.is_empty() { LineState::Agreed } else { LineState::Proposed },
        old: own.clone(),
        new: if f.entry.is_empty() { own.clone() } else { crate::self_score::fields::of_text(&f.entry) },
        by: Some(f.changed_by),
        at: f.changed_at,
        why: f.reason.clone(),
        clause: f.clause.clone(),
    });
    let fault = || Error::Fault(storage::Fault::Shape(format!("finding on {path}")));
    Line::restore(reading.unit, LinePath::new(path), own, changes.into_iter().collect()).ok_or_else(fault)
}

/// The readings of a year.
///
/// # Errors
/// A fault of the store.
pub async fn all(cx: &Cx, desk: &Desk) -> Result<Vec<Reading>, Error> {
    Ok(rows::readings(&mut cx.store.read().await?, desk.scope()).await?)
}

/// The last day to answer, where the year says one.
pub fn due(desk: &Desk) -> Option<values::Date> {
    desk.calendar.due(Step::Explaining)
}
