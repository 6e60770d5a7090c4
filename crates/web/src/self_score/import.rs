//! A filled form, or the cluster's own workbook, sent in: what it would change, with every problem by cell, before anything is kept.
//! *Tải lên mẫu tự chấm.*

use std::sync::Arc;

use app::Cx;
use app::self_score::fields::{NOTE, asked};
use app::self_score::look::{self, Opened};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::cluster::Act;
use exchange::workbook::cells::OldText;
use exchange::workbook::results_import::{UnitName, import_unit};
use exchange::workbook::self_score_form::{ImportedForm, import_form};
use scoring::{Given, Leaf};

use super::{sheet, typed};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::upload::Upload;
use crate::words::Words;
use crate::{AtYear, addresses};

/// One cell that the form would change.
struct Change {
    code: String,
    name: String,
    field: String,
    old: String,
    new: String,
    /// The hidden fields that keep it: its place, its text as a field shows it, its version.
    place: String,
    text: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "self_score/import.html")]
struct ImportPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    here: String,
    own: String,
    form: String,
    /// Whether a file has been looked at.
    looked: bool,
    changes: Vec<Change>,
    /// What the button that keeps them says.
    apply: String,
    findings: Vec<(bool, String)>,
}

/// `GET /years/{year}/self-score/{unit}/import`
pub(super) async fn ask(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = open(&at, &cx).await?;
    reply::page(&page(&at, &opened, at.form(&cx, Form::default()), None))
}

/// `POST …/import`: looks a file over; nothing is kept yet.
pub(super) async fn preview(at: AtYear, State(cx): State<Arc<Cx>>, Upload { bytes, .. }: Upload) -> Result<Html<String>, Reply> {
    let opened = open(&at, &cx).await?;
    if bytes.is_empty() {
        let mut problems = Problems::default();
        problems.add("file", at.w().t("self_score.no_workbook"));
        return Err(Reply::page(&page(&at, &opened, at.form(&cx, Form::default()).with(problems), None)));
    }
    let imported = read(&at, &opened, &bytes)?;
    reply::page(&page(&at, &opened, at.form(&cx, Form::default()), Some(&imported)))
}

/// The unit's own form; or, of the cluster's workbook with criteria down and units across, the unit's columns.
fn read(at: &AtYear, opened: &Opened, bytes: &[u8]) -> Result<ImportedForm, Reply> {
    let (table, unit) = (&opened.book.in_force()?.table, opened.unit);
    let form = import_form(bytes, table, &unit.to_string(), OldText::Convert);
    if form.is_ours() {
        return Ok(form);
    }
    let member = at.desk.member(unit)?;
    let names = vec![member.short_name.clone(), member.name.clone()];
    Ok(import_unit(bytes, table, &UnitName { key: member.short_name.clone(), names }, OldText::Convert))
}

async fn open(at: &AtYear, cx: &Cx) -> Result<Opened, Reply> {
    let opened = look::open(cx, &at.desk, at.id("unit")?).await?;
    at.desk.require(Act::EnterScore, opened.on)?;
    Ok(opened)
}

fn page(at: &AtYear, opened: &Opened, form: Sheet, imported: Option<&ImportedForm>) -> ImportPage {
    let (w, year, unit) = (at.w(), at.year(), opened.unit);
    let frame = at.frame(w.t("self_score.import")).crumb(addresses::sheets(year), w.t("self_score.sheets"));
    let findings = imported.map(|form| form.findings.iter().map(|f| (f.is_error(), f.say(w.lang))).collect());
    let changes = imported.map(|form| changes(w, opened, form)).unwrap_or_default();
    ImportPage {
        w,
        frame: frame.crumb(addresses::sheet(year, unit), sheet::title(at, unit)),
        sheet: form,
        here: addresses::import_sheet(year, unit),
        own: addresses::sheet(year, unit),
        form: addresses::sheet_form(year, unit),
        looked: imported.is_some(),
        apply: w.fill("self_score.import_apply", &[("n", &w.count(changes.len()))]),
        changes,
        findings: findings.unwrap_or_default(),
    }
}

/// Every cell whose text in the file differs from what is kept; a field the file leaves empty stays.
fn changes(w: Words, opened: &Opened, form: &ImportedForm) -> Vec<Change> {
    let Some(table) = opened.book.table.as_deref() else { return Vec::new() };
    let figures = form.entries.iter().filter_map(|entry| Some((table.table.leaf(&entry.path)?, &entry.given)));
    let figures =
        figures.flat_map(|(leaf, given)| asked(&leaf.kind).iter().filter_map(move |name| Some((leaf, *name, text(given, name)?))));
    let notes = form.notes.iter().filter_map(|(path, note)| Some((table.table.leaf(path)?, NOTE, note.clone())));
    figures.chain(notes).filter_map(|(leaf, field, text)| change(w, opened, leaf, (field, &text))).collect()
}

fn change(w: Words, opened: &Opened, leaf: &Leaf, (field, text): (&'static str, &str)) -> Option<Change> {
    let facts = opened.lines().ok()?.lines.get(leaf.index).filter(|facts| facts.concerns())?;
    let cell = facts.cell(field);
    let held = cell.map_or("", |cell| cell.typed.as_str());
    let (old, new) = (typed::read_out(w, field, held), typed::read_out(w, field, text));
    (old != new && !typed::same_figure(held, text)).then(|| Change {
        code: leaf.label.clone(),
        name: leaf.name.clone(),
        field: w.say("self_score.word", &format!("field_{field}"), &[]),
        old,
        new,
        place: format!("{}.{field}", leaf.path),
        text: typed::shown(w, field, text),
        version: cell.map_or(0, |cell| cell.version),
    })
}

/// The text of one field of an entry.
fn text(given: &Given, field: &str) -> Option<String> {
    match field {
        "achieved" => given.achieved.map(|yes| if yes { "1" } else { "0" }.to_owned()),
        "actual" => given.actual.clone(),
        "points" => given.points.clone(),
        "percent" => given.percent.clone(),
        "count" => given.count.clone(),
        "bonus" => given.bonus.clone(),
        "deduction" => given.deduction.clone(),
        "value" => given.value.clone(),
        _ => None,
    }
}
