//! The questions a reading has gathered, sent to the unit at once. *Gửi câu hỏi.*

use std::sync::Arc;

use app::Cx;
use app::verification::questions;
use app::verification::queue::{self, Queue};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Response};
use axum::routing::get;
use cycle::calendar::Step;
use cycle::cluster::Act;
use cycle::verification::QuestionState;

use super::criterion;
use crate::forms::{Form, Sheet};
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
    send: String,
    back: String,
}

struct Gathered {
    name: String,
    href: String,
    words: String,
}

/// `GET /years/{year}/verification/{reading}/questions`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    at.desk.require(Act::AskBack, queue.on())?;
    let (w, back) = (at.w(), addresses::reading(at.year(), queue.reading.id));
    let gathered = gathered(&at, &queue)?;
    let unit = at.desk.short_name(queue.reading.unit);
    reply::page(&QuestionsPage {
        w,
        frame: super::queue::frame(&at, &queue, w.t("verification.questions").to_owned())
            .crumb(back.clone(), super::queue::title(&at, &queue)),
        sheet: at.form(&cx, Form::default()),
        effect: format!("{} {}", w.fill("verification.questions_effect", &[("unit", unit)]), until(&at)),
        send: w.fill("verification.send_questions", &[("n", &w.count(gathered.len()))]),
        gathered,
        back,
    })
}

/// Until when a reply is waited for: the reading is sent by the deadline, if there is one.
pub(super) fn until(at: &AtYear) -> String {
    let due = at.desk.calendar.due(Step::Verifying);
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
        Some(Gathered { name: criterion::name(leaf), href, words: question.words.clone() })
    });
    Ok(told.collect())
}

/// `POST /years/{year}/verification/{reading}/questions`
async fn send(at: AtYear, State(cx): State<Arc<Cx>>, _: Form) -> Result<Response, Reply> {
    let id = at.id("reading")?;
    questions::send(&cx, at.actor(), at.year(), id).await?;
    Ok(done(&addresses::reading(at.year(), id), "questions_sent"))
}
