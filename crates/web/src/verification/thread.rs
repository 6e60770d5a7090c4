//! Everything that was said about one line of one unit, in order: who, when, from what, to what, and why.
//! *Quá trình của một mục.*

use app::Desk;
use app::book::{Book, CellFacts, LineFacts};
use app::self_score::fields::{self, Fields, NOTE};
use app::table::details::Detail;
use app::verification::deadline::silence_has_accepted;
use app::verification::lines::own;
use app::verification::{Finding, Question, Response, Settlement};
use askama::Template;
use cycle::verification::LineState;
use scoring::Leaf;
use values::UnitId;

use super::known::Known;
use super::{cause, entry};
use crate::Words;

/// The history as a list; write it into a page as `{{ thread }}`.
#[derive(Template)]
#[template(path = "verification/thread.html")]
pub struct Thread {
    w: Words,
    steps: Vec<Said>,
}

impl askama::filters::HtmlSafe for Thread {}

/// One thing that was said.
struct Said {
    title: String,
    /// Who and when.
    by: String,
    /// Empty where nothing changed.
    old: String,
    new: String,
    why: String,
    clause: String,
    /// Whether this is what counts now.
    counts: bool,
}

/// What the making of a history looks at.
struct Of<'a> {
    w: Words,
    desk: &'a Desk,
    known: &'a Known,
    book: &'a Book,
    unit: UnitId,
    leaf: &'a Leaf,
    detail: Detail,
}

impl Thread {
    /// The history of the line `leaf` of `unit`; empty if nothing was said.
    pub fn of(w: Words, desk: &Desk, known: &Known, book: &Book, unit: UnitId, leaf: &Leaf) -> Self {
        let detail = book.table.as_ref().and_then(|t| t.details.get(&leaf.path)).cloned().unwrap_or_default();
        let of = Of { w, desk, known, book, unit, leaf, detail };
        let facts = book.unit(unit).ok().and_then(|unit| unit.lines.get(leaf.index));
        Self { w, steps: facts.map(|facts| of.steps(facts)).unwrap_or_default() }
    }

    /// What the unit was asked back about the line, and replied, as far as this person may see it.
    pub fn questions(w: Words, desk: &Desk, known: &Known, book: &Book, unit: UnitId, leaf: &Leaf) -> Self {
        let of = Of { w, desk, known, book, unit, leaf, detail: Detail::default() };
        let facts = book.unit(unit).ok().and_then(|unit| unit.lines.get(leaf.index));
        Self { w, steps: facts.map(|facts| of.asked(facts)).unwrap_or_default() }
    }

    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }
}

impl Of<'_> {
    fn steps(&self, facts: &LineFacts) -> Vec<Said> {
        let own = own(facts);
        let mut steps: Vec<Said> = self.reported(facts, &own).into_iter().collect();
        steps.extend(self.asked(facts));
        let before = steps.len();
        steps.extend(facts.findings.iter().map(|finding| self.found(&own, finding)));
        // Nobody said what the deadline accepted before it was moved.
        let said = facts.void.response.as_ref().filter(|said| said.answered_by.is_some());
        steps.extend(said.map(|said| self.void(self.answered(said))));
        steps.extend(facts.response.as_ref().map(|said| self.answered(said)).or_else(|| self.silent(facts)));
        steps.extend(facts.void.settlement.as_ref().map(|settled| self.void(self.settled(facts, settled, &own))));
        steps.extend(facts.settlement.as_ref().map(|settled| self.settled(facts, settled, &own)));
        let counts = match (&facts.settlement, facts.stands) {
            (Some(_), _) => steps.len().checked_sub(1),
            (None, Some(at)) => Some(at + before),
            (None, None) => Some(0),
        };
        if let Some(step) = counts.and_then(|at| steps.get_mut(at)) {
            step.counts = true;
        }
        steps
    }

    fn reported(&self, facts: &LineFacts, own: &Fields) -> Option<Said> {
        let last: &CellFacts = facts.cells.iter().max_by_key(|cell| cell.at)?;
        let note = facts.cell(NOTE).map(|cell| cell.typed.clone()).unwrap_or_default();
        Some(Said { new: self.entry(own), why: note, ..self.said(self.w.t("verification.self_scored").to_owned(), Some(last.by), last.at) })
    }

    fn found(&self, own: &Fields, finding: &Finding) -> Said {
        let title = self.title(finding);
        let said = self.said(title, Some(finding.changed_by), finding.changed_at);
        if finding.entry.is_empty() {
            return Said { why: finding.reason.clone(), ..said };
        }
        let new = self.entry(&fields::of_text(&finding.entry));
        Said {
            old: self.entry(own),
            new,
            why: cause::before(self.w, &finding.cause, &finding.reason),
            clause: finding.clause.clone(),
            ..said
        }
    }

    fn title(&self, finding: &Finding) -> String {
        let reader = self.known.reader(finding.reading).map(|unit| self.desk.short_name(unit));
        match (reader, finding.entry.is_empty()) {
            (None, true) => self.w.t("verification.decided_own").to_owned(),
            (None, false) => self.w.t("verification.decided_other").to_owned(),
            (Some(unit), true) => self.w.fill("verification.agreed_by", &[("unit", unit)]),
            (Some(unit), false) => self.w.fill("verification.proposed_by", &[("unit", unit)]),
        }
    }

    fn asked(&self, facts: &LineFacts) -> Vec<Said> {
        let seen = facts.questions.iter().filter(|question| self.known.sees(self.desk, question));
        seen.flat_map(|question| [Some(self.question(question)), self.reply(question)]).flatten().collect()
    }

    fn question(&self, question: &Question) -> Said {
        let unit = self.known.reader(question.reading).map_or("", |unit| self.desk.short_name(unit));
        let title = self.w.fill("verification.asked_by", &[("unit", unit)]);
        Said { why: question.words.clone(), ..self.said(title, Some(question.asked_by), question.sent_at.unwrap_or(question.asked_at)) }
    }

    fn reply(&self, question: &Question) -> Option<Said> {
        let said = self.said(self.w.t("verification.replied").to_owned(), question.replied_by, question.replied_at?);
        Some(Said { why: question.reply.clone(), ..said })
    }

    fn answered(&self, said: &Response) -> Said {
        let title = self.w.say("verification.answered", &said.answer, &[]);
        Said { why: said.words.clone(), ..self.said(title, said.answered_by, said.answered_at) }
    }

    /// Silence that has accepted but is not kept yet.
    fn silent(&self, facts: &LineFacts) -> Option<Said> {
        let until = self.known.last_day(self.desk, self.unit);
        facts.proposed().filter(|_| silence_has_accepted(self.desk, until))?;
        let title = self.w.say("verification.answered", LineState::AcceptedByDeadline.code(), &[]);
        Some(Said { by: self.w.date(until.plus(1)), ..blank(title) })
    }

    /// What was said to something that no longer stands.
    fn void(&self, said: Said) -> Said {
        Said { title: self.w.fill("verification.void", &[("what", &said.title)]), ..said }
    }

    fn settled(&self, facts: &LineFacts, settled: &Settlement, own: &Fields) -> Said {
        let before = facts.proposed().map_or_else(|| own.clone(), |found| fields::of_text(&found.entry));
        let (old, new) = (self.entry(&before), self.entry(&fields::of_text(&settled.entry)));
        let said = self.said(self.w.t("verification.settled").to_owned(), settled.settled_by, settled.settled_at);
        Said { old: if old == new { String::new() } else { old }, new, why: settled.reason.clone(), ..said }
    }

    fn said(&self, title: String, by: Option<values::AccountId>, at: values::Moment) -> Said {
        let by = by.map_or_else(|| self.w.moment(at), |by| format!("{}, {}", self.known.who(Some(by)), self.w.moment(at)));
        Said { by, ..blank(title) }
    }

    /// *95,3 %, được 9,50 điểm*; points that were given directly stand once.
    fn entry(&self, typed: &Fields) -> String {
        let entry = entry::say(self.w, self.leaf, &self.detail, typed);
        if matches!(fields::asked(&self.leaf.kind), ["points"]) {
            return entry;
        }
        let points = self.w.points(points(self.book, self.unit, self.leaf, typed), self.leaf.decimals);
        self.w.fill("verification.entry_with_points", &[("entry", &entry), ("points", &points)])
    }
}

fn blank(title: String) -> Said {
    Said { title, by: String::new(), old: String::new(), new: String::new(), why: String::new(), clause: String::new(), counts: false }
}

/// What an entry gives the unit now, everybody else as they count.
pub(super) fn points(book: &Book, unit: UnitId, leaf: &Leaf, typed: &Fields) -> values::Points {
    let Some((table, place)) = book.table.as_ref().zip(book.place(unit)) else { return values::Points::ZERO };
    let assigned = book.unit(unit).ok().and_then(|unit| unit.lines.get(leaf.index)).and_then(LineFacts::assignment);
    let entry = fields::entry(leaf, leaf.decimals, typed, assigned).unwrap_or(scoring::Entry::Refused);
    book.counting.points_if(&table.table, place, leaf, entry)
}
