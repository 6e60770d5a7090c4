//! The rounds: find, send, answer, settle. *Thẩm định, giải trình, chốt điểm.*

use super::line::{Change, Line, LineRefused, LineState, Verdict};
use crate::cluster::seats::{Act, Permit};
use crate::regulation::Regulation;
use values::{AccountId, Date, Moment, UnitId};

/// The instant and the settings a change is made under.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    pub at: Moment,
    pub regulation: &'a Regulation,
}

/// What was sent at once: the unit gets one notice, however many lines it is about. *Một thông báo.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    pub unit: UnitId,
    pub by: AccountId,
    pub agreed: usize,
    pub proposed: usize,
    /// The last day to answer.
    pub answer_until: Date,
}

/// What a unit explains, or that it accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub words: String,
    pub until: Date,
}

/// The entry that is to count for a disputed line, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settling<'a, E> {
    pub entry: E,
    pub reason: &'a str,
    /// Whether another settlement or a correction counts until then.
    pub replaces: bool,
}

fn changed<E: Clone + PartialEq>(line: Line<E>, to: LineState, new: E, by: Option<AccountId>, at: Moment, why: &str) -> Line<E> {
    let (why, cause, clause) = (why.trim().to_owned(), String::new(), String::new());
    let (from, old) = (line.state(), line.counts().clone());
    line.with(Change { from, to, old, new, by, at, why, cause, clause })
}

/// Records what a reader finds on one line; it may be changed until the reading is sent. *Thẩm định.*
///
/// Rule `V-06`: a proposal has a reason, picks one at most from the regulation's list beside it, and differs from
/// the unit's entry; `V-08`: nothing changes after
/// sending. Source: screens brief, reductions carry a reason, a clause and a name. Agreeing needs a
/// permit for [`Act::ReadSheet`], proposing one for [`Act::ProposeOther`].
///
/// # Errors
/// [`LineRefused`].
pub fn find<E: Clone + PartialEq>(
    permit: &Permit,
    line: Line<E>,
    verdict: Verdict<E>,
    sent: bool,
    stamp: Stamp<'_>,
) -> Result<Line<E>, LineRefused> {
    let path = line.path.clone();
    if sent || !matches!(line.state(), LineState::Unread | LineState::Agreed | LineState::Proposed) {
        return Err(LineRefused::AlreadySent { path });
    }
    permit.only_for(if verdict.is_agreement() { Act::ReadSheet } else { Act::ProposeOther }, line.unit)?;
    record(permit, line, verdict, stamp)
}

/// Whether lines may be agreed to together: each was opened by its reader. *Đồng ý nhiều mục.* Rule `V-15`;
/// source: screens brief S6.
///
/// # Errors
/// [`LineRefused::NotOpened`] lists those that were not.
pub fn may_agree_together<'a>(lines: impl IntoIterator<Item = (&'a str, bool)>) -> Result<(), LineRefused> {
    let unopened: Vec<String> = lines.into_iter().filter(|(_, opened)| !opened).map(|(path, _)| path.to_owned()).collect();
    if unopened.is_empty() { Ok(()) } else { Err(LineRefused::NotOpened { paths: unopened }) }
}

/// Decides between two blind readings that differ beyond the limit: the line then stands as this verdict
/// says. *Xử lý chênh lệch.* Rule `V-03`; source: peers, differences go to the head; nobody decides on
/// their own unit.
///
/// # Errors
/// [`LineRefused`], as for [`find`].
pub fn resolve_difference<E: Clone + PartialEq>(
    permit: &Permit,
    line: Line<E>,
    verdict: Verdict<E>,
    stamp: Stamp<'_>,
) -> Result<Line<E>, LineRefused> {
    permit.only_for(Act::ResolveReadings, line.unit)?;
    record(permit, line, verdict, stamp)
}

fn record<E: Clone + PartialEq>(permit: &Permit, line: Line<E>, verdict: Verdict<E>, stamp: Stamp<'_>) -> Result<Line<E>, LineRefused> {
    match verdict {
        Verdict::Agree { why } => {
            may_agree(&line, &why, stamp.regulation)?;
            let own = line.own().clone();
            Ok(changed(line, LineState::Agreed, own, Some(permit.by()), stamp.at, &why))
        }
        Verdict::Propose { entry, cause, reason, clause } => {
            may_propose(&line, &entry, (&cause, &reason), stamp.regulation)?;
            let [why, cause, clause] = [reason, cause, clause].map(|text| text.trim().to_owned());
            let (from, old, by) = (line.state(), line.counts().clone(), Some(permit.by()));
            Ok(line.with(Change { from, to: LineState::Proposed, old, new: entry, by, at: stamp.at, why, cause, clause }))
        }
    }
}

/// Agreeing in place of what the same reader, or the same decision, proposed before says why. *Nhất trí thay đề nghị.*
/// Rule `V-25`; source: domain facts, every change of a score has its reason.
fn may_agree<E: Clone + PartialEq>(line: &Line<E>, why: &str, regulation: &Regulation) -> Result<(), LineRefused> {
    if line.state() == LineState::Proposed && !regulation.is_reason(why) {
        return Err(LineRefused::AgreementNeedsReason { path: line.path.clone(), least: regulation.reason_least });
    }
    Ok(())
}

fn may_propose<E: Clone + PartialEq>(
    line: &Line<E>,
    entry: &E,
    (cause, reason): (&str, &str),
    regulation: &Regulation,
) -> Result<(), LineRefused> {
    let path = line.path.clone();
    if entry == line.own() {
        Err(LineRefused::SameEntry { path })
    } else if !cause.is_empty() && line.cause() != Some(cause) && !regulation.reasons.iter().any(|known| known == cause) {
        Err(LineRefused::NotInList { path, cause: cause.to_owned() })
    } else if !regulation.is_reason(reason) {
        Err(LineRefused::ReasonTooShort { path, least: regulation.reason_least })
    } else {
        Ok(())
    }
}

/// Sends a whole reading as one batch. *Gửi kết quả thẩm định.* Rule `V-07`: every line was read; source:
/// screens brief, the unit gets one notice.
///
/// # Errors
/// [`LineRefused::Unread`] lists every unread line.
pub fn send<E: Clone + PartialEq>(permit: &Permit, unit: UnitId, lines: &[Line<E>], answer_until: Date) -> Result<Sent, LineRefused> {
    permit.only_for(Act::SendReadings, unit)?;
    let unread: Vec<String> = lines.iter().filter(|l| l.state() == LineState::Unread).map(|l| l.path.0.clone()).collect();
    if !unread.is_empty() {
        return Err(LineRefused::Unread { unit, paths: unread });
    }
    let proposed = lines.iter().filter(|l| l.state() == LineState::Proposed).count();
    Ok(Sent { unit, by: permit.by(), agreed: lines.len().saturating_sub(proposed), proposed, answer_until })
}

/// The unit accepts a proposal. *Đồng ý.* Rules `V-09` and `V-10`; source: domain facts, accept.
///
/// # Errors
/// [`LineRefused`]: nothing was proposed, or the time is over.
pub fn accept<E: Clone + PartialEq>(permit: &Permit, line: Line<E>, until: Date, stamp: Stamp<'_>) -> Result<Line<E>, LineRefused> {
    permit.only_for(Act::AcceptFinding, line.unit)?;
    may_answer(permit, &line, until, stamp.regulation)?;
    let counts = line.counts().clone();
    Ok(changed(line, LineState::Accepted, counts, Some(permit.by()), stamp.at, ""))
}

/// The unit explains; an explanation may be written again until the time is over. *Giải trình.* Rules
/// `V-09` and `V-10`; source: domain facts, explanation per leaf.
///
/// # Errors
/// [`LineRefused`]: nothing was proposed, the time is over, or too few words.
pub fn explain<E: Clone + PartialEq>(permit: &Permit, line: Line<E>, answer: &Answer, stamp: Stamp<'_>) -> Result<Line<E>, LineRefused> {
    permit.only_for(Act::ExplainFinding, line.unit)?;
    may_answer(permit, &line, answer.until, stamp.regulation)?;
    if !stamp.regulation.is_reason(&answer.words) {
        return Err(LineRefused::ReasonTooShort { path: line.path, least: stamp.regulation.reason_least });
    }
    let counts = line.counts().clone();
    Ok(changed(line, LineState::Explained, counts, Some(permit.by()), stamp.at, &answer.words))
}

fn may_answer<E: Clone + PartialEq>(permit: &Permit, line: &Line<E>, until: Date, regulation: &Regulation) -> Result<(), LineRefused> {
    let path = line.path.clone();
    if !matches!(line.state(), LineState::Proposed | LineState::Explained | LineState::Accepted) {
        Err(LineRefused::NothingToAnswer { path, state: line.state().code() })
    } else if regulation.silence_accepts && permit.day() > until {
        Err(LineRefused::TooLate { path, until })
    } else {
        Ok(())
    }
}

/// What the deadline does to a line: it accepts for the unit that said nothing, where the regulation
/// says so. *Quá hạn coi như đồng ý.* Rule `V-11`; source: cluster regulation, `silence_accepts`.
///
/// The line comes back as it was when there is nothing to accept; asking twice changes nothing.
pub fn accept_by_deadline<E: Clone + PartialEq>(line: Line<E>, until: Date, today: Date, stamp: Stamp<'_>) -> Line<E> {
    let silent = line.state() == LineState::Proposed && today > until && stamp.regulation.silence_accepts;
    if !silent {
        return line;
    }
    let counts = line.counts().clone();
    changed(line, LineState::AcceptedByDeadline, counts, None, stamp.at, "")
}

/// Whether the second round has to settle a line in this state: it was explained, not answered where silence does
/// not accept, or its readings came to differ after they were decided on. *Có ý kiến khác nhau.* Rule `V-12`; source: domain facts 4.8.
pub fn is_disputed(state: LineState, regulation: &Regulation) -> bool {
    matches!(state, LineState::Explained | LineState::Differing) || (state == LineState::Proposed && !regulation.silence_accepts)
}

/// Settles a disputed line. *Chốt điểm.* Rule `V-12`; source: domain facts, round two on disputed leaves.
///
/// Only lines that [`is_disputed`] come here, and those settled before:
/// while the second reading lasts, a settlement may be replaced. A reason is needed when the entry differs
/// from the last proposal, and when it replaces another.
///
/// # Errors
/// [`LineRefused`]: not disputed, or no reason.
pub fn settle<E: Clone + PartialEq>(
    permit: &Permit,
    line: Line<E>,
    settling: Settling<'_, E>,
    stamp: Stamp<'_>,
) -> Result<Line<E>, LineRefused> {
    let Settling { entry, reason, replaces } = settling;
    permit.only_for(Act::SettleLine, line.unit)?;
    let disputed = line.state() == LineState::Settled || is_disputed(line.state(), stamp.regulation);
    if !disputed {
        return Err(LineRefused::NotDisputed { state: line.state().code(), path: line.path });
    }
    if (replaces || line.proposal() != Some(&entry)) && !stamp.regulation.is_reason(reason) {
        return Err(LineRefused::SettlingNeedsReason { path: line.path, least: stamp.regulation.reason_least });
    }
    Ok(changed(line, LineState::Settled, entry, Some(permit.by()), stamp.at, reason))
}
