//! One line under verification, as the rules see it, made from what is kept. *Mục đang thẩm định.*

use cycle::Phase;
use cycle::refusal::LinePath;
use cycle::regulation::Regulation;
use cycle::verification::{self, Change, Line, LineState, Read, finding_holds, is_reached};
use storage::verification::Finding;
use values::UnitId;

use crate::book::LineFacts;
use crate::self_score::fields::{Fields, NOTE, of_text};

/// What the unit entered, without its remarks.
pub fn own(facts: &LineFacts) -> Fields {
    facts.fields().into_iter().filter(|(field, text)| field != NOTE && !text.is_empty()).collect()
}

/// Whether a finding is about what the unit has entered now (`V-18`).
pub fn is_about(facts: &LineFacts, finding: &Finding, phase: Phase) -> bool {
    let entry = finding.made_on.as_deref().map(of_text);
    let typed = facts.cells.iter().filter(|cell| cell.field != NOTE).map(|cell| cell.at).max();
    finding_holds(phase, Read { entry: entry.as_ref(), at: finding.changed_at }, &own(facts), typed)
}

/// The line with everything that holds in this phase of what was said about it in sent readings, answers and
/// settlements.
pub fn line(unit: UnitId, path: &str, facts: &LineFacts, phase: Phase) -> Line<Fields> {
    let own = own(facts);
    let path = LinePath::new(path);
    let begin = if facts.differs.is_some() { Line::differing } else { Line::unread };
    let begun = begin(unit, path, own.clone());
    let mut changes: Vec<Change<Fields>> = Vec::new();
    if let Some(found) = facts.found() {
        let entry = if found.entry.is_empty() { own.clone() } else { of_text(&found.entry) };
        let to = if found.entry.is_empty() { LineState::Agreed } else { LineState::Proposed };
        changes.push(change(
            &changes,
            &begun,
            to,
            entry,
            (Some(found.changed_by), found.changed_at, &found.reason, &found.cause, &found.clause),
        ));
    }
    if let Some((said, to)) = facts.response.as_ref().and_then(|said| Some((said, LineState::of_code(&said.answer)?))) {
        let counts = counts(&changes, &begun);
        changes.push(change(&changes, &begun, to, counts, (said.answered_by, said.answered_at, &said.words, "", "")));
    }
    // What a correction settled is no step of verification: the line stands as verification left it.
    let settled = facts.settlement.as_ref().filter(|s| s.basis != crate::correction::BASIS);
    if let Some(settled) = settled.filter(|_| is_reached(LineState::Settled, phase)) {
        let entry = of_text(&settled.entry);
        changes.push(change(
            &changes,
            &begun,
            LineState::Settled,
            entry,
            (settled.settled_by, settled.settled_at, &settled.reason, "", ""),
        ));
    }
    begun.go_on(changes)
}

/// Who, when, why, the reason picked, the clause.
type Said<'a> = (Option<values::AccountId>, values::Moment, &'a str, &'a str, &'a str);

fn change(
    before: &[Change<Fields>],
    begun: &Line<Fields>,
    to: LineState,
    new: Fields,
    (by, at, why, cause, clause): Said<'_>,
) -> Change<Fields> {
    let from = before.last().map_or(begun.state(), |last| last.to);
    Change { from, to, old: counts(before, begun), new, by, at, why: why.to_owned(), cause: cause.to_owned(), clause: clause.to_owned() }
}

fn counts(changes: &[Change<Fields>], begun: &Line<Fields>) -> Fields {
    changes.last().map_or_else(|| begun.counts().clone(), |last| last.new.clone())
}

/// Whether the line is one for the second round.
pub fn is_disputed(line: &LineFacts, regulation: &Regulation) -> bool {
    let answered = line.response.as_ref().and_then(|said| LineState::of_code(&said.answer));
    let found = line.proposed().map(|_| LineState::Proposed).or_else(|| line.differs.map(|_| LineState::Differing));
    let state = answered.or(found);
    state.is_some_and(|state| verification::is_disputed(state, regulation))
}

/// Whether the second round still has to settle the line.
pub fn waits_to_settle(line: &LineFacts, regulation: &Regulation) -> bool {
    (line.settlement.is_none() || line.overtaken) && is_disputed(line, regulation)
}

/// Whether the line may be settled, for the first time or anew.
pub fn may_be_settled(line: &LineFacts, regulation: &Regulation) -> bool {
    line.settlement.as_ref().is_some_and(|settled| settled.basis != crate::correction::BASIS) || is_disputed(line, regulation)
}
