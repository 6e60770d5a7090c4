//! The list of the six steps on top of each, and the step of the scoring table. *Các bước.*

use std::sync::Arc;

use app::Cx;
use askama::Template;
use axum::response::Html;
use values::YearId;

use crate::addresses;
use crate::at_year::AtYear;
use crate::forms::{Form, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// The names of the steps, as endings of the catalogue's keys.
const CODES: [&str; 6] = ["cluster", "members", "table", "deadlines", "people", "proof"];

/// One step in the list.
pub struct Step {
    pub text: String,
    pub href: String,
    pub current: bool,
    pub done: bool,
}

/// The six steps; none outside the set-up.
#[derive(Default)]
pub struct Steps(pub Vec<Step>);

/// The steps with the present one marked.
pub fn mark(at: &AtYear, current: Option<u8>) -> Steps {
    let Some(current) = current else { return Steps::default() };
    let reached = at.desk.year.setup_step;
    let step = |(code, n): (&&str, u8)| Step {
        text: at.w().say("cluster.step", code, &[]),
        href: addresses::setup_step(at.year(), n),
        current: n == current,
        done: i64::from(n) <= reached,
    };
    Steps(CODES.iter().zip(1..).map(step).collect())
}

/// The steps before there is a year.
pub fn before_a_year(w: Words) -> Steps {
    let step = |(code, n): (&&str, u8)| Step { text: w.say("cluster.step", code, &[]), href: String::new(), current: n == 1, done: false };
    Steps(CODES.iter().zip(1..).map(step).collect())
}

#[derive(Template)]
#[template(path = "cluster/setup/table.html")]
struct TablePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    href: String,
    applied: String,
    year: YearId,
    /// The cluster has an earlier year to take the table from.
    has_last: bool,
}

/// The third step: where the table comes from; its own pages do the work.
pub async fn table(at: &AtYear, cx: &Arc<Cx>) -> Result<Html<String>, Reply> {
    let w = at.w();
    let book = app::cluster::progress::of(cx, &at.desk).await?.book;
    let earlier = app::cluster::years(cx, at.actor()).await?;
    let applied = book.table.as_ref().map(|table| w.fill("cluster.setup.table_applied", &[("number", &table.number.to_string())]));
    reply::page(&TablePage {
        w,
        frame: at.frame(w.t("cluster.step.table")),
        sheet: at.form(cx, Form::default()),
        steps: mark(at, Some(3)),
        action: addresses::setup_step(at.year(), 3),
        href: addresses::table(at.year()),
        applied: applied.unwrap_or_default(),
        year: at.year(),
        has_last: earlier.iter().any(|y| y.scope.cluster == at.desk.scope().cluster && y.year < at.desk.year.year),
    })
}
