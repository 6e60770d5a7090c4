//! The year's corrections. *Danh sách đính chính.*

use std::sync::Arc;

use app::correction::{self, Correction};
use app::{Cx, ranking};
use askama::Template;
use axum::extract::State;
use axum::response::Html;

use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::Frame;
use crate::ranking::say;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "correction/list.html")]
struct ListPage {
    w: Words,
    frame: Frame,
    rows: Vec<RowShown>,
}

struct RowShown {
    date: String,
    href: String,
    line: String,
    unit: String,
    reason: String,
    state: (String, &'static str),
    decision: String,
}

/// `GET /years/{year}/corrections`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (all, book) = (correction::all(&cx, &at.desk).await?, ranking::book(&cx, &at.desk).await?);
    let table = &book.in_force()?.table;
    let row = |kept: &Correction| RowShown {
        date: at.w().date(kept.proposed_at.date()),
        href: addresses::correction(at.year(), kept.id),
        line: say::line_name(table, &kept.path),
        unit: at.desk.short_name(kept.unit).to_owned(),
        reason: kept.reason.clone(),
        state: state(at.w(), kept),
        decision: kept.decision.clone(),
    };
    let rows = all.iter().rev().map(row).collect();
    let frame = at.frame(at.w().t("correction.title")).crumb(addresses::ranking(at.year()), at.w().t("ranking.title"));
    reply::page(&ListPage { w: at.w(), frame, rows })
}

/// The state of a correction in words, with the class of its badge.
pub fn state(w: Words, kept: &Correction) -> (String, &'static str) {
    let class = match kept.state.as_str() {
        "applied" => "badge badge-success",
        "proposed" => "badge badge-warning",
        _ => "badge",
    };
    (w.say("correction.state", &kept.state, &[]), class)
}
