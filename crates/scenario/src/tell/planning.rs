//! February to April: the table is drafted, agreed and put in force, targets are assigned. *Thang bảng điểm, chỉ tiêu.*

use app::table::details::{Detail, Details};
use app::table::{read, versions};
use app::target::assign::{Paper, Set, assign};
use app::{Error, cluster::phases, desk};
use cycle::Phase;
use cycle::target::{Assignment, Meaning};
use values::{Quantity, TableId};

use super::stage::Stage;
use crate::day::on;
use crate::figures::{Figure, TABLE, details, results, targets};

/// The deputy drafts the table. *Dự thảo.*
pub(super) async fn draft(stage: &mut Stage<'_>) -> Result<TableId, Error> {
    stage.at("2018-02-26", 9);
    let deputy = stage.of_unit("lanh-dao", "ca-mau")?;
    let mut beside = beside();
    let (path, words) = super::consulting::FIRST_WORDS;
    if let Some(detail) = beside.get_mut(path) {
        words.clone_into(&mut detail.how);
    }
    versions::draft(stage.cx, &deputy, stage.year()?, TABLE.as_bytes(), &beside).await
}

/// What stands beside the criteria.
pub(super) fn beside() -> Details {
    let one = |d: &crate::figures::Detail| Detail {
        how: d.how.into(),
        evidence: d.evidence.into(),
        evidence_needed: d.needed,
        measure: d.measure.into(),
        scale: d.scale,
        clause: d.clause.into(),
        source: d.source.into(),
        assumed: false,
    };
    details().iter().map(|d| (d.path.to_owned(), one(d))).collect()
}

/// After the signing the head puts the table in force and the year begins. *Áp dụng.*
pub(super) async fn begin(stage: &mut Stage<'_>, table: TableId) -> Result<(), Error> {
    stage.at("2018-03-26", 9);
    let (head, year) = (stage.of_unit("lanh-dao", "soc-trang")?, stage.year()?);
    let shown = read::open(stage.cx, &desk::open(stage.cx, &head, year).await?, table).await?.shown(None);
    versions::apply(stage.cx, &head, year, (table, shown), (on("2018-03-23"), "")).await?;
    phases::move_to(stage.cx, &head, year, Phase::Running, "").await
}

/// The head records what each unit is assigned. *Giao chỉ tiêu.*
pub(super) async fn assign_targets(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-04-16", 9);
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    let mut sets = Vec::new();
    for figure in targets() {
        sets.push(Set { unit: stage.unit(figure.unit)?, path: figure.path.into(), assignment: assignment(&figure) });
    }
    for figure in results().iter().filter(|figure| figure.text == "x") {
        sets.push(Set {
            unit: stage.unit(figure.unit)?,
            path: figure.path.into(),
            assignment: Some(Assignment::Absent(Meaning::NotApplicable)),
        });
    }
    let paper = Paper { decision: "15/QĐ-CTĐ9 (minh họa)".into(), decided_on: Some(on("2018-04-13")), reason: String::new() };
    assign(stage.cx, &head, stage.year()?, &sets, &paper).await
}

fn assignment(figure: &Figure) -> Option<Assignment> {
    match figure.text {
        "-" => Some(Assignment::Absent(Meaning::NoTarget)),
        text => Quantity::read(text, 6).ok().map(Assignment::Target),
    }
}

/// The head lets the units score themselves. *Mở tự chấm.*
pub(super) async fn open_scoring(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-11-12", 9);
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    phases::move_to(stage.cx, &head, stage.year()?, Phase::SelfScoring, "").await
}
