//! Looking over a sheet before it is sent, and sending it. *Gửi thẩm định.*

use std::sync::Arc;

use app::self_score::look::{self, Opened};
use app::self_score::send;
use app::self_score::worth::{Tally, tally, worth};
use app::{Cx, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::calendar::Step;
use cycle::cluster::Act;
use cycle::refusal::LinePath;
use cycle::self_score::lacking;

use super::sheet;
use crate::forms::{Form, Sheet};
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::told;
use crate::words::Words;
use crate::{AtYear, addresses, done};

/// Lines that lack the same thing.
struct Lack {
    heading: String,
    lines: Vec<(Link, String)>,
}

#[derive(Template)]
#[template(path = "self_score/send.html")]
struct SendPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    here: String,
    own: String,
    lacks: Vec<Lack>,
    tally: Tally,
    total: String,
    possible: String,
    max: String,
    why: String,
    due: String,
    may: bool,
    why_not: String,
    remedy: String,
}

/// `GET /years/{year}/self-score/{unit}/send`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = look::open(&cx, &at.desk, at.id("unit")?).await?;
    let sheet = at.form(&cx, Form::default());
    reply::page(&page(&at, &opened, sheet)?)
}

/// `POST …/send`: what is missing is all listed on the page again.
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, _form: Form) -> Result<Response, Reply> {
    let unit = at.id("unit")?;
    match send::send(&cx, at.actor(), at.year(), unit).await {
        Ok(()) => Ok(done(&addresses::sheet(at.year(), unit), "sheet_sent")),
        Err(app::Error::Refused(reasons)) if reasons.iter().all(|r| r.code == "F-01") => {
            let opened = look::open(&cx, &at.desk, unit).await?;
            Err(Reply::page(&page(&at, &opened, at.form(&cx, Form::default()))?))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(at: &AtYear, opened: &Opened, sheet: Sheet) -> Result<SendPage, Reply> {
    let (w, year, unit) = (at.w(), at.year(), opened.unit);
    let table = opened.book.in_force()?;
    let worth = worth(&opened.book, opened.place);
    let said = |points| w.points(points, table.table.decimals());
    let why_not = why_not(at, opened);
    let frame = at.frame(w.t("self_score.send")).crumb(addresses::sheets(year), w.t("self_score.sheets"));
    Ok(SendPage {
        w,
        frame: frame.crumb(addresses::sheet(year, unit), sheet::title(at, unit)),
        sheet,
        here: addresses::send_sheet(year, unit),
        own: addresses::sheet(year, unit),
        lacks: lacks(at, opened),
        tally: tally(&opened.book, opened.place),
        total: said(worth.certain.points),
        possible: if worth.certain.points == worth.possible { String::new() } else { said(worth.possible) },
        max: said(worth.certain.max),
        why: addresses::why_unit(year, unit),
        due: at.desk.calendar.due(Step::SelfScoring).map(|due| w.date(due)).unwrap_or_default(),
        may: why_not.is_none() && !opened.is_sent(),
        remedy: why_not.as_ref().map(|reason| told::remedy(w, reason)).unwrap_or_default(),
        why_not: why_not.map(|reason| told::sentence(w, &sheet::names(at), &reason)).unwrap_or_default(),
    })
}

fn why_not(at: &AtYear, opened: &Opened) -> Option<Reason> {
    at.desk.why_not(Act::SubmitSheet, opened.on)
}

/// Everything that keeps the sheet from being sent, each with a link to where it is put right.
fn lacks(at: &AtYear, opened: &Opened) -> Vec<Lack> {
    let (w, lacking) = (at.w(), lacking(&opened.book.lines_to_send(opened.unit)));
    let lines = |paths: &[LinePath]| paths.iter().filter_map(|path| link(at, opened, path)).collect::<Vec<_>>();
    [("answers", &lacking.answers), ("evidence", &lacking.evidence), ("invalid", &lacking.invalid)]
        .into_iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(what, paths)| Lack { heading: w.say("self_score.lack", what, &[("n", &w.count(paths.len()))]), lines: lines(paths) })
        .collect()
}

fn link(at: &AtYear, opened: &Opened, path: &LinePath) -> Option<(Link, String)> {
    let leaf = opened.book.table.as_deref()?.table.leaf(&path.0)?;
    Some((Link::new(addresses::sheet_line(at.year(), opened.unit, &path.0), leaf.label.clone()), leaf.name.clone()))
}
