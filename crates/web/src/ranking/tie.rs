//! Recording the vote or draw that parts a tie, and taking it back. *Biểu quyết, bốc thăm.*

use std::collections::BTreeSet;
use std::sync::Arc;

use app::ranking::ties::{self, Decided};
use app::ranking::{self, Open, TieDecision};
use app::{Cx, IdemKey};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use values::{FactId, UnitId};

use super::say::Fact;
use super::{key, listing};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;

/// Longest reason.
pub const MOST_REASON: usize = 2000;

#[derive(Template)]
#[template(path = "ranking/tie.html")]
struct TiePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    lead: String,
    means: String,
    units: Vec<Placed>,
    back: String,
}

/// Name of the field, name of the unit, the places it may take.
type Placed = (String, String, Vec<(String, String)>);

/// A page that asks for a reason before something is taken back.
#[derive(Template)]
#[template(path = "ranking/reason.html")]
pub struct ReasonPage {
    pub w: Words,
    pub frame: Frame,
    pub sheet: Sheet,
    pub facts: Vec<Fact>,
    pub effect: &'static str,
    pub button: &'static str,
    pub back: String,
}

/// `GET /years/{year}/ranking/tie/{rank}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let tie = open(&at, &cx).await?;
    reply::page(&page(&at, &tie, at.form(&cx, Form::default())))
}

/// The tie that waits at the rank in the address.
async fn open(at: &AtYear, cx: &Cx) -> Result<Open, Reply> {
    at.desk.require(Act::DecideTie, On::CLUSTER)?;
    let (book, rank) = (ranking::book(cx, &at.desk).await?, at.id::<usize>("rank")?);
    let tie = ranking::standings(&book, &at.desk)?.open.into_iter().find(|tie| tie.rank == rank).ok_or(Reply::NotFound)?;
    at.desk.permits(Act::DecideTie, &tie.units)?;
    Ok(tie)
}

fn page(at: &AtYear, tie: &Open, sheet: Sheet) -> TiePage {
    let w = at.w();
    let places: Vec<(String, String)> = (1..=tie.units.len()).map(|n| (n.to_string(), (tie.rank + n - 1).to_string())).collect();
    let options = std::iter::once((String::new(), w.t("ranking.choose").to_owned())).chain(places).collect::<Vec<_>>();
    let unit = |unit: &UnitId| (field(*unit), at.desk.short_name(*unit).to_owned(), options.clone());
    TiePage {
        w,
        frame: at.frame(w.t("ranking.tie_title")).crumb(addresses::ranking(at.year()), w.t("ranking.title")),
        sheet,
        lead: w.fill("ranking.tie_lead", &[("units", &listing::names(at, &tie.units)), ("rank", &tie.rank.to_string())]),
        means: w.say("ranking.means", tie.asks.code(), &[]),
        units: tie.units.iter().map(unit).collect(),
        back: addresses::ranking(at.year()),
    }
}

fn field(unit: UnitId) -> String {
    format!("place.{unit}")
}

/// `POST /years/{year}/ranking/tie/{rank}`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let key = key(&form)?;
    at.desk.require(Act::DecideTie, On::CLUSTER)?;
    if ties::was_taken(&cx, at.actor(), &key).await? {
        return Ok(done(&addresses::ranking(at.year()), "ranking_tie_decided"));
    }
    let tie = open(&at, &cx).await?;
    record(&at, &cx, &key, &tie, form).await
}

async fn record(at: &AtYear, cx: &Cx, key: &IdemKey, tie: &Open, form: Form) -> Result<Response, Reply> {
    match check(at, tie, &form) {
        Ok(decided) => {
            ties::decide_tie(cx, at.actor(), at.year(), key, &decided).await?;
            Ok(done(&addresses::ranking(at.year()), "ranking_tie_decided"))
        }
        Err(problems) => Err(Reply::page(&page(at, tie, at.form(cx, form).with(problems)))),
    }
}

fn check(at: &AtYear, tie: &Open, form: &Form) -> Result<Decided, Problems> {
    let mut check = form.check(at.w());
    let mut placed: Vec<(Option<usize>, UnitId)> = tie.units.iter().map(|unit| (check.chosen(&field(*unit)), *unit)).collect();
    let all_known = placed.iter().all(|(place, _)| place.is_some());
    let different: BTreeSet<Option<usize>> = placed.iter().map(|(place, _)| *place).collect();
    if all_known && different.len() < placed.len() {
        check.problem(&field(tie.units.first().copied().unwrap_or(UnitId::from_raw(0))), at.w().t("ranking.places_twice"));
    }
    placed.sort_unstable();
    let decided_on = check.date("decided_on", at.desk.year.year);
    let reason = check.text("reason", MOST_REASON);
    let order = placed.into_iter().map(|(_, unit)| unit).collect();
    let decided = decided_on.zip(reason).filter(|_| all_known);
    check.done(decided.map(|(decided_on, reason)| Decided { means: tie.asks, order, decided_on, reason }))
}

/// `GET /years/{year}/ranking/decision/{fact}/withdraw`
pub async fn ask_withdrawal(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::WithdrawTie, On::CLUSTER)?;
    let held = decision(&at, &cx).await?;
    at.desk.permits(Act::WithdrawTie, &ranking::standings::order_of(&held))?;
    reply::page(&withdrawal(&at, &held, at.form(&cx, Form::default())))
}

async fn decision(at: &AtYear, cx: &Cx) -> Result<TieDecision, Reply> {
    let (book, id) = (ranking::book(cx, &at.desk).await?, at.id::<FactId>("fact")?);
    book.tie_decisions.iter().find(|held| held.id == id).cloned().ok_or(Reply::NotFound)
}

fn withdrawal(at: &AtYear, held: &TieDecision, sheet: Sheet) -> ReasonPage {
    let w = at.w();
    let order = listing::names(at, &ranking::standings::order_of(held));
    ReasonPage {
        w,
        frame: at.frame(w.t("ranking.withdraw_title")).crumb(addresses::ranking(at.year()), w.t("ranking.title")),
        sheet,
        facts: vec![
            Fact::new(w.t("ranking.order"), order),
            Fact::new(w.t("ranking.tie_means"), w.say("ranking.means", &held.means, &[])),
            Fact::new(w.t("ranking.date"), w.date(held.decided_on)),
            Fact::new(w.t("ranking.reason"), &held.reason),
        ],
        effect: w.t("ranking.withdraw_effect"),
        button: w.t("ranking.withdraw"),
        back: addresses::ranking(at.year()),
    }
}

/// `POST /years/{year}/ranking/decision/{fact}/withdraw`
pub async fn withdraw(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (key, held) = (key(&form)?, decision(&at, &cx).await?);
    match reason(at.w(), &form) {
        Ok(reason) => {
            ties::withdraw(&cx, at.actor(), at.year(), &key, held.id, &reason).await?;
            Ok(done(&addresses::ranking(at.year()), "ranking_tie_withdrawn"))
        }
        Err(problems) => Err(Reply::page(&withdrawal(&at, &held, at.form(&cx, form).with(problems)))),
    }
}

/// The reason a form gives.
pub fn reason(w: Words, form: &Form) -> Result<String, Problems> {
    let mut check = form.check(w);
    let reason = check.text("reason", MOST_REASON);
    check.done(reason)
}
