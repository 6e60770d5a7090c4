//! What of the answers and settlements kept for a line still holds, after what stands was weighed. *Hiệu lực.*

use std::sync::Arc;

use cycle::Phase;
use cycle::verification::{Answered, LineState, Standing, answer_holds, is_reached, settlement_holds};
use storage::verification::{Finding, Response};

use super::facts::{LineFacts, UnitBook};
use super::weigh::Readings;
use crate::correction::BASIS;
use crate::self_score::fields::of_text;

/// Puts aside what belongs to a proposal that no longer stands (`V-16`, `V-17`).
pub(super) fn hold(read: &Readings, units: &mut [Arc<UnitBook>]) {
    let said = |line: &LineFacts| line.response.is_some() || line.settlement.is_some();
    for unit in units.iter_mut().filter(|unit| unit.lines.iter().any(said)) {
        Arc::make_mut(unit).lines.iter_mut().filter(|line| said(line)).for_each(|line| sort(read, line));
    }
}

fn sort(read: &Readings, line: &mut LineFacts) {
    let holds = line.response.as_ref().is_some_and(|said| answers(read, line.proposed(), said) && reached(said, read.phase));
    line.void.response = line.response.take_if(|_| !holds);
    let found = line.found().map(|finding| read.came_out(finding));
    let last = found.max(line.response.as_ref().map(|said| said.answered_at));
    let overtaken = line.settlement.as_ref().is_some_and(|settled| !settlement_holds(read.phase, last, settled.settled_at));
    // What a correction decided counts until somebody settles the line anew.
    line.overtaken = overtaken && line.settlement.as_ref().is_some_and(|settled| settled.basis == BASIS);
    line.void.settlement = line.settlement.take_if(|settled| overtaken && settled.basis != BASIS);
}

/// What the deadline accepted is open while answering is (`V-19`).
fn reached(said: &Response, phase: Phase) -> bool {
    LineState::of_code(&said.answer).is_none_or(|state| is_reached(state, phase))
}

fn answers(read: &Readings, proposal: Option<&Finding>, said: &Response) -> bool {
    let entry = proposal.map(|finding| of_text(&finding.entry));
    let to = said.answers.as_deref().map(of_text);
    let stands = proposal.zip(entry.as_ref()).map(|(finding, entry)| Standing { entry, since: read.came_out(finding) });
    answer_holds(stands, Answered { to: to.as_ref(), at: said.answered_at })
}
