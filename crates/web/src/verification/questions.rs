//! The questions a reading has gathered, sent to the unit at once. *Gửi câu hỏi.*

use std::sync::Arc;

use app::verification::questions;
use app::verification::queue::{self, Queue};
use app::{Cx, Error};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use cycle::calendar::Step;
use cycle::cluster::Act;
use cycle::verification::QuestionState;

use super::criterion;
use crate::forms::{Form, Problems, Sheet};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::READING_QUESTIONS, get(show).post(send))
}

#[derive(Template)]
#[template(path = "verification/questions.html")]
struct QuestionsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    gathered: Vec<Gathered>,
    effect: String,
    /// What the form would send.
    seen: String,
    send: String,
    back: String,
}

/// A question, and what of it was seen: *III/3/3@1*.
struct Gathered {
    seen: String,
    name: String,
    href: String,
    words: String,
}

/// `GET /years/{year}/verification/{reading}/questions`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    at.desk.require(Act::AskBack, queue.on())?;
    reply::page(&page(&at, &queue, at.form(&cx, Form::default()))?)
}

fn page(at: &AtYear, queue: &Queue, sheet: Sheet) -> Result<QuestionsPage, Reply> {
    let (w, back) = (at.w(), addresses::reading(at.year(), queue.reading.id));
    let gathered = gathered(at, queue)?;
    let unit = at.desk.short_name(queue.reading.unit);
    Ok(QuestionsPage {
        w,
        frame: super::queue::frame(at, queue, w.t("verification.questions").to_owned()).crumb(back.clone(), super::queue::title(at, queue)),
        sheet,
        effect: format!("{} {}", w.fill("verification.questions_effect", &[("unit", unit)]), until(at)),
        seen: gathered.iter().map(|one| one.seen.as_str()).collect::<Vec<_>>().join(" "),
        send: w.fill("verification.send_questions", &[("n", &w.count(gathered.len()))]),
        gathered,
        back,
    })
}

/// Until when a reply is waited for: the reading is sent by the deadline, while there is one to come.
pub(super) fn until(at: &AtYear) -> String {
    let due = at.desk.calendar.due(Step::Verifying).filter(|due| at.desk.today <= *due);
    due.map_or_else(
        || at.w().t("verification.reply_until_sent").to_owned(),
        |due| at.w().fill("verification.reply_until", &[("date", &at.w().date(due))]),
    )
}

/// How many questions wait to be sent.
pub(super) fn count(queue: &Queue) -> usize {
    queue.lines.iter().filter(|line| line.asked() == Some(QuestionState::Gathered)).count()
}

fn gathered(at: &AtYear, queue: &Queue) -> Result<Vec<Gathered>, Reply> {
    let leaves = queue.book.in_force()?.table.leaves();
    let asked = queue.lines.iter().filter(|line| line.asked() == Some(QuestionState::Gathered));
    let told = asked.filter_map(|line| {
        let (leaf, question) = (leaves.get(line.leaf)?, line.question.as_ref()?);
        let href = addresses::reading_line(at.year(), queue.reading.id, &leaf.path);
        let seen = format!("{}@{}", leaf.path, question.version);
        Some(Gathered { seen, name: criterion::name(leaf), href, words: question.words.clone() })
    });
    Ok(told.collect())
}

/// `POST /years/{year}/verification/{reading}/questions`
async fn send(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id = at.id("reading")?;
    match questions::send(&cx, at.actor(), at.year(), id, &seen(form.text("seen"))).await {
        Err(Error::Stale(_)) => changed(&at, &cx).await,
        sent => {
            sent?;
            Ok(done(&addresses::reading(at.year(), id), "questions_sent"))
        }
    }
}

/// Paths and versions of the questions that a page showed.
fn seen(text: &str) -> Vec<(String, i64)> {
    let one = |pair: &str| pair.rsplit_once('@').and_then(|(path, version)| Some((path.to_owned(), version.parse().ok()?)));
    text.split(' ').filter_map(one).collect()
}

/// The page as it is now, where others were gathered than were seen.
async fn changed(at: &AtYear, cx: &Cx) -> Result<Response, Reply> {
    let queue = queue::of(cx, &at.desk, at.id("reading")?).await?;
    let mut problems = Problems::default();
    problems.add("gathered", at.w().t("verification.questions_changed"));
    let page = page(at, &queue, at.form(cx, Form::default()).with(problems))?;
    Ok((StatusCode::CONFLICT, reply::page(&page)?).into_response())
}
