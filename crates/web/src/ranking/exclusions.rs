//! Units that are not considered: the dated facts, adding one, lifting one. *Loại, không xét.*

use std::sync::Arc;

use app::ranking::exclusions::{self as cases, Exclude};
use app::ranking::{self, Exclusion};
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use cycle::ranking::Reach;
use values::{FactId, UnitId};

use super::say::Fact;
use super::tie::{MOST_REASON, ReasonPage, reason};
use super::{key, papers};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::evidence::kinds;
use crate::evidence::upload::most;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::upload::Upload;
use crate::words::Words;

#[derive(Template)]
#[template(path = "ranking/exclusions.html")]
struct ExclusionsPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    facts: Vec<FactShown>,
    accept: String,
    paper_hint: String,
    /// The units that may be chosen; none where this person records nothing.
    units: Vec<(String, String)>,
    reaches: Vec<(String, String)>,
}

struct FactShown {
    unit: String,
    reach: String,
    since: String,
    reason: String,
    recorded: String,
    lifted: String,
    lift: String,
    paper: Option<papers::Shown>,
    /// Where a document is attached, and its field; empty for those who may not.
    attach: String,
    field: String,
}

impl FactShown {
    /// The number of the document that is shown; 0 for none.
    fn seen(&self) -> i64 {
        self.paper.as_ref().map_or(0, |paper| paper.number)
    }
}

/// `GET /years/{year}/exclusions`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    cases::may_see(&at.desk)?;
    reply::page(&page(&at, &cx, Form::default(), Problems::default()).await?)
}

async fn page(at: &AtYear, cx: &Cx, form: Form, problems: Problems) -> Result<ExclusionsPage, Reply> {
    let (w, book) = (at.w(), ranking::book(cx, &at.desk).await?);
    let unit = |unit: UnitId| (unit.to_string(), at.desk.short_name(unit).to_owned());
    let reach = |reach: &Reach| (reach.code().to_owned(), w.say("ranking.reach", reach.code(), &[]));
    Ok(ExclusionsPage {
        w,
        frame: at.frame(w.t("ranking.exclusions")).crumb(addresses::ranking(at.year()), w.t("ranking.title")),
        sheet: at.form(cx, form).with(problems),
        accept: kinds::accepted(),
        paper_hint: w.fill("ranking.paper_hint", &[("size", &w.size(most(&at.desk)))]),
        facts: book.exclusions.iter().map(|fact| shown(at, fact)).collect(),
        units: chosen_from(w, cases::may_exclude(&at.desk).into_iter().map(unit).collect()),
        reaches: Reach::ALL.iter().map(reach).collect(),
    })
}

/// The units to choose from, after the words that nothing is chosen yet; none stays none.
fn chosen_from(w: Words, units: Vec<(String, String)>) -> Vec<(String, String)> {
    let first = (!units.is_empty()).then(|| (String::new(), w.t("ranking.choose_unit").to_owned()));
    first.into_iter().chain(units).collect()
}

fn shown(at: &AtYear, fact: &Exclusion) -> FactShown {
    let w = at.w();
    let records = at.desk.may(Act::Disqualify, On::unit(fact.unit));
    let may = fact.lifted_reason.is_none() && records;
    FactShown {
        unit: at.desk.short_name(fact.unit).to_owned(),
        reach: w.say("ranking.reach", &fact.scope, &[]),
        since: w.date(fact.happened_on),
        reason: fact.reason.clone(),
        recorded: w.moment(fact.set_at),
        lifted: fact.lifted_reason.clone().unwrap_or_default(),
        lift: if may { addresses::lift_exclusion(at.year(), fact.id) } else { String::new() },
        paper: papers::shown(at, fact),
        attach: if records { addresses::exclusion_paper(at.year(), fact.id) } else { String::new() },
        field: format!("paper.{}", fact.id),
    }
}

/// `POST /years/{year}/exclusions`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, upload: Upload) -> Result<Response, Reply> {
    let key = key(&upload.form)?;
    let ask = match check(&at, &upload) {
        Ok(ask) => ask,
        Err(problems) => return Err(again(&at, &cx, upload.form, problems).await?),
    };
    match cases::exclude(&cx, at.actor(), at.year(), &key, &ask).await {
        Ok(()) => Ok(done(&addresses::exclusions(at.year()), "ranking_excluded")),
        Err(Error::Refused(reasons)) => Err(again(&at, &cx, upload.form, papers::problems(&at, "paper", &reasons)).await?),
        Err(other) => Err(other.into()),
    }
}

/// The page once more, with what was typed and what is wrong.
pub async fn again(at: &AtYear, cx: &Cx, form: Form, problems: Problems) -> Result<Reply, Reply> {
    Ok(Reply::page(&page(at, cx, form, problems).await?))
}

fn check(at: &AtYear, upload: &Upload) -> Result<Exclude, Problems> {
    let (mut check, paper) = (upload.form.check(at.w()), papers::sent(upload));
    let unit = check.chosen::<UnitId>("unit");
    let reach = check.text("reach", 20).and_then(|code| Reach::of_code(&code));
    let happened_on = check.date("happened_on", at.desk.year.year);
    let reason = check.text("reason", MOST_REASON);
    let all = unit.zip(reach).zip(happened_on).zip(reason);
    check.done(all.map(|(((unit, reach), happened_on), reason)| Exclude { unit, reach, happened_on, reason, paper }))
}

/// `GET /years/{year}/exclusions/{fact}/lift`
pub async fn ask_lifting(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let fact = fact(&at, &cx).await?;
    at.desk.require(Act::Disqualify, On::unit(fact.unit))?;
    reply::page(&lifting(&at, &fact, at.form(&cx, Form::default())))
}

async fn fact(at: &AtYear, cx: &Cx) -> Result<Exclusion, Reply> {
    let (book, id) = (ranking::book(cx, &at.desk).await?, at.id::<FactId>("fact")?);
    book.exclusions.iter().find(|fact| fact.id == id).cloned().ok_or(Reply::NotFound)
}

fn lifting(at: &AtYear, fact: &Exclusion, sheet: Sheet) -> ReasonPage {
    let (w, shown) = (at.w(), shown(at, fact));
    let crumbs = at.frame(w.t("ranking.lift_title")).crumb(addresses::ranking(at.year()), w.t("ranking.title"));
    ReasonPage {
        w,
        frame: crumbs.crumb(addresses::exclusions(at.year()), w.t("ranking.exclusions")),
        sheet,
        facts: vec![
            Fact::new(w.t("ranking.unit"), shown.unit),
            Fact::new(w.t("ranking.reach"), shown.reach),
            Fact::new(w.t("ranking.since"), shown.since),
            Fact::new(w.t("ranking.reason"), shown.reason),
        ],
        effect: w.t("ranking.lift_effect"),
        button: w.t("ranking.lift"),
        back: addresses::exclusions(at.year()),
    }
}

/// `POST /years/{year}/exclusions/{fact}/lift`
pub async fn lift(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (key, fact) = (key(&form)?, fact(&at, &cx).await?);
    match reason(at.w(), &form) {
        Ok(reason) => {
            cases::lift(&cx, at.actor(), at.year(), &key, fact.id, &reason).await?;
            Ok(done(&addresses::exclusions(at.year()), "ranking_lifted"))
        }
        Err(problems) => Err(Reply::page(&lifting(&at, &fact, at.form(&cx, form).with(problems)))),
    }
}
