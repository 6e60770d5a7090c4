//! Sending a reading whole: what is still unread, and what sending does. *Gửi kết quả thẩm định.*

use std::sync::Arc;

use app::Cx;
use app::verification::deadline::last_day;
use app::verification::queue::{self, Queue};
use app::verification::readings;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Response};
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::LineState;

use super::criterion;
use crate::forms::{Form, Sheet};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::READING_SEND, get(show).post(send))
}

#[derive(Template)]
#[template(path = "verification/send.html")]
struct SendPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    /// Address, name, and what else than nothing was done about it.
    unread: Vec<(String, String, String)>,
    counts: String,
    effect: String,
    silence: String,
    back: String,
}

/// `GET /years/{year}/verification/{reading}/send`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    at.desk.require(Act::SendReadings, queue.on())?;
    let (w, back) = (at.w(), addresses::reading(at.year(), queue.reading.id));
    let count = |state: LineState| w.count(queue.lines.iter().filter(|line| line.state() == state).count());
    let unit = at.desk.short_name(queue.reading.unit);
    let until = w.date(last_day(&at.desk, Some(at.desk.today)));
    reply::page(&SendPage {
        w,
        frame: super::queue::frame(&at, &queue, w.t("verification.send").to_owned()).crumb(back.clone(), super::queue::title(&at, &queue)),
        sheet: at.form(&cx, Form::default()),
        unread: unread(&at, &queue)?,
        counts: w.fill("verification.send_counts", &[("agreed", &count(LineState::Agreed)), ("proposed", &count(LineState::Proposed))]),
        effect: w.fill("verification.send_effect", &[("unit", unit), ("until", &until)]),
        silence: silence(w, &at.desk.regulation),
        back,
    })
}

/// What saying nothing until the last day means.
pub(super) fn silence(w: Words, regulation: &cycle::regulation::Regulation) -> String {
    if regulation.silence_accepts { w.t("verification.silence_accepts") } else { w.t("verification.silence_disputes") }.to_owned()
}

fn unread(at: &AtYear, queue: &Queue) -> Result<Vec<(String, String, String)>, Reply> {
    let leaves = queue.book.in_force()?.table.leaves();
    let unread = queue.lines.iter().filter(|line| line.state() == LineState::Unread);
    let told = unread.filter_map(|line| {
        let leaf = leaves.get(line.leaf)?;
        let asked = line.asked().map(|_| super::queue::mark(&queue.book, queue.reading.unit, leaf, line).0.words(at.w()));
        let href = addresses::reading_line(at.year(), queue.reading.id, &leaf.path);
        Some((href, criterion::name(leaf), asked.unwrap_or_default()))
    });
    Ok(told.collect())
}

/// `POST /years/{year}/verification/{reading}/send`
async fn send(at: AtYear, State(cx): State<Arc<Cx>>, _: Form) -> Result<Response, Reply> {
    let id = at.id("reading")?;
    readings::send(&cx, at.actor(), at.year(), id).await?;
    Ok(done(&addresses::reading(at.year(), id), "reading_sent"))
}
