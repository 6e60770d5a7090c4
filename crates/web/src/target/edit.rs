//! What was typed in the grid becomes targets, all or none. *Lưu chỉ tiêu.*

use std::sync::Arc;

use app::book::{Book, InForce};
use app::target::assign::{Off, Outcome, Paper, Seen, Set, assign_seen};
use app::{Cx, Error, IdemKey, Reason, Stale};
use axum::extract::State;
use axum::response::Response;
use cycle::Arg;
use cycle::target::{Assignment, Meaning};
use scoring::Leaf;
use values::UnitId;

use super::grid::{View, held, meaning_name, scale, takes_figure, value_name};
use super::targets::{Typed, book, page};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Check, Form, Problems};
use crate::layout::Tone;
use crate::reading::Numeric;
use crate::reply::Reply;
use crate::told::{self, Names};

/// What a sending asks for.
struct Command {
    sets: Vec<Set>,
    paper: Paper,
    seen: Seen,
    key: IdemKey,
}

/// `POST /years/{year}/targets`
pub async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let book = book(&cx, &at).await?;
    let command = match check(&at, &book, &form) {
        Ok(command) => command,
        Err(problems) => return Err(again(&at, &cx, form, (problems, Vec::new()), None).await?),
    };
    let set = (command.sets.as_slice(), &command.paper);
    match assign_seen(&cx, at.actor(), at.year(), &command.key, command.seen, set).await {
        Ok(Outcome::Kept(0)) => Ok(done(&addresses::targets(at.year()), "targets_same")),
        Ok(Outcome::Kept(_)) => Ok(done(&addresses::targets(at.year()), "targets_saved")),
        Ok(Outcome::LooksOff(off)) => {
            let mut problems = Problems::default();
            problems.add("scale_ok", at.w().t("target.scale_first"));
            let off = off.iter().map(|one| off_words(&at, &book, one)).collect();
            Err(again(&at, &cx, form, (problems, off), None).await?)
        }
        Err(Error::Refused(reasons)) => {
            let problems = refused(&at, &reasons);
            Err(again(&at, &cx, form, (problems, Vec::new()), None).await?)
        }
        Err(Error::Stale(stale)) => {
            let notice = (Tone::Warning, stale_words(&at, &cx, &stale).await?);
            Err(again(&at, &cx, form, (Problems::default(), Vec::new()), Some(notice)).await?)
        }
        Err(other) => Err(other.into()),
    }
}

/// Who changed a target in between, and when.
async fn stale_words(at: &AtYear, cx: &Cx, stale: &Stale) -> Result<String, Reply> {
    let by = match stale.by {
        Some(by) => app::account::one(cx, by).await?.name,
        None => String::new(),
    };
    let when = stale.at.map(|moment| at.w().moment(moment)).unwrap_or_default();
    Ok(at.w().fill("target.stale", &[("by", &by), ("at", &when)]))
}

/// The grid once more, with everything that was typed.
async fn again(
    at: &AtYear,
    cx: &Cx,
    form: Form,
    (problems, off): (Problems, Vec<String>),
    notice: Option<(Tone, String)>,
) -> Result<Reply, Reply> {
    let view = View { edit: true, ..View::of(&at.query) };
    let mut page = page(at, cx, view, Typed { form, notice }).await?;
    page.sheet.problems = problems.asking_sign(at.w());
    page.off = off;
    Ok(Reply::page(&page))
}

fn check(at: &AtYear, book: &Book, form: &Form) -> Result<Command, Problems> {
    let mut check = form.check(at.w());
    let sets = sets(at, book, form, &mut check);
    let decision = check.optional("decision", 200);
    let decided_on = check.optional_date("decided_on", at.desk.year.year);
    let reason = check.optional("reason", 1000);
    let paper = decision.zip(decided_on).zip(reason).map(|((decision, decided_on), reason)| Paper { decision, decided_on, reason });
    let newest: Option<i64> = check.chosen("seen");
    let seen = newest.map(|newest| Seen { newest, scale: form.has("scale_ok") });
    let command = sets.zip(paper).zip(seen).zip(IdemKey::of(form.key()));
    check.done(command.map(|(((sets, paper), seen), key)| Command { sets, paper, seen, key }))
}

/// The cells that differ from what holds; `None` if one of them does not read.
fn sets(at: &AtYear, book: &Book, form: &Form, check: &mut Check<'_>) -> Option<Vec<Set>> {
    let table = book.table.as_ref()?;
    let mut sets = Some(Vec::new());
    for leaf in table.table.leaves() {
        for member in book.members.iter() {
            let (value, meaning) = (value_name(member.unit, &leaf.path), meaning_name(member.unit, &leaf.path));
            if !form.has(&value) && !form.has(&meaning) {
                continue;
            }
            match (typed(at, table, (leaf, &value, &meaning), form, check), &mut sets) {
                (Some(assignment), Some(sets)) if assignment != held(book, member.unit, leaf) => {
                    sets.push(Set { unit: member.unit, path: leaf.path.clone(), assignment });
                }
                (Some(_), _) => {}
                (None, _) => sets = None,
            }
        }
    }
    sets
}

type Names2<'a> = (&'a Leaf, &'a str, &'a str);

/// One cell: a figure, a meaning, or nothing; `None` with a problem if it does not read.
fn typed(
    at: &AtYear,
    table: &InForce,
    (leaf, value, meaning): Names2<'_>,
    form: &Form,
    check: &mut Check<'_>,
) -> Option<Option<Assignment>> {
    let chosen = Meaning::of_code(form.text(meaning));
    let figure = if takes_figure(leaf) { check.optional_number(value, Numeric::places(scale(table, &leaf.path)))? } else { None };
    match (figure, chosen) {
        (Some(_), Some(_)) => {
            check.problem(value, at.w().t("target.figure_or_meaning"));
            None
        }
        (Some(figure), None) => Some(Some(Assignment::Target(figure))),
        (None, meaning) => Some(meaning.map(Assignment::Absent)),
    }
}

/// Refusals of the rules beside the fields they speak of; each sentence about the paper once.
fn refused(at: &AtYear, reasons: &[Reason]) -> Problems {
    let units = at.desk.members.iter().map(|m| (m.unit, m.short_name.clone())).collect();
    let names = Names { units, ..Names::default() };
    let mut problems = Problems::default();
    for reason in reasons {
        let field = field_of(at, reason);
        if problems.of(&field).is_empty() {
            problems.add(&field, told::sentence(at.w(), &names, reason));
        }
    }
    problems
}

fn field_of(at: &AtYear, reason: &Reason) -> String {
    let unit = reason.args.iter().find_map(|(_, arg)| if let Arg::Unit(unit) = arg { Some(*unit) } else { None });
    let path = reason.args.iter().find_map(|(_, arg)| if let Arg::Path(path) = arg { Some(path.as_str()) } else { None });
    let first: Option<UnitId> = at.desk.members.first().map(|m| m.unit);
    match (reason.code, unit.or(first), path) {
        ("G-02.decision", ..) => "decision".into(),
        ("G-02.reason", ..) => "reason".into(),
        ("G-04", ..) => "decided_on".into(),
        (_, Some(unit), Some(path)) => value_name(unit, path),
        _ => "decision".into(),
    }
}

fn off_words(at: &AtYear, book: &Book, one: &Off) -> String {
    let w = at.w();
    let leaf = book.table.as_ref().and_then(|table| table.table.leaf(&one.path));
    let measure = book.table.as_ref().and_then(|table| table.details.get(&one.path)).map_or("", |detail| detail.measure.as_str());
    let figures: [(&str, &str); 6] = [
        ("unit", at.desk.short_name(one.off.unit)),
        ("line", leaf.map_or("", |leaf| leaf.label.as_str())),
        ("value", &w.number(one.off.target)),
        ("middle", &w.number(one.off.median)),
        ("times", &w.count(one.off.times)),
        ("measure", measure),
    ];
    if one.off.above { w.fill("target.off_above", &figures) } else { w.fill("target.off_below", &figures) }
}
