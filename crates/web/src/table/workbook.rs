//! The table as a workbook, and the empty one to fill in. *Tải xuống .xlsx.*

use std::collections::BTreeMap;
use std::sync::Arc;

use app::Cx;
use app::table::details::{Detail, Details};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use cycle::cluster::{Act, On};
use exchange::workbook::samples::sample_table_workbook;
use exchange::workbook::table_export::export_table;
use exchange::workbook::table_import::LineDetail;

use super::opened;
use crate::{AtYear, Reply};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /years/{year}/table/{version}/export.xlsx`
pub(super) async fn export(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let opened = opened(&at, &cx).await?;
    let bytes = export_table(&opened.draft, &lines(&opened.details)).map_err(Reply::fault)?;
    Ok(file(&format!("thang-bang-diem-{}-{}.xlsx", opened.draft.year, opened.listed.number), bytes))
}

/// `GET /years/{year}/table/mau-thang-bang-diem.xlsx`
pub(super) async fn form(at: AtYear) -> Result<Response, Reply> {
    at.desk.require(Act::SeeYear, On::CLUSTER)?;
    Ok(file("mau-thang-bang-diem.xlsx", sample_table_workbook().map_err(Reply::fault)?))
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, bytes).into_response()
}

/// The words beside each line as a workbook holds them; the clause stands under remarks.
fn lines(details: &Details) -> BTreeMap<String, LineDetail> {
    let one = |detail: &Detail| LineDetail {
        how: detail.how.clone(),
        unit_of_measure: detail.measure.clone(),
        evidence: detail.evidence.clone(),
        source: detail.source.clone(),
        note: detail.clause.clone(),
        ..LineDetail::default()
    };
    details.iter().map(|(path, detail)| (path.clone(), one(detail))).collect()
}

/// The words beside each line as a workbook gave them. A line that names evidence needs it.
pub(super) fn details(lines: &BTreeMap<String, LineDetail>) -> Details {
    let one = |line: &LineDetail| Detail {
        how: line.how.clone(),
        evidence: line.evidence.clone(),
        evidence_needed: !line.evidence.is_empty(),
        measure: line.unit_of_measure.clone(),
        scale: 2,
        clause: line.note.clone(),
        source: line.source.clone(),
        assumed: line.assumed,
    };
    lines.iter().map(|(path, line)| (path.clone(), one(line))).collect()
}

#[cfg(test)]
mod tests {
    use exchange::workbook::cells::OldText;
    use exchange::workbook::table_import::{TableOptions, import_table};

    use super::*;

    #[test]
    fn a_table_comes_back_from_its_workbook() {
        let (draft, words) = app::table::sample::sample("x".into(), 2026);
        let bytes = export_table(&draft, &lines(&words)).unwrap();
        let options = TableOptions { decimals: 2, old_text: OldText::Offer, id: "x".into(), title: draft.title.clone(), year: 2026 };
        let read = import_table(&bytes, &options);
        assert_eq!(read.findings.iter().filter(|f| f.is_error()).count(), 0, "{:?}", read.findings);
        assert_eq!(scoring::table::compare::compare(&draft, &read.draft.unwrap()), Vec::new());
        assert_eq!(details(&read.details)["I/1"].evidence, words["I/1"].evidence);
    }
}
