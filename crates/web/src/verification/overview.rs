//! Who reads whom and how far they are; differences to decide; the way to one's own readings and answers.
//! *Thẩm định: phân công và tiến độ.*

use std::sync::Arc;

use app::verification::Reading;
use app::verification::queue::{may_see, progress};
use app::{Cx, Desk};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use cycle::cluster::{Act, On};

use crate::{AtYear, Frame, Reply, Words, addresses, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::VERIFICATION, get(show))
}

#[derive(Template)]
#[template(path = "verification/overview.html")]
struct Overview {
    w: Words,
    frame: Frame,
    /// Readings that are this person's work.
    mine: Vec<Row>,
    /// Every reading, for those who steer or see all.
    all: Vec<Row>,
    answers: Vec<(String, String)>,
    differences: Vec<Open>,
    large: Vec<Open>,
    /// Lines on which somebody decided, who may decide otherwise.
    decided: Vec<Open>,
    /// Where every sheet is given its readers, while none has any.
    assign: String,
    /// Where the second round is, once disputes may be settled.
    settlement: String,
    rotation: String,
    nobody: bool,
}

/// One reading in a table.
struct Row {
    unit: String,
    reader: String,
    done: usize,
    of: usize,
    state: (&'static str, &'static str),
    sent: String,
    /// Empty where this person may not look.
    href: String,
    /// Empty where the reader may not be changed.
    change: String,
    /// Where one more reader is given.
    add: String,
    /// Where a sent reading is opened again.
    reopen: String,
}

/// A line that waits for a decision or another reader.
struct Open {
    unit: String,
    line: String,
    by: String,
    href: String,
}

/// `GET /years/{year}/verification`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::SeeYear, On::CLUSTER)?;
    let (w, year, desk) = (at.w(), at.year(), &at.desk);
    let readings = progress(&cx, desk).await?;
    let kept: Vec<Reading> = readings.iter().map(|(r, ..)| r.clone()).collect();
    let own = desk.own_units();
    let steers = desk.may(Act::AssignReaders, On::CLUSTER) || desk.may(Act::SeeAllScores, On::CLUSTER);
    let rows = |mine: bool| {
        let wanted = readings.iter().filter(|(r, ..)| !mine || own.contains(&r.reader_unit));
        wanted.map(|(r, done, of)| row(w, desk, (r, may_see(desk, &kept, r)), (*done, *of))).collect()
    };
    let [differences, large, decided] = open_lines(&cx, &at).await?;
    reply::page(&Overview {
        w,
        frame: at.frame(w.t("verification.title")),
        mine: rows(true),
        all: if steers { rows(false) } else { Vec::new() },
        answers: own.iter().map(|unit| (addresses::answers(year, *unit), desk.short_name(*unit).to_owned())).collect(),
        differences,
        large,
        decided,
        assign: if readings.is_empty() && desk.may(Act::AssignReaders, On::CLUSTER) {
            addresses::verification_assign(year)
        } else {
            String::new()
        },
        settlement: if desk.may(Act::SeeAllScores, On::CLUSTER) { addresses::settlements(year) } else { String::new() },
        rotation: rotation(w, desk),
        nobody: readings.is_empty(),
    })
}

pub(super) fn rotation(w: Words, desk: &Desk) -> String {
    w.fill("verification.rotation", &[("n", &w.count(desk.regulation.readers))])
}

fn row(w: Words, desk: &Desk, (r, shown): (&Reading, bool), (done, of): (usize, usize)) -> Row {
    let (year, on) = (desk.year.scope.year, On::unit(r.unit).read_by(r.reader_unit));
    let looks = desk.may(Act::ReadSheet, on) || desk.may(Act::SeeAllScores, on);
    let changes = r.sent_at.is_none() && desk.may(Act::AssignReaders, On::CLUSTER);
    Row {
        unit: desk.short_name(r.unit).to_owned(),
        reader: desk.short_name(r.reader_unit).to_owned(),
        done,
        of,
        state: state(w, r, done),
        sent: r.sent_at.map(|at| w.moment(at)).unwrap_or_default(),
        href: if looks && shown { addresses::reading(year, r.id) } else { String::new() },
        add: if desk.may(Act::AssignReaders, On::CLUSTER) { addresses::extra_reader(year, r.unit) } else { String::new() },
        reopen: if r.sent_at.is_some() && desk.may(Act::ResolveReadings, On::unit(r.unit)) {
            addresses::reading_reopen(year, r.id)
        } else {
            String::new()
        },
        change: if changes { addresses::reading_reader(year, r.id) } else { String::new() },
    }
}

fn state(w: Words, r: &Reading, done: usize) -> (&'static str, &'static str) {
    match (r.sent_at.is_some(), done) {
        (true, _) => ("badge badge-success", w.t("verification.reading_sent")),
        (false, 0) => ("badge", w.t("verification.reading_waiting")),
        (false, _) => ("badge badge-info", w.t("verification.reading_open")),
    }
}

/// Lines whose readings differ, large changes with one reader, and lines that were decided, for whoever decides
/// on them.
async fn open_lines(cx: &Cx, at: &AtYear) -> Result<[Vec<Open>; 3], Reply> {
    let (w, desk) = (at.w(), &at.desk);
    let book = app::verification::book(cx, desk).await?;
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    let [mut differences, mut large, mut decided] = [const { Vec::new() }; 3];
    for unit in &book.units {
        let decides = desk.may(Act::ResolveReadings, On::unit(unit.unit));
        let assigns = desk.may(Act::AssignReaders, On::CLUSTER);
        for (leaf, line) in leaves.iter().zip(&unit.lines) {
            let open = |by: String, href: String| Open {
                unit: desk.short_name(unit.unit).to_owned(),
                line: super::criterion::name(leaf),
                by,
                href,
            };
            let href = || addresses::difference(at.year(), unit.unit, &leaf.path);
            if let Some(by) = line.differs.filter(|_| decides) {
                differences.push(open(w.points(by, leaf.decimals), href()));
            }
            if line.decision.is_some() && decides {
                decided.push(open(String::new(), href()));
            }
            if line.wants_second_reader() && assigns {
                large.push(open(String::new(), addresses::extra_reader(at.year(), unit.unit)));
            }
        }
    }
    Ok([differences, large, decided])
}
