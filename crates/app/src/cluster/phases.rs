//! Moving the year from phase to phase. *Chuyển giai đoạn.*

use cycle::cluster::{Act, Office, On};
use cycle::correction::CorrectionState;
use cycle::verification::ReadingKind;
use cycle::year::{Missing, Standing, legal, missing, move_on};
use cycle::{Phase, self_score::SheetState};
use serde_json::json;
use storage::Tx;
use storage::cluster::{self as rows, Year};
use storage::verification::Reading;
use values::{Date, UnitId, YearId};

use super::members::roster;
use crate::book::{Book, LineFacts};
use crate::search::clean;
use crate::verification::deadline::{accept_silent, all_sent, last_day, last_sent};
use crate::verification::lines::waits_to_settle;
use crate::verification::settle::take_back_void;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// Moves the year to `to`; back only with a reason.
///
/// # Errors
/// Denied; refused with everything that is missing (`Y-01` to `Y-03`); stale.
pub async fn move_to(cx: &Cx, actor: &Actor, year: YearId, to: Phase, reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let back = legal(desk.phase, to).is_some_and(|step| step.is_back());
        let permit = desk.permit(if back { Act::ReopenPhase } else { Act::MovePhase }, On::CLUSTER)?;
        let standing = standing(tx, cx, &desk).await?;
        let with = (&standing, &*desk.calendar, &*desk.regulation);
        let moved = move_on(&permit, desk.phase, to, &reason, with).map_err(|refused| Error::refused(&refused))?;
        if (moved.from, moved.to) == (Phase::Explaining, Phase::SecondReading) {
            accept_silent(tx, cx, &desk).await?;
        }
        if moved.to == Phase::Settled {
            take_back_void(tx, cx, &desk).await?;
        }
        if !rows::change_year(tx, &Year { phase: moved.to.code().to_owned(), ..(*desk.year).clone() }).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "old": moved.from.code(), "new": moved.to.code(), "why": moved.reason });
        desk.record(tx, "cluster.move_phase", &year.to_string(), body).await?;
        Ok(())
    })
}

/// What a move to `to` still waits for; empty for a move that may be made now.
///
/// # Errors
/// A fault of the store.
pub async fn waits_for(cx: &Cx, desk: &Desk, to: Phase) -> Result<Vec<Missing>, Error> {
    let standing = standing(&mut cx.store.read().await?, cx, desk).await?;
    Ok(legal(desk.phase, to).map_or_else(Vec::new, |step| missing(step, &standing, &desk.calendar, desk.today)))
}

/// What the requirements of a move look at.
///
/// # Errors
/// A fault of the store.
pub async fn standing(tx: &mut Tx, cx: &Cx, desk: &Desk) -> Result<Standing, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let readings = storage::verification::readings(tx, desk.scope(), ReadingKind::Reading).await?;
    let open = storage::correction::of_year(tx, desk.scope()).await?.into_iter().filter(|c| c.state == CorrectionState::Proposed.code());
    let (wanted, roster) = (usize::from(desk.regulation.readers), roster(desk.year.year, &desk.members));
    let read_by = |unit: UnitId| readings.iter().filter(|r| r.unit == unit).count();
    let unanswered = unanswered(desk, &book, &all_sent(tx, desk.scope()).await?);
    Ok(Standing {
        heads: roster.holding(Office::Head, desk.today),
        members: roster.on(desk.today).map(|member| member.unit).collect(),
        table_applied: book.table.is_some(),
        without_targets: units(&book, |line, leaf| is_counted(leaf) && line.assignment().is_none()),
        not_submitted: not_submitted(&book),
        without_readers: desk.members.iter().map(|m| m.unit).filter(|unit| read_by(*unit) < wanted).collect(),
        not_read: not_read(&book, &readings),
        answers_until: unanswered.iter().map(|(_, until)| *until).max(),
        unanswered: unanswered.into_iter().map(|(unit, _)| unit).collect(),
        unsettled: units(&book, |line, _| waits_to_settle(line, &desk.regulation)),
        tied: tied(&book, desk),
        correcting: open.map(|c| c.unit).collect(),
    })
}

/// The units with a proposal that they still may answer, each with its last day.
fn unanswered(desk: &Desk, book: &Book, sent: &[Reading]) -> Vec<(UnitId, Date)> {
    let open = units(book, |line, _| line.proposed().is_some() && line.response.is_none()).into_iter();
    open.map(|unit| (unit, last_day(desk, last_sent(sent, unit)))).filter(|(_, until)| desk.today <= *until).collect()
}

/// The units with a reading to come: not sent, about another entry, differing, or too large for one reader.
fn not_read(book: &Book, readings: &[Reading]) -> Vec<UnitId> {
    let open = |line: &LineFacts| line.outdated || line.differs.is_some() || line.wants_second_reader();
    let mut waits = units(book, |line, _| open(line));
    waits.extend(readings.iter().filter(|r| r.sent_at.is_none()).map(|r| r.unit));
    waits.sort_unstable();
    waits.dedup();
    waits
}

/// The units of ties that still wait for a vote or a draw.
fn tied(book: &Book, desk: &Desk) -> Vec<UnitId> {
    let open = crate::ranking::standings(book, desk).map(|standings| standings.open).unwrap_or_default();
    open.into_iter().flat_map(|tie| tie.units).collect()
}

/// The units with a line of which `is` holds.
fn units(book: &Book, is: impl Fn(&LineFacts, &scoring::Leaf) -> bool) -> Vec<UnitId> {
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    book.units.iter().filter(|unit| leaves.iter().zip(&unit.lines).any(|(leaf, line)| is(line, leaf))).map(|unit| unit.unit).collect()
}

/// Only a quantitative line asks for a target.
const fn is_counted(leaf: &scoring::Leaf) -> bool {
    matches!(leaf.kind, scoring::Kind::Quantitative(_))
}

fn not_submitted(book: &Book) -> Vec<UnitId> {
    let sent = |state: &str| state == SheetState::Submitted.code();
    book.units.iter().filter(|unit| !unit.sheet.as_ref().is_some_and(|sheet| sent(&sheet.state))).map(|unit| unit.unit).collect()
}
