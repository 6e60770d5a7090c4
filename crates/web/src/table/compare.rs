//! What differs between two versions, or from last year's table. *So sánh: thêm, bỏ, sửa.*

use std::sync::Arc;

use app::Cx;
use app::table::compare::{Line as Differs, Reworded, compare};
use app::table::read::{self, Opened};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use scoring::TableDraft;
use scoring::table::compare::{Change, Placed, What};
use values::{TableId, YearId};

use super::{formula, frame, opened, outline};
use crate::forms::{Form, Sheet};
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words};

/// One line that differs, in words.
struct Line {
    class: &'static str,
    badge: &'static str,
    change: &'static str,
    code: String,
    name: String,
    /// What changed, old and new; for a whole line only one of the two.
    fields: Vec<(&'static str, String, String)>,
}

#[derive(Template)]
#[template(path = "table/compare.html")]
struct ComparePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    choices: Vec<(String, String)>,
    lead: String,
    counts: String,
    lines: Vec<Line>,
}

/// `GET /years/{year}/table/{version}/compare?with=`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let new = opened(&at, &cx).await?;
    let choices = choices(&at, &cx, &new).await?;
    let asked = at.query.text("with").parse::<TableId>().ok();
    let old = match asked.or_else(|| choices.first().and_then(|(id, _)| id.parse().ok())) {
        Some(id) => Some(read::open_either(&cx, &at.desk, id).await?),
        None => None,
    };
    let form = Form::of(old.as_ref().map(|old| ("with", old.listed.id.to_string())));
    let sheet = at.form(&cx, form);
    reply::page(&page(&at, &new, old.as_ref(), (choices, sheet)))
}

/// The versions it can be held against, nearest first; last year's table at the end.
async fn choices(at: &AtYear, cx: &Cx, new: &Opened) -> Result<Vec<(String, String)>, Reply> {
    let w = at.w();
    let (list, last) = (read::list(cx, &at.desk).await?, read::last_year(cx, &at.desk).await?);
    let earlier = list.iter().rev().filter(|v| v.number < new.listed.number);
    let later = list.iter().filter(|v| v.number > new.listed.number);
    let version = |v: &read::Listed| {
        let with = [("n", w.count(v.number)), ("state", w.say("table_state", v.state.code(), &[]))];
        let with: Vec<(&str, &str)> = with.iter().map(|(name, text)| (*name, text.as_str())).collect();
        (v.id.to_string(), w.fill("table.version_state", &with))
    };
    let last = last.map(|last| (last.listed.id.to_string(), w.fill("table.of_year", &[("year", &last.draft.year.to_string())])));
    Ok(earlier.chain(later).map(version).chain(last).collect())
}

fn page(at: &AtYear, new: &Opened, old: Option<&Opened>, (choices, sheet): (Vec<(String, String)>, Sheet)) -> ComparePage {
    let w = at.w();
    let lines: Vec<Line> = old.map(|old| lines(w, old, new)).unwrap_or_default();
    let lead = match old {
        None => w.t("table.nothing_to_compare").to_owned(),
        Some(_) if lines.is_empty() => w.t("table.no_differences").to_owned(),
        Some(old) => w.fill("table.compare_totals", &[("old", &outline::size(w, &old.draft)), ("new", &outline::size(w, &new.draft))]),
    };
    let count = |class: &str| w.count(lines.iter().filter(|line| line.class == class).count());
    ComparePage {
        w,
        frame: frame(at, new, w.t("table.compare")),
        sheet,
        year: at.year(),
        id: new.listed.id,
        counts: w
            .fill("table.compare_counts", &[("added", &count("added")), ("removed", &count("removed")), ("changed", &count("changed"))]),
        choices,
        lead,
        lines,
    }
}

fn lines(w: Words, old: &Opened, new: &Opened) -> Vec<Line> {
    let found = compare((&old.draft, &old.details), (&new.draft, &new.details));
    found.iter().map(|line| in_words(w, line, (&old.draft, &new.draft))).collect()
}

fn in_words(w: Words, line: &Differs<'_>, drafts: (&TableDraft, &TableDraft)) -> Line {
    let (class, badge, change) = match line.tree.change() {
        Change::Added => ("added", "badge badge-success", w.t("table.added")),
        Change::Removed => ("removed", "badge badge-danger", w.t("table.removed")),
        Change::Changed => ("changed", "badge badge-warning", w.t("table.changed")),
    };
    let shown = line.tree.new.or(line.tree.old);
    let (code, name) = shown.map(|p| (p.node.code.clone(), outline::name(w, p.node))).unwrap_or_default();
    Line { class, badge, change, code, name, fields: fields(w, line, drafts) }
}

fn fields(w: Words, line: &Differs<'_>, (was, is): (&TableDraft, &TableDraft)) -> Vec<(&'static str, String, String)> {
    let all = [What::Code, What::Name, What::Max, What::Kind, What::Parent];
    let told = match line.tree.change() {
        Change::Changed => line.tree.what.as_slice(),
        Change::Added | Change::Removed => &[What::Max, What::Kind],
    };
    let side = |placed: Option<Placed<'_>>, draft: &TableDraft, what| placed.map(|p| said(w, p, draft, what)).unwrap_or_default();
    let tree = all.into_iter().filter(|what| told.contains(what));
    let tree = tree.map(|what| (label(w, what), side(line.tree.old, was, what), side(line.tree.new, is, what)));
    tree.chain(line.words.iter().map(|words| worded(w, words))).collect()
}

fn label(w: Words, what: What) -> &'static str {
    match what {
        What::Code => w.t("table.code"),
        What::Name => w.t("table.criterion"),
        What::Max => w.t("table.max"),
        What::Kind => w.t("table.kind"),
        What::Parent => w.t("table.place"),
    }
}

fn said(w: Words, placed: Placed<'_>, draft: &TableDraft, what: What) -> String {
    let (node, decimals) = (placed.node, draft.rules.rounding.decimals);
    match what {
        What::Code => node.code.clone(),
        What::Name => node.name.clone(),
        What::Max => w.points(node.max, decimals),
        What::Parent => {
            draft.node(placed.parent).map_or_else(|| w.t("table.top").to_owned(), |group| format!("{} {}", group.code, group.name))
        }
        What::Kind => match node.kind() {
            Some(kind) => format!("{}. {}", w.say("table.kind", kind.word(), &[]), formula::sentence(w, kind, node.max, decimals)),
            None => format!("{} {}", w.say("table.kind", "group", &[]), outline::bare(w, node, decimals).formula).trim().to_owned(),
        },
    }
}

fn worded(w: Words, words: &Reworded) -> (&'static str, String, String) {
    let label = match words.field {
        "how" => w.t("table.how"),
        "evidence" => w.t("table.evidence"),
        "evidence_needed" => w.t("table.evidence_needed"),
        "measure" => w.t("table.measure"),
        "scale" => w.t("table.scale"),
        "clause" => w.t("table.clause"),
        _ => w.t("table.source"),
    };
    let text = |text: &str| match (words.field, text) {
        ("evidence_needed", "1") => w.t("table.yes").to_owned(),
        ("evidence_needed", _) => w.t("table.no").to_owned(),
        _ => text.to_owned(),
    };
    (label, text(&words.old), text(&words.new))
}
