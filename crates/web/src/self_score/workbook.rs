//! The unit's form as a workbook, for filling without a connection. *Tải mẫu Excel.*

use std::collections::BTreeMap;
use std::sync::Arc;

use app::Cx;
use app::book::{InForce, LineFacts};
use app::self_score::look::{self, Opened};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use exchange::workbook::self_score_form::{FormOf, export_form};
use scoring::{Given, Kind, Leaf};

use crate::AtYear;
use crate::reply::Reply;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /years/{year}/self-score/{unit}/form.xlsx`
pub(super) async fn download(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let opened = look::open(&cx, &at.desk, at.id("unit")?).await?;
    let bytes = written(&at, &opened)?;
    let kept = [(CONTENT_TYPE, XLSX), (CONTENT_DISPOSITION, "attachment; filename=\"mau-tu-cham.xlsx\"")];
    Ok((kept, bytes).into_response())
}

fn written(at: &AtYear, opened: &Opened) -> Result<Vec<u8>, Reply> {
    let (table, lines) = (opened.book.in_force()?, &opened.lines()?.lines);
    let given: BTreeMap<String, Given> =
        table.table.leaves().iter().zip(lines).map(|(leaf, facts)| (leaf.path.clone(), given(leaf, facts))).collect();
    let form = FormOf {
        table: &table.table,
        unit_key: &opened.unit.to_string(),
        unit_name: &at.desk.member(opened.unit)?.name,
        given: &given,
        evidence: &evidence(table),
    };
    export_form(&form).map_err(Reply::fault)
}

fn evidence(table: &InForce) -> BTreeMap<String, String> {
    table.details.iter().map(|(path, detail)| (path.clone(), detail.evidence.clone())).collect()
}

/// What is assigned and what is kept so far, as the form shows it.
fn given(leaf: &Leaf, facts: &LineFacts) -> Given {
    let kept = |field: &str| facts.cell(field).map(|cell| cell.typed.clone()).filter(|text| !text.is_empty());
    let target = facts.assignment().and_then(|a| a.quantity()).filter(|_| matches!(leaf.kind, Kind::Quantitative(_)));
    Given {
        not_assigned: (!facts.concerns()).then_some(true),
        achieved: kept("achieved").map(|text| text == "1"),
        target: target.map(values::Quantity::plain),
        actual: kept("actual"),
        points: kept("points"),
        percent: kept("percent"),
        count: kept("count"),
        bonus: kept("bonus"),
        deduction: kept("deduction"),
        value: kept("value"),
    }
}
