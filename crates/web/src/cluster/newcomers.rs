//! Inviting people with their seats, and the slips with their one-time links. *Mời người và giao vai.*

use std::sync::Arc;

use app::Cx;
use app::account::invite::{Invitation, Invited};
use app::cluster::newcomers::{self, Newcomer};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse as _, Response};
use values::UnitId;

use super::asked::{key, number_of, unit_choices};
use super::pasted_people::{self, Pasted};
use super::seats::list::require;
use super::seats::{first_day, kind_of, kinds};
use super::setup::steps::{Steps, mark};
use crate::addresses;
use crate::at_year::AtYear;
use crate::forms::{Form, Problem, Problems, Sheet};
use crate::layout::{Frame, Ground};
use crate::reply::{self, Reply};
use crate::words::Words;

/// Rows of the form at first, and more each time they are asked for.
const ROWS: usize = 4;
/// The most rows of one sending.
const MOST_ROWS: usize = 60;

/// The names of one row's fields.
struct Row {
    legend: String,
    login: String,
    name: String,
    title: String,
    kind: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "cluster/newcomers.html")]
struct NewcomersPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    rows: Vec<Row>,
    kinds: Vec<(String, String)>,
    units: Vec<(String, String)>,
    next: String,
    /// How many people were pasted into the rows and are not invited yet; empty when none were.
    pasted: String,
}

/// One slip to hand over: whose, and the link that is shown this once.
struct Slip {
    name: String,
    title: String,
    /// *chuyên viên, Trà Vinh*
    seat: String,
    login: String,
    link: String,
}

#[derive(Template)]
#[template(path = "cluster/slips.html")]
struct SlipsPage {
    w: Words,
    frame: Frame,
    steps: Steps,
    cluster: String,
    slips: Vec<Slip>,
    next: String,
    more: String,
}

/// `GET /years/{year}/newcomers`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    require(&at)?;
    reply::page(&page(&at, &cx, Form::default(), false))
}

/// `POST /years/{year}/newcomers`
pub async fn post(
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    ground: Option<Extension<Ground>>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Reply> {
    require(&at)?;
    invite(&at, &cx, &origin(ground.as_deref(), &headers), form, false).await
}

/// The form as the fifth step of the set-up.
///
/// # Errors
/// A fault, if a value cannot be written.
pub fn in_setup(at: &AtYear, cx: &Cx) -> Result<Html<String>, Reply> {
    reply::page(&page(at, cx, Form::default(), true))
}

/// `https://host`, as the link on paper begins.
pub fn origin(ground: Option<&Ground>, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("{}://{host}", if ground.is_some_and(|ground| ground.https) { "https" } else { "http" })
}

/// Invites those in the form, or shows it again; `setup` within the set-up.
///
/// # Errors
/// The form again, or what the use case answers.
pub async fn invite(at: &AtYear, cx: &Cx, origin: &str, form: Form, setup: bool) -> Result<Response, Reply> {
    if !form.text("paste").is_empty() {
        let Pasted { form, many, odd } = pasted_people::into_rows(at, &form, &filled(&form));
        let mut page = NewcomersPage { pasted: at.w().count(many), ..page(at, cx, form, setup) };
        page.sheet = page.sheet.with(odd);
        return Ok(reply::page(&page)?.into_response());
    }
    let found = match (form.has("more"), check(at, &form)) {
        (true, _) => return Ok(reply::page(&page(at, cx, form, setup))?.into_response()),
        (_, Err(found)) => found,
        (_, Ok(people)) => match newcomers::invite(cx, at.actor(), at.year(), &people, &key(&form)?).await {
            Ok(invitations) => return Ok(reply::page(&slips(at, origin, (&people, &invitations), setup))?.into_response()),
            Err(error) => at.problems(error, field_of(&filled(&form)))?,
        },
    };
    let mut page = page(at, cx, form, setup);
    page.sheet = page.sheet.with(by_person(at.w(), found));
    Err(Reply::page(&page))
}

/// Each problem with the number of the person it is about, as the rows are counted.
fn by_person(w: Words, found: Problems) -> Problems {
    let named = |problem: Problem| match problem.field.rsplit_once('.').and_then(|(_, n)| n.parse::<usize>().ok()) {
        Some(n) => Problem { text: format!("{}: {}", w.fill("cluster.newcomers.row", &[("n", &w.count(n + 1))]), problem.text), ..problem },
        None => problem,
    };
    Problems(found.0.into_iter().map(named).collect())
}

/// The rows with something in them.
fn filled(form: &Form) -> Vec<usize> {
    let has = |n: &usize| ["login", "name", "title"].iter().any(|field| !form.text(&format!("{field}.{n}")).is_empty());
    (0..MOST_ROWS).filter(has).collect()
}

fn check(at: &AtYear, form: &Form) -> Result<Vec<Newcomer>, Problems> {
    let rows = filled(form);
    let mut check = form.check(at.w());
    let mut people = Vec::with_capacity(rows.len());
    if rows.is_empty() {
        check.problem("login.0", at.w().t("cluster.newcomers.none"));
    }
    for n in rows {
        let unit = form.text(&format!("unit.{n}")).parse::<UnitId>().ok();
        let (login, name) = (check.text(&format!("login.{n}"), 60), check.text(&format!("name.{n}"), 120));
        let (title, kind) = (check.optional(&format!("title.{n}"), 120), kind_of(at, form.text(&format!("kind.{n}")), unit));
        let invited = (|| Some(Invited { login: login?, name: name?, title: title?, administers: false }))();
        people.extend(invited.zip(kind).map(|(invited, kind)| Newcomer { invited, kind, unit, from: first_day(at) }));
    }
    check.done(Some(people))
}

/// The field a refusal is about: of the row it names, by its code.
fn field_of(rows: &[usize]) -> impl Fn(&app::Reason) -> String {
    move |reason| {
        let row = number_of(reason, "row").and_then(|n| usize::try_from(n).ok()).and_then(|n| rows.get(n));
        let field = match reason.code {
            "login-taken" | "login-malformed" => "login",
            "name-missing" => "name",
            _ => "unit",
        };
        row.map_or_else(String::new, |n| format!("{field}.{n}"))
    }
}

fn page(at: &AtYear, cx: &Cx, form: Form, setup: bool) -> NewcomersPage {
    let w = at.w();
    let asked = form.text("rows").parse().unwrap_or(0_usize) + if form.has("more") || form.text("rows").is_empty() { ROWS } else { 0 };
    let row = |n: usize| Row {
        legend: w.fill("cluster.newcomers.row", &[("n", &(n + 1).to_string())]),
        login: format!("login.{n}"),
        name: format!("name.{n}"),
        title: format!("title.{n}"),
        kind: format!("kind.{n}"),
        unit: format!("unit.{n}"),
    };
    NewcomersPage {
        w,
        frame: frame(at, setup, w.t("cluster.newcomers.title")),
        steps: mark(at, setup.then_some(5)),
        action: if setup { addresses::setup_step(at.year(), 5) } else { addresses::newcomers(at.year()) },
        rows: (0..asked.clamp(ROWS, MOST_ROWS)).map(row).collect(),
        kinds: kinds(at),
        units: unit_choices(&at.desk, ("", w.t("cluster.no_unit"))),
        next: if setup { addresses::setup_step(at.year(), 6) } else { String::new() },
        pasted: String::new(),
        sheet: at.form(cx, form),
    }
}

fn frame(at: &AtYear, setup: bool, title: &str) -> Frame {
    let frame = at.frame(title);
    if setup { frame } else { frame.crumb(addresses::seats(at.year()), at.w().t("cluster.seats.title")) }
}

/// The seat with its unit, in words.
fn seat(at: &AtYear, person: &Newcomer) -> String {
    let kind = at.w().say("seat", person.kind.code(), &[]);
    let unit = person.unit.and_then(|unit| at.desk.members.iter().find(|member| member.unit == unit));
    unit.map_or(kind.clone(), |unit| format!("{kind}, {}", unit.name))
}

fn slips(at: &AtYear, origin: &str, (people, invitations): (&[Newcomer], &[Invitation]), setup: bool) -> SlipsPage {
    let slip = |(person, invitation): (&Newcomer, &Invitation)| Slip {
        name: person.invited.name.clone(),
        title: person.invited.title.clone(),
        seat: seat(at, person),
        login: person.invited.login.clone(),
        link: format!("{origin}{}", addresses::invitation(&invitation.secret)),
    };
    SlipsPage {
        w: at.w(),
        frame: frame(at, setup, at.w().t("cluster.slips.title")),
        steps: mark(at, setup.then_some(5)),
        cluster: at.year_name(),
        slips: people.iter().zip(invitations).map(slip).collect(),
        next: if setup { addresses::setup_step(at.year(), 6) } else { addresses::seats(at.year()) },
        more: if setup { addresses::setup_step(at.year(), 5) } else { addresses::newcomers(at.year()) },
    }
}
