//! Codes, names and maxima of one group's lines in one form. *Sửa nhanh.*

use std::sync::Arc;

use app::Cx;
use app::table::edit::{Edit, Row, edit};
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use scoring::{Node, TableDraft};
use values::{Points, TableId, YearId};

use super::{draft, frame, key, outline, seen};
use crate::forms::{Form, Problems, Sheet};
use crate::reading::Numeric;
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words, addresses, done};

/// One line of the grid.
struct Line {
    n: usize,
    path: String,
    label: String,
}

#[derive(Template)]
#[template(path = "table/grid.html")]
struct GridPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    seen: i64,
    group: String,
    /// What the group is worth, and whether its lines make that.
    declared: String,
    gap: String,
    lines: Vec<Line>,
}

/// `GET /years/{year}/table/{version}/grid?group=`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = draft(&at, &cx).await?;
    let group = at.query.text("group").to_owned();
    let form = shown(at.w(), &opened.draft, lines(&opened.draft, &group)?);
    let sheet = at.form(&cx, form);
    reply::page(&page(&at, &opened, &group, sheet)?)
}

/// `POST /years/{year}/table/{version}/grid`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let opened = draft(&at, &cx).await?;
    let group = form.text("group").to_owned();
    match read(at.w(), &form, &opened.draft, lines(&opened.draft, &group)?) {
        Ok(rows) => {
            let id = opened.listed.id;
            edit(&cx, at.actor(), at.year(), (id, seen(&form)), &key(&form)?, &Edit::Grid(rows)).await?;
            Ok(done(&addresses::table_version_at(at.year(), id, &group), "table_grid_saved"))
        }
        Err(problems) => {
            let sheet = at.form(&cx, form).with(problems);
            Err(Reply::page(&page(&at, &opened, &group, sheet)?))
        }
    }
}

/// The lines of a group; the top lines for an empty path.
fn lines<'t>(draft: &'t TableDraft, group: &str) -> Result<&'t [Node], Reply> {
    if group.is_empty() {
        return Ok(&draft.nodes);
    }
    draft.node(group).filter(|node| node.kind().is_none()).map(Node::children).ok_or(Reply::NotFound)
}

fn page(at: &AtYear, opened: &Opened, group: &str, sheet: Sheet) -> Result<GridPage, Reply> {
    let (w, draft) = (at.w(), &opened.draft);
    let node = draft.node(group);
    let title = node
        .map_or_else(|| w.t("table.grid_top").to_owned(), |node| w.fill("table.grid_of", &[("code", &node.code), ("name", &node.name)]));
    let gap = draft
        .findings()
        .iter()
        .find(|f| f.place.path.as_deref() == Some(group) && f.code() == "table.sum")
        .map(|f| outline::sentence(w, draft, f));
    Ok(GridPage {
        w,
        frame: frame(at, opened, title),
        sheet,
        year: at.year(),
        id: opened.listed.id,
        seen: opened.version,
        group: group.to_owned(),
        declared: w.points(node.map_or_else(|| draft.counted_total(), |node| node.max), draft.rules.rounding.decimals),
        gap: gap.unwrap_or_default(),
        lines: lines(draft, group)?
            .iter()
            .enumerate()
            .map(|(n, node)| Line { n, path: node.path.clone(), label: format!("{} {}", node.code, node.name) })
            .collect(),
    })
}

fn shown(w: Words, draft: &TableDraft, lines: &[Node]) -> Form {
    let decimals = draft.rules.rounding.decimals;
    Form::of(lines.iter().enumerate().flat_map(|(n, node)| {
        [
            (format!("code.{n}"), node.code.clone()),
            (format!("name.{n}"), node.name.clone()),
            (format!("max.{n}"), w.typed(node.max.quantity(decimals))),
        ]
    }))
}

/// Rows by the path that each was shown with, so that a line moved meanwhile is not overwritten by another.
fn read(w: Words, form: &Form, draft: &TableDraft, lines: &[Node]) -> Result<Vec<Row>, Problems> {
    let decimals = draft.rules.rounding.decimals;
    let mut check = form.check(w);
    let rows: Vec<Option<Row>> = (0..lines.len())
        .map(|n| {
            let (code, name) = (check.optional(&format!("code.{n}"), 40), check.text(&format!("name.{n}"), 1000));
            let max = check.number(&format!("max.{n}"), Numeric::places(decimals)).and_then(|q| q.in_units(decimals)).map(Points);
            Some(Row { path: form.text(&format!("path.{n}")).to_owned(), code: code?, name: name?, max: max? })
        })
        .collect();
    check.done(rows.into_iter().collect())
}
