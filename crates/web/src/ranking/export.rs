//! The summary of all points as a workbook. *Bảng tổng hợp điểm.*

use std::sync::Arc;

use app::Cx;
use app::book::Book;
use app::ranking::{self, Standings};
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use cycle::cluster::{Act, On};
use exchange::workbook::ranking_export::{UnitSummary, export_ranking};
use scoring::{Entry, UnitScore};

use super::{listing, say};
use crate::at_year::AtYear;
use crate::reply::Reply;
use crate::words::Words;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /years/{year}/ranking/export.xlsx`
pub async fn file(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    at.desk.require(Act::SeeRanking, On::CLUSTER)?;
    let book = app::book::at(&cx, &at.desk).await?;
    at.desk.require(Act::SeeAllScores, ranking::all_scores(&book, &at.desk))?;
    let bytes = written(&at, &book)?;
    let name = format!("attachment; filename=\"tong-hop-diem-{}.xlsx\"", at.desk.year.year);
    Ok(([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}

/// The words of the file are Vietnamese, as the paper it stands for.
fn written(at: &AtYear, book: &Book) -> Result<Vec<u8>, Reply> {
    let w = Words::default();
    let (table, standings) = (&book.in_force()?.table, ranking::standings(book, &at.desk)?);
    let scores = book.counting.scores(table);
    let score = |place| scores.units.iter().find(|unit| unit.index == place);
    let units: Vec<UnitSummary> = (0..book.members.len()).map(|place| summary(w, book, &standings, (place, score(place)))).collect();
    let title = w.fill("ranking.file_title", &[("cluster", &at.desk.year.cluster.name), ("year", &at.desk.year.year.to_string())]);
    let rules: Vec<String> = standings.rules.iter().map(|rule| say::tie_rule(w, table, rule)).collect();
    let state = listing::badge_words(w, &standings);
    let remark = w.fill("ranking.file_remark", &[("state", &state), ("rules", &rules.join("; "))]);
    export_ranking(table, &units, &title, &remark).map_err(Reply::fault)
}

fn summary(w: Words, book: &Book, standings: &Standings, (place, score): (usize, Option<&UnitScore>)) -> UnitSummary {
    let member = book.members.get(place);
    let row = member.and_then(|member| standings.row(member.unit));
    UnitSummary {
        name: member.map(|member| member.short_name.clone()).unwrap_or_default(),
        points: score.map(|score| points(book, score)).unwrap_or_default(),
        total: score.map(|score| score.total),
        max: score.map(|score| score.max),
        rate: score.map_or_else(|| "–".to_owned(), |score| w.rate(score.rate)),
        rank: row.map_or_else(|| w.t("ranking.not_ranked").to_owned(), |row| row.rank.to_string()),
        class: row.and_then(|row| row.class.as_ref()).map(|band| say::class(w, band)).unwrap_or_default(),
    }
}

/// Points by path, groups and criteria; none where the line was not assigned.
fn points(book: &Book, score: &UnitScore) -> std::collections::BTreeMap<String, Option<values::Points>> {
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    let line = |line: &scoring::Line| if line.entry == Entry::NotAssigned { None } else { Some(line.points) };
    let lines = leaves.iter().zip(&score.lines).map(|(leaf, of)| (leaf.path.clone(), line(of)));
    lines.chain(score.groups.iter().map(|group| (group.path.clone(), Some(group.points)))).collect()
}
