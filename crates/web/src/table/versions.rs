//! The year's table: the version in force, all versions, and how to begin a new one. *Bảng điểm của năm.*

use std::sync::Arc;

use app::Cx;
use app::table::read::{self, Listed, Opened};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use cycle::table::TableState;
use values::{TableId, YearId};

use super::outline::{self, Row};
use crate::forms::{Form, Sheet};
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::{AtYear, Frame, Words, addresses};

/// One version in the list, in words.
struct Line {
    href: String,
    number: String,
    state: String,
    tone: &'static str,
    date: String,
    reason: String,
    hash: String,
    who: String,
    at: String,
}

#[derive(Template)]
#[template(path = "table/versions.html")]
struct VersionsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    in_force: Option<TableId>,
    title: String,
    size: String,
    rows: Vec<Row>,
    lines: Vec<Line>,
    /// What a new draft can begin from; empty if this person may not draft.
    starts: Vec<(String, String)>,
    why_not: String,
}

/// `GET /years/{year}/table`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (lines, held) = (read::list(&cx, &at.desk).await?, read::in_force(&cx, &at.desk).await?);
    let last = if at.desk.may(Act::EditTable, On::CLUSTER) { read::last_year(&cx, &at.desk).await? } else { None };
    reply::page(&page(&at, &cx, lines, (held, last.is_some())))
}

fn page(at: &AtYear, cx: &Cx, lines: Vec<Listed>, (held, has_last): (Option<Opened>, bool)) -> VersionsPage {
    let w = at.w();
    let why_not = at.desk.why_not(Act::EditTable, On::CLUSTER);
    let starts = if why_not.is_none() { starts(w, held.is_some(), has_last) } else { Vec::new() };
    let first = starts.first().map(|(code, _)| code.clone()).unwrap_or_default();
    VersionsPage {
        w,
        frame: frame(at, held.is_some()),
        sheet: at.form(cx, Form::of([("from", first)])),
        year: at.year(),
        in_force: held.as_ref().map(|held| held.listed.id),
        title: held.as_ref().map(|held| held.draft.title.clone()).unwrap_or_default(),
        size: held.as_ref().map(|held| outline::size(w, &held.draft)).unwrap_or_default(),
        rows: held.as_ref().map(|held| outline::rows(w, &held.draft, &held.details)).unwrap_or_default(),
        lines: lines.iter().rev().map(|listed| line(at, listed)).collect(),
        starts,
        why_not: why_not.map(|why| told::sentence(w, &Names::default(), &why)).unwrap_or_default(),
    }
}

/// Wide where a table stands in it.
fn frame(at: &AtYear, held: bool) -> Frame {
    let frame = super::start_frame(at, at.w().t("table.title"));
    if held { frame.wide() } else { frame }
}

fn starts(w: Words, held: bool, has_last: bool) -> Vec<(String, String)> {
    let offered = [
        (held, "in_force", w.t("table.start_in_force")),
        (has_last, "last_year", w.t("table.start_last_year")),
        (true, "sample", w.t("table.start_sample")),
        (true, "empty", w.t("table.start_empty")),
    ];
    offered.into_iter().filter(|(is, ..)| *is).map(|(_, code, text)| (code.to_owned(), text.to_owned())).collect()
}

fn line(at: &AtYear, listed: &Listed) -> Line {
    let w = at.w();
    Line {
        href: addresses::table_version(at.year(), listed.id),
        number: w.fill("table.version", &[("n", &w.count(listed.number))]),
        state: w.say("table_state", listed.state.code(), &[]),
        tone: tone(listed.state),
        date: listed.effective_on.map(|on| w.date(on)).unwrap_or_default(),
        reason: listed.reason.clone(),
        hash: listed.hash.map(|hash| short(&hash)).unwrap_or_default(),
        who: listed.who.clone(),
        at: w.moment(listed.at),
    }
}

/// The badge of a state.
pub(super) const fn tone(state: TableState) -> &'static str {
    match state {
        TableState::Draft => "badge badge-warning",
        TableState::Applied => "badge badge-success",
        TableState::Replaced => "badge",
    }
}

/// The first sixteen letters of a hash: enough to tell versions apart by eye.
pub(super) fn short(hash: &[u8; 32]) -> String {
    app::ids::hex(hash).chars().take(16).collect()
}
