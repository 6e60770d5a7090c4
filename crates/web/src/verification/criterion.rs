//! One criterion of one unit with everything a reader weighs: clause, formula, figures, the unit's own entry
//! and how its points came about. *Nội dung một mục.*

use app::book::{Book, LineFacts};
use app::self_score::fields::NOTE;
use app::table::details::Detail;
use app::verification::lines::own;
use app::{Cx, Desk};
use askama::Template;
use cycle::target::Assignment;
use scoring::{Leaf, say_step};
use values::{Lang, UnitId};

use super::entry;
use crate::{Reply, Words, addresses};

/// What stands above every form about one line; write it into a page as `{{ criterion }}`.
#[derive(Template)]
#[template(path = "verification/criterion.html")]
pub(super) struct Criterion {
    w: Words,
    clause: String,
    how: String,
    formula: String,
    asks: String,
    source: String,
    max: String,
    target: String,
    /// What the unit entered; empty where that is the points.
    own: String,
    own_points: String,
    why: String,
    note: String,
    last_year: String,
    steps: Vec<String>,
}

impl askama::filters::HtmlSafe for Criterion {}

/// A line of the table in force, by its path.
///
/// # Errors
/// Not found.
pub(super) fn leaf<'b>(book: &'b Book, unit: UnitId, path: &str) -> Result<(&'b Leaf, &'b LineFacts, Detail), Reply> {
    let table = book.in_force()?;
    let leaf = table.table.leaf(path).ok_or(Reply::NotFound)?;
    let facts = book.unit(unit)?.lines.get(leaf.index).ok_or(Reply::NotFound)?;
    Ok((leaf, facts, table.details.get(path).cloned().unwrap_or_default()))
}

/// *II.3.1. Tỷ lệ hồ sơ đúng hạn*
pub(super) fn name(leaf: &Leaf) -> String {
    format!("{}. {}", leaf.label, leaf.name)
}

impl Criterion {
    pub(super) async fn of(w: Words, cx: &Cx, desk: &Desk, (book, unit): (&Book, UnitId), path: &str) -> Result<Self, Reply> {
        let (leaf, facts, detail) = leaf(book, unit, path)?;
        let place = book.place(unit).ok_or(Reply::NotFound)?;
        let explained = book.own.explain(&book.in_force()?.table, place, path);
        let steps = explained.iter().flat_map(|line| &line.steps).map(|step| say_step(step, w.lang)).collect();
        let (entered, own_points) =
            (entry::say(w, leaf, &detail, &own(facts)), w.points(book.own.line(place, leaf.index).1, leaf.decimals));
        let last = app::verification::last_year::points(cx, desk, unit, path).await?;
        Ok(Self {
            w,
            formula: crate::table::formula::formula(w, leaf),
            max: w.points(leaf.max, leaf.decimals),
            target: target(w, facts.assignment(), &detail),
            own: if entered == format!("{own_points} {}", w.t("verification.points_word")) { String::new() } else { entered },
            own_points,
            why: addresses::why(desk.year.scope.year, unit, path),
            note: facts.cell(NOTE).map(|cell| cell.typed.clone()).unwrap_or_default(),
            last_year: last.map(|(points, decimals)| w.points(points, decimals)).unwrap_or_default(),
            steps,
            clause: detail.clause,
            how: detail.how,
            asks: detail.evidence,
            source: detail.source,
        })
    }

    /// The table's own words are Vietnamese.
    fn foreign(&self) -> bool {
        self.w.lang != Lang::Vi
    }
}

fn target(w: Words, assigned: Option<Assignment>, detail: &Detail) -> String {
    match assigned {
        None => String::new(),
        Some(Assignment::Target(quantity)) => format!("{} {}", w.number(quantity), detail.measure).trim_end().to_owned(),
        Some(Assignment::Absent(meaning)) => w.say("verification.no_target", meaning.code(), &[]),
    }
}
