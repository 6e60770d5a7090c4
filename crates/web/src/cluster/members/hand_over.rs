//! The head's office passes to another unit. *Bàn giao cụm trưởng.*

use std::sync::Arc;

use app::Cx;
use app::cluster::members;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use values::UnitId;

use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::asked::unit_choices;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/members/hand_over.html")]
struct HandOverPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    head: String,
    units: Vec<(String, String)>,
}

/// `GET /years/{year}/head`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::ChangeMembers, On::CLUSTER)?;
    reply::page(&page(&at, &cx, Form::default()))
}

/// `POST /years/{year}/head`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    at.desk.require(Act::ChangeMembers, On::CLUSTER)?;
    let (to, why) = match check(&at, &form) {
        Ok(asked) => asked,
        Err(found) => return Err(again(&at, &cx, form, found)),
    };
    match members::hand_over(&cx, at.actor(), at.year(), to, &why).await {
        Ok(()) => Ok(done(&addresses::members(at.year()), "head_handed_over")),
        Err(error) => {
            let field = |reason: &app::Reason| if reason.code == "already-head" { "to".into() } else { "why".into() };
            let found = at.problems(error, field)?;
            Err(again(&at, &cx, form, found))
        }
    }
}

fn check(at: &AtYear, form: &Form) -> Result<(UnitId, String), Problems> {
    let mut check = form.check(at.w());
    let (to, why) = (check.chosen::<UnitId>("to"), check.optional("why", 1000));
    check.done(to.zip(why))
}

fn again(at: &AtYear, cx: &Cx, form: Form, found: Problems) -> Reply {
    let mut page = page(at, cx, form);
    page.sheet = page.sheet.with(found);
    Reply::page(&page)
}

fn page(at: &AtYear, cx: &Cx, form: Form) -> HandOverPage {
    let w = at.w();
    let head = at.desk.members.iter().find(|m| m.office == "head").map_or("–", |m| m.name.as_str());
    HandOverPage {
        w,
        frame: at.frame(w.t("cluster.hand_over.title")).crumb(addresses::members(at.year()), w.t("cluster.members.title")),
        sheet: at.form(cx, form),
        action: addresses::hand_over(at.year()),
        head: w.fill("cluster.hand_over.head", &[("unit", head)]),
        units: unit_choices(&at.desk, ("", w.t("cluster.choose_unit"))),
    }
}
