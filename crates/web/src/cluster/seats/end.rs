//! Ending a seat; its holder may work until the end of the last day. *Thôi vai.*

use std::sync::Arc;

use app::Cx;
use app::cluster::seats::{self, Seat};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use values::SeatId;

use super::list::may_change;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/seats/end.html")]
struct EndPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    who: String,
}

/// `GET /years/{year}/seats/{seat}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let seat = one(&at, &cx).await?;
    let form = Form::of([("last_day", at.w().typed_date(at.desk.today))]);
    reply::page(&page(&at, &cx, &seat, form))
}

/// `POST /years/{year}/seats/{seat}`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let seat = one(&at, &cx).await?;
    let mut check = form.check(at.w());
    let asked = check.date("last_day", at.desk.year.year).zip(check.optional("why", 1000));
    let found = match check.done(asked) {
        Ok((last_day, why)) => match seats::end(&cx, at.actor(), at.year(), seat.id, (last_day, &why)).await {
            Ok(()) => return Ok(done(&addresses::seats(at.year()), "seat_ended")),
            Err(error) => at.problems(error, field_of)?,
        },
        Err(found) => found,
    };
    let mut page = page(&at, &cx, &seat, form);
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

/// The field a refusal is about.
fn field_of(reason: &app::Reason) -> String {
    if reason.code == "C-23.past" { "why".into() } else { "last_day".into() }
}

async fn one(at: &AtYear, cx: &Cx) -> Result<Seat, Reply> {
    let id: SeatId = at.id("seat")?;
    let seat = seats::all(cx, &at.desk).await?.into_iter().find(|s| s.id == id);
    seat.filter(|s| s.valid_to.is_none() && may_change(at, s)).ok_or(Reply::NotFound)
}

fn page(at: &AtYear, cx: &Cx, seat: &Seat, form: Form) -> EndPage {
    let w = at.w();
    let unit = seat.unit.map(|unit| at.desk.short_name(unit)).unwrap_or_default();
    let kind = w.say("seat", &seat.kind, &[]);
    let kind = if unit.is_empty() { kind } else { format!("{kind}, {unit}") };
    EndPage {
        w,
        frame: at.frame(w.t("cluster.seats.end_title")).crumb(addresses::seats(at.year()), w.t("cluster.seats.title")),
        sheet: at.form(cx, form),
        action: addresses::seat(at.year(), seat.id),
        who: w.fill("cluster.seats.end_lead", &[("name", &seat.name), ("seat", &kind)]),
    }
}
