//! Units that end and the unit that takes over from them. *Sáp nhập đơn vị.*

use std::sync::Arc;

use app::cluster::units::{self, Merger, NewUnit, Unit};
use app::{Actor, Cx};
use askama::Template;
use axum::extract::State;
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

/// A unit that can end.
struct Choice {
    id: String,
    name: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "cluster/units/merge.html")]
struct MergePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    units: Vec<Choice>,
}

/// `GET /units/merge`
pub async fn show(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    only_administrators(&actor)?;
    reply::page(&page(&visit, &cx, &actor, Form::default()).await?)
}

/// `POST /units/merge`
pub async fn post(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    only_administrators(&actor)?;
    let key = key(&form)?;
    let found = match check(&visit, &cx, &form) {
        Ok(merger) => match units::merge_once(&cx, &actor, &merger, &key).await {
            Ok(_) => return Ok(done(&addresses::units(), "units_merged")),
            Err(error) => told::problems(visit.w, &names(&cx, &actor).await?, error, |_| "before".into())?,
        },
        Err(found) => found,
    };
    let mut page = page(&visit, &cx, &actor, form).await?;
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn check(visit: &Visit, cx: &Cx, form: &Form) -> Result<Merger, Problems> {
    let predecessors: Vec<UnitId> = form.all("before").filter_map(|id| id.parse().ok()).collect();
    let mut check = form.check(visit.w);
    if predecessors.is_empty() {
        check.problem("before", visit.w.t("cluster.units.choose_before"));
    }
    let (name, short, from) = (check.text("name", 200), check.optional("short", 60), check.date("from", cx.clock.today().year()));
    let decision = check.optional("decision", 200);
    let merger = (|| Some(Merger { predecessors, successor: NewUnit { name: name?, short: short?, from: from? }, decision: decision? }))();
    check.done(merger)
}

async fn names(cx: &Cx, actor: &Actor) -> Result<Names, Reply> {
    let units = units::all(cx, actor.org).await?.into_iter().map(|u| (u.id, u.short_name)).collect();
    Ok(Names { units, ..Names::default() })
}

async fn page(visit: &Visit, cx: &Cx, actor: &Actor, form: Form) -> Result<MergePage, Reply> {
    let w = visit.w;
    let running = units::all(cx, actor.org).await?.into_iter().filter(|u| u.valid_to.is_none());
    let ticked = |unit: &Unit| form.all("before").any(|id| id == unit.id.to_string());
    let choice = |unit: Unit| Choice { id: unit.id.to_string(), ticked: ticked(&unit), name: unit.name };
    let units = running.map(choice).collect();
    let frame = Frame::new(visit, w.t("cluster.units.merge")).crumb(addresses::units(), w.t("cluster.units.title"));
    Ok(MergePage { w, frame, units, sheet: sheet(visit, cx, form) })
}
