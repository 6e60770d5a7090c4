//! A reader's work: what is found line by line, then sent at once. *Thẩm định, gửi kết quả.*

use std::collections::HashMap;

use cycle::cluster::{Act, On};
use cycle::refusal::LinePath;
use cycle::verification::{Line, LineState, ReadingKind, Stamp, Verdict, find as decide, may_agree_together, may_reopen, send as send_all};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Finding, Notice, Reading};
use values::{NoticeId, ReadingId, UnitId, YearId};

use super::deadline::last_day;
use super::lines::{is_about, own};
use super::questions::{drop_gathered, take_back};
use super::queue::may_see;
use crate::book::{Book, LineFacts};
use crate::search::clean;
use crate::self_score::fields::{Fields, entry, to_text};
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// What a reader says of one line, over the versions that were seen: of its finding (0 for a line nobody read), and of
/// its question that was not sent (0 for none).
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub path: String,
    pub verdict: Verdict<Fields>,
    pub version: i64,
    pub asked: i64,
}

/// Keeps what a reader finds on some lines, all or none; the unit sees nothing before the reading is sent.
///
/// # Errors
/// Denied; not found; refused (`V-06`, `V-08`), or an entry that does not read; stale.
pub async fn find(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, found: &[Found]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        find_in(tx, cx, &desk, &reading, found).await
    })
}

async fn find_in(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading, found: &[Found]) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let held = kept(tx, desk, &book, reading).await?;
    let mut told = Vec::with_capacity(found.len());
    for one in found {
        let before = held.get(&one.path);
        let finding = Finding { version: over(before, one.version), ..decided(desk, &book, reading, (one, before))? };
        let old = before.map_or("", |f| f.entry.as_str());
        let Finding { verdict, entry, cause, reason, .. } = &finding;
        told.push(json!({ "path": one.path, "verdict": verdict, "cause": cause, "old": old, "new": entry, "why": reason }));
        rows::put_finding(tx, desk.scope(), &finding).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
    }
    let questions = take_back(tx, desk, reading, found).await?;
    let body = json!({ "unit": reading.unit.to_string(), "lines": told, "questions": questions });
    desk.record(tx, "verification.find", &reading.id.to_string(), body).await?;
    Ok(())
}

/// A reading that is not hidden from this person (`V-05`): nobody changes what they may not see.
pub(super) async fn shown(tx: &mut Tx, desk: &Desk, id: ReadingId) -> Result<Reading, Error> {
    let all = rows::readings(tx, desk.scope(), ReadingKind::Reading).await?;
    let shown = all.iter().find(|r| r.id == id).filter(|reading| may_see(desk, &all, reading));
    shown.cloned().ok_or(Error::NotFound)
}

/// The version an answer is kept over. That a line was opened says nothing of it, so an answer from a page
/// that did not know of it yet misses nothing.
fn over(before: Option<&Finding>, seen: i64) -> i64 {
    match before {
        Some(mark) if seen == 0 && !is_decided(mark) && mark.entry.is_empty() => mark.version,
        _ => seen,
    }
}

/// This reading's findings by path; a line that the unit changed since is as if nobody had opened it (`V-18`).
pub(super) async fn kept(tx: &mut Tx, desk: &Desk, book: &Book, reading: &Reading) -> Result<HashMap<String, Finding>, Error> {
    let kept = rows::findings_of_unit(tx, desk.scope(), reading.unit).await?.into_iter().filter(|f| f.reading == reading.id);
    Ok(kept.map(|f| (f.path.clone(), if is_now(desk, book, &f) { f } else { unopened(f) })).collect())
}

/// Whether a finding is about what its unit has entered now.
pub(super) fn is_now(desk: &Desk, book: &Book, finding: &Finding) -> bool {
    facts(book, finding.unit, &finding.path).is_ok_and(|facts| is_about(facts, finding, desk.phase))
}

/// Whether the reader has said something of the line that still stands. What was proposed before the unit was asked
/// back is kept beside it, so that agreeing later says why (`V-25`).
pub(super) fn is_decided(finding: &Finding) -> bool {
    finding.verdict != LineState::Unread.code()
}

pub(super) fn unopened(f: Finding) -> Finding {
    let (entry, cause, reason, clause) = (String::new(), String::new(), String::new(), String::new());
    Finding { verdict: LineState::Unread.code().to_owned(), entry, cause, reason, clause, opened_at: None, ..f }
}

pub(super) fn facts<'b>(book: &'b Book, unit: UnitId, path: &str) -> Result<&'b LineFacts, Error> {
    let at = book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
    book.unit(unit)?.lines.get(at).ok_or(Error::NotFound)
}

/// Marks a line as opened by its reader, who may later agree to it together with others (`V-15`). *Đã mở.*
///
/// # Errors
/// Denied; not found; refused when the reading is sent (`V-08`).
pub async fn open(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, path: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        desk.require(Act::ReadSheet, on(&reading))?;
        let book = cx.books.within(tx, desk.scope()).await?;
        let held = kept(tx, &desk, &book, &reading).await?.remove(path);
        if reading.is_sent() || held.as_ref().is_some_and(|f| f.opened_at.is_some()) {
            return Ok(());
        }
        let version = held.map_or(0, |f| f.version);
        let mark = Finding { version, ..blank(&desk, &reading, (path, facts(&book, reading.unit, path)?), LineState::Unread.code()) };
        rows::put_finding(tx, desk.scope(), &mark).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
        let body = json!({ "unit": reading.unit.to_string(), "path": path });
        desk.record(tx, "verification.open", &reading.id.to_string(), body).await?;
        Ok::<_, Error>(())
    })
}

/// A finding of this moment that proposes nothing, about the line as the unit has it.
pub(super) fn blank(desk: &Desk, reading: &Reading, (path, facts): (&str, &LineFacts), verdict: &str) -> Finding {
    Finding {
        reading: reading.id,
        unit: reading.unit,
        path: path.to_owned(),
        verdict: verdict.to_owned(),
        entry: String::new(),
        cause: String::new(),
        reason: String::new(),
        clause: String::new(),
        opened_at: Some(desk.now),
        changed_by: desk.actor.account,
        changed_at: desk.now,
        made_on: Some(to_text(&own(facts))),
        version: 0,
    }
}

/// Agrees to several lines at once, about which no question is gathered. *Đồng ý các mục không lệch.*
///
/// # Errors
/// Denied; not found; refused for lines that were not opened (`V-15`) or a sent reading (`V-08`); stale.
pub async fn agree(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, paths: &[String]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        let book = cx.books.within(tx, desk.scope()).await?;
        let held = kept(tx, &desk, &book, &reading).await?;
        let opened = |path: &String| held.get(path).is_some_and(|f| f.opened_at.is_some());
        may_agree_together(paths.iter().map(|p| (p.as_str(), opened(p)))).map_err(|refused| Error::refused(&refused))?;
        let seen = |path: &String| held.get(path).map_or(0, |f| f.version);
        let agreed = |path: &String| Found { path: path.clone(), verdict: Verdict::agree(), version: seen(path), asked: 0 };
        let found: Vec<Found> = paths.iter().map(agreed).collect();
        find_in(tx, cx, &desk, &reading, &found).await
    })
}

pub(super) fn on(reading: &Reading) -> On {
    On::unit(reading.unit).read_by(reading.reader_unit)
}

fn decided(desk: &Desk, book: &Book, reading: &Reading, (one, before): (&Found, Option<&Finding>)) -> Result<Finding, Error> {
    let agrees = one.verdict.is_agreement();
    let permit = desk.permit(if agrees { Act::ReadSheet } else { Act::ProposeOther }, on(reading))?;
    let line = as_left(reading, &one.path, own(facts(book, reading.unit, &one.path)?), before);
    readable(book, reading.unit, &one.path, &one.verdict)?;
    let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
    let line = decide(&permit, line, one.verdict.clone(), reading.is_sent(), stamp).map_err(|refused| Error::refused(&refused))?;
    said(desk, book, reading, &line)
}

/// The finding that a line's last change makes.
pub(super) fn said(desk: &Desk, book: &Book, reading: &Reading, line: &Line<Fields>) -> Result<Finding, Error> {
    let path = line.path.0.as_str();
    let blank = blank(desk, reading, (path, facts(book, reading.unit, path)?), line.state().code());
    let Some(change) = line.changes().last() else { return Ok(blank) };
    let (cause, reason, clause) = (change.cause.clone(), change.why.clone(), change.clause.clone());
    let entry = if line.state() == LineState::Agreed { String::new() } else { to_text(line.counts()) };
    Ok(Finding { entry, cause, reason, clause, ..blank })
}

/// A proposed entry must read as the line's own would.
pub(super) fn readable(book: &Book, unit: UnitId, path: &str, verdict: &Verdict<Fields>) -> Result<(), Error> {
    let Verdict::Propose { entry: fields, .. } = verdict else { return Ok(()) };
    let table = &book.in_force()?.table;
    let at = table.index_of(path).ok_or(Error::NotFound)?;
    let (leaf, facts) = (table.leaves().get(at), book.unit(unit)?.lines.get(at));
    let (Some(leaf), Some(facts)) = (leaf, facts) else { return Err(Error::NotFound) };
    match entry(leaf, leaf.decimals, fields, facts.assignment()) {
        Ok(read) if read != scoring::Entry::Missing => Ok(()),
        _ => Err(Error::Refused(vec![Reason { code: "entry-unreadable", args: vec![("path", cycle::Arg::Path(path.to_owned()))] }])),
    }
}

/// Sends a whole reading; the unit gets one notice. *Gửi kết quả thẩm định.*
///
/// # Errors
/// Denied; not found; refused with every unread line (`V-07`), or `already-sent`; stale.
pub async fn send(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        let permit = desk.permit(Act::SendReadings, on(&reading))?;
        if reading.is_sent() {
            return Err(Error::plain("already-sent"));
        }
        let lines = lines(tx, cx, &desk, &reading).await?;
        let sent =
            send_all(&permit, reading.unit, &lines, last_day(&desk, Some(desk.today))).map_err(|refused| Error::refused(&refused))?;
        let new = Reading { sent_by: Some(sent.by), sent_at: Some(desk.now), reader: Some(sent.by), ..reading };
        if !rows::change_reading(tx, &new).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let questions = drop_gathered(tx, &desk, &new).await?;
        let until = sent.answer_until.to_string();
        let body = json!({ "agreed": sent.agreed, "proposed": sent.proposed, "until": until, "questions": questions });
        desk.record(tx, "verification.send", &new.id.to_string(), body).await?;
        notify(tx, cx, &desk, sent.unit).await
    })
}

/// Tells the unit once everything about its sheet is in: one notice, however many readers and lines.
pub(super) async fn notify(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId) -> Result<(), Error> {
    let waits = rows::readings(tx, desk.scope(), ReadingKind::Reading).await?.iter().any(|r| r.unit == unit && r.sent_at.is_none());
    let book = cx.books.within(tx, desk.scope()).await?;
    let lines = &book.unit(unit)?.lines;
    if waits || lines.iter().any(|line| line.differs.is_some() || line.wants_second_reader()) {
        return Ok(());
    }
    let proposed = lines.iter().filter(|line| line.proposed().is_some()).count();
    let agreed = lines.iter().filter(|line| line.found().is_some()).count().saturating_sub(proposed);
    let facts = json!({ "agreed": agreed, "proposed": proposed, "until": last_day(desk, Some(desk.today)).to_string() });
    let id = NoticeId::from_raw(cx.ids.next());
    let notice = Notice { id, unit, kind: "reading_sent".to_owned(), facts: facts.to_string(), made_at: desk.now, seen_at: None };
    rows::add_notice(tx, desk.scope(), &notice).await?;
    desk.record(tx, "verification.notify", &unit.to_string(), facts).await?;
    Ok(())
}

/// Every line this reading is about, as it left it.
async fn lines(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading) -> Result<Vec<Line<Fields>>, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let found = kept(tx, desk, &book, reading).await?;
    let leaves = book.in_force()?.table.leaves();
    let facts = &book.unit(reading.unit)?.lines;
    let covered = leaves.iter().zip(facts).zip(covers(desk, facts, reading)).filter(|(_, covered)| *covered);
    Ok(covered
        .map(|((leaf, facts), _)| as_left(reading, &leaf.path, own(facts), found.get(&leaf.path).filter(|f| is_decided(f))))
        .collect())
}

/// Which lines a reading is about: all that concern the unit; for a reader added because of large changes,
/// those changes only (`V-04`).
pub(super) fn covers(desk: &Desk, facts: &[LineFacts], reading: &Reading) -> Vec<bool> {
    let added = reading.place > i64::from(desk.regulation.readers);
    let large_only = added && facts.iter().any(|line| line.large);
    facts.iter().map(|line| line.concerns() && (!large_only || line.large)).collect()
}

/// Whether a reading is about the line at a path.
pub(super) fn is_covered(desk: &Desk, book: &Book, reading: &Reading, path: &str) -> Result<bool, Error> {
    let at = book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
    Ok(covers(desk, &book.unit(reading.unit)?.lines, reading).get(at).is_some_and(|covered| *covered))
}

/// A line as a reading, or a decision between readings, left it; a proposal that gave way to a question is still what
/// was said last.
pub(super) fn as_left(reading: &Reading, path: &str, own: Fields, found: Option<&Finding>) -> Line<Fields> {
    let read = found.filter(|f| is_decided(f) || !f.entry.is_empty());
    let changes = read.map(|f| cycle::verification::Change {
        from: LineState::Unread,
        to: if f.entry.is_empty() { LineState::Agreed } else { LineState::Proposed },
        old: own.clone(),
        new: if f.entry.is_empty() { own.clone() } else { crate::self_score::fields::of_text(&f.entry) },
        by: Some(f.changed_by),
        at: f.changed_at,
        why: f.reason.clone(),
        cause: f.cause.clone(),
        clause: f.clause.clone(),
    });
    Line::restore(reading.unit, LinePath::new(path), own, changes.into_iter().collect())
}

/// Opens sent readings of a sheet again whose lines the unit has changed since: those lines are unread
/// (`V-18`). *Thẩm định lại các mục đã sửa.*
///
/// # Errors
/// A fault of the store; stale.
pub(crate) async fn reopen_changed(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let changed: Vec<Finding> =
        rows::findings_of_unit(tx, desk.scope(), unit).await?.into_iter().filter(|f| !is_now(desk, &book, f)).collect();
    for reading in rows::readings(tx, desk.scope(), ReadingKind::Reading).await?.into_iter().filter(|r| r.unit == unit && r.is_sent()) {
        let paths: Vec<&str> = changed.iter().filter(|f| f.reading == reading.id).map(|f| f.path.as_str()).collect();
        if !paths.is_empty() {
            reopened(tx, desk, &reading, json!({ "unit": unit.to_string(), "lines": paths })).await?;
        }
    }
    Ok(())
}

/// Opens a sent reading again for its reader: what was found may be changed and is sent anew. *Mở lại lượt
/// thẩm định.*
///
/// # Errors
/// Denied; not found; refused (`V-20`); stale.
pub async fn reopen(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = rows::reading(tx, desk.scope(), ReadingKind::Reading, reading).await?.ok_or(Error::NotFound)?;
        let permit = desk.permit(Act::ResolveReadings, On::unit(reading.unit))?;
        let sent = reading.is_sent();
        may_reopen(&permit, reading.unit, sent, &reason, &desk.regulation).map_err(|refused| Error::refused(&refused))?;
        reopened(tx, &desk, &reading, json!({ "unit": reading.unit.to_string(), "why": reason })).await
    })
}

async fn reopened(tx: &mut Tx, desk: &Desk, reading: &Reading, body: serde_json::Value) -> Result<(), Error> {
    let open = Reading { sent_by: None, sent_at: None, ..reading.clone() };
    if !rows::change_reading(tx, &open).await? {
        return Err(Error::Stale(Stale::default()));
    }
    desk.record(tx, "verification.reopen", &reading.id.to_string(), body).await?;
    Ok(())
}

/// The readings of a year.
///
/// # Errors
/// A fault of the store.
pub async fn all(cx: &Cx, desk: &Desk) -> Result<Vec<Reading>, Error> {
    Ok(rows::readings(&mut cx.store.read().await?, desk.scope(), ReadingKind::Reading).await?)
}

/// As [`all`], with the decisions between readings.
///
/// # Errors
/// A fault of the store.
pub async fn all_sent(cx: &Cx, desk: &Desk) -> Result<Vec<Reading>, Error> {
    super::deadline::all_sent(&mut cx.store.read().await?, desk.scope()).await
}
