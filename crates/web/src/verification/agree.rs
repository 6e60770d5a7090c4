//! Agreeing at once to criteria that were opened and show no deviation. *Đồng ý các mục không lệch.*

use std::sync::Arc;

use app::verification::queue::{self, Queue, QueueLine};
use app::verification::readings;
use app::{Cx, Error};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use cycle::cluster::Act;
use cycle::verification::LineState;

use super::criterion;
use super::queue::own_points;
use crate::forms::{Form, Problems, Sheet};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::READING_AGREE, get(show).post(agree))
}

#[derive(Template)]
#[template(path = "verification/agree.html")]
struct AgreePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    /// Opened, unread, and sound: may be agreed to together.
    ready: Vec<Line>,
    /// To be opened first.
    unopened: Vec<Line>,
    /// Opened, but something about it wants a look of its own.
    odd: Vec<Line>,
    back: String,
}

struct Line {
    path: String,
    name: String,
    href: String,
    own: String,
    why: String,
    /// What is odd about it.
    odd: &'static str,
    ticked: bool,
}

/// `GET /years/{year}/verification/{reading}/agree`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    at.desk.require(Act::ReadSheet, queue.on())?;
    reply::page(&page(&at, &queue, at.form(&cx, Form::default()))?)
}

fn page(at: &AtYear, queue: &Queue, sheet: Sheet) -> Result<AgreePage, Reply> {
    let (w, back) = (at.w(), addresses::reading(at.year(), queue.reading.id));
    let (mut ready, mut unopened, mut odd) = (Vec::new(), Vec::new(), Vec::new());
    for line in queue.lines.iter().filter(|line| line.state() == LineState::Unread) {
        let shown = shown(at, queue, line, &sheet.form)?;
        match (line.opened(), shown.odd.is_empty()) {
            (false, _) => unopened.push(shown),
            (true, true) => ready.push(shown),
            (true, false) => odd.push(shown),
        }
    }
    let frame =
        super::queue::frame(at, queue, w.t("verification.agree_many").to_owned()).crumb(back.clone(), super::queue::title(at, queue));
    Ok(AgreePage { w, frame, sheet, ready, unopened, odd, back })
}

fn shown(at: &AtYear, queue: &Queue, line: &QueueLine, form: &Form) -> Result<Line, Reply> {
    let (w, table, unit) = (at.w(), queue.book.in_force()?, queue.reading.unit);
    let leaf = table.table.leaves().get(line.leaf).ok_or(Reply::NotFound)?;
    let facts = queue.book.unit(unit)?.lines.get(leaf.index).ok_or(Reply::NotFound)?;
    let needs = facts.files == 0 && table.needs_evidence(leaf);
    let odd = match (facts.reported(leaf), needs) {
        _ if line.asked().is_some() => w.t("verification.odd_asked"),
        (Err(_), _) => w.t("verification.odd_invalid"),
        (Ok(scoring::Entry::Missing), _) => w.t("verification.odd_missing"),
        (_, true) => w.t("verification.odd_evidence"),
        _ => "",
    };
    Ok(Line {
        path: leaf.path.clone(),
        name: criterion::name(leaf),
        href: addresses::reading_line(at.year(), queue.reading.id, &leaf.path),
        own: w.points(own_points(&queue.book, unit, leaf), leaf.decimals),
        why: addresses::why(at.year(), unit, &leaf.path),
        odd,
        ticked: form.all("line").any(|path| path == leaf.path),
    })
}

/// `POST /years/{year}/verification/{reading}/agree`
async fn agree(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let queue = queue::of(&cx, &at.desk, at.id("reading")?).await?;
    let paths: Vec<String> = form.all("line").map(str::to_owned).collect();
    if paths.is_empty() {
        let mut problems = Problems::default();
        problems.add("lines", at.w().t("verification.tick_some"));
        return Err(Reply::page(&page(&at, &queue, at.form(&cx, form.clone()).with(problems))?));
    }
    match readings::agree(&cx, at.actor(), at.year(), queue.reading.id, &paths).await {
        Err(error @ (Error::Stale(_) | Error::Refused(_))) => return changed(&at, &cx, form, error).await,
        agreed => agreed?,
    }
    Ok(done(&addresses::reading(at.year(), queue.reading.id), "lines_agreed"))
}

/// The page as it is now, where a line was read, changed or asked about meanwhile; ticks stay on what may still be
/// agreed to together.
async fn changed(at: &AtYear, cx: &Cx, form: Form, error: Error) -> Result<Response, Reply> {
    let queue = queue::of(cx, &at.desk, at.id("reading")?).await?;
    let mut problems = Problems::default();
    match error {
        Error::Refused(_) => problems = at.problems(error, |_| "lines".to_owned())?,
        _ => problems.add("lines", at.w().t("verification.agree_changed")),
    }
    let page = page(at, &queue, at.form(cx, form).with(problems))?;
    Ok((StatusCode::CONFLICT, reply::page(&page)?).into_response())
}
