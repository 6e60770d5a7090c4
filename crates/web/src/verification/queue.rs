//! One reading: its criteria with their state, how far it is, and what to do next. *Danh sách mục thẩm định.*

use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::self_score::fields;
use app::verification::queue::{self, Queue, QueueLine};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::{LineState, QuestionState};
use scoring::Leaf;
use values::{Points, UnitId};

use crate::layout::Link;
use crate::{AtYear, Frame, Reply, Words, addresses, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::READING, get(show))
}

/// Where a line of a reading stands, as its reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Unread,
    /// A question that is not sent.
    Gathered,
    /// A question that waits for the unit.
    Asked,
    Replied,
    Agreed,
    Lower,
    Higher,
    /// Another entry with the same points.
    Level,
}

impl Mark {
    const fn code(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Gathered => "gathered",
            Self::Asked => "asked",
            Self::Replied => "replied",
            Self::Agreed => "agreed",
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Level => "level",
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Unread | Self::Gathered | Self::Asked => "badge",
            Self::Agreed => "badge badge-success",
            Self::Lower | Self::Level => "badge badge-warning",
            Self::Higher | Self::Replied => "badge badge-info",
        }
    }

    pub(super) fn words(self, w: Words) -> String {
        w.say("verification.mark", self.code(), &[])
    }
}

/// A line's mark and the points its reading proposes, if any.
pub(super) fn mark(book: &Book, unit: UnitId, leaf: &Leaf, line: &QueueLine) -> (Mark, Option<Points>) {
    let Some(finding) = line.finding.as_ref().filter(|f| !f.entry.is_empty() && line.state() != LineState::Unread) else {
        return (without_proposal(line), None);
    };
    let proposed = super::thread::points(book, unit, leaf, &fields::of_text(&finding.entry));
    let mark = match proposed.cmp(&own_points(book, unit, leaf)) {
        std::cmp::Ordering::Less => Mark::Lower,
        std::cmp::Ordering::Greater => Mark::Higher,
        std::cmp::Ordering::Equal => Mark::Level,
    };
    (mark, Some(proposed))
}

fn without_proposal(line: &QueueLine) -> Mark {
    match (line.state(), line.asked()) {
        (LineState::Unread, None) => Mark::Unread,
        (LineState::Unread, Some(QuestionState::Gathered)) => Mark::Gathered,
        (LineState::Unread, Some(QuestionState::Asked)) => Mark::Asked,
        (LineState::Unread, Some(QuestionState::Replied)) => Mark::Replied,
        _ => Mark::Agreed,
    }
}

pub(super) fn own_points(book: &Book, unit: UnitId, leaf: &Leaf) -> Points {
    book.place(unit).map_or(Points::ZERO, |place| book.own.line(place, leaf.index).1)
}

#[derive(Template)]
#[template(path = "verification/queue.html")]
struct QueuePage {
    w: Words,
    frame: Frame,
    filters: Vec<Link>,
    rows: Vec<Row>,
    done: usize,
    of: usize,
    read: String,
    sent: String,
    /// Where to go on reading; empty when all is read.
    next: String,
    agree: String,
    send: String,
    /// Where gathered questions are sent, and how many they are; empty where there are none.
    questions: String,
    gathered: String,
    /// The unit's whole sheet, where it may be given back.
    whole: String,
}

struct Row {
    code: String,
    name: String,
    href: String,
    own: String,
    why: String,
    proposed: String,
    class: &'static str,
    mark: String,
}

/// `GET /years/{year}/verification/{reading}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    let (w, year, id) = (at.w(), at.year(), queue.reading.id);
    let works = !queue.sent() && at.desk.may(Act::SendReadings, queue.on());
    let wanted = at.query.text("show").to_owned();
    let rows = rows(&at, &queue)?;
    let (done, of) = (queue.done(), queue.lines.len());
    let next =
        rows.iter().find(|(mark, _)| matches!(mark, Mark::Unread | Mark::Replied)).map(|(_, row)| row.href.clone()).filter(|_| works);
    let gathered = super::questions::count(&queue);
    let on_work = |href: String| if works { href } else { String::new() };
    reply::page(&QueuePage {
        w,
        frame: frame(&at, &queue, title(&at, &queue)),
        filters: filters(&at, &queue, &rows),
        rows: rows.into_iter().filter(|(mark, _)| wanted.is_empty() || mark.code() == wanted).map(|(_, row)| row).collect(),
        done,
        of,
        read: w.fill("verification.read_of", &[("n", &w.count(done)), ("of", &w.count(of))]),
        sent: queue.reading.sent_at.map(|at| w.moment(at)).unwrap_or_default(),
        next: next.unwrap_or_default(),
        agree: on_work(addresses::reading_agree(year, id)),
        send: on_work(addresses::reading_send(year, id)),
        questions: if gathered > 0 { on_work(addresses::reading_questions(year, id)) } else { String::new() },
        gathered: w.fill("verification.gathered", &[("n", &w.count(gathered))]),
        whole: addresses::sheet(year, queue.reading.unit),
    })
}

/// *Thẩm định Trà Vinh*
pub(super) fn title(at: &AtYear, queue: &Queue) -> String {
    at.w().fill("verification.reading_of", &[("unit", at.desk.short_name(queue.reading.unit))])
}

pub(super) fn frame(at: &AtYear, _: &Queue, title: String) -> Frame {
    at.frame(title).crumb(addresses::verification(at.year()), at.w().t("verification.title"))
}

fn rows(at: &AtYear, queue: &Queue) -> Result<Vec<(Mark, Row)>, Reply> {
    let (w, unit) = (at.w(), queue.reading.unit);
    let leaves = queue.book.in_force()?.table.leaves();
    let lines = queue.lines.iter().filter_map(|line| Some((line, leaves.get(line.leaf)?)));
    Ok(lines
        .map(|(line, leaf)| {
            let (mark, proposed) = mark(&queue.book, unit, leaf, line);
            let row = Row {
                code: leaf.label.clone(),
                name: leaf.name.clone(),
                href: addresses::reading_line(at.year(), queue.reading.id, &leaf.path),
                own: w.points(own_points(&queue.book, unit, leaf), leaf.decimals),
                why: addresses::why(at.year(), unit, &leaf.path),
                proposed: proposed.map(|p| w.points(p, leaf.decimals)).unwrap_or_default(),
                class: mark.class(),
                mark: mark.words(w),
            };
            (mark, row)
        })
        .collect())
}

fn filters(at: &AtYear, queue: &Queue, rows: &[(Mark, Row)]) -> Vec<Link> {
    let (w, chosen) = (at.w(), at.query.text("show"));
    let here = addresses::reading(at.year(), queue.reading.id);
    let all = Link::new(here.clone(), format!("{} ({})", w.t("verification.show_all"), rows.len())).current(chosen.is_empty());
    let marks =
        [Mark::Unread, Mark::Gathered, Mark::Asked, Mark::Replied, Mark::Agreed, Mark::Lower, Mark::Higher, Mark::Level].into_iter();
    let some = marks.filter_map(|mark| {
        let n = rows.iter().filter(|(m, _)| *m == mark).count();
        let text = format!("{} ({n})", mark.words(w));
        (n > 0).then(|| Link::new(format!("{here}?show={}", mark.code()), text).current(chosen == mark.code()))
    });
    std::iter::once(all).chain(some).collect()
}

/// One line of the narrow queue beside a criterion.
pub(super) struct Narrow {
    pub code: String,
    pub name: String,
    pub href: String,
    pub icon: &'static str,
    pub mark: String,
    pub current: bool,
}

/// The queue beside the criterion `path`.
pub(super) fn narrow(at: &AtYear, queue: &Queue, path: &str) -> Result<Vec<Narrow>, Reply> {
    let leaves = queue.book.in_force()?.table.leaves();
    let lines = queue.lines.iter().filter_map(|line| Some((line, leaves.get(line.leaf)?)));
    Ok(lines
        .map(|(line, leaf)| {
            let (mark, _) = mark(&queue.book, queue.reading.unit, leaf, line);
            let icon = match mark {
                Mark::Unread => "eye",
                Mark::Gathered => "message",
                Mark::Asked => "clock",
                Mark::Replied => "flag",
                Mark::Agreed => "check",
                Mark::Lower | Mark::Higher | Mark::Level => "edit",
            };
            let href = addresses::reading_line(at.year(), queue.reading.id, &leaf.path);
            let current = leaf.path == path;
            Narrow { code: leaf.label.clone(), name: leaf.name.clone(), href, icon, mark: mark.words(at.w()), current }
        })
        .collect())
}
