//! Changing one assignment by hand: another reader, one more, or the same once more. *Đổi, thêm đơn vị thẩm định;
//! mở lại lượt thẩm định.*

use std::sync::Arc;

use app::verification::Reading;
use app::{Cx, IdemKey};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Response};
use axum::routing::get;
use cycle::cluster::{Act, On};
use values::{ReadingId, UnitId};

use super::verdict::{MOST, too_short};
use crate::forms::{Form, Sheet};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(addresses::READING_READER, get(show_change).post(change))
        .route(addresses::EXTRA_READER, get(show_extra).post(add))
        .route(addresses::READING_REOPEN, get(show_reopen).post(reopen))
}

#[derive(Template)]
#[template(path = "verification/readers.html")]
struct ReadersPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    about: String,
    /// Whether another unit is chosen.
    chooses: bool,
    /// Units that may read this sheet.
    units: Vec<(String, String)>,
    /// Whether a reason is asked for.
    reasoned: bool,
    button: &'static str,
    back: String,
}

async fn of(at: &AtYear, cx: &Cx, id: ReadingId) -> Result<(Reading, Vec<Reading>), Reply> {
    at.desk.require(Act::AssignReaders, On::CLUSTER)?;
    let all = app::verification::readings::all(cx, &at.desk).await?;
    let reading = all.iter().find(|r| r.id == id).cloned().ok_or(Reply::NotFound)?;
    Ok((reading, all))
}

/// Members that do not read the sheet of `unit` yet; never the unit itself.
fn free(at: &AtYear, unit: UnitId, all: &[Reading]) -> Vec<(String, String)> {
    let reads = |reader: UnitId| all.iter().any(|r| r.unit == unit && r.reader_unit == reader);
    let free = at.desk.members.iter().filter(|m| m.unit != unit && !reads(m.unit));
    free.map(|m| (m.unit.to_string(), m.short_name.clone())).collect()
}

/// `GET /years/{year}/verification/{reading}/reader`
async fn show_change(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (reading, all) = of(&at, &cx, at.id("reading")?).await?;
    reply::page(&changing(&at, (&reading, &all), at.form(&cx, Form::default())))
}

fn changing(at: &AtYear, (reading, all): (&Reading, &[Reading]), sheet: Sheet) -> ReadersPage {
    let (w, names) = (at.w(), [("unit", at.desk.short_name(reading.unit)), ("reader", at.desk.short_name(reading.reader_unit))]);
    ReadersPage {
        w,
        frame: at.frame(w.t("verification.change_reader")).crumb(addresses::verification(at.year()), w.t("verification.title")),
        sheet,
        about: w.fill("verification.change_reader_text", &names),
        chooses: true,
        units: free(at, reading.unit, all),
        reasoned: true,
        button: w.t("verification.change_reader"),
        back: addresses::verification(at.year()),
    }
}

/// `POST /years/{year}/verification/{reading}/reader`
async fn change(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (reading, all) = of(&at, &cx, at.id("reading")?).await?;
    let mut check = form.check(at.w());
    let command = check.chosen::<UnitId>("reader").zip(check.text("reason", MOST));
    let (reader, reason) = match check.done(command) {
        Ok(command) => command,
        Err(problems) => return Err(Reply::page(&changing(&at, (&reading, &all), at.form(&cx, form.clone()).with(problems)))),
    };
    app::verification::readers::reassign(&cx, at.actor(), at.year(), reading.id, reader, &reason).await?;
    Ok(done(&addresses::verification(at.year()), "reader_changed"))
}

async fn sent(at: &AtYear, cx: &Cx) -> Result<Reading, Reply> {
    let all = app::verification::readings::all(cx, &at.desk).await?;
    let id: ReadingId = at.id("reading")?;
    let reading = all.into_iter().find(|r| r.id == id && r.sent_at.is_some()).ok_or(Reply::NotFound)?;
    at.desk.require(Act::ResolveReadings, On::unit(reading.unit))?;
    Ok(reading)
}

/// `GET /years/{year}/verification/{reading}/reopen`
async fn show_reopen(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&reopening(&at, &sent(&at, &cx).await?, at.form(&cx, Form::default())))
}

fn reopening(at: &AtYear, reading: &Reading, sheet: Sheet) -> ReadersPage {
    let (w, names) = (at.w(), [("unit", at.desk.short_name(reading.unit)), ("reader", at.desk.short_name(reading.reader_unit))]);
    ReadersPage {
        w,
        frame: at.frame(w.t("verification.reopen")).crumb(addresses::verification(at.year()), w.t("verification.title")),
        sheet,
        about: w.fill("verification.reopen_text", &names),
        chooses: false,
        units: Vec::new(),
        reasoned: true,
        button: w.t("verification.reopen"),
        back: addresses::verification(at.year()),
    }
}

/// `POST /years/{year}/verification/{reading}/reopen`
async fn reopen(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let reading = sent(&at, &cx).await?;
    let mut check = form.check(at.w());
    let reason = check.text("reason", MOST);
    if let Some(short) = reason.as_ref().filter(|text| !at.desk.regulation.is_reason(text)) {
        check.problem("reason", too_short(at.w(), short, &at.desk.regulation));
    }
    let reason = match check.done(reason) {
        Ok(reason) => reason,
        Err(problems) => return Err(Reply::page(&reopening(&at, &reading, at.form(&cx, form.clone()).with(problems)))),
    };
    app::verification::readings::reopen(&cx, at.actor(), at.year(), reading.id, &reason).await?;
    Ok(done(&addresses::verification(at.year()), "reading_reopened"))
}

/// `GET /years/{year}/verification/readers/{unit}`
async fn show_extra(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&adding(&at, &cx, Form::default()).await?)
}

async fn adding(at: &AtYear, cx: &Cx, form: Form) -> Result<ReadersPage, Reply> {
    at.desk.require(Act::AssignReaders, On::CLUSTER)?;
    let (w, unit) = (at.w(), at.id::<UnitId>("unit")?);
    let name = at.desk.member(unit)?.short_name.clone();
    let all = app::verification::readings::all(cx, &at.desk).await?;
    Ok(ReadersPage {
        w,
        frame: at.frame(w.t("verification.add_reader")).crumb(addresses::verification(at.year()), w.t("verification.title")),
        sheet: at.form(cx, form),
        about: w.fill("verification.add_reader_text", &[("unit", &name)]),
        chooses: true,
        units: free(at, unit, &all),
        reasoned: false,
        button: w.t("verification.add_reader"),
        back: addresses::verification(at.year()),
    })
}

/// `POST /years/{year}/verification/readers/{unit}`
async fn add(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let mut check = form.check(at.w());
    let chosen = check.chosen::<UnitId>("reader");
    let reader = match check.done(chosen) {
        Ok(reader) => reader,
        Err(problems) => {
            let page = adding(&at, &cx, form.clone()).await?;
            return Err(Reply::page(&ReadersPage { sheet: page.sheet.clone().with(problems), ..page }));
        }
    };
    let key = IdemKey::of(form.key()).ok_or(Reply::CrossSite)?;
    app::verification::readers::add(&cx, at.actor(), at.year(), (at.id("unit")?, reader), &key).await?;
    Ok(done(&addresses::verification(at.year()), "reader_added"))
}
