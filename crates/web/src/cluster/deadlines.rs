//! The year's deadlines: set once, moved with a reason. *Mốc thời gian.*

use std::sync::Arc;

use app::Cx;
use app::cluster::settings;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::Arg;
use cycle::calendar::Step;
use cycle::cluster::{Act, On};
use values::Date;

use super::asked::{capital, why_not};
use super::setup::steps::{Steps, mark};
use super::year::left;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// One deadline: its field, its words, how it stands.
struct Row {
    field: String,
    label: String,
    due: String,
    left: String,
}

#[derive(Template)]
#[template(path = "cluster/deadlines.html")]
pub struct DeadlinesPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    steps: Steps,
    action: String,
    rows: Vec<Row>,
    may: bool,
    /// Some deadline is set, so that changing it wants a reason.
    moves: bool,
    why_not: String,
    setup: bool,
}

/// `GET /years/{year}/deadlines`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&page(&at, &cx, as_kept(&at), false))
}

/// `POST /years/{year}/deadlines`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    save(&at, &cx, form, false).await?;
    Ok(done(&addresses::deadlines(at.year()), "deadlines_set"))
}

/// Keeps the deadlines of the form; `setup` within the set-up.
///
/// # Errors
/// The form again, or what the use case answers.
pub async fn save(at: &AtYear, cx: &Cx, form: Form, setup: bool) -> Result<(), Reply> {
    at.desk.require(settings::deadlines_act(&at.desk), On::CLUSTER)?;
    let found = match check(at, &form) {
        Ok(deadlines) => match settings::set_deadlines(cx, at.actor(), at.year(), &deadlines, form.text("reason")).await {
            Ok(()) => return Ok(()),
            Err(error) => at.problems(error, field_of)?,
        },
        Err(found) => found,
    };
    let mut page = page(at, cx, form, setup);
    page.sheet = page.sheet.with(found);
    Err(Reply::page(&page))
}

fn field(step: Step) -> String {
    format!("due.{}", step.code())
}

fn field_of(reason: &app::Reason) -> String {
    let step = reason.args.iter().find_map(|(_, arg)| if let Arg::Step(step) = arg { Some(*step) } else { None });
    if reason.code == "D-02.reason" { "reason".to_owned() } else { step.map(field).unwrap_or_default() }
}

/// A deadline that is set cannot be taken away, only moved.
fn check(at: &AtYear, form: &Form) -> Result<Vec<(Step, Date)>, Problems> {
    let mut check = form.check(at.w());
    let year = at.desk.year.year;
    let mut deadlines = Vec::new();
    for step in Step::ALL {
        let typed = match at.desk.calendar.due(*step) {
            Some(_) => check.date(&field(*step), year).map(Some),
            None => check.optional_date(&field(*step), year),
        };
        deadlines.extend(typed.flatten().map(|due| (*step, due)));
    }
    check.done(Some(deadlines))
}

fn as_kept(at: &AtYear) -> Form {
    let typed = |step: &Step| (field(*step), at.desk.calendar.due(*step).map(|due| at.w().typed_date(due)).unwrap_or_default());
    Form::of(Step::ALL.iter().map(typed))
}

/// The page as it is before anyone typed; `setup` within the set-up.
pub fn fresh(at: &AtYear, cx: &Cx, setup: bool) -> DeadlinesPage {
    page(at, cx, as_kept(at), setup)
}

fn page(at: &AtYear, cx: &Cx, form: Form, setup: bool) -> DeadlinesPage {
    let w = at.w();
    DeadlinesPage {
        w,
        frame: at.frame(w.t("cluster.deadlines.title")),
        sheet: at.form(cx, form),
        steps: mark(at, setup.then_some(4)),
        action: if setup { addresses::setup_step(at.year(), 4) } else { addresses::deadlines(at.year()) },
        rows: Step::ALL.iter().map(|step| row(at, *step)).collect(),
        may: at.desk.may(settings::deadlines_act(&at.desk), On::CLUSTER),
        moves: moves(at),
        why_not: why_not(at, Act::ExtendDeadlines, On::CLUSTER),
        setup,
    }
}

/// Whether a deadline is set that could move.
fn moves(at: &AtYear) -> bool {
    Step::ALL.iter().any(|step| at.desk.calendar.due(*step).is_some())
}

fn row(at: &AtYear, step: Step) -> Row {
    let w = at.w();
    Row {
        field: field(step),
        label: capital(&w.say("step", step.code(), &[])),
        due: at.desk.calendar.due(step).map_or_else(|| w.t("cluster.deadlines.none").to_owned(), |due| w.date(due)),
        left: left(w, at.desk.calendar.timing(step, at.desk.today)),
    }
}
