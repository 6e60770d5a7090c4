//! Asking a unit back about lines before deciding on them: gathered, sent at once, replied to. *Hỏi lại.*

use cycle::cluster::{Act, On};
use cycle::verification::{
    LineState, Place, QuestionState, ReadingKind, may_ask, may_reply, may_see_question, may_send_questions, waits_for_reply,
};
use serde_json::{Value as Json, json};
use storage::Tx;
use storage::verification::questions::{self as rows, Question};
use storage::verification::{self as readings, Notice, Reading};
use values::{NoticeId, ReadingId, UnitId, YearId};

use super::queue::may_see;
use super::readings::{Found, is_covered, is_decided, kept, on, shown};
use crate::book::Book;
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// What a reader asks about one line, over the versions of its finding and its question that were seen (0 for none).
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    pub path: &'a str,
    pub words: &'a str,
    pub finding: i64,
    pub question: i64,
}

/// Gathers a question about one line, which is undecided again; the unit sees nothing before questions are sent.
/// *Hỏi lại.*
///
/// # Errors
/// Denied; not found; refused (`V-21`); stale.
pub async fn ask(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, ask: Ask<'_>) -> Result<(), Error> {
    let words = clean(ask.words);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        let permit = desk.permit(Act::AskBack, on(&reading))?;
        let (last, number) = last(tx, &desk, &reading, ask.path).await?;
        may_ask(&permit, place(&reading, ask.path), last.as_ref().map(Question::state), &words, &desk.regulation)
            .map_err(|refused| Error::refused(&refused))?;
        let old = undecide(tx, cx, &desk, &reading, ask).await?;
        let gathered = last.filter(|q| q.state() == QuestionState::Gathered);
        let question = Question { version: ask.question, ..asked(&desk, &reading, (ask.path, number), &words) };
        let before = gathered.map(|q| q.words).unwrap_or_default();
        keep(tx, &desk, &question).await?;
        let body = json!({ "unit": reading.unit.to_string(), "path": ask.path, "found": old, "old": before, "new": words });
        desk.record(tx, "verification.ask", &reading.id.to_string(), body).await?;
        Ok(())
    })
}

/// This reading's last question about a line, and the number the next words are kept under.
async fn last(tx: &mut Tx, desk: &Desk, reading: &Reading, path: &str) -> Result<(Option<Question>, i64), Error> {
    let last = rows::of_reading(tx, desk.scope(), reading.id).await?.into_iter().rfind(|q| q.path == path);
    let number = match &last {
        Some(q) if q.state() == QuestionState::Gathered => q.number,
        Some(q) => q.number + 1,
        None => 1,
    };
    Ok((last, number))
}

/// Takes back what the reader had found on the line, and keeps what it proposed beside the question (`V-25`); answers
/// what it proposed.
async fn undecide(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading, ask: Ask<'_>) -> Result<String, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    if !is_covered(desk, &book, reading, ask.path)? {
        return Err(Error::NotFound);
    }
    let Some(held) = kept(tx, desk, &book, reading).await?.remove(ask.path).filter(is_decided) else {
        return Ok(String::new());
    };
    let old = held.entry.clone();
    let open = readings::Finding { version: ask.finding, verdict: LineState::Unread.code().to_owned(), ..held };
    readings::put_finding(tx, desk.scope(), &open).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
    Ok(old)
}

fn asked(desk: &Desk, reading: &Reading, (path, number): (&str, i64), words: &str) -> Question {
    Question {
        reading: reading.id,
        unit: reading.unit,
        path: path.to_owned(),
        number,
        words: words.to_owned(),
        asked_by: desk.actor.account,
        asked_at: desk.now,
        sent_at: None,
        reply: String::new(),
        replied_by: None,
        replied_at: None,
        version: 0,
    }
}

/// The questions of a reading that were not sent.
async fn gathered(tx: &mut Tx, desk: &Desk, reading: &Reading) -> Result<Vec<Question>, Error> {
    let all = rows::of_reading(tx, desk.scope(), reading.id).await?;
    Ok(all.into_iter().filter(|q| q.state() == QuestionState::Gathered).collect())
}

/// Takes back the questions about lines that are decided now and were not sent; answers what the journal tells of it.
///
/// # Errors
/// Stale where another question was gathered than the reader had seen.
pub(super) async fn take_back(tx: &mut Tx, desk: &Desk, reading: &Reading, found: &[Found]) -> Result<Vec<Json>, Error> {
    let gathered = gathered(tx, desk, reading).await?;
    let version = |path: &str| gathered.iter().find(|q| q.path == path).map_or(0, |q| q.version);
    if found.iter().any(|one| one.asked != version(&one.path)) {
        return Err(Error::Stale(Stale::default()));
    }
    remove(tx, gathered.into_iter().filter(|q| found.iter().any(|one| one.path == q.path))).await
}

/// Takes back what is still gathered when its reading is sent: questions about lines it no longer covers.
pub(super) async fn drop_gathered(tx: &mut Tx, desk: &Desk, reading: &Reading) -> Result<Vec<Json>, Error> {
    let gathered = gathered(tx, desk, reading).await?;
    remove(tx, gathered.into_iter()).await
}

async fn remove(tx: &mut Tx, questions: impl Iterator<Item = Question>) -> Result<Vec<Json>, Error> {
    let mut told = Vec::new();
    for question in questions {
        if !rows::remove(tx, &question).await? {
            return Err(Error::Stale(Stale::default()));
        }
        told.push(json!({ "path": question.path, "old": question.words, "new": "" }));
    }
    Ok(told)
}

/// Sends the gathered questions of a reading, `seen` by path and version; the unit gets one notice. *Gửi câu hỏi.*
///
/// # Errors
/// Denied; not found; refused (`V-22`); stale where others are gathered now than were seen.
pub async fn send(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, seen: &[(String, i64)]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = shown(tx, &desk, reading).await?;
        let permit = desk.permit(Act::AskBack, on(&reading))?;
        let gathered = asked_about(tx, cx, &desk, &reading).await?;
        may_send_questions(&permit, reading.unit, reading.state(), gathered.len()).map_err(|refused| Error::refused(&refused))?;
        if !are(&gathered, seen) {
            return Err(Error::Stale(Stale::default()));
        }
        for question in &gathered {
            keep(tx, &desk, &Question { sent_at: Some(desk.now), ..question.clone() }).await?;
        }
        let paths: Vec<&str> = gathered.iter().map(|q| q.path.as_str()).collect();
        let body = json!({ "unit": reading.unit.to_string(), "lines": paths });
        desk.record(tx, "verification.send_questions", &reading.id.to_string(), body).await?;
        notify(tx, cx, &desk, &reading, gathered.len()).await
    })
}

/// The gathered questions about lines that the reading still covers.
async fn asked_about(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading) -> Result<Vec<Question>, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let all = gathered(tx, desk, reading).await?;
    Ok(all.into_iter().filter(|q| is_covered(desk, &book, reading, &q.path).unwrap_or(false)).collect())
}

/// Whether these are the questions that were seen, each as it was.
fn are(gathered: &[Question], seen: &[(String, i64)]) -> bool {
    let was_seen = |q: &Question| seen.iter().any(|(path, version)| *path == q.path && *version == q.version);
    gathered.len() == seen.len() && gathered.iter().all(was_seen)
}

/// The journal's entry names the reading, which may still be hidden from its readers.
async fn notify(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading, questions: usize) -> Result<(), Error> {
    let facts = json!({ "reader": desk.short_name(reading.reader_unit), "questions": questions });
    let mut told = facts.clone();
    told["reading"] = reading.id.to_string().into();
    let (id, unit) = (NoticeId::from_raw(cx.ids.next()), reading.unit);
    let notice = Notice { id, unit, kind: "questions_sent".to_owned(), facts: facts.to_string(), made_at: desk.now, seen_at: None };
    readings::add_notice(tx, desk.scope(), &notice).await?;
    desk.record(tx, "verification.notify", &unit.to_string(), told).await?;
    Ok(())
}

/// The unit replies to the question a reading asked about one line. *Trả lời câu hỏi.*
///
/// # Errors
/// Denied; not found; refused (`V-23`); stale.
pub async fn reply(cx: &Cx, actor: &Actor, year: YearId, (reading, path): (ReadingId, &str), words: &str, seen: i64) -> Result<(), Error> {
    let words = clean(words);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = reading_of(tx, &desk, reading).await?;
        let permit = desk.permit(Act::ReplyToQuestion, On::unit(reading.unit))?;
        let question = last(tx, &desk, &reading, path).await?.0.ok_or(Error::NotFound)?;
        may_reply(&permit, place(&reading, path), question.state(), &words, &desk.regulation)
            .map_err(|refused| Error::refused(&refused))?;
        let (replied_by, replied_at) = (Some(desk.actor.account), Some(desk.now));
        keep(tx, &desk, &Question { reply: words.clone(), replied_by, replied_at, version: seen, ..question }).await?;
        let body = json!({ "unit": reading.unit.to_string(), "path": path, "old": "", "new": words });
        desk.record(tx, "verification.reply", &reading.id.to_string(), body).await?;
        Ok(())
    })
}

async fn reading_of(tx: &mut Tx, desk: &Desk, id: ReadingId) -> Result<Reading, Error> {
    readings::reading(tx, desk.scope(), ReadingKind::Reading, id).await?.ok_or(Error::NotFound)
}

async fn keep(tx: &mut Tx, desk: &Desk, question: &Question) -> Result<(), Error> {
    if rows::put(tx, desk.scope(), question).await? { Ok(()) } else { Err(Error::Stale(Stale::default())) }
}

fn place<'a>(reading: &Reading, path: &'a str) -> Place<'a> {
    Place { unit: reading.unit, path, reading: reading.state() }
}

/// Whether this person may see a question (`V-24`); `all` are the year's readings.
pub fn sees(desk: &Desk, all: &[Reading], question: &Question) -> bool {
    let reading = all.iter().find(|r| r.id == question.reading);
    let own = desk.own_units().contains(&question.unit);
    may_see_question(question.state(), own, reading.is_some_and(|reading| may_see(desk, all, reading)))
}

/// Whether a reply to a question still counts for something: its reading is open, and still about its line.
pub fn counts(desk: &Desk, book: &Book, all: &[Reading], question: &Question) -> bool {
    let reading = all.iter().find(|r| r.id == question.reading && !r.is_sent());
    reading.is_some_and(|reading| is_covered(desk, book, reading, &question.path).unwrap_or(false))
}

/// The questions a unit was sent whose reply still counts for something.
pub fn open<'q>(
    (desk, book): (&Desk, &Book),
    questions: impl Iterator<Item = &'q Question>,
    all: &[Reading],
    unit: UnitId,
) -> Vec<&'q Question> {
    let sent = questions.filter(|q| q.unit == unit && q.sent_at.is_some());
    sent.filter(|q| counts(desk, book, all, q)).collect()
}

/// Units whose reply this person's open readings wait for: not about lines that are decided by now, or left the reading.
///
/// # Errors
/// A fault of the store.
pub async fn waited_for(tx: &mut Tx, desk: &Desk, book: &Book, all: &[Reading]) -> Result<Vec<UnitId>, Error> {
    let own = desk.own_units();
    let mut units = Vec::new();
    for reading in all.iter().filter(|r| own.contains(&r.reader_unit) && !r.is_sent()) {
        let asked = book.unit(reading.unit).map_or(&[][..], |unit| &unit.lines).iter().flat_map(|line| &line.questions);
        let asked = asked.filter(|q| q.reading == reading.id && q.state() == QuestionState::Asked);
        let asked: Vec<&Question> = asked.filter(|q| counts(desk, book, all, q)).collect();
        if asked.is_empty() || units.contains(&reading.unit) {
            continue;
        }
        let found = kept(tx, desk, book, reading).await?;
        let decided = |q: &Question| found.get(&q.path).is_some_and(is_decided);
        if asked.iter().any(|q| waits_for_reply(q.state(), decided(q), reading.state())) {
            units.push(reading.unit);
        }
    }
    Ok(units)
}
