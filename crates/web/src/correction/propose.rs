//! Proposing a correction of one line. *Đề nghị đính chính.*

use std::sync::Arc;

use app::correction::{self, Proposal};
use app::ranking::why::{self, LineWhy};
use app::self_score::fields::{Fields, asked};
use app::{Cx, ranking};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::cluster::{Act, On};
use values::{Quantity, UnitId};

use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Check, Form, Problems, Sheet};
use crate::layout::Frame;
use crate::ranking::key;
use crate::ranking::say::{self, Fact};
use crate::reading::Numeric;
use crate::reply::{self, Reply};
use crate::verification::entry;
use crate::words::Words;

const MOST_REASON: usize = 2000;

#[derive(Template)]
#[template(path = "correction/propose.html")]
struct ProposePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    lead: String,
    now: Vec<Fact>,
    /// Names and labels of the entry's fields; a choice stands for pass or fail.
    fields: Vec<(&'static str, String)>,
    choices: Vec<(String, String)>,
    back: String,
}

/// What the page is about.
struct Place {
    unit: UnitId,
    told: LineWhy,
    measure: String,
    scale: u8,
}

/// `GET /years/{year}/corrections/new/{unit}/{*path}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let place = place(&at, &cx).await?;
    reply::page(&page(&at, &place, at.form(&cx, Form::default())))
}

async fn place(at: &AtYear, cx: &Cx) -> Result<Place, Reply> {
    let unit = at.id::<UnitId>("unit")?;
    at.desk.member(unit)?;
    at.desk.require(Act::ProposeCorrection, On::unit(unit))?;
    let book = ranking::book(cx, &at.desk).await?;
    let told = why::line(cx, &book, &at.desk, unit, at.part("path")).await?;
    let detail = book.in_force()?.details.get(&told.leaf.path).cloned().unwrap_or_default();
    Ok(Place { unit, told, measure: detail.measure, scale: detail.scale })
}

fn page(at: &AtYear, place: &Place, sheet: Sheet) -> ProposePage {
    let (w, leaf) = (at.w(), &place.told.leaf);
    let why = addresses::why(at.year(), place.unit, &leaf.path);
    let mut now = say::entry(w, leaf, &correction::counts(&place.told.facts), &place.measure);
    now.push(Fact::new(w.t("correction.points"), w.points(place.told.points, leaf.decimals)));
    let yes_or_no = [("1", "yes"), ("0", "no")].map(|(code, word)| (code.to_owned(), w.say("ranking.achieved", word, &[])));
    ProposePage {
        w,
        frame: at.frame(w.t("correction.propose_title")).crumb(why.clone(), w.t("ranking.why_title")),
        sheet,
        lead: w.fill("ranking.why_lead", &[("unit", at.desk.short_name(place.unit)), ("line", &format!("{} {}", leaf.label, leaf.name))]),
        now,
        fields: asked(&leaf.kind).iter().map(|field| (*field, say::field_label(w, field))).collect(),
        choices: yes_or_no.into(),
        back: why,
    }
}

/// `POST /years/{year}/corrections/new/{unit}/{*path}`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (key, place) = (key(&form)?, place(&at, &cx).await?);
    match check(at.w(), &place, &form) {
        Ok(ask) => {
            let id = correction::propose(&cx, at.actor(), at.year(), &key, &ask).await?;
            Ok(done(&addresses::correction(at.year(), id), "correction_proposed"))
        }
        Err(problems) => Err(Reply::page(&page(&at, &place, at.form(&cx, form).with(problems)))),
    }
}

fn check(w: Words, place: &Place, form: &Form) -> Result<Proposal, Problems> {
    let mut check = form.check(w);
    let mut new = Fields::new();
    for name in asked(&place.told.leaf.kind) {
        if let Some(text) = field(&mut check, name, place) {
            new.insert((*name).to_owned(), text);
        }
    }
    entry::fits(&mut check, &place.told.leaf, &new);
    let reason = check.text("reason", MOST_REASON);
    check.done(reason.map(|reason| Proposal { unit: place.unit, path: place.told.leaf.path.clone(), new, reason }))
}

/// One field of the entry as the plain text the rules read.
fn field(check: &mut Check<'_>, name: &str, place: &Place) -> Option<String> {
    if name == "achieved" {
        return check.text(name, 1);
    }
    let leaf = &place.told.leaf;
    let numeric = match name {
        "points" => Numeric { most: Some(leaf.max.quantity(leaf.decimals)), ..Numeric::places(leaf.decimals) },
        "percent" => Numeric { most: Some(Quantity::new(999, 0)), ..Numeric::places(place.scale.max(2)) },
        "count" | "bonus" | "deduction" => Numeric::places(0),
        _ => Numeric::places(place.scale),
    };
    check.number(name, numeric).map(Quantity::plain)
}
