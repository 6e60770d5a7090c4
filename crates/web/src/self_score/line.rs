//! One criterion of a sheet: its clause, its figures, its evidence, its history. *Một tiêu chí.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, InForce};
use app::evidence::Filed;
use app::self_score::line::{Turn, changes};
use app::self_score::look::{self, Opened};
use app::self_score::worth::{Tally, tally};
use app::table::details::Detail;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::Act;
use values::UnitId;

use super::rows::{self, Filter, Line, Over, Sight};
use super::{sheet, typed, words};
use crate::evidence::drop::{Drop, drop};
use crate::evidence::from_store::{FromStore, from_store};
use crate::evidence::shown::Look;
use crate::forms::{Form, Sheet};
use crate::kept::Kept;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::table::formula::formula;
use crate::words::Words;
use crate::{AtYear, addresses};

/// One change, in words.
struct TurnShown {
    by: String,
    at: String,
    field: String,
    old: String,
    new: String,
}

/// A file that serves the line.
struct FileShown {
    href: String,
    /// Where it is taken off the line.
    detach: String,
    name: String,
    about: String,
    size: String,
    /// Where else it is used, in sentences.
    used: Vec<String>,
}

#[derive(Template)]
#[template(path = "self_score/line.html")]
pub(super) struct LinePage<'a> {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    words: Kept,
    name: String,
    account: String,
    own: String,
    save: String,
    here: String,
    unit: UnitId,
    edit: bool,
    line: Line<'a>,
    detail: Detail,
    formula: String,
    tally: Tally,
    before: Option<Link>,
    after: Option<Link>,
    files: Vec<FileShown>,
    may_read: bool,
    at: &'a AtYear,
    book: &'a Book,
    /// Everything the unit has put in; nothing where it may not be read.
    kept: Vec<Filed>,
    may_attach: bool,
    may_detach: bool,
    turns: Vec<TurnShown>,
}

impl LinePage<'_> {
    /// The form that takes files for this line.
    fn drop(&self) -> Drop<'_> {
        drop(&self.at.desk, &self.sheet, self.unit, &self.line.leaf.path, &[], &self.here)
    }

    /// The form that attaches a file which is kept already.
    fn stored(&self) -> Option<FromStore<'_>> {
        let look = Look { w: self.w, desk: &self.at.desk, book: self.book };
        let query = self.at.query.has("q").then(|| self.at.query.text("q"));
        from_store(look, &self.sheet, (&self.here, &self.line.leaf.path), &self.kept, query)
    }
}

/// `GET /years/{year}/self-score/{unit}/line/{path}`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = look::open(&cx, &at.desk, at.id("unit")?).await?;
    let with = at.form(&cx, Form::default());
    reply::page(&page(&at, &cx, &opened, at.part("path"), (with, &Over::default())).await?)
}

/// The page, with what was typed and is wrong where its form was not kept whole.
pub(super) async fn page<'a>(
    at: &'a AtYear,
    cx: &Cx,
    opened: &'a Opened,
    path: &str,
    (sheet, over): (Sheet, &'a Over),
) -> Result<LinePage<'a>, Reply> {
    let (w, year, unit) = (at.w(), at.year(), opened.unit);
    let table = opened.book.in_force()?;
    let leaf = table.table.leaf(path).ok_or(Reply::NotFound)?;
    let facts = opened.lines()?.lines.get(leaf.index).ok_or(Reply::NotFound)?;
    let (edit, may_read) = (opened.may_edit(&at.desk), at.desk.may(Act::ReadEvidence, opened.read));
    let sight = Sight { w, year, unit, place: opened.place, book: &opened.book, table, edit, filter: Filter::All, over, alone: true };
    let bounds = opened.book.own.bounds(&table.table, opened.place, path, &opened.book.submitted()).unwrap_or_default();
    let kept = if may_read { app::evidence::of_unit(cx, &at.desk, unit).await? } else { Vec::new() };
    let turns = changes(cx, &at.desk, opened, path).await?;
    let here = addresses::sheet_line(year, unit, path);
    Ok(LinePage {
        frame: frame(at, opened, &leaf.label, edit),
        words: Kept::written(words::sheet(w)),
        name: at.actor().name.clone(),
        account: at.actor().account.to_string(),
        own: addresses::sheet(year, unit),
        save: addresses::sheet_cells(year, unit),
        line: rows::line(&sight, leaf, facts, bounds),
        detail: table.details.get(path).cloned().unwrap_or_default(),
        tally: tally(&opened.book, opened.place),
        before: neighbour(at, opened, table, leaf.index.checked_sub(1)),
        after: neighbour(at, opened, table, leaf.index.checked_add(1)),
        files: files(Look { w, desk: &at.desk, book: &opened.book }, &kept, path),
        at,
        book: &opened.book,
        kept,
        may_attach: at.desk.may(Act::AttachEvidence, opened.on),
        may_detach: at.desk.may(Act::ChangeEvidence, opened.on),
        formula: formula(w, leaf),
        turns: turns.iter().map(|turn| turn_words(w, turn)).collect(),
        w,
        sheet,
        here,
        unit,
        edit,
        may_read,
    })
}

fn frame(at: &AtYear, opened: &Opened, code: &str, edit: bool) -> Frame {
    let (w, year) = (at.w(), at.year());
    let frame = at
        .frame(w.fill("self_score.line_title", &[("code", code)]))
        .crumb(addresses::sheets(year), w.t("self_score.sheets"))
        .crumb(addresses::sheet(year, opened.unit), sheet::title(at, opened.unit));
    let frame = if edit { frame.script("sheet.js") } else { frame };
    if at.desk.may(Act::AttachEvidence, opened.on) { frame.script("upload.js") } else { frame }
}

fn neighbour(at: &AtYear, opened: &Opened, table: &InForce, index: Option<usize>) -> Option<Link> {
    let leaf = table.table.leaves().get(index?)?;
    Some(Link::new(addresses::sheet_line(at.year(), opened.unit, &leaf.path), leaf.label.clone()))
}

/// The files that serve the line.
fn files(look: Look<'_>, kept: &[Filed], path: &str) -> Vec<FileShown> {
    let shown = |file: &Filed| FileShown {
        href: addresses::evidence(look.desk.scope().year, file.id),
        detach: addresses::evidence_detach(look.desk.scope().year, file.id),
        name: file.name.clone(),
        about: [file.number.as_str(), file.summary.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" – "),
        size: look.w.size(file.size),
        used: look.used_too(file, path),
    };
    kept.iter().filter(|file| !file.withdrawn && file.use_of(path).is_some()).map(shown).collect()
}

fn turn_words(w: Words, turn: &Turn) -> TurnShown {
    TurnShown {
        by: turn.by.clone(),
        at: w.moment(turn.at),
        field: w.say("self_score.word", &format!("field_{}", turn.field), &[]),
        old: typed::read_out(w, &turn.field, &turn.old),
        new: typed::read_out(w, &turn.field, &turn.new),
    }
}
