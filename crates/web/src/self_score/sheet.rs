//! One unit's sheet. *Bảng tự chấm điểm.*

use std::sync::Arc;

use app::self_score::look::{self, Opened};
use app::{Cx, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use cycle::calendar::Step;
use cycle::cluster::Act;
use values::{Moment, UnitId};

use super::answer::when;
use super::rows::{self, Filter, Over, Sight};
use super::words;
use crate::forms::{Form, Sheet};
use crate::kept::Kept;
use crate::layout::{Frame, Link, Tone};
use crate::reply::{self, Reply};
use crate::told::{self, Names};
use crate::words::Words;
use crate::{AtYear, addresses};

#[derive(Template)]
#[template(path = "self_score/sheet.html")]
pub(super) struct SheetPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    words: Kept,
    name: String,
    account: String,
    own: String,
    save: String,
    state: String,
    edit: bool,
    locked: String,
    remedy: String,
    filters: Vec<Link>,
    rows: Kept,
    first: String,
    send: String,
    give_back: String,
    sent: bool,
    store: String,
    form: String,
    import: String,
}

/// `GET /years/{year}/self-score/{unit}`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = look::open(&cx, &at.desk, at.id("unit")?).await?;
    let sheet = at.form(&cx, Form::default());
    reply::page(&page(&at, &opened, sheet, &Over::default())?)
}

/// The page, with what was typed and is wrong where a plain form was not kept whole.
pub(super) fn page(at: &AtYear, opened: &Opened, sheet: Sheet, over: &Over) -> Result<SheetPage, Reply> {
    let (w, year, unit) = (at.w(), at.year(), opened.unit);
    let filter = Filter::of(at.query.text("filter"));
    let edit = opened.may_edit(&at.desk);
    let why_not = if edit { None } else { at.desk.why_not(Act::EnterScore, opened.on).filter(|_| !opened.is_sent()) };
    let table = opened.book.in_force()?;
    let sight = Sight { w, year, unit, place: opened.place, book: &opened.book, table, edit, filter, over, alone: false };
    Ok(SheetPage {
        w,
        frame: frame(at, opened),
        sheet,
        words: Kept::written(words::sheet(w)),
        name: at.actor().name.clone(),
        account: at.actor().account.to_string(),
        own: addresses::sheet(year, unit),
        save: addresses::sheet_cells(year, unit),
        state: state(w, opened, at.desk.now)?,
        edit,
        locked: why_not.as_ref().map(|reason| sentence(at, reason)).unwrap_or_default(),
        remedy: why_not.map(|reason| told::remedy(w, &reason)).unwrap_or_default(),
        filters: filters(w, &addresses::sheet(year, unit), filter),
        rows: rows::table(&sight)?,
        first: first_open(at, opened)?,
        send: if opened.is_sent() || !at.desk.seats.is_own(unit) { String::new() } else { addresses::send_sheet(year, unit) },
        give_back: if opened.may_go_back(&at.desk) { addresses::return_sheet(year, unit) } else { String::new() },
        sent: opened.is_sent(),
        store: if at.desk.may(Act::ReadEvidence, opened.read) { addresses::unit_evidence(year, unit) } else { String::new() },
        form: if at.desk.seats.is_own(unit) { addresses::sheet_form(year, unit) } else { String::new() },
        import: if edit { addresses::import_sheet(year, unit) } else { String::new() },
    })
}

fn sentence(at: &AtYear, reason: &Reason) -> String {
    told::sentence(at.w(), &names(at), reason)
}

/// The short names of the year's units, for refusals.
pub(super) fn names(at: &AtYear) -> Names {
    Names { units: at.desk.members.iter().map(|m| (m.unit, m.short_name.clone())).collect(), ..Names::default() }
}

/// *Bảng tự chấm điểm – Trà Vinh*
pub(super) fn title(at: &AtYear, unit: UnitId) -> String {
    at.w().fill("self_score.title_of", &[("unit", at.desk.short_name(unit))])
}

/// The frame with what has happened to the sheet.
fn frame(at: &AtYear, opened: &Opened) -> Frame {
    let w = at.w();
    let mut frame = at.frame(title(at, opened.unit)).crumb(addresses::sheets(at.year()), w.t("self_score.sheets")).wide();
    if opened.is_sent() {
        frame = frame.notice(Tone::Info, sent_words(at, opened));
    }
    let returned = opened.returned();
    if !returned.is_empty() {
        frame = frame.notice(Tone::Warning, w.fill("self_score.returned", &[("reason", &returned)]));
    }
    if opened.may_edit(&at.desk) { frame.script("sheet.js") } else { frame }
}

/// *Đã gửi thẩm định lúc 20/11/2018 16:00. Người gửi: Kim Hàng Dầu. Chậm 2 ngày.*
fn sent_words(at: &AtYear, opened: &Opened) -> String {
    let w = at.w();
    let sent_at = opened.sent_at().map(|moment| w.moment(moment)).unwrap_or_default();
    let said = w.fill("self_score.sent", &[("at", &sent_at), ("by", &opened.sent_by)]);
    match days_late(at, opened.sent_at()) {
        0 => said,
        days => format!("{said} {}", w.fill("self_score.late", &[("n", &w.count(days))])),
    }
}

/// How many days after the deadline something was sent.
pub(super) fn days_late(at: &AtYear, sent: Option<Moment>) -> i32 {
    let due = at.desk.calendar.due(Step::SelfScoring);
    sent.zip(due).map_or(0, |(sent, due)| sent.date().days_after(due).max(0))
}

/// When the newest of the sheet's cells was saved.
fn state(w: Words, opened: &Opened, now: Moment) -> Result<String, Reply> {
    let micros = opened.book.once(&format!("sheet/{}/newest", opened.unit), || newest(opened))?;
    let newest = micros.parse().ok().map(Moment::from_micros);
    Ok(newest
        .map_or_else(|| w.t("self_score.nothing_saved").to_owned(), |at| w.fill("self_score.word.saved_at", &[("at", &when(w, at, now))])))
}

fn newest(opened: &Opened) -> Result<String, Reply> {
    let newest = opened.lines()?.lines.iter().flat_map(|line| &line.cells).map(|cell| cell.at).max();
    Ok(newest.map(|at| at.micros().to_string()).unwrap_or_default())
}

fn filters(w: Words, own: &str, chosen: Filter) -> Vec<Link> {
    let link = |filter: Filter| {
        let href = if filter == Filter::All { own.to_owned() } else { format!("{own}?filter={}", filter.code()) };
        Link::new(href, w.say("self_score.filter", filter.code(), &[])).current(filter == chosen)
    };
    Filter::ALL.map(link).into()
}

/// The page of the first line without an answer, else of the first line.
fn first_open(at: &AtYear, opened: &Opened) -> Result<String, Reply> {
    let path = opened.book.once(&format!("sheet/{}/first", opened.unit), || first_path(opened))?;
    Ok(addresses::sheet_line(at.year(), opened.unit, &path))
}

fn first_path(opened: &Opened) -> Result<String, Reply> {
    let leaves = opened.book.in_force()?.table.leaves();
    let lines = &opened.lines()?.lines;
    let open = leaves.iter().zip(lines).find(|(leaf, line)| line.concerns() && !line.answered(leaf)).map(|(leaf, _)| leaf);
    Ok(open.or(leaves.first()).ok_or(Reply::NotFound)?.path.clone())
}
