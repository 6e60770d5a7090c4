//! Asking a unit back about lines before deciding on them: gathered, sent at once, replied to. *Hỏi lại.*

use cycle::cluster::{Act, On};
use cycle::verification::{Place, QuestionState, ReadingKind, may_ask, may_reply, may_see_question, may_send_questions};
use serde_json::{Value as Json, json};
use storage::Tx;
use storage::verification::questions::{self as rows, Question};
use storage::verification::{self as readings, Notice, Reading};
use values::{NoticeId, ReadingId, UnitId, YearId};

use super::queue::may_see;
use super::readings::{Found, facts, is_decided, kept, on, unopened};
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
        let reading = reading_of(tx, &desk, reading).await?;
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

/// Takes back what the reader had found on the line; answers what it proposed.
async fn undecide(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading, ask: Ask<'_>) -> Result<String, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    facts(&book, reading.unit, ask.path)?;
    let Some(held) = kept(tx, desk, &book, reading).await?.remove(ask.path).filter(is_decided) else {
        return Ok(String::new());
    };
    let (old, opened_at) = (held.entry.clone(), held.opened_at);
    let open = readings::Finding { version: ask.finding, opened_at, ..unopened(held) };
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

/// Takes back the questions about lines that are decided now and were not sent; answers what the journal tells of it.
pub(super) async fn take_back(tx: &mut Tx, desk: &Desk, reading: &Reading, found: &[Found]) -> Result<Vec<Json>, Error> {
    let mut told = Vec::new();
    for question in rows::of_reading(tx, desk.scope(), reading.id).await? {
        if question.state() == QuestionState::Gathered && found.iter().any(|one| one.path == question.path) {
            if !rows::remove(tx, &question).await? {
                return Err(Error::Stale(Stale::default()));
            }
            told.push(json!({ "path": question.path, "old": question.words, "new": "" }));
        }
    }
    Ok(told)
}

/// Sends every gathered question of a reading; the unit gets one notice. *Gửi câu hỏi.*
///
/// # Errors
/// Denied; not found; refused (`V-22`); stale.
pub async fn send(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let reading = reading_of(tx, &desk, reading).await?;
        let permit = desk.permit(Act::AskBack, on(&reading))?;
        let all = rows::of_reading(tx, desk.scope(), reading.id).await?;
        let gathered: Vec<Question> = all.into_iter().filter(|q| q.state() == QuestionState::Gathered).collect();
        may_send_questions(&permit, reading.unit, gathered.len()).map_err(|refused| Error::refused(&refused))?;
        for question in &gathered {
            keep(tx, &desk, &Question { sent_at: Some(desk.now), ..question.clone() }).await?;
        }
        let paths: Vec<&str> = gathered.iter().map(|q| q.path.as_str()).collect();
        let body = json!({ "unit": reading.unit.to_string(), "lines": paths });
        desk.record(tx, "verification.send_questions", &reading.id.to_string(), body).await?;
        notify(tx, cx, &desk, &reading, gathered.len()).await
    })
}

async fn notify(tx: &mut Tx, cx: &Cx, desk: &Desk, reading: &Reading, questions: usize) -> Result<(), Error> {
    let facts = json!({ "reader": desk.short_name(reading.reader_unit), "questions": questions });
    let (id, unit) = (NoticeId::from_raw(cx.ids.next()), reading.unit);
    let notice = Notice { id, unit, kind: "questions_sent".to_owned(), facts: facts.to_string(), made_at: desk.now, seen_at: None };
    readings::add_notice(tx, desk.scope(), &notice).await?;
    desk.record(tx, "verification.notify", &unit.to_string(), facts).await?;
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

/// The questions a unit was sent in readings that are still open, whose reply still counts for something.
pub fn open<'q>(questions: impl Iterator<Item = &'q Question>, all: &[Reading], unit: UnitId) -> Vec<&'q Question> {
    let open = |q: &&Question| q.unit == unit && all.iter().any(|r| r.id == q.reading && !r.is_sent());
    questions.filter(|q| q.sent_at.is_some()).filter(open).collect()
}
