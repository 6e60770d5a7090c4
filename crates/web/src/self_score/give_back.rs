//! Sending a sheet back to its unit with a reason. *Trả lại bảng tự chấm.*

use std::sync::Arc;

use app::self_score::{look, send};
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::Act;
use values::UnitId;

use super::sheet;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::told;
use crate::words::Words;
use crate::{AtYear, addresses, done};

/// The longest reason.
const MOST: usize = 2_000;

#[derive(Template)]
#[template(path = "self_score/give_back.html")]
struct ReturnPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    here: String,
    own: String,
}

/// `GET /years/{year}/self-score/{unit}/return`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let unit = at.id("unit")?;
    let opened = look::open(&cx, &at.desk, unit).await?;
    at.desk.require(Act::ReturnSheet, opened.read)?;
    reply::page(&page(&at, unit, at.form(&cx, Form::default())))
}

/// `POST …/return`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let unit = at.id("unit")?;
    let mut check = form.check(at.w());
    let reason = check.text("reason", MOST);
    let reason = match check.done(reason) {
        Ok(reason) => reason,
        Err(problems) => return Err(Reply::page(&page(&at, unit, at.form(&cx, form).with(problems)))),
    };
    match send::give_back(&cx, at.actor(), at.year(), unit, &reason).await {
        Ok(()) => Ok(done(&addresses::sheet(at.year(), unit), "sheet_returned")),
        Err(Error::Refused(reasons)) => Err(again(&at, unit, at.form(&cx, form), &reasons)),
        Err(error) => Err(error.into()),
    }
}

/// The page again, with what the rule says beside the reason.
fn again(at: &AtYear, unit: UnitId, sheet: Sheet, reasons: &[app::Reason]) -> Reply {
    let mut problems = Problems::default();
    for reason in reasons {
        problems.add("reason", told::sentence(at.w(), &sheet::names(at), reason));
    }
    Reply::page(&page(at, unit, sheet.with(problems)))
}

fn page(at: &AtYear, unit: UnitId, form: Sheet) -> ReturnPage {
    let (w, year) = (at.w(), at.year());
    let frame = at.frame(w.t("self_score.give_back")).crumb(addresses::sheets(year), w.t("self_score.sheets"));
    ReturnPage {
        w,
        frame: frame.crumb(addresses::sheet(year, unit), sheet::title(at, unit)),
        sheet: form,
        here: addresses::return_sheet(year, unit),
        own: addresses::sheet(year, unit),
    }
}
