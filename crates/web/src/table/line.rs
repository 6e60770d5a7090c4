//! One line of a draft with all its fields, and taking it out. *Sửa tiêu chí, bỏ dòng.*

use std::sync::Arc;

use app::Cx;
use app::table::edit::{Edit, edit};
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use scoring::{Kind, Node};
use values::{Quantity, TableId, YearId};

use super::{draft, frame, key, line_form, outline, seen};
use crate::forms::{Form, Sheet};
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words, addresses, done};

type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "table/line.html")]
struct LinePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    path: String,
    seen: i64,
    /// The kind whose fields are shown.
    kind: String,
    kinds: Options,
    leaders: Options,
    no_targets: Options,
    directions: Options,
    inputs: Options,
    scales: Options,
    bands: usize,
    /// The columns of a band: the ending of its field's name, and its heading.
    band_fields: [(&'static str, &'static str); 5],
    formula: String,
    problems: Vec<(bool, String)>,
}

#[derive(Template)]
#[template(path = "table/take_out.html")]
struct TakeOutPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    path: String,
    seen: i64,
    inside: String,
}

/// `GET /years/{year}/table/{version}/node/{*path}`; with `?do=delete` the question before taking it out.
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = draft(&at, &cx).await?;
    let node = opened.draft.node(at.part("path")).ok_or(Reply::NotFound)?;
    if at.query.text("do") == "delete" {
        return reply::page(&question(&at, &cx, &opened, node));
    }
    let detail = opened.details.get(&node.path).cloned().unwrap_or_default();
    let form = line_form::shown(at.w(), node, &detail, opened.draft.rules.rounding.decimals);
    let sheet = at.form(&cx, form);
    reply::page(&page(&at, &opened, node, sheet))
}

/// `POST …`: keeps the line, or with `again` shows the fields of the kind that was chosen.
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let opened = draft(&at, &cx).await?;
    let node = opened.draft.node(at.part("path")).ok_or(Reply::NotFound)?;
    if form.has("again") {
        let sheet = at.form(&cx, form);
        return Ok(axum::response::IntoResponse::into_response(reply::page(&page(&at, &opened, node, sheet))?));
    }
    match line_form::read(at.w(), &node.path, &form, opened.draft.rules.rounding.decimals) {
        Ok(line) => {
            let change = Edit::Line(Box::new(line));
            edit(&cx, at.actor(), at.year(), (opened.listed.id, seen(&form)), &key(&form)?, &change).await?;
            Ok(done(&addresses::table_version_at(at.year(), opened.listed.id, &node.path), "table_line_saved"))
        }
        Err(problems) => {
            let sheet = at.form(&cx, form).with(problems);
            Err(Reply::page(&page(&at, &opened, node, sheet)))
        }
    }
}

fn page(at: &AtYear, opened: &Opened, node: &Node, sheet: Sheet) -> LinePage {
    let w = at.w();
    let row = outline::bare(w, node, opened.draft.rules.rounding.decimals);
    let problems = opened.draft.findings().into_iter().filter(|f| f.place.path.as_deref() == Some(&node.path));
    let assumed = opened.details.get(&node.path).is_some_and(|detail| outline::is_assumed(node, detail));
    let doubt = assumed.then(|| (false, w.t("table.assumed_line").to_owned()));
    LinePage {
        w,
        frame: frame(at, opened, format!("{} {}", node.code, row.name).trim().to_owned()),
        year: at.year(),
        id: opened.listed.id,
        path: node.path.clone(),
        seen: opened.version,
        kind: sheet.form.text("kind").to_owned(),
        kinds: std::iter::once("group").chain(Kind::WORDS).map(|code| (code.to_owned(), w.say("table.kind", code, &[]))).collect(),
        leaders: line_form::LEADERS.iter().map(|(_, code)| ((*code).to_owned(), w.say("table.leader", code, &[]))).collect(),
        no_targets: line_form::NO_TARGETS.iter().map(|(_, code)| ((*code).to_owned(), w.say("table.no_target", code, &[]))).collect(),
        directions: line_form::DIRECTIONS.iter().map(|(_, code)| ((*code).to_owned(), w.say("table.direction", code, &[]))).collect(),
        inputs: line_form::INPUTS.iter().map(|(_, code)| ((*code).to_owned(), w.say("table.band_input", code, &[]))).collect(),
        scales: (0..=Quantity::MOST_DECIMALS).map(|n| (n.to_string(), n.to_string())).collect(),
        bands: line_form::band_rows(&sheet.form),
        band_fields: [
            ("from", w.t("table.band_from")),
            ("from_in", w.t("table.band_from_in")),
            ("to", w.t("table.band_to")),
            ("to_in", w.t("table.band_to_in")),
            ("points", w.t("table.points")),
        ],
        formula: row.formula,
        problems: doubt.into_iter().chain(problems.map(|f| (f.is_error(), outline::sentence(w, &opened.draft, &f)))).collect(),
        sheet,
    }
}

fn question(at: &AtYear, cx: &Cx, opened: &Opened, node: &Node) -> TakeOutPage {
    let w = at.w();
    let inside = count_inside(node);
    let inside = if inside == 0 { String::new() } else { w.fill("table.take_out_inside", &[("n", &w.count(inside))]) };
    TakeOutPage {
        w,
        frame: frame(at, opened, w.fill("table.take_out_title", &[("code", &node.code), ("name", &node.name)])),
        sheet: at.form(cx, Form::default()),
        year: at.year(),
        id: opened.listed.id,
        path: node.path.clone(),
        seen: opened.version,
        inside,
    }
}

fn count_inside(node: &Node) -> usize {
    node.children().iter().map(|child| 1 + count_inside(child)).sum()
}
