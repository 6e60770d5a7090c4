//! The first step: the cluster, its founding paper, its year, and who owns it. *Tên cụm, quyết định, năm.*

use std::sync::Arc;

use app::cluster::found::{self, Founding};
use app::{Actor, Cx, Error, Reason};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};

use super::steps::{Steps, before_a_year, mark};
use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::asked::key;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Visit};
use crate::reading::Numeric;
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::told::{self, Names};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/setup/first.html")]
struct FirstPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    /// The year can still be chosen.
    new: bool,
}

fn only_administrators(actor: &Actor) -> Result<(), Reply> {
    if actor.administers { Ok(()) } else { Err(Error::Denied(Reason::plain("only-administrators")).into()) }
}

/// `GET /setup`
pub async fn show(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    only_administrators(&actor)?;
    let year = cx.clock.today().year().to_string();
    let form = Form::of([("host", found::host(&cx, &actor).await?), ("year", year)]);
    reply::page(&new_page(&visit, &cx, form))
}

/// `POST /setup`: founds the cluster and goes on with its members.
pub async fn post(SignedIn(actor): SignedIn, visit: Visit, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    only_administrators(&actor)?;
    let key = key(&form)?;
    let found = match check(visit.w, &form, cx.clock.today().year(), true) {
        Ok((ask, host)) => match found::found_once(&cx, &actor, (&ask, &host), &key).await {
            Ok(year) => return Ok(done(&addresses::setup_step(year, 2), "cluster_founded")),
            Err(error) => told::problems(visit.w, &Names::default(), error, field_of)?,
        },
        Err(found) => found,
    };
    let mut page = new_page(&visit, &cx, form);
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn field_of(reason: &Reason) -> String {
    match reason.code {
        "cluster-name-missing" => "name",
        "host-name-missing" => "host",
        "year-out-of-range" => "year",
        _ => "",
    }
    .to_owned()
}

fn check(w: Words, form: &Form, this_year: i32, new: bool) -> Result<(Founding, String), Problems> {
    let mut check = form.check(w);
    let (name, decision) = (check.text("name", 200), check.optional("decision", 120));
    let founded_on = check.optional_date("founded_on", this_year);
    let year = if new { check.number("year", Numeric::places(0)).and_then(|n| n.plain().parse().ok()) } else { Some(this_year) };
    let host = check.text("host", 200);
    let ask = (|| Some((Founding { name: name?, year: year?, founded_on: founded_on?, decision: decision? }, host?)))();
    check.done(ask)
}

fn new_page(visit: &Visit, cx: &Cx, form: Form) -> FirstPage {
    let w = visit.w;
    FirstPage {
        w,
        frame: Frame::new(visit, w.t("cluster.setup.title")),
        sheet: Sheet::new(w, form, &visit.token, format!("{:016x}", cx.ids.next())),
        steps: before_a_year(w),
        action: addresses::setup(),
        new: true,
    }
}

/// The first step again, for a cluster that exists.
pub async fn again(at: &AtYear, cx: &Arc<Cx>) -> Result<Html<String>, Reply> {
    only_administrators(at.actor())?;
    let (w, cluster) = (at.w(), &at.desk.year.cluster);
    let founded = cluster.founded_on.map(|day| w.typed_date(day)).unwrap_or_default();
    let fields = [
        ("name", cluster.name.clone()),
        ("decision", cluster.decision.clone()),
        ("founded_on", founded),
        ("host", at.desk.year.org_name.clone()),
    ];
    reply::page(&page(at, cx, Form::of(fields)))
}

/// Keeps what was corrected.
pub async fn correct(at: &AtYear, cx: &Arc<Cx>, form: Form) -> Result<(), Reply> {
    let found = match check(at.w(), &form, at.desk.year.year, false) {
        Ok((ask, host)) => match found::correct(cx, at.actor(), at.year(), (&ask, &host)).await {
            Ok(()) => return Ok(()),
            Err(error) => told::problems(at.w(), &Names::default(), error, field_of)?,
        },
        Err(found) => found,
    };
    let mut page = page(at, cx, form);
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn page(at: &AtYear, cx: &Cx, form: Form) -> FirstPage {
    let w = at.w();
    FirstPage {
        w,
        frame: at.frame(w.t("cluster.step.cluster")),
        sheet: at.form(cx, form),
        steps: mark(at, Some(1)),
        action: addresses::setup_step(at.year(), 1),
        new: false,
    }
}
