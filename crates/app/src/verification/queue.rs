//! One reading as its reader works through it. *Danh sách mục cần thẩm định.*

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use cycle::cluster::{Act, On, SeatKind};
use cycle::verification::{LineState, QuestionState, ReadingKind, ReadingState, Viewer, may_see_reading};
use storage::verification::questions::{self, Question};
use storage::verification::{self as rows, Finding, Reading};
use values::ReadingId;

use super::readings::{covers, is_now, kept, on};
use crate::book::Book;
use crate::{Cx, Desk, Error};

/// A reading with its lines in the table's order.
#[derive(Debug)]
pub struct Queue {
    pub reading: Reading,
    pub book: Arc<Book>,
    pub lines: Vec<QueueLine>,
}

/// One line of the queue.
#[derive(Debug)]
pub struct QueueLine {
    /// Place among the table's leaves.
    pub leaf: usize,
    /// What this reading says of it; a line that was only opened is [`LineState::Unread`].
    pub finding: Option<Finding>,
    /// What it asked the unit about the line, last.
    pub question: Option<Question>,
}

impl QueueLine {
    pub fn state(&self) -> LineState {
        self.finding.as_ref().and_then(|f| LineState::of_code(&f.verdict)).unwrap_or(LineState::Unread)
    }

    /// Where its question stands, while the line is undecided.
    pub fn asked(&self) -> Option<QuestionState> {
        self.question.as_ref().filter(|_| self.state() == LineState::Unread).map(Question::state)
    }

    /// Whether the reader can go on with the line: nobody decided, and nothing waits for the unit.
    pub fn is_next(&self) -> bool {
        self.state() == LineState::Unread && self.asked().is_none_or(|state| state == QuestionState::Replied)
    }

    pub fn opened(&self) -> bool {
        self.finding.as_ref().is_some_and(|f| f.opened_at.is_some())
    }
}

impl Queue {
    pub fn done(&self) -> usize {
        self.lines.iter().filter(|line| line.state() != LineState::Unread).count()
    }

    pub fn sent(&self) -> bool {
        self.reading.is_sent()
    }

    /// What leave to this reading looks at.
    pub fn on(&self) -> On {
        on(&self.reading)
    }

    pub fn line(&self, path: &str) -> Option<(usize, &QueueLine)> {
        let at = self.book.in_force().ok()?.table.index_of(path)?;
        self.lines.iter().enumerate().find(|(_, line)| line.leaf == at)
    }
}

/// The queue of one reading, for its reader and for those who see all scores as far as it is not hidden from
/// them (`V-05`).
///
/// # Errors
/// Not found; denied.
pub async fn of(cx: &Cx, desk: &Desk, id: ReadingId) -> Result<Queue, Error> {
    let mut tx = cx.store.read().await?;
    let all = rows::readings(&mut tx, desk.scope(), ReadingKind::Reading).await?;
    let reading = all.iter().find(|r| r.id == id).cloned().ok_or(Error::NotFound)?;
    if !desk.may(Act::ReadSheet, on(&reading)) {
        desk.require(Act::SeeAllScores, on(&reading))?;
    }
    if !may_see(desk, &all, &reading) {
        return Err(Error::NotFound);
    }
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    let mut found = kept(&mut tx, desk, &book, &reading).await?;
    let asked = questions::of_reading(&mut tx, desk.scope(), reading.id).await?;
    let mut asked: HashMap<String, Question> = asked.into_iter().map(|question| (question.path.clone(), question)).collect();
    let leaves = book.in_force()?.table.leaves();
    let covered = covers(desk, &book.unit(reading.unit)?.lines, &reading);
    let lines = leaves.iter().zip(covered).filter(|(_, covered)| *covered);
    let lines =
        lines.map(|(leaf, _)| QueueLine { leaf: leaf.index, finding: found.remove(&leaf.path), question: asked.remove(&leaf.path) });
    let lines = lines.collect();
    Ok(Queue { reading, book, lines })
}

/// Whether what a reading found is not hidden from this person (`V-05`); `all` are the year's readings.
pub fn may_see(desk: &Desk, all: &[Reading], reading: &Reading) -> bool {
    let superior = desk.seats.all().iter().any(|seat| seat.kind == SeatKind::Superior && seat.holds_on(desk.today));
    let viewer = Viewer { reads: desk.own_units().contains(&reading.reader_unit), superior };
    may_see_reading(viewer, reading.state(), of_sheet(all, reading), &desk.regulation)
}

/// Where all readings of the same sheet stand together.
pub(crate) fn of_sheet(all: &[Reading], reading: &Reading) -> ReadingState {
    let sent = all.iter().filter(|r| r.unit == reading.unit).all(Reading::is_sent);
    if sent { ReadingState::Sent } else { ReadingState::Open }
}

/// How far each reading of the year is: lines read and lines to read, by reading.
///
/// # Errors
/// A fault of the store.
pub async fn progress(cx: &Cx, desk: &Desk) -> Result<Vec<(Reading, usize, usize)>, Error> {
    let mut tx = cx.store.read().await?;
    let readings = rows::readings(&mut tx, desk.scope(), ReadingKind::Reading).await?;
    let found = rows::findings(&mut tx, desk.scope()).await?;
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    let how_far = |r: Reading| {
        let (done, of) = read_of(desk, &book, &found, &r);
        (r, done, of)
    };
    Ok(readings.into_iter().map(how_far).collect())
}

/// Lines read and lines to read of one reading; one that was only opened, or changed since, is not read.
pub(crate) fn read_of(desk: &Desk, book: &Book, found: &[Finding], reading: &Reading) -> (usize, usize) {
    let (Ok(unit), Ok(table)) = (book.unit(reading.unit), book.in_force()) else { return (0, 0) };
    let read = found.iter().filter(|f| f.reading == reading.id && f.verdict != LineState::Unread.code());
    let read: HashSet<&str> = read.filter(|f| is_now(desk, book, f)).map(|f| f.path.as_str()).collect();
    let lines = table.table.leaves().iter().zip(covers(desk, &unit.lines, reading)).filter(|(_, covered)| *covered);
    let (done, left): (Vec<_>, Vec<_>) = lines.partition(|(leaf, _)| read.contains(leaf.path.as_str()));
    (done.len(), done.len() + left.len())
}
