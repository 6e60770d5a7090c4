//! One member's place, office and days. *Đổi đơn vị thành viên.*

use std::sync::Arc;

use app::Cx;
use app::cluster::members::{self, Change};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, Office, On};
use values::UnitId;

use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reading::Numeric;
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "cluster/members/change.html")]
struct ChangePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    action: String,
    offices: Vec<(String, String)>,
}

/// `GET /years/{year}/members/{unit}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::ChangeMembers, On::CLUSTER)?;
    let unit: UnitId = at.id("unit")?;
    let form = as_kept(&at, unit)?;
    reply::page(&page(&at, &cx, unit, form)?)
}

/// `POST /years/{year}/members/{unit}`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    at.desk.require(Act::ChangeMembers, On::CLUSTER)?;
    let unit: UnitId = at.id("unit")?;
    let change = match check(&at, unit, &form) {
        Ok(change) => change,
        Err(found) => return Err(again(&at, &cx, unit, form, found)?),
    };
    match members::change(&cx, at.actor(), at.year(), &change).await {
        Ok(()) => Ok(done(&addresses::members(at.year()), "member_changed")),
        Err(error) => {
            let field = |reason: &app::Reason| if reason.code == "member-reason-short" { "why".into() } else { String::new() };
            let found = at.problems(error, field)?;
            Err(again(&at, &cx, unit, form, found)?)
        }
    }
}

fn check(at: &AtYear, unit: UnitId, form: &Form) -> Result<Change, Problems> {
    let year = at.desk.year.year;
    let mut check = form.check(at.w());
    let position = check.number("position", Numeric::places(0)).and_then(|n| n.plain().parse().ok());
    let office = office_of(form.text("office"));
    let (from, to) = (check.date("from", year), check.optional_date("to", year));
    let why = check.optional("why", 1000);
    let change = (|| Some(Change { unit, position: position?, office, from: from?, to: to?, why: why? }))();
    check.done(change)
}

/// What is not an office counts as none.
pub fn office_of(text: &str) -> Office {
    Office::of_code(text).unwrap_or(Office::Member)
}

fn as_kept(at: &AtYear, unit: UnitId) -> Result<Form, Reply> {
    let (w, member) = (at.w(), at.desk.member(unit)?);
    let to = member.valid_to.map(|to| w.typed_date(to)).unwrap_or_default();
    let position = (member.position + 1).to_string();
    Ok(Form::of([("position", position), ("office", member.office.clone()), ("from", w.typed_date(member.valid_from)), ("to", to)]))
}

fn again(at: &AtYear, cx: &Cx, unit: UnitId, form: Form, found: Problems) -> Result<Reply, Reply> {
    let mut page = page(at, cx, unit, form)?;
    page.sheet = page.sheet.with(found);
    Ok(Reply::page(&page))
}

fn page(at: &AtYear, cx: &Cx, unit: UnitId, form: Form) -> Result<ChangePage, Reply> {
    let (w, member) = (at.w(), at.desk.member(unit)?);
    let title = w.fill("cluster.members.change_of", &[("unit", &member.name)]);
    Ok(ChangePage {
        w,
        frame: at.frame(title).crumb(addresses::members(at.year()), w.t("cluster.members.title")),
        sheet: at.form(cx, form),
        action: addresses::member(at.year(), unit),
        offices: offices(w),
    })
}

/// The offices as choices.
pub fn offices(w: Words) -> Vec<(String, String)> {
    Office::ALL.iter().rev().map(|office| (office.code().to_owned(), w.say("office", office.code(), &[]))).collect()
}
