//! One correction: old and new side by side for every unit, then applied or cancelled.

use std::sync::Arc;

use app::book::Book;
use app::correction::{self, Change, Correction, effect};
use app::ranking::why;
use app::self_score::fields::of_text;
use app::{Cx, ranking};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};
use cycle::Phase;
use cycle::cluster::{Act, On};
use values::{CorrectionId, Points};

use super::list::state;
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::Frame;
use crate::ranking::key;
use crate::ranking::say::{self, Fact};
use crate::reply::{self, Reply};
use crate::words::Words;

const MOST_REASON: usize = 2000;
const MOST_DECISION: usize = 200;

#[derive(Template)]
#[template(path = "correction/one.html")]
struct CorrectionPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    state: (String, &'static str),
    facts: Vec<Fact>,
    old: String,
    new: String,
    rows: Vec<RowShown>,
    /// Where the forms go; empty where this person may not.
    apply: String,
    cancel: String,
    /// The state of the year that is shown, for the application to be of the same.
    seen: i64,
    announced: bool,
    /// The pages behind the figures explain those before.
    open: bool,
    /// They explain those after.
    settled: bool,
}

struct RowShown {
    unit: String,
    why: String,
    line_why: String,
    line: (String, String),
    total: (String, String),
    rank: (String, String),
    changed: bool,
}

/// `GET /years/{year}/corrections/{correction}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    reply::page(&page(&at, &cx, Form::default(), Problems::default()).await?)
}

async fn page(at: &AtYear, cx: &Cx, form: Form, problems: Problems) -> Result<CorrectionPage, Reply> {
    let kept = correction::one(cx, &at.desk, at.id::<CorrectionId>("correction")?).await?;
    let (w, book) = (at.w(), ranking::book(cx, &at.desk).await?);
    let open = kept.state == "proposed";
    let may = |act: Act| open && at.desk.may(act, On::unit(kept.unit));
    let entry = |text: &str| entry(w, &book, &kept, text);
    let frame = at.frame(w.t("correction.one_title")).crumb(addresses::ranking(at.year()), w.t("ranking.title"));
    Ok(CorrectionPage {
        w,
        frame: frame.crumb(addresses::corrections(at.year()), w.t("correction.title")),
        sheet: at.form(cx, form).with(problems),
        state: state(w, &kept),
        facts: facts(at, cx, &book, &kept).await?,
        old: entry(&kept.old_entry)?,
        new: entry(&kept.new_entry)?,
        rows: rows(at, &book, &kept)?,
        apply: if may(Act::ApplyCorrection) { addresses::apply_correction(at.year(), kept.id) } else { String::new() },
        cancel: if may(Act::CancelCorrection) { addresses::cancel_correction(at.year(), kept.id) } else { String::new() },
        seen: book.seq,
        announced: at.desk.phase >= Phase::Announced,
        open,
        settled: kept.state == "applied",
    })
}

fn entry(w: Words, book: &Book, kept: &Correction, text: &str) -> Result<String, Reply> {
    let in_force = book.in_force()?;
    let leaf = in_force.table.leaf(&kept.path).ok_or(Reply::NotFound)?;
    let measure = in_force.details.get(&kept.path).map(|detail| detail.measure.clone()).unwrap_or_default();
    Ok(say::entry_line(w, leaf, &of_text(text), &measure))
}

async fn facts(at: &AtYear, cx: &Cx, book: &Book, kept: &Correction) -> Result<Vec<Fact>, Reply> {
    let w = at.w();
    let people = [Some(kept.proposed_by), kept.closed_by].into_iter().flatten().collect();
    let people = why::people(cx, people).await?;
    let name = |id| people.get(&id).cloned().unwrap_or_else(|| "–".to_owned());
    let by = |who: &str, at: values::Moment| w.fill("ranking.by_at", &[("who", who), ("at", &w.moment(at))]);
    let line = say::line_name(&book.in_force()?.table, &kept.path);
    let closed = kept.closed_by.zip(kept.closed_at).map(|(who, at)| by(&name(who), at)).unwrap_or_default();
    let all = [
        Fact::new(w.t("correction.unit"), at.desk.short_name(kept.unit)),
        Fact::new(w.t("correction.line"), line).to(addresses::why(at.year(), kept.unit, &kept.path)),
        Fact::new(w.t("correction.reason"), &kept.reason).class("quote"),
        Fact::new(w.t("correction.proposed_by"), by(&name(kept.proposed_by), kept.proposed_at)),
        Fact::new(w.t(if kept.state == "applied" { "correction.applied_by" } else { "correction.closed_by" }), closed),
        Fact::new(w.t("correction.decision"), &kept.decision),
        Fact::new(w.t("correction.cancel_reason"), &kept.close_reason).class("quote"),
    ];
    Ok(all.into_iter().filter(|fact| !fact.text.is_empty()).collect())
}

fn rows(at: &AtYear, book: &Book, kept: &Correction) -> Result<Vec<RowShown>, Reply> {
    let (w, decimals) = (at.w(), book.in_force()?.table.decimals());
    let points = |(old, new): (Points, Points)| (w.points(old, decimals), w.points(new, decimals));
    let rank = |rank: Option<usize>| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
    let row = |change: &Change| RowShown {
        unit: at.desk.short_name(change.unit).to_owned(),
        why: addresses::why_unit(at.year(), change.unit),
        line_why: addresses::why(at.year(), change.unit, &kept.path),
        line: points(change.line),
        total: points(change.total),
        rank: (rank(change.rank.0), rank(change.rank.1)),
        changed: change.is_one(),
    };
    Ok(effect(book, &at.desk, kept)?.units.iter().map(row).collect())
}

/// `POST /years/{year}/corrections/{correction}/apply`
pub async fn apply(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (key, id) = (key(&form)?, at.id::<CorrectionId>("correction")?);
    match decision(&at, &form) {
        Ok((decision, seen)) => {
            correction::apply(&cx, at.actor(), at.year(), &key, (id, seen), &decision).await?;
            Ok(done(&addresses::correction(at.year(), id), "correction_applied"))
        }
        Err(problems) => Err(Reply::page(&page(&at, &cx, form, problems).await?)),
    }
}

/// The decision's number, and the state of the year the person saw.
fn decision(at: &AtYear, form: &Form) -> Result<(String, i64), Problems> {
    let mut check = form.check(at.w());
    let decision =
        if at.desk.phase >= Phase::Announced { check.text("decision", MOST_DECISION) } else { check.optional("decision", MOST_DECISION) };
    let seen = check.chosen::<i64>("seen");
    check.done(decision.zip(seen))
}

/// `POST /years/{year}/corrections/{correction}/cancel`
pub async fn cancel(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (key, id) = (key(&form)?, at.id::<CorrectionId>("correction")?);
    let mut check = form.check(at.w());
    let reason = check.text("reason", MOST_REASON);
    match check.done(reason) {
        Ok(reason) => {
            correction::cancel(&cx, at.actor(), at.year(), &key, id, &reason).await?;
            Ok(done(&addresses::correction(at.year(), id), "correction_cancelled"))
        }
        Err(problems) => Err(Reply::page(&page(&at, &cx, form, problems).await?)),
    }
}
