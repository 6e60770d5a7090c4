//! The year as a state machine: its phases, the legal moves, and what each move requires. *Năm thi đua.*
//!
//! The phases of the first slice end where the conference adopts the ranking. Later slices put their
//! own between them (signing after `Preparing`, the half-year review inside `Running`, the vote
//! between `Settled` and `Announced`); the stored codes below do not change for that.

use crate::calendar::{Calendar, Step};
use crate::cluster::seats::{Act, Permit};
use crate::refusal::{coded, refusals};
use crate::regulation::Regulation;
use values::{AccountId, Date, UnitId};

coded! {
    /// Where the cluster's year stands. *Giai đoạn của năm.*
    Phase {
        /// Members, officers, regulation, table and deadlines are being set up. *Chuẩn bị.*
        Preparing = "preparing",
        /// The year's work is done; targets are assigned, evidence gathers. *Đang thực hiện.*
        Running = "running",
        /// Units fill their sheets. *Tự chấm.*
        SelfScoring = "self_scoring",
        /// Readers compare sheets with evidence. *Thẩm định lần 1.*
        Verifying = "verifying",
        /// Units accept or explain what was found. *Giải trình.*
        Explaining = "explaining",
        /// Disputed lines are settled. *Thẩm định lần 2.*
        SecondReading = "second_reading",
        /// Every line has its verified entry; the conference decides. *Chốt điểm.*
        Settled = "settled",
        /// The conference has adopted the result and it is public. *Công bố.*
        Announced = "announced",
        /// The year is archived; nothing changes but by a numbered decision. *Khép năm.*
        Closed = "closed",
    }
}

impl Phase {
    /// The deadline by which the year moves on from here; `None` once nothing follows. The conference meets
    /// inside the settled phase, which ends when its result is public.
    pub const fn ends_with(self) -> Option<Step> {
        match self {
            Self::Preparing => Some(Step::Table),
            Self::Running => Some(Step::Targets),
            Self::SelfScoring => Some(Step::SelfScoring),
            Self::Verifying => Some(Step::Verifying),
            Self::Explaining => Some(Step::Explaining),
            Self::SecondReading => Some(Step::SecondReading),
            Self::Settled => Some(Step::Announcing),
            Self::Announced | Self::Closed => None,
        }
    }

    /// Whether a deadline belongs to this phase or a later one, and not to one that is over.
    pub fn has_ahead(self, step: Step) -> bool {
        let over = Self::ALL.iter().filter(|phase| **phase < self).filter_map(|phase| phase.ends_with());
        over.max().is_none_or(|over| step > over)
    }
}

coded! {
    /// What a move of the year may require. *Điều kiện chuyển giai đoạn.*
    Requirement {
        /// Exactly one head is in office on the day. *Có cụm trưởng.*
        HeadInOffice = "head_in_office",
        /// At least two units are members. *Có ít nhất hai đơn vị.*
        TwoMembers = "two_members",
        /// A version of the table is applied. *Thang bảng điểm đã áp dụng.*
        TableApplied = "table_applied",
        /// Each unit has an answer for every line that needs a target. *Đã giao chỉ tiêu.*
        TargetsSet = "targets_set",
        /// The deadline of self-scoring is set. *Đã có hạn tự chấm.*
        DeadlinesSet = "deadlines_set",
        /// Every sheet is in, or its deadline has passed. *Đã gửi hoặc đã quá hạn.*
        SheetsIn = "sheets_in",
        /// Each unit has its readers. *Đã phân công thẩm định.*
        ReadersAssigned = "readers_assigned",
        /// Each reading is sent. *Đã gửi kết quả thẩm định.*
        ReadingsSent = "readings_sent",
        /// Each proposal is answered, or the deadline accepted for the unit. *Đã trả lời hoặc đã quá hạn.*
        AnswersIn = "answers_in",
        /// No line is open. *Mọi dòng đã chốt.*
        LinesSettled = "lines_settled",
        /// No tie waits for a vote or a draw. *Không còn đồng hạng chờ quyết định.*
        TiesDecided = "ties_decided",
        /// No correction is open. *Không còn đính chính đang mở.*
        CorrectionsClosed = "corrections_closed",
    }
}

/// One legal move. Forward moves name what they require; moves back need a reason instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: Phase,
    pub to: Phase,
    pub requires: &'static [Requirement],
}

impl Move {
    /// Whether this move reopens an earlier phase.
    pub fn is_back(&self) -> bool {
        self.to < self.from
    }
}

const fn on(from: Phase, to: Phase, requires: &'static [Requirement]) -> Move {
    Move { from, to, requires }
}

/// Every legal move of the year; `docs/year.md` is drawn from it.
pub const MOVES: &[Move] = &{
    use Phase::*;
    use Requirement::*;
    [
        on(Preparing, Running, &[HeadInOffice, TwoMembers]),
        on(Running, SelfScoring, &[HeadInOffice, TableApplied, TargetsSet, DeadlinesSet]),
        on(SelfScoring, Verifying, &[SheetsIn, ReadersAssigned]),
        on(Verifying, Explaining, &[ReadingsSent]),
        on(Explaining, SecondReading, &[AnswersIn]),
        on(SecondReading, Settled, &[LinesSettled]),
        on(Settled, Announced, &[TiesDecided, CorrectionsClosed]),
        on(Announced, Closed, &[TiesDecided, CorrectionsClosed]),
        on(Running, Preparing, &[]),
        on(SelfScoring, Running, &[]),
        on(Verifying, SelfScoring, &[]),
        on(Explaining, Verifying, &[]),
        on(SecondReading, Explaining, &[]),
        on(Settled, SecondReading, &[]),
    ]
};

/// What the requirements look at; gathered by the caller from the year's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Units in office as head today; exactly one is right.
    pub heads: Vec<UnitId>,
    /// Members today, in protocol order.
    pub members: Vec<UnitId>,
    /// Whether a version of the table is applied.
    pub table_applied: bool,
    /// Units with a line whose target is still unanswered.
    pub without_targets: Vec<UnitId>,
    /// Units whose sheet is not submitted.
    pub not_submitted: Vec<UnitId>,
    /// Units with fewer readers than the regulation asks for.
    pub without_readers: Vec<UnitId>,
    /// Units with a reading not yet sent.
    pub not_read: Vec<UnitId>,
    /// Units with a proposal they have not answered and still may.
    pub unanswered: Vec<UnitId>,
    /// The last day on which one of them may (`D-03`).
    pub answers_until: Option<Date>,
    /// Units with a line that is not settled.
    pub unsettled: Vec<UnitId>,
    /// Units in a tie that waits for a vote or a draw.
    pub tied: Vec<UnitId>,
    /// Units with an open correction.
    pub correcting: Vec<UnitId>,
}

/// One unmet requirement: what, and which units it waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub requirement: Requirement,
    pub units: Vec<UnitId>,
    /// The deadline after which the move no longer waits for them.
    pub until: Option<Date>,
}

/// A move that was made: kept with the year and its journal entry. *Chuyển giai đoạn.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: Phase,
    pub to: Phase,
    pub on: Date,
    pub by: AccountId,
    /// Empty for a move forward.
    pub reason: String,
}

refusals! {
    /// Why the year does not move.
    NotMoved {
        /// The table of moves has no such move.
        NoSuchMove { from: Phase, to: Phase } = "Y-01",
        /// Requirements are unmet; [`missing`] lists them with the units they wait for.
        Unmet { to: Phase, requirements: Vec<Requirement>, units: Vec<UnitId> } = "Y-02",
        /// Reopening needs a reason of at least `least` characters.
        ReasonTooShort { to: Phase, least: u16 } = "Y-03",
    }
}

/// The move between two phases, if there is one. Rule `Y-01`; source: domain facts, the yearly cycle.
pub fn legal(from: Phase, to: Phase) -> Option<&'static Move> {
    MOVES.iter().find(|step| step.from == from && step.to == to)
}

/// Where the year may go from `from`, forward first.
pub fn moves_from(from: Phase) -> impl Iterator<Item = &'static Move> {
    MOVES.iter().filter(move |step| step.from == from)
}

/// Everything a move still waits for. Rule `Y-02`; source: domain facts, what is frozen when.
pub fn missing(step: &Move, standing: &Standing, calendar: &Calendar, today: Date) -> Vec<Missing> {
    step.requires.iter().filter_map(|requirement| unmet(*requirement, standing, calendar, today)).collect()
}

fn unmet(requirement: Requirement, at: &Standing, calendar: &Calendar, today: Date) -> Option<Missing> {
    let waits = |units: &[UnitId]| (!units.is_empty()).then(|| units.to_vec());
    let unless = |met: bool| (!met).then(Vec::new);
    let until = |units: &[UnitId], step| if calendar.is_over(step, today) { None } else { waits(units) };
    let units = match requirement {
        Requirement::HeadInOffice => (at.heads.len() != 1).then(|| at.heads.clone()),
        Requirement::TwoMembers => unless(at.members.len() >= 2),
        Requirement::TableApplied => unless(at.table_applied),
        Requirement::TargetsSet => waits(&at.without_targets),
        Requirement::DeadlinesSet => unless(calendar.due(Step::SelfScoring).is_some()),
        Requirement::SheetsIn => until(&at.not_submitted, Step::SelfScoring),
        Requirement::ReadersAssigned => waits(&at.without_readers),
        Requirement::ReadingsSent => waits(&at.not_read),
        Requirement::AnswersIn => waits(&at.unanswered),
        Requirement::LinesSettled => waits(&at.unsettled),
        Requirement::TiesDecided => waits(&at.tied),
        Requirement::CorrectionsClosed => waits(&at.correcting),
    }?;
    Some(Missing { requirement, units, until: waited_until(requirement, at, calendar) })
}

/// The deadline that ends the waiting of a requirement.
fn waited_until(requirement: Requirement, at: &Standing, calendar: &Calendar) -> Option<Date> {
    match requirement {
        Requirement::SheetsIn => calendar.due(Step::SelfScoring),
        Requirement::AnswersIn => at.answers_until,
        _ => None,
    }
}

/// Moves the year, or says everything that is missing. *Chuyển giai đoạn.*
///
/// Rule `Y-03`; source: cluster regulation (a reopened step is explained). `permit` is for
/// [`Act::MovePhase`] forward and [`Act::ReopenPhase`] back.
///
/// # Errors
/// [`NotMoved`]: no such move, unmet requirements, or no reason for reopening.
pub fn move_on(
    permit: &Permit,
    from: Phase,
    to: Phase,
    reason: &str,
    with: (&Standing, &Calendar, &Regulation),
) -> Result<Moved, NotMoved> {
    let (standing, calendar, regulation) = with;
    let step = legal(from, to).ok_or(NotMoved::NoSuchMove { from, to })?;
    permit.only(if step.is_back() { Act::ReopenPhase } else { Act::MovePhase })?;
    if step.is_back() && !regulation.is_reason(reason) {
        return Err(NotMoved::ReasonTooShort { to, least: regulation.reason_least });
    }
    let lacking = missing(step, standing, calendar, permit.day());
    if lacking.is_empty() {
        Ok(Moved { from, to, on: permit.day(), by: permit.by(), reason: reason.trim().to_owned() })
    } else {
        Err(NotMoved::Unmet {
            to,
            requirements: lacking.iter().map(|m| m.requirement).collect(),
            units: lacking.into_iter().flat_map(|m| m.units).collect(),
        })
    }
}

/// The machine as a Mermaid diagram, drawn from [`MOVES`].
pub fn diagram() -> String {
    let label = |step: &Move| match step.is_back() {
        true => "reason".to_owned(),
        false => step.requires.iter().map(|r| r.code()).collect::<Vec<_>>().join(", "),
    };
    let line = |step: &Move| format!("    {} --> {}: {}\n", step.from.code(), step.to.code(), label(step));
    let body: String = MOVES.iter().map(line).collect();
    format!("stateDiagram-v2\n    [*] --> preparing\n{body}    closed --> [*]\n")
}

#[cfg(test)]
mod tests;
