//! A table from a workbook: every problem by sheet and cell first, then a draft. *Nhập thang bảng điểm từ Excel.*

use std::sync::Arc;

use app::table::details::{of_text, to_text};
use app::table::start::{self, Start};
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use exchange::json::Layout;
use exchange::workbook::CellFinding;
use exchange::workbook::cells::OldText;
use exchange::workbook::table_import::{ImportedTable, TableOptions, import_table};
use exchange::{read_table_draft, write_table};
use values::YearId;

use super::outline::{self, Row};
use super::{key, start_frame, workbook};
use crate::forms::{Form, Problems, Sheet};
use crate::reply::{self, Reply};
use crate::upload::Upload;
use crate::{AtYear, Frame, Words, addresses, done};

#[derive(Template)]
#[template(path = "table/import.html")]
struct ImportPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    decimals: Vec<(String, String)>,
}

/// One problem of the workbook.
struct Found {
    error: bool,
    place: String,
    text: String,
}

#[derive(Template)]
#[template(path = "table/preview.html")]
struct PreviewPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    file: String,
    size: String,
    counts: String,
    found: Vec<Found>,
    rows: Vec<Row>,
    gaps: Vec<String>,
    /// The table as it was read; empty while the file has errors other than sums.
    document: String,
    details: String,
    old_text: bool,
}

/// `GET /years/{year}/table/import`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::EditTable, On::CLUSTER)?;
    let title = at.w().fill("table.title_of", &[("year", &at.desk.year.year.to_string())]);
    let sheet = at.form(&cx, Form::of([("title", title), ("decimals", "2".to_owned())]));
    reply::page(&page(&at, sheet))
}

/// `POST …`: shows what was read; keeps nothing.
pub(super) async fn read(at: AtYear, State(cx): State<Arc<Cx>>, upload: Upload) -> Result<Html<String>, Reply> {
    at.desk.require(Act::EditTable, On::CLUSTER)?;
    let options = match options(&at, &upload) {
        Ok(options) => options,
        Err(problems) => return Err(Reply::page(&page(&at, at.form(&cx, upload.form).with(problems)))),
    };
    let bytes = upload.bytes.clone();
    let imported = tokio::task::spawn_blocking(move || import_table(&bytes, &options)).await.map_err(Reply::fault)?;
    let sheet = at.form(&cx, upload.form.clone());
    reply::page(&preview(&at, sheet, &upload.name, &imported))
}

/// `POST …/keep`: keeps what was read as a draft.
pub(super) async fn keep(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let draft = read_table_draft(form.text("document").as_bytes()).map_err(|_| Error::plain("table-unreadable"))?;
    let from = Start::Read(Box::new(draft), of_text(form.text("details")));
    let id = start::start(&cx, at.actor(), at.year(), &key(&form)?, &from).await?;
    Ok(done(&addresses::table_version(at.year(), id), "table_imported"))
}

fn page(at: &AtYear, sheet: Sheet) -> ImportPage {
    let w = at.w();
    ImportPage {
        w,
        frame: start_frame(at, w.t("table.import_title")).crumb(addresses::table(at.year()), w.t("table.title")),
        sheet,
        year: at.year(),
        decimals: (0..=scoring::Rounding::MOST_DECIMALS).map(|n| (n.to_string(), n.to_string())).collect(),
    }
}

fn options(at: &AtYear, upload: &Upload) -> Result<TableOptions, Problems> {
    let mut check = upload.form.check(at.w());
    let title = check.text("title", 300);
    let decimals = check.chosen::<u8>("decimals").filter(|n| *n <= scoring::Rounding::MOST_DECIMALS);
    if upload.bytes.is_empty() && upload.name.is_empty() {
        check.problem("file", at.w().t("table.no_file"));
    }
    let old_text = if upload.form.has("old_text") { OldText::Convert } else { OldText::Offer };
    let (id, year) = (at.year().to_string(), at.desk.year.year);
    let options = title.zip(decimals).map(|(title, decimals)| TableOptions { decimals, old_text, id, title, year });
    check.done(options)
}

fn preview(at: &AtYear, sheet: Sheet, file: &str, imported: &ImportedTable) -> PreviewPage {
    let w = at.w();
    let details = workbook::details(&imported.details);
    let fit = imported.draft.as_ref().filter(|_| imported.findings.iter().all(may_be_kept));
    PreviewPage {
        w,
        frame: start_frame(at, w.t(if imported.draft.is_some() { "table.preview_title" } else { "table.preview_none" }))
            .crumb(addresses::table(at.year()), w.t("table.title"))
            .crumb(addresses::table_import(at.year()), w.t("table.import_title"))
            .wide(),
        sheet,
        year: at.year(),
        file: file.to_owned(),
        size: imported.draft.as_ref().map(|draft| outline::size(w, draft)).unwrap_or_default(),
        counts: counts(w, &imported.findings),
        found: found(w, &imported.findings),
        rows: imported.draft.as_ref().map(|draft| outline::rows(w, draft, &details)).unwrap_or_default(),
        gaps: imported.draft.as_ref().map(|draft| outline::gaps(w, draft)).unwrap_or_default(),
        document: fit.map(|draft| write_table(draft, Layout::Compact)).unwrap_or_default(),
        details: to_text(&details),
        old_text: imported.findings.iter().any(|f| f.code == "old-encoding"),
    }
}

/// A wrong sum stays in sight while the draft is edited; other errors would be forgotten with the file.
fn may_be_kept(finding: &CellFinding) -> bool {
    !finding.is_error() || matches!(finding.code, "sum-differs" | "total-differs")
}

fn counts(w: Words, findings: &[CellFinding]) -> String {
    let errors = findings.iter().filter(|f| f.is_error()).count();
    w.fill("table.found_counts", &[("errors", &w.count(errors)), ("warnings", &w.count(findings.len() - errors))])
}

/// Errors first, each group in the order of the sheet.
fn found(w: Words, findings: &[CellFinding]) -> Vec<Found> {
    let one = |finding: &CellFinding| {
        let (place, said) = (finding.place(), finding.say(w.lang));
        let text = said.strip_prefix(&format!("{place}: ")).unwrap_or(&said).to_owned();
        Found { error: finding.is_error(), place, text }
    };
    let (errors, warnings): (Vec<_>, Vec<_>) = findings.iter().map(one).partition(|found| found.error);
    errors.into_iter().chain(warnings).collect()
}
