//! Everything ever set for one unit and line. *Lịch sử chỉ tiêu.*

use std::sync::Arc;

use app::Cx;
use app::target::history::{Past, history};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use values::UnitId;

use super::grid::worded;
use super::targets::book;
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "target/history.html")]
struct HistoryPage {
    w: Words,
    frame: Frame,
    name: String,
    measure: String,
    now: String,
    entries: Vec<Entry>,
}

/// One entry in words.
struct Entry {
    at: String,
    value: String,
    before: String,
    decision: String,
    decided_on: String,
    reason: String,
    by: String,
}

/// `GET /years/{year}/targets/{unit}/{*path}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (w, unit, path) = (at.w(), at.id::<UnitId>("unit")?, at.part("path").to_owned());
    let past = history(&cx, &at.desk, unit, &path).await?;
    let book = book(&cx, &at).await?;
    let table = book.in_force()?;
    let leaf = table.table.leaf(&path).ok_or(Reply::NotFound)?;
    let title = w.fill("target.history_title", &[("line", &leaf.label), ("unit", at.desk.short_name(unit))]);
    reply::page(&HistoryPage {
        w,
        frame: at.frame(title).crumb(addresses::targets(at.year()), w.t("target.title")),
        name: format!("{} {}", leaf.label, leaf.name),
        measure: table.details.get(&path).map(|detail| detail.measure.clone()).unwrap_or_default(),
        now: worded(w, past.first().and_then(|one| one.assignment)),
        entries: past.iter().enumerate().map(|(place, one)| entry(w, one, past.get(place + 1))).collect(),
    })
}

fn entry(w: Words, one: &Past, before: Option<&Past>) -> Entry {
    Entry {
        at: w.moment(one.at),
        value: worded(w, one.assignment),
        before: worded(w, before.and_then(|before| before.assignment)),
        decision: one.decision.clone(),
        decided_on: one.decided_on.map(|day| w.date(day)).unwrap_or_default(),
        reason: one.reason.clone(),
        by: one.by.clone(),
    }
}
