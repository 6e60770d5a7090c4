//! A new unit, and the names of one that exists. *Thêm đơn vị, đổi tên.*

use std::sync::Arc;

use app::cluster::units::{self, NewUnit, Unit};
use app::{Actor, Cx};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use values::UnitId;

use super::{only_administrators, sheet};
use crate::addresses;
use crate::cluster::asked::key;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::told::{self, Names};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/units/one.html")]
struct UnitPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    new: bool,
}

/// `GET /units/new`
pub async fn new(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    only_administrators(&actor)?;
    reply::page(&new_page(&visit, &cx, Form::default()))
}

/// `POST /units/new`
pub async fn add(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    only_administrators(&actor)?;
    let key = key(&form)?;
    let found = match check_new(&visit, &cx, &form) {
        Ok(new) => match units::add_once(&cx, &actor, &new, &key).await {
            Ok(_) => return Ok(done(&addresses::units(), "unit_added")),
            Err(error) => told::problems(visit.w, &Names::default(), error, |_| "name".into())?,
        },
        Err(found) => found,
    };
    let mut page = new_page(&visit, &cx, form);
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn check_new(visit: &Visit, cx: &Cx, form: &Form) -> Result<NewUnit, Problems> {
    let mut check = form.check(visit.w);
    let (name, short, from) = (check.text("name", 200), check.optional("short", 60), check.date("from", cx.clock.today().year()));
    let new = (|| Some(NewUnit { name: name?, short: short?, from: from? }))();
    check.done(new)
}

fn new_page(visit: &Visit, cx: &Cx, form: Form) -> UnitPage {
    let w = visit.w;
    let frame = Frame::new(visit, w.t("cluster.units.add")).crumb(addresses::units(), w.t("cluster.units.title"));
    UnitPage { w, frame, sheet: sheet(visit, cx, form), action: addresses::new_unit(), new: true }
}

/// `GET /units/{unit}`
pub async fn show(
    SignedIn(actor): SignedIn,
    visit: Visit,
    State(cx): State<Arc<Cx>>,
    Path(id): Path<String>,
) -> Result<Html<String>, Reply> {
    let unit = find(&cx, &actor, &id).await?;
    let form = Form::of([("name", unit.name.clone()), ("short", unit.short_name.clone()), ("version", unit.version.to_string())]);
    reply::page(&page(&visit, &cx, &unit, form))
}

/// `POST /units/{unit}`
pub async fn post(
    SignedIn(actor): SignedIn,
    visit: Visit,
    State(cx): State<Arc<Cx>>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, Reply> {
    let unit = find(&cx, &actor, &id).await?;
    let mut check = form.check(visit.w);
    let names = check.text("name", 200).zip(check.text("short", 60)).zip(check.chosen::<i64>("version"));
    match check.done(names) {
        Ok(((name, short), version)) => {
            units::rename(&cx, &actor, unit.id, version, &name, &short).await?;
            Ok(done(&addresses::units(), "unit_renamed"))
        }
        Err(found) => {
            let mut page = page(&visit, &cx, &unit, form);
            page.sheet = page.sheet.with(found);
            Err(Reply::page(&page))
        }
    }
}

async fn find(cx: &Cx, actor: &Actor, id: &str) -> Result<Unit, Reply> {
    only_administrators(actor)?;
    let id: UnitId = id.parse().map_err(|_| Reply::NotFound)?;
    units::all(cx, actor.org).await?.into_iter().find(|u| u.id == id).ok_or(Reply::NotFound)
}

fn page(visit: &Visit, cx: &Cx, unit: &Unit, form: Form) -> UnitPage {
    let w = visit.w;
    let title = w.fill("cluster.units.rename_of", &[("unit", &unit.name)]);
    let frame = Frame::new(visit, title).crumb(addresses::units(), w.t("cluster.units.title"));
    UnitPage { w, frame, sheet: sheet(visit, cx, form), action: addresses::unit(unit.id), new: false }
}
