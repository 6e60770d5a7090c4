//! What readers asked a unit back, for the unit to reply to. *Trả lời câu hỏi.*

use std::sync::Arc;

use app::book::{Book, LineFacts};
use app::verification::{Question, questions};
use app::{Cx, Error, Reason};
use axum::http::StatusCode;
use axum::response::Response;
use cycle::cluster::{Act, On};
use cycle::verification::QuestionState;
use values::{ReadingId, UnitId};

use super::criterion;
use super::verdict::{MOST, too_short};
use super::{Known, answer, badge_of};
use crate::forms::Form;
use crate::told::{self, Names};
use crate::{AtYear, Reply, addresses, done, reply};

/// One question on the unit's page.
pub(super) struct Asked {
    pub name: String,
    pub href: String,
    pub reader: String,
    pub words: String,
    pub reply: String,
    pub state: (&'static str, String),
}

/// A question that the unit may reply to, with the field of its reply.
pub(super) struct Open {
    pub reading: String,
    pub version: i64,
    pub words: String,
    pub field: String,
    pub reader: String,
}

/// Every question about a unit's sheet that this person may see, those without reply first.
pub(super) fn all(at: &AtYear, book: &Book, known: &Known, unit: UnitId) -> Result<Vec<Asked>, Reply> {
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    let lines = leaves.iter().zip(&book.unit(unit)?.lines);
    let seen = |facts: &'_ LineFacts| facts.questions.iter().filter(|q| known.sees(&at.desk, q)).cloned().collect::<Vec<_>>();
    let mut asked: Vec<(QuestionState, Asked)> = lines
        .flat_map(|(leaf, facts)| seen(facts).into_iter().map(move |question| (leaf, question)))
        .map(|(leaf, question)| (question.state(), one(at, (book, known), (unit, leaf), question)))
        .collect();
    asked.sort_by_key(|(state, _)| *state == QuestionState::Replied);
    Ok(asked.into_iter().map(|(_, asked)| asked).collect())
}

fn one(at: &AtYear, (book, known): (&Book, &Known), (unit, leaf): (UnitId, &scoring::Leaf), question: Question) -> Asked {
    Asked {
        name: criterion::name(leaf),
        href: addresses::answer(at.year(), unit, &leaf.path),
        reader: known.reader(question.reading).map_or("", |unit| at.desk.short_name(unit)).to_owned(),
        state: state(at, book, known, &question),
        words: question.words,
        reply: question.reply,
    }
}

/// Where a question stands for its unit: no reply is waited for once the reading is sent, or no longer about the line.
fn state(at: &AtYear, book: &Book, known: &Known, question: &Question) -> (&'static str, String) {
    let state = question.state();
    let is_over = state == QuestionState::Asked && !questions::counts(&at.desk, book, known.readings(), question);
    let (badge, code) = if is_over { ("badge", "over") } else { (badge_of(state), state.code()) };
    (badge, at.w().say("verification.question_state", code, &[]))
}

/// The questions about a line that this person may reply to now.
pub(super) fn open(at: &AtYear, (book, known): (&Book, &Known), facts: &LineFacts, unit: UnitId) -> Vec<Open> {
    if !at.desk.may(Act::ReplyToQuestion, On::unit(unit)) {
        return Vec::new();
    }
    let open = questions::open((&at.desk, book), facts.questions.iter(), known.readings(), unit);
    open.into_iter()
        .filter(|q| q.state() == QuestionState::Asked)
        .map(|q| Open {
            reading: q.reading.to_string(),
            version: q.version,
            words: q.words.clone(),
            field: field(q.reading),
            reader: known.reader(q.reading).map_or("", |unit| at.desk.short_name(unit)).to_owned(),
        })
        .collect()
}

fn field(reading: ReadingId) -> String {
    format!("reply-{reading}")
}

/// Why the unit may not add files now, and who could change that; empty where it may.
pub(super) fn why_no_evidence(at: &AtYear, book: &Book, unit: UnitId) -> Result<String, Reply> {
    let on = app::self_score::on(book.unit(unit)?.sheet.as_ref(), unit);
    let why_not = at.desk.why_not(Act::AttachEvidence, on);
    let told = |reason: Reason| {
        let why = format!("{} {}", told::sentence(at.w(), &Names::default(), &reason), told::remedy(at.w(), &reason));
        at.w().fill("verification.no_more_evidence", &[("why", &why)])
    };
    Ok(why_not.map(told).unwrap_or_default())
}

/// Keeps the reply of a form; a form that lacks something is shown again.
pub(super) async fn save(at: &AtYear, cx: &Arc<Cx>, unit: UnitId, form: &Form) -> Result<Response, Reply> {
    let reading: ReadingId = form.text("reading").parse().map_err(|_| Reply::NotFound)?;
    let (name, mut check) = (field(reading), form.check(at.w()));
    let words = check.text(&name, MOST);
    if let Some(short) = words.as_ref().filter(|text| !at.desk.regulation.is_reason(text)) {
        check.problem(&name, too_short(at.w(), short, &at.desk.regulation));
    }
    match check.done(words) {
        Ok(words) => {
            let seen = form.text("version").parse().unwrap_or(0);
            match questions::reply(cx, at.actor(), at.year(), (reading, at.part("path")), &words, seen).await {
                Err(error @ Error::Refused(_)) => answer::refused(at, cx, unit, (form, &name), error).await,
                replied => {
                    replied?;
                    Ok(done(&addresses::answers(at.year(), unit), "question_replied"))
                }
            }
        }
        Err(problems) => {
            let sheet = at.form(cx, form.clone()).with(problems);
            let book = app::verification::book(cx, &at.desk).await?;
            reply::with_file(StatusCode::UNPROCESSABLE_ENTITY, &answer::page(at, cx, (&book, unit), sheet).await?)
        }
    }
}
