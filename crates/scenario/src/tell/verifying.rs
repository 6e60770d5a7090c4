//! November and December: sheets are read, findings answered, disputes settled. *Thẩm định, giải trình, chốt điểm.*

use app::self_score::fields::Fields;
use app::verification::questions::{self, Ask};
use app::verification::readings::{Found, all, find, send};
use app::verification::{answer, readers, settle};
use app::{Error, cluster::phases, desk};
use cycle::Phase;
use cycle::verification::Verdict;
use scoring::Table;
use values::{ReadingId, UnitId};

use super::scoring::fields;
use super::stage::Stage;
use crate::cast::{READER, UNITS};
use crate::figures::{Dispute, Finding, disputes, findings};

/// How many lines the last reader has left on the day of verification.
const LEFT: usize = 18;

/// The head gives every sheet its reader and opens verification.
pub(super) async fn open(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-11-22", 9);
    let (head, year) = (stage.of_unit("lanh-dao", "soc-trang")?, stage.year()?);
    readers::assign(stage.cx, &head, year).await?;
    phases::move_to(stage.cx, &head, year, Phase::Verifying, "").await
}

/// One reading as the story sees it: the reader's unit and the unit that is read.
struct Read {
    id: ReadingId,
    unit: UnitId,
    reader: &'static str,
}

async fn readings(stage: &Stage<'_>) -> Result<Vec<Read>, Error> {
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    let desk = desk::open(stage.cx, &head, stage.year()?).await?;
    let kept = all(stage.cx, &desk).await?;
    kept.iter().map(|r| Ok(Read { id: r.id, unit: r.unit, reader: stage.key(r.reader_unit)? })).collect()
}

/// Seven readers finish; the last one has some lines left.
pub(super) async fn most(stage: &mut Stage<'_>, table: &Table) -> Result<(), Error> {
    stage.at("2018-11-26", 10);
    for read in readings(stage).await? {
        let mut found = found(stage, table, &read)?;
        if read.reader == READER {
            found.truncate(found.len().saturating_sub(LEFT));
        }
        keep(stage, &read, &found).await?;
        if read.reader != READER {
            hand_over(stage, &read).await?;
        }
    }
    Ok(())
}

/// What the last reader asks back before deciding, and what the unit replies.
const ASKED: (&str, &str, &str) = (
    "IV/1",
    "Trong ba sáng kiến có sáng kiến nào đã tính điểm năm 2017 không? Đề nghị nêu ngày công nhận từng sáng kiến.",
    "Không có sáng kiến nào của năm 2017. Cả ba được công nhận trong năm 2018: ngày 12/4, ngày 03/8 và ngày 15/10.",
);

/// The last reader asks the unit about one line, and gets a reply the day after.
pub(super) async fn asks_back(stage: &mut Stage<'_>) -> Result<(), Error> {
    let (path, question, reply) = ASKED;
    stage.at("2018-11-26", 16);
    let read = readings(stage).await?.into_iter().find(|read| read.reader == READER).ok_or(Error::NotFound)?;
    let (verifier, year) = (stage.of_unit("tham-dinh", READER)?, stage.year()?);
    questions::ask(stage.cx, &verifier, year, read.id, Ask { path, words: question, finding: 0, question: 0 }).await?;
    questions::send(stage.cx, &verifier, year, read.id, &[(path.to_owned(), 1)]).await?;
    stage.at("2018-11-27", 9);
    let officer = stage.of_unit("chuyen-vien", stage.key(read.unit)?)?;
    questions::reply(stage.cx, &officer, year, (read.id, path), reply, 2).await
}

/// The last reader finishes too, and the units are asked.
pub(super) async fn rest(stage: &mut Stage<'_>, table: &Table) -> Result<(), Error> {
    stage.at("2018-11-28", 15);
    let read = readings(stage).await?.into_iter().find(|read| read.reader == READER).ok_or(Error::NotFound)?;
    let found = found(stage, table, &read)?;
    let left = found.get(found.len().saturating_sub(LEFT)..).unwrap_or_default();
    keep(stage, &read, left).await?;
    hand_over(stage, &read).await?;
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    phases::move_to(stage.cx, &head, stage.year()?, Phase::Explaining, "").await
}

/// What the story's reader finds on every line of a sheet, in the table's order.
fn found(stage: &Stage<'_>, table: &Table, read: &Read) -> Result<Vec<Found>, Error> {
    let unit = stage.key(read.unit)?;
    let proposals = findings();
    let concerned = table.leaves().iter().filter(|leaf| !super::scoring::is_taken_out(unit, &leaf.path));
    let of = |path: &str| proposals.iter().find(|f| f.unit == unit && f.path == path);
    Ok(concerned
        .map(|leaf| Found {
            path: leaf.path.clone(),
            verdict: of(&leaf.path).map_or_else(Verdict::agree, |f| proposal(table, f)),
            version: 0,
            asked: 0,
        })
        .collect())
}

fn proposal(table: &Table, finding: &Finding) -> Verdict<Fields> {
    let (cause, reason, clause) = (finding.cause.into(), finding.reason.into(), String::new());
    Verdict::Propose { entry: fields(table, finding.path, finding.text), cause, reason, clause }
}

async fn keep(stage: &Stage<'_>, read: &Read, found: &[Found]) -> Result<(), Error> {
    let verifier = stage.of_unit("tham-dinh", read.reader)?;
    find(stage.cx, &verifier, stage.year()?, read.id, found).await
}

async fn hand_over(stage: &Stage<'_>, read: &Read) -> Result<(), Error> {
    let verifier = stage.of_unit("tham-dinh", read.reader)?;
    send(stage.cx, &verifier, stage.year()?, read.id).await
}

/// The units accept what was found, or explain.
pub(super) async fn answers(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-11-30", 9);
    let disputes = disputes();
    for finding in findings() {
        let (unit, year) = (stage.unit(finding.unit)?, stage.year()?);
        let leader = stage.of_unit("lanh-dao", finding.unit)?;
        match disputes.iter().find(|d| d.unit == finding.unit && d.path == finding.path) {
            Some(dispute) => answer::explain(stage.cx, &leader, year, (unit, finding.path), dispute.words, 0).await?,
            None => answer::accept(stage.cx, &leader, year, unit, finding.path, 0).await?,
        }
    }
    stage.at("2018-12-01", 8);
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    phases::move_to(stage.cx, &head, stage.year()?, Phase::SecondReading, "").await
}

/// Disputes are settled, the early ones or the others; nobody settles for their own unit.
pub(super) async fn settlements(stage: &mut Stage<'_>, table: &Table, early: bool) -> Result<(), Error> {
    stage.at(if early { "2018-12-02" } else { "2018-12-04" }, 10);
    for dispute in disputes().iter().filter(|dispute| dispute.early == early) {
        one(stage, table, dispute).await?;
    }
    Ok(())
}

async fn one(stage: &Stage<'_>, table: &Table, dispute: &Dispute) -> Result<(), Error> {
    let head = UNITS.first().map_or("", |unit| unit.key);
    let judge = stage.of_unit("lanh-dao", if dispute.unit == head { "ca-mau" } else { head })?;
    let entry = fields(table, dispute.path, dispute.text);
    settle::settle(stage.cx, &judge, stage.year()?, (stage.unit(dispute.unit)?, dispute.path), &entry, dispute.reason).await
}

/// Every line is settled: the ranking stands.
pub(super) async fn close(stage: &mut Stage<'_>) -> Result<(), Error> {
    stage.at("2018-12-04", 16);
    let head = stage.of_unit("lanh-dao", "soc-trang")?;
    phases::move_to(stage.cx, &head, stage.year()?, Phase::Settled, "").await
}
