//! Giving somebody of the organisation a seat. *Giao vai.*

use std::sync::Arc;

use app::Cx;
use app::cluster::seats::{self, Give};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use values::{AccountId, UnitId};

use super::list::require;
use super::{first_day, kind_of, kinds};
use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::asked::{key, unit_choices};
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/seats/give.html")]
struct GivePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    people: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    units: Vec<(String, String)>,
}

/// `GET /years/{year}/seats/new`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    require(&at)?;
    let form = Form::of([("from", at.w().typed_date(first_day(&at)))]);
    reply::page(&page(&at, &cx, form).await?)
}

/// `POST /years/{year}/seats/new`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    require(&at)?;
    let key = key(&form)?;
    let found = match check(&at, &form) {
        Ok(give) => match seats::give_once(&cx, at.actor(), at.year(), &give, &key).await {
            Ok(_) => return Ok(done(&addresses::seats(at.year()), "seat_given")),
            Err(error) => at.problems(error, |_| "unit".into())?,
        },
        Err(found) => found,
    };
    let mut page = page(&at, &cx, form).await?;
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn check(at: &AtYear, form: &Form) -> Result<Give, Problems> {
    let mut check = form.check(at.w());
    let account = check.chosen::<AccountId>("account");
    let unit = form.text("unit").parse::<UnitId>().ok();
    let kind = check.text("kind", 40).and_then(|code| kind_of(at, &code, unit));
    let from = check.date("from", at.desk.year.year);
    let give = (|| Some(Give { account: account?, kind: kind?, unit, from: from? }))();
    check.done(give)
}

async fn page(at: &AtYear, cx: &Cx, form: Form) -> Result<GivePage, Reply> {
    let w = at.w();
    let people = seats::candidates(cx, &at.desk).await?;
    let person = |a: &seats::Account| (a.id.to_string(), format!("{} ({})", a.name, a.login));
    Ok(GivePage {
        w,
        frame: at.frame(w.t("cluster.seats.give")).crumb(addresses::seats(at.year()), w.t("cluster.seats.title")),
        sheet: at.form(cx, form),
        action: addresses::new_seat(at.year()),
        people: std::iter::once((String::new(), w.t("cluster.choose_person").to_owned())).chain(people.iter().map(person)).collect(),
        kinds: kinds(at),
        units: unit_choices(&at.desk, ("", w.t("cluster.no_unit"))),
    })
}
