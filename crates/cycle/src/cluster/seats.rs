//! Seats, and the one function that says what a seat may do now. *Vai trò, quyền hạn.*
//!
//! A permit comes from a seat in one cluster's year, never from a flag on a person. Deciding functions
//! ask for the [`Permit`]; pages ask [`Seats::permit`] before they draw a button. The table itself is
//! in `grants.rs`; `tests/permissions.txt` prints it whole.

pub use super::denied::{Denied, Why};

use super::grants::{Grant, Scope, When, grants_of};
use crate::calendar::{Calendar, Step};
use crate::refusal::{WrongPermit, coded};
use crate::regulation::{Extension, Late, PeerView, Regulation};
use crate::self_score::SheetState;
use crate::year::Phase;
use values::{AccountId, Date, UnitId};

coded! {
    /// What a person is in one cluster's year. *Vai trò.*
    SeatKind {
        /// Acts for the head unit. *Thường trực cụm, đơn vị cụm trưởng.*
        Head = "head",
        /// Acts for a deputy unit. *Cụm phó.*
        Deputy = "deputy",
        /// *Lãnh đạo đơn vị.*
        MemberLeader = "member_leader",
        /// *Chuyên viên.*
        MemberOfficer = "member_officer",
        /// Reads other units' sheets for the unit of the seat. *Người thẩm định.*
        Verifier = "verifier",
        /// Officer of the organisation that owns the cluster. *Cơ quan thường trực cấp trên.*
        Superior = "superior",
        /// *Đại biểu, quan sát viên.*
        Observer = "observer",
    }
}

coded! {
    /// Everything a person can do in this program. *Việc.*
    Act {
        SeeYear = "see_year",
        SetUpYear = "set_up_year",
        ChangeMembers = "change_members",
        InviteAccounts = "invite_accounts",
        NameSuperior = "name_superior",
        EditRegulation = "edit_regulation",
        SetDeadlines = "set_deadlines",
        ExtendDeadlines = "extend_deadlines",
        MovePhase = "move_phase",
        ReopenPhase = "reopen_phase",
        EditTable = "edit_table",
        AskForComments = "ask_for_comments",
        CommentOnTable = "comment_on_table",
        AgreeToTable = "agree_to_table",
        AnswerComment = "answer_comment",
        ApplyTable = "apply_table",
        ChangeAppliedTable = "change_applied_table",
        AssignTarget = "assign_target",
        EnterScore = "enter_score",
        UndoScore = "undo_score",
        SubmitSheet = "submit_sheet",
        ReturnSheet = "return_sheet",
        AttachEvidence = "attach_evidence",
        ChangeEvidence = "change_evidence",
        ReadEvidence = "read_evidence",
        AssignReaders = "assign_readers",
        ReadSheet = "read_sheet",
        AskBack = "ask_back",
        ProposeOther = "propose_other",
        ResolveReadings = "resolve_readings",
        SendReadings = "send_readings",
        ReplyToQuestion = "reply_to_question",
        AcceptFinding = "accept_finding",
        ExplainFinding = "explain_finding",
        SettleLine = "settle_line",
        DecideTie = "decide_tie",
        WithdrawTie = "withdraw_tie",
        Disqualify = "disqualify",
        ProposeCorrection = "propose_correction",
        ApplyCorrection = "apply_correction",
        CancelCorrection = "cancel_correction",
        SeeOwnScores = "see_own_scores",
        SeeAllScores = "see_all_scores",
        SeeRanking = "see_ranking",
        SeeJournal = "see_journal",
    }
}

impl Act {
    /// Whether the act only looks.
    pub const fn only_looks(self) -> bool {
        use Act::*;
        matches!(self, SeeYear | ReadEvidence | SeeOwnScores | SeeAllScores | SeeRanking | SeeJournal)
    }

    /// The deadline after which the act is late; `None` where no deadline ends it.
    pub const fn ends_with(self) -> Option<Step> {
        use Act::*;
        match self {
            EnterScore | UndoScore | SubmitSheet => Some(Step::SelfScoring),
            AcceptFinding | ExplainFinding => Some(Step::Explaining),
            _ => None,
        }
    }
}

/// One seat: what its holder is, for which unit, on which days (inclusive).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub kind: SeatKind,
    /// The unit the seat acts for; none for superior and observer.
    pub unit: Option<UnitId>,
    pub from: Date,
    pub to: Option<Date>,
}

impl Seat {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// Every seat one account holds in one cluster's year; a person may hold several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seats {
    account: AccountId,
    seats: Vec<Seat>,
}

/// What the act is done to, and the facts about it that leave depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct On {
    /// The unit whose sheet, line or file it is; `None` for the cluster as a whole.
    pub unit: Option<UnitId>,
    /// The unit whose turn it is to read this sheet, when this is about one reading.
    pub reader: Option<UnitId>,
    /// Where the unit's sheet stands.
    pub sheet: SheetState,
    /// Whether the actor's own unit has submitted its sheet.
    pub own_submitted: bool,
    /// The day the unit was last sent what it is to answer.
    pub sent_on: Option<Date>,
}

impl On {
    /// The cluster as a whole.
    pub const CLUSTER: Self = Self { unit: None, reader: None, sheet: SheetState::Open, own_submitted: false, sent_on: None };

    pub const fn unit(unit: UnitId) -> Self {
        Self { unit: Some(unit), ..Self::CLUSTER }
    }

    #[must_use]
    pub const fn read_by(self, reader: UnitId) -> Self {
        Self { reader: Some(reader), ..self }
    }

    #[must_use]
    pub const fn sheet(self, sheet: SheetState) -> Self {
        Self { sheet, ..self }
    }

    #[must_use]
    pub const fn sent_on(self, sent_on: Option<Date>) -> Self {
        Self { sent_on, ..self }
    }

    #[must_use]
    pub const fn own_submitted(self, own_submitted: bool) -> Self {
        Self { own_submitted, ..self }
    }
}

/// The year as leave looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    pub phase: Phase,
    pub today: Date,
    pub regulation: &'a Regulation,
    pub calendar: &'a Calendar,
}

/// Proof that one account may do one act to one thing today. Only [`Seats::permit`] makes one.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    act: Act,
    by: AccountId,
    seat: Seat,
    on: On,
    day: Date,
    phase: Phase,
    late: i32,
}

impl Permit {
    pub const fn act(&self) -> Act {
        self.act
    }

    pub const fn by(&self) -> AccountId {
        self.by
    }

    pub const fn seat(&self) -> &Seat {
        &self.seat
    }

    pub const fn target(&self) -> On {
        self.on
    }

    /// The day leave was given; deciding functions take their date from here.
    pub const fn day(&self) -> Date {
        self.day
    }

    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Days after the deadline, where the regulation takes late work; otherwise 0.
    pub const fn days_late(&self) -> i32 {
        self.late
    }

    /// Refuses a permit that was given for another act. Rule `C-00`; source: this program.
    ///
    /// # Errors
    /// [`WrongPermit`].
    pub fn only(&self, act: Act) -> Result<&Self, WrongPermit> {
        if self.act == act { Ok(self) } else { Err(WrongPermit) }
    }

    /// As [`Permit::only`], and for this unit.
    ///
    /// # Errors
    /// [`WrongPermit`].
    pub fn only_for(&self, act: Act, unit: UnitId) -> Result<&Self, WrongPermit> {
        if self.on.unit == Some(unit) { self.only(act) } else { Err(WrongPermit) }
    }
}

impl Seats {
    pub fn new(account: AccountId, seats: Vec<Seat>) -> Self {
        Self { account, seats }
    }

    pub const fn account(&self) -> AccountId {
        self.account
    }

    pub fn all(&self) -> &[Seat] {
        &self.seats
    }

    /// The units this account acts for on `day`.
    pub fn units_on(&self, day: Date) -> Vec<UnitId> {
        let mut units: Vec<UnitId> = self.seats.iter().filter(|s| s.holds_on(day)).filter_map(|s| s.unit).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Whether this account acts for `unit` in this year at all: past seats make it own work too.
    pub fn is_own(&self, unit: UnitId) -> bool {
        self.seats.iter().any(|s| s.unit == Some(unit))
    }

    /// The one decision: may this account do `act` to `on` now? *Xét quyền.*
    ///
    /// Rules `C-10` to `C-20`; source: domain facts, permission matrix, and the cluster's regulation.
    ///
    /// # Errors
    /// [`Denied`] names the condition that failed closest to leave, its date, and who can help.
    pub fn permit(&self, act: Act, on: On, now: &Now<'_>) -> Result<Permit, Denied> {
        let deny = |why| Denied { act, who: self.others(&why, who_can(act, &why, now), now.today), why, phase: now.phase };
        let first = self.seats.first().ok_or_else(|| deny(Why::NoSeat))?;
        let held: Vec<&Seat> = self.seats.iter().filter(|s| s.holds_on(now.today)).collect();
        if held.is_empty() {
            return Err(deny(Why::NotInForce { from: first.from, to: first.to }));
        }
        let tries = held.iter().flat_map(|seat| grants_of(act, seat.kind).map(move |grant| self.try_grant(seat, grant, on, now)));
        let mut closest = Why::NotYourSeat;
        for tried in tries {
            match tried {
                Ok((seat, late)) => return Ok(Permit { act, by: self.account, seat, on, day: now.today, phase: now.phase, late }),
                Err(why) if why.closeness() > closest.closeness() => closest = why,
                Err(_) => {}
            }
        }
        Err(deny(closest))
    }

    /// There is one head: whoever is it gets no help from it in their own matters.
    fn others(&self, why: &Why, mut who: Vec<SeatKind>, today: Date) -> Vec<SeatKind> {
        let is_head = self.seats.iter().any(|seat| seat.kind == SeatKind::Head && seat.holds_on(today));
        who.retain(|kind| !(*why == Why::OwnWork && is_head && *kind == SeatKind::Head));
        who
    }

    fn try_grant(&self, seat: &Seat, grant: &Grant, on: On, now: &Now<'_>) -> Result<(Seat, i32), Why> {
        self.in_scope(seat, grant.scope, on)?;
        if !grant.phases.contains(&now.phase) {
            return Err(Why::WrongPhase { allowed: phases_of(grant.act, seat.kind) });
        }
        if grant.scope == Scope::Assigned && (on.reader.is_none() || on.reader != seat.unit) {
            return Err(Why::NotYourReading);
        }
        holds(grant.when, on, now)?;
        in_time(grant.act, on, now).map(|late| (*seat, late))
    }

    fn in_scope(&self, seat: &Seat, scope: Scope, on: On) -> Result<(), Why> {
        let own = on.unit.is_some_and(|unit| self.is_own(unit));
        let met = |met: bool, why: Why| if met { Ok(()) } else { Err(why) };
        match scope {
            Scope::Any => Ok(()),
            Scope::Own => met(on.unit.is_some() && on.unit == seat.unit, Why::OtherUnit),
            Scope::Others | Scope::Assigned => met(!own, Why::OwnWork),
        }
    }
}

fn holds(when: When, on: On, now: &Now<'_>) -> Result<(), Why> {
    let rules = now.regulation;
    let met = |met: bool, why: Why| if met { Ok(()) } else { Err(why) };
    match when {
        When::Always => Ok(()),
        When::Unsent => met(on.sheet != SheetState::Submitted, Why::SheetSent),
        When::Returned => met(on.sheet == SheetState::Returned, Why::NotReturned),
        When::OwnSubmitted => met(on.own_submitted || rules.peer_view == PeerView::Always, Why::OwnSheetFirst),
        When::PeerView if rules.peer_view == PeerView::Settled => Err(Why::Regulation { setting: "peer_view" }),
        When::PeerView => holds(When::OwnSubmitted, on, now),
        When::RankingShown => met(now.phase >= rules.ranking_from, Why::Regulation { setting: "ranking_from" }),
        When::HeadChangesTable => met(rules.head_changes_table, Why::Regulation { setting: "head_changes_table" }),
        When::HeadExtends => met(rules.extension == Extension::HeadOrSuperior, Why::Regulation { setting: "extension" }),
        When::SuperiorExtends => met(rules.extension != Extension::Nobody, Why::Regulation { setting: "extension" }),
    }
}

/// Days late, where late work is taken. Rule `C-17`; source: the year's calendar and the regulation. Answers
/// end with the unit's own last day (`D-03`).
fn in_time(act: Act, on: On, now: &Now<'_>) -> Result<i32, Why> {
    let Some(step) = act.ends_with() else { return Ok(0) };
    let due = match step {
        Step::Explaining => now.calendar.answer_until(on.sent_on, now.regulation),
        _ => now.calendar.due(step),
    };
    let returned = on.sheet == SheetState::Returned;
    let late = due.map_or(0, |due| now.today.days_after(due).max(0));
    let excused = returned || taken_late(step, now.regulation);
    match due {
        Some(due) if late > 0 && !excused => Err(Why::AfterDeadline { step, due }),
        _ => Ok(if returned { 0 } else { late }),
    }
}

/// A late sheet is taken when the regulation says so; a late answer while silence is not acceptance.
fn taken_late(step: Step, regulation: &Regulation) -> bool {
    match step {
        Step::SelfScoring => regulation.late == Late::Marked,
        Step::Explaining => !regulation.silence_accepts,
        _ => false,
    }
}

/// Phases in which a kind of seat may ever do the act.
fn phases_of(act: Act, kind: SeatKind) -> Vec<Phase> {
    let mut phases: Vec<Phase> = grants_of(act, kind).flat_map(|grant| grant.phases).copied().collect();
    phases.sort_unstable();
    phases.dedup();
    phases
}

/// The seats that may do `act` in `phase`, whatever else it depends on.
pub fn seats_for(act: Act, phase: Phase) -> Vec<SeatKind> {
    SeatKind::ALL.iter().copied().filter(|kind| grants_of(act, *kind).any(|grant| grant.phases.contains(&phase))).collect()
}

/// Who can help: who may act now, or who moves the phase, the deadline or the regulation; where nobody
/// can in this phase, those who could in another.
fn who_can(act: Act, why: &Why, now: &Now<'_>) -> Vec<SeatKind> {
    let instead = match why {
        Why::WrongPhase { allowed } if allowed.iter().all(|phase| *phase < now.phase) => Act::ReopenPhase,
        Why::WrongPhase { .. } => Act::MovePhase,
        Why::AfterDeadline { .. } => Act::ExtendDeadlines,
        Why::Regulation { .. } => Act::EditRegulation,
        Why::NotReturned | Why::SheetSent => Act::ReturnSheet,
        Why::NotYourReading => Act::AssignReaders,
        Why::OwnSheetFirst => Act::SubmitSheet,
        Why::NoSeat | Why::NotInForce { .. } => Act::InviteAccounts,
        Why::NotYourSeat | Why::OtherUnit | Why::OwnWork => act,
    };
    match seats_for(instead, now.phase) {
        nobody if nobody.is_empty() => SeatKind::ALL.iter().copied().filter(|kind| grants_of(instead, *kind).next().is_some()).collect(),
        seats => seats,
    }
}

#[cfg(test)]
mod tests;
