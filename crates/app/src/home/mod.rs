//! What a person has to do today, over all their years. *Việc của tôi.*

pub mod tasks;

use cycle::cluster::{Act, On, SeatKind};
use cycle::correction::CorrectionState;
use cycle::self_score::lacking;
use cycle::table::Stand;
use cycle::verification::ReadingKind;
use serde_json::json;
pub use storage::verification::Notice;
use storage::verification::{self as rows, Reading};
use storage::{Tx, correction};
use values::{NoticeId, UnitId, YearId};

use crate::book::{Book, UnitBook};
use crate::cluster::found::SETUP_DONE;
use crate::cluster::phases;
use crate::table::heard::{self, Out};
use crate::verification::deadline::{all_sent, answering, last_day};
use crate::verification::questions;
use crate::verification::queue::read_of;
use crate::{Actor, Cx, Desk, Error, desk};
use tasks::{Consulted, Facts, OwnAnswers, OwnQuestions, OwnReading, OwnSheet};

/// Acts on the cluster as a whole that tasks ask about.
const CLUSTER_ACTS: [Act; 6] = [Act::SetUpYear, Act::AnswerComment, Act::ApplyTable, Act::AssignTarget, Act::AssignReaders, Act::MovePhase];

/// Gathers what the tasks of this desk follow from.
///
/// # Errors
/// A fault of the store.
pub async fn facts(cx: &Cx, desk: &Desk) -> Result<Facts, Error> {
    let mut tx = cx.store.read().await?;
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    let standing = phases::standing(&mut tx, cx, desk).await?;
    let sent = all_sent(&mut tx, desk.scope()).await?;
    let readings = rows::readings(&mut tx, desk.scope(), ReadingKind::Reading).await?;
    let open = correction::of_year(&mut tx, desk.scope()).await?.into_iter().filter(|c| c.state == CorrectionState::Proposed.code());
    let corrections = open.filter(|c| desk.may(Act::ApplyCorrection, On::unit(c.unit))).map(|c| (c.id, c.unit)).collect();
    let to_settle = standing.unsettled.iter().copied().filter(|unit| desk.may(Act::SettleLine, On::unit(*unit))).collect();
    let decides = |unit: UnitId| desk.may(Act::ResolveReadings, On::unit(unit));
    let differ = book.units.iter().filter(|unit| unit.lines.iter().any(|line| line.differs.is_some()));
    let to_resolve = differ.map(|unit| unit.unit).filter(|unit| decides(*unit)).collect();
    let own = desk.own_units();
    Ok(Facts {
        phase: desk.phase,
        today: desk.today,
        calendar: (*desk.calendar).clone(),
        setting_up: desk.year.setup_step < SETUP_DONE,
        may: CLUSTER_ACTS.into_iter().filter(|act| desk.may(*act, On::CLUSTER)).collect(),
        steers: steers(desk),
        drafts: heard::out(&mut tx, desk).await?.iter().map(|out| consulted(desk, out)).collect(),
        sheets: own.iter().filter_map(|unit| own_sheet(desk, &book, *unit)).collect(),
        answers: own.iter().filter_map(|unit| own_answers(desk, &book, &sent, *unit)).collect(),
        questions: own.iter().map(|unit| own_questions(desk, &book, &readings, *unit)).collect(),
        asked: questions::waited_for(&mut tx, desk, &book, &readings).await?,
        readings: own_readings(&mut tx, desk, &book, &readings).await?,
        standing,
        to_resolve,
        to_settle,
        to_part: to_part(desk, &book),
        corrections,
    })
}

/// The units of the open ties that this person decides.
fn to_part(desk: &Desk, book: &Book) -> Vec<UnitId> {
    let open = crate::ranking::standings(book, desk).map(|standings| standings.open).unwrap_or_default();
    open.into_iter().filter(|tie| desk.permits(Act::DecideTie, &tie.units).is_ok()).flat_map(|tie| tie.units).collect()
}

/// What a draft asks of this person: their units that may speak now, and who is silent.
fn consulted(desk: &Desk, out: &Out) -> Consulted {
    let spoken = |stand: Stand| matches!(stand, Stand::Agreed | Stand::Commented);
    let asked = || out.stands.iter().filter(|_| out.open).map(|(unit, stand)| (*unit, spoken(*stand)));
    Consulted {
        table: out.table,
        until: out.until,
        own: asked().filter(|(unit, _)| desk.own_units().contains(unit) && desk.may(Act::CommentOnTable, On::unit(*unit))).collect(),
        silent: asked().filter(|(_, spoken)| !spoken).map(|(unit, _)| unit).collect(),
        unanswered: out.unanswered,
    }
}

fn steers(desk: &Desk) -> bool {
    let steering = [SeatKind::Head, SeatKind::Deputy, SeatKind::Superior];
    desk.seats.all().iter().any(|seat| seat.holds_on(desk.today) && steering.contains(&seat.kind))
}

/// Whether the act is this person's, be it now or only too late: an overdue task is still a task.
fn owes(desk: &Desk, act: Act, on: On) -> bool {
    desk.why_not(act, on).is_none_or(|why| why.code == "C-17")
}

fn own_sheet(desk: &Desk, book: &Book, unit: UnitId) -> Option<OwnSheet> {
    let kept = book.unit(unit).ok()?;
    let lines = book.lines_to_send(unit);
    let lacks = lacking(&lines);
    let on = crate::self_score::on(kept.sheet.as_ref(), unit);
    let concerned = lines.iter().filter(|line| line.concerns);
    // Sending is seen as done while the readers have it, though nobody may send then.
    let sent = kept.submitted() && may_work_on(desk, unit);
    Some(OwnSheet {
        unit: Some(unit),
        lines: concerned.clone().count(),
        answered: concerned.filter(|line| line.answered).count(),
        lacking_evidence: lacks.evidence.len(),
        invalid: lacks.invalid.len(),
        submitted: kept.submitted(),
        fills: !lines.is_empty() && owes(desk, Act::EnterScore, on) || sent,
        sends: !lines.is_empty() && owes(desk, Act::SubmitSheet, on),
    })
}

/// Whether the unit's sheet is this person's work and its sending still matters.
fn may_work_on(desk: &Desk, unit: UnitId) -> bool {
    use cycle::Phase::{SelfScoring, Verifying};
    matches!(desk.phase, SelfScoring | Verifying) && desk.may(Act::SeeOwnScores, On::unit(unit))
}

fn own_answers(desk: &Desk, book: &Book, sent: &[Reading], unit: UnitId) -> Option<OwnAnswers> {
    let on = answering(sent, unit);
    if !owes(desk, Act::ExplainFinding, on) {
        return None;
    }
    let found = |kept: &UnitBook| kept.lines.iter().filter(|line| line.proposed().is_some()).count();
    let open = |kept: &UnitBook| kept.lines.iter().filter(|line| line.proposed().is_some() && line.response.is_none()).count();
    let kept = book.unit(unit).ok()?;
    Some(OwnAnswers { unit, all: found(kept), left: open(kept), until: last_day(desk, on.sent_on) })
}

fn own_questions(desk: &Desk, book: &Book, readings: &[Reading], unit: UnitId) -> OwnQuestions {
    let lines = book.unit(unit).map_or(&[][..], |kept| &kept.lines);
    let mut open = questions::open((desk, book), lines.iter().flat_map(|line| &line.questions), readings, unit);
    open.retain(|_| desk.may(Act::ReplyToQuestion, On::unit(unit)));
    OwnQuestions { unit, all: open.len(), left: open.iter().filter(|q| q.replied_at.is_none()).count() }
}

async fn own_readings(tx: &mut Tx, desk: &Desk, book: &Book, readings: &[Reading]) -> Result<Vec<OwnReading>, Error> {
    let own = desk.own_units();
    let reads = |r: &&Reading| own.contains(&r.reader_unit) && desk.may(Act::ReadSheet, On::unit(r.unit).read_by(r.reader_unit));
    let mut all = Vec::new();
    for r in readings.iter().filter(reads) {
        let left = if r.is_sent() { 0 } else { left(tx, desk, book, r).await? };
        all.push(OwnReading { reading: r.id, unit: r.unit, left, sent: r.is_sent() });
    }
    Ok(all)
}

/// Lines that this reading has not said anything about.
async fn left(tx: &mut Tx, desk: &Desk, book: &Book, reading: &Reading) -> Result<usize, Error> {
    let found = rows::findings_of_unit(tx, desk.scope(), reading.unit).await?;
    let (done, of) = read_of(desk, book, &found, reading);
    Ok(of.saturating_sub(done))
}

/// The newest notices of the units this person acts for, newest first.
///
/// # Errors
/// A fault of the store.
pub async fn notices(cx: &Cx, desk: &Desk) -> Result<Vec<Notice>, Error> {
    let mut tx = cx.store.read().await?;
    let mut all = Vec::new();
    for unit in desk.own_units() {
        all.extend(rows::notices(&mut tx, desk.scope(), unit).await?);
    }
    all.sort_by_key(|notice| std::cmp::Reverse(notice.id));
    Ok(all)
}

/// The unit has seen a notice; seeing it again changes nothing. *Đã xem.*
///
/// # Errors
/// Not found for a notice to another unit.
pub async fn see(cx: &Cx, actor: &Actor, year: YearId, notice: NoticeId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let mut own = None;
        for unit in desk.own_units() {
            let found = rows::notices(tx, desk.scope(), unit).await?.into_iter().find(|n| n.id == notice);
            own = own.or(found);
        }
        let own = own.ok_or(Error::NotFound)?;
        if rows::see_notice(tx, own.id, desk.now).await? {
            let body = json!({ "unit": own.unit.to_string(), "notice": own.kind });
            desk.record(tx, "home.see_notice", &own.id.to_string(), body).await?;
        }
        Ok(())
    })
}
