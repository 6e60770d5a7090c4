//! One version: read as an outline; a draft is arranged here with a chosen line and buttons. *Một phiên bản.*

use std::sync::Arc;

use app::Cx;
use app::table::heard::{Heard, heard};
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::{Act, On};
use cycle::table::CommentState;
use values::{TableId, YearId};

use super::outline::{self, Assumed, Row};
use super::{opened, said, versions};
use crate::forms::{Form, Sheet};
use crate::layout::Link;
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words, addresses};

#[derive(Template)]
#[template(path = "table/version.html")]
struct VersionPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    facts: Vec<(&'static str, String)>,
    state: String,
    tone: &'static str,
    seen: i64,
    /// Whether this person may arrange the lines.
    edits: bool,
    /// Whether this person may put it in force.
    applies: bool,
    /// Whether this person may begin a draft from it.
    copies: bool,
    rows: Vec<Row>,
    /// The way to the comments, with their number; empty where there is none.
    comments: String,
    /// Until when this person is asked for comments; empty if they are not.
    asked: String,
    assumed: Vec<Assumed>,
    /// The line chosen by the last act.
    at: String,
    total: String,
    gaps: Vec<String>,
    whole: Vec<(bool, String)>,
    errors: usize,
}

/// `GET /years/{year}/table/{version}`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = opened(&at, &cx).await?;
    let heard = heard(&cx, &at.desk, &opened).await?;
    reply::page(&page(&at, &cx, &opened, &heard))
}

fn page(at: &AtYear, cx: &Cx, opened: &Opened, heard: &Heard) -> VersionPage {
    let (w, draft) = (at.w(), &opened.draft);
    let may = |act| at.desk.may(act, On::CLUSTER);
    let errors = draft.findings().iter().filter(|finding| finding.is_error()).count();
    let copies = may(Act::EditTable);
    let chosen = at.query.text("at");
    let edits = copies && opened.is_draft();
    let page = super::start_frame(at, title(w, opened)).crumb(addresses::table(at.year()), w.t("table.title")).wide();
    VersionPage {
        w,
        frame: if edits { page.script("outline.js") } else { page },
        sheet: at.form(cx, Form::default()),
        year: at.year(),
        id: opened.listed.id,
        facts: facts(w, opened),
        state: w.say("table_state", opened.listed.state.code(), &[]),
        tone: versions::tone(opened.listed.state),
        seen: opened.version,
        edits,
        applies: opened.is_draft() && (may(Act::ApplyTable) || may(Act::ChangeAppliedTable)),
        copies,
        rows: commented(at, opened, heard),
        comments: comments(w, opened, heard),
        asked: if speaks(at, heard) { said::until(w, heard) } else { String::new() },
        assumed: if opened.is_draft() { outline::assumed(draft, &opened.details) } else { Vec::new() },
        at: if chosen.is_empty() { draft.nodes.first().map(|node| node.path.clone()).unwrap_or_default() } else { chosen.to_owned() },
        total: outline::size(w, draft),
        gaps: outline::gaps(w, draft),
        whole: outline::of_the_whole(w, draft),
        errors,
    }
}

/// Whether this person may comment here now.
fn speaks(at: &AtYear, heard: &Heard) -> bool {
    !said::speaks_for(at, heard, Act::CommentOnTable).is_empty()
}

/// The lines of the outline, each with the way to its comments; who edits the draft comes to a line by its name.
fn commented(at: &AtYear, opened: &Opened, heard: &Heard) -> Vec<Row> {
    let (w, asks) = (at.w(), speaks(at, heard) && !at.desk.may(Act::EditTable, On::CLUSTER));
    let mut rows = outline::rows(w, &opened.draft, &opened.details);
    for row in &mut rows {
        let counted = said::counted(w, said::count(heard, &row.path));
        let text = if counted.is_empty() && asks { w.t("table.comment").to_owned() } else { counted };
        let href = || addresses::table_line_comments(at.year(), opened.listed.id, &row.path);
        row.comments = (!text.is_empty()).then(|| Link::new(href(), text));
    }
    rows
}

/// *Góp ý (3)*: of a draft, and of a version that was once sent out.
fn comments(w: Words, opened: &Opened, heard: &Heard) -> String {
    let standing = heard.comments.iter().filter(|told| told.state != CommentState::Withdrawn).count();
    match heard.sent.is_some() || opened.is_draft() {
        true => w.fill("table.comments_link", &[("n", &w.count(standing))]),
        false => String::new(),
    }
}

fn title(w: Words, opened: &Opened) -> String {
    w.fill("table.version_title", &[("n", &w.count(opened.listed.number)), ("title", &opened.draft.title)])
}

fn facts(w: Words, opened: &Opened) -> Vec<(&'static str, String)> {
    let (listed, rules) = (&opened.listed, opened.draft.rules);
    let rounding = w.fill(
        "table.rounding_said",
        &[
            ("decimals", &w.count(rules.rounding.decimals)),
            ("mode", &w.say("table.mode", super::rules::mode_code(rules.rounding.mode), &[])),
        ],
    );
    let all = [
        (w.t("table.rounding"), rounding),
        (w.t("table.not_assigned"), w.say("table.not_assigned", super::rules::not_assigned_code(rules.not_assigned), &[])),
        (w.t("table.effective_on"), listed.effective_on.map(|on| w.date(on)).unwrap_or_default()),
        (w.t("table.reason"), listed.reason.clone()),
        (w.t("table.hash"), listed.hash.map(|hash| versions::short(&hash)).unwrap_or_default()),
        (w.t("table.changed_by"), format!("{} {}", listed.who, w.moment(listed.at)).trim().to_owned()),
    ];
    all.into_iter().filter(|(_, text)| !text.is_empty()).collect()
}
