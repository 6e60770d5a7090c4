//! The sheet as a plain form: every field that was changed is saved, and what is wrong is shown beside it
//! with the typed text. *Lưu nhóm này.*

use std::sync::Arc;

use app::self_score::look::{self, Opened};
use app::self_score::save::{self, StaleCell, Typed};
use app::self_score::seen;
use app::{Cx, IdemKey};
use axum::extract::State;
use axum::response::Response;
use values::Moment;

use super::answer::when;
use super::rows::Over;
use super::typed::{BY_HAND, kept, read_out, shown};
use super::{line, sheet};
use crate::forms::{Form, Problems};
use crate::reply::Reply;
use crate::words::Words;
use crate::{AtYear, addresses, done};

/// What a form held: cells to keep, and what was typed that cannot be.
#[derive(Default)]
struct Sent {
    cells: Vec<Typed>,
    problems: Problems,
    over: Over,
}

/// `POST /years/{year}/self-score/{unit}`: the sheet, or one line of it.
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let opened = look::open(&cx, &at.desk, at.id("unit")?).await?;
    let mut sent = read(at.w(), &opened, &form);
    sent.cells = seen::touched(&cx, &at.desk, &opened, sent.cells).await?;
    if !sent.cells.is_empty() {
        let key = IdemKey::of(form.key()).ok_or_else(|| Reply::BadForm(Problems::default()))?;
        let kept = save::save(&cx, at.actor(), at.year(), opened.unit, &key, &sent.cells).await?;
        put_aside(&cx, &at, &opened, &mut sent, &kept.stale).await?;
    }
    if sent.problems.is_empty() { Ok(done(&back(&at, &opened, &form), "sheet_saved")) } else { Err(again(&at, &cx, form, sent).await?) }
}

/// Where to go on: the next address the form names, else the sheet.
fn back(at: &AtYear, opened: &Opened, form: &Form) -> String {
    if form.has("back") { addresses::local(form.text("back")) } else { addresses::sheet(at.year(), opened.unit) }
}

/// The same page with what was typed and what is wrong; the rest is saved.
async fn again(at: &AtYear, cx: &Arc<Cx>, form: Form, sent: Sent) -> Result<Reply, Reply> {
    let opened = look::open(cx, &at.desk, at.id("unit")?).await?;
    let path = form.text("line").to_owned();
    let with = at.form(cx, Form::default()).with(sent.problems);
    if path.is_empty() {
        return Ok(Reply::page(&sheet::page(at, &opened, with, &sent.over)?));
    }
    Ok(Reply::page(&line::page(at, cx, &opened, &path, (with, &sent.over)).await?))
}

/// Every field `cell.{path}.{field}` whose text is not the one that is kept.
fn read(w: Words, opened: &Opened, form: &Form) -> Sent {
    let mut sent = Sent::default();
    for (name, text) in form.fields() {
        if let Some((path, field)) = name.strip_prefix("cell.").and_then(|place| place.rsplit_once('.')) {
            take(w, opened, form, (path, field, text), &mut sent);
        }
    }
    sent
}

fn take(w: Words, opened: &Opened, form: &Form, (path, field, text): (&str, &str, &str), sent: &mut Sent) {
    let leaf = opened.book.table.as_deref().and_then(|table| table.table.leaf(path));
    let facts = leaf.and_then(|leaf| opened.lines().ok()?.lines.get(leaf.index));
    let held = facts.and_then(|facts| facts.cell(field)).map_or("", |cell| cell.typed.as_str());
    match kept(w, field, text, BY_HAND) {
        Ok(text) if text == held || text == shown(w, field, held) => {}
        Ok(text) => sent.cells.push(Typed { version: version(form, path, field), path: path.into(), field: field.into(), text }),
        Err(sentence) => told(w, opened, sent, (path, field, text), &sentence),
    }
}

fn version(form: &Form, path: &str, field: &str) -> i64 {
    form.text(&format!("version.{path}.{field}")).parse().unwrap_or(0)
}

/// Notes a sentence beside a field that keeps what was typed into it.
fn told(w: Words, opened: &Opened, sent: &mut Sent, (path, field, text): (&str, &str, &str), sentence: &str) {
    let code = opened.book.table.as_deref().and_then(|table| table.table.leaf(path)).map_or(path, |leaf| leaf.label.as_str());
    let word = w.say("self_score.word", &format!("field_{field}"), &[]);
    sent.problems.add(&format!("cell.{path}.{field}"), format!("{code} {word}: {sentence}"));
    sent.over.texts.insert((path.into(), field.into()), text.into());
    sent.over.told.insert(path.into(), sentence.into());
}

/// Cells somebody else saved first: both texts are shown, and saving again keeps one's own.
async fn put_aside(cx: &Cx, at: &AtYear, opened: &Opened, sent: &mut Sent, stale: &[StaleCell]) -> Result<(), Reply> {
    let people: Vec<_> = stale.iter().filter_map(|cell| cell.by).collect();
    let mut names = look::names(cx, &people).await?.into_iter();
    for theirs in stale {
        let by = theirs.by.and_then(|_| names.next()).unwrap_or_default();
        let own = sent.cells.iter().find(|c| c.path == theirs.path && c.field == theirs.field).map(|c| c.text.clone()).unwrap_or_default();
        let sentence = both(at.w(), theirs, &own, (&by, at.desk.now));
        let own = shown(at.w(), &theirs.field, &own);
        told(at.w(), opened, sent, (&theirs.path, &theirs.field, &own), &sentence);
    }
    Ok(())
}

fn both(w: Words, theirs: &StaleCell, own: &str, (by, now): (&str, Moment)) -> String {
    let at = theirs.at.map(|at| when(w, at, now)).unwrap_or_default();
    let (own, text) = (read_out(w, &theirs.field, own), read_out(w, &theirs.field, &theirs.text));
    w.fill("self_score.both", &[("own", &own), ("text", &text), ("by", by), ("at", &at)])
}
