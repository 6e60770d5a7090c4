//! The table of leave: which seat may do what, in which phases, to whose things. *Ma trận quyền.*
//!
//! A change here shows as a difference in `tests/permissions.txt`; nothing else grants anything.

use super::seats::{Act, SeatKind};
use crate::year::Phase;

/// Whose things a grant reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The cluster, or any unit's.
    Any,
    /// The seat's own unit.
    Own,
    /// Any unit the person does not act for.
    Others,
    /// A sheet that the seat's unit is to read; never an own one.
    Assigned,
}

/// What else a grant depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Always,
    /// The unit's sheet is not sent, or was returned.
    Unsent,
    /// The unit's sheet was returned.
    Returned,
    /// The own sheet is submitted, unless the regulation lets everybody see always.
    OwnSubmitted,
    /// The regulation lets members see each other before the conference, and the own sheet is in.
    PeerView,
    /// The regulation shows the ranking from this phase on.
    RankingShown,
    HeadChangesTable,
    HeadExtends,
    SuperiorExtends,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    pub act: Act,
    pub seats: &'static [SeatKind],
    pub scope: Scope,
    pub phases: &'static [Phase],
    pub when: When,
}

/// The grants of one act to one kind of seat.
pub fn grants_of(act: Act, kind: SeatKind) -> impl Iterator<Item = &'static Grant> {
    GRANTS.iter().filter(move |grant| grant.act == act && grant.seats.contains(&kind))
}

use Phase::*;
use SeatKind::*;

const EVERY: &[Phase] = &[Preparing, Running, SelfScoring, Verifying, Explaining, SecondReading, Settled, Announced, Closed];
const OPEN: &[Phase] = &[Preparing, Running, SelfScoring, Verifying, Explaining, SecondReading, Settled, Announced];
const FORWARD: &[Phase] = OPEN;
const REOPENABLE: &[Phase] = &[Running, SelfScoring, Verifying, Explaining, SecondReading, Settled];
const BEFORE_SCORING: &[Phase] = &[Preparing, Running];
/// While a table may still be drafted or replaced.
const DRAFTING: &[Phase] = &[Preparing, Running, SelfScoring];
const BEFORE_SETTLED: &[Phase] = &[Preparing, Running, SelfScoring, Verifying, Explaining, SecondReading];
const FROM_VERIFYING: &[Phase] = &[Verifying, Explaining, SecondReading, Settled, Announced, Closed];
const UNDER_VERIFICATION: &[Phase] = &[Verifying, Explaining, SecondReading];
const FROM_SETTLED: &[Phase] = &[Settled, Announced, Closed];
const PUBLIC: &[Phase] = &[Announced, Closed];

/// Seats that act for a unit with all its rights: the leaders.
const LEADERS: &[SeatKind] = &[Head, Deputy, MemberLeader];
/// Seats that work on a unit's own things.
const OWNERS: &[SeatKind] = &[Head, Deputy, MemberLeader, MemberOfficer];
/// The standing body and the superior.
const STEERING: &[SeatKind] = &[Head, Deputy, Superior];
/// The side that assigns.
const ASSIGNING: &[SeatKind] = &[Head, Superior];
const MEMBERS: &[SeatKind] = &[MemberLeader, MemberOfficer, Verifier];
const READERS: &[SeatKind] = &[Head, Deputy, Verifier];
const ALL: &[SeatKind] = SeatKind::ALL;

const fn may(act: Act, seats: &'static [SeatKind], scope: Scope, phases: &'static [Phase]) -> Grant {
    Grant { act, seats, scope, phases, when: When::Always }
}

const fn may_when(act: Act, seats: &'static [SeatKind], scope: Scope, phases: &'static [Phase], when: When) -> Grant {
    Grant { act, seats, scope, phases, when }
}

/// Everything that is granted. Rule `C-21`: observers only look, the assigning side alone sets targets, and
/// scores that are settled change by correction only. Source: domain facts, permission matrix; where the sources disagree the
/// narrower reading is taken or a setting of the regulation decides.
pub const GRANTS: &[Grant] = &{
    use Act::*;
    use Scope::*;
    [
        may(SeeYear, ALL, Any, EVERY),
        may(SetUpYear, ASSIGNING, Any, &[Preparing]),
        may(ChangeMembers, &[Superior], Any, &[Preparing, Running, SelfScoring]),
        may(InviteAccounts, ASSIGNING, Any, OPEN),
        may(InviteAccounts, LEADERS, Own, OPEN),
        may(NameSuperior, &[Superior], Any, OPEN),
        may(EditRegulation, STEERING, Any, &[Preparing]),
        may(EditRegulation, &[Superior], Any, &[Running, SelfScoring, Verifying, Explaining, SecondReading]),
        may(SetDeadlines, ASSIGNING, Any, BEFORE_SCORING),
        may_when(ExtendDeadlines, &[Head], Any, BEFORE_SETTLED, When::HeadExtends),
        may_when(ExtendDeadlines, &[Superior], Any, BEFORE_SETTLED, When::SuperiorExtends),
        may(MovePhase, ASSIGNING, Any, FORWARD),
        may(ReopenPhase, ASSIGNING, Any, REOPENABLE),
        may(EditTable, STEERING, Any, DRAFTING),
        may(AskForComments, ASSIGNING, Any, DRAFTING),
        may(CommentOnTable, OWNERS, Own, DRAFTING),
        may(AgreeToTable, LEADERS, Own, DRAFTING),
        may(AnswerComment, STEERING, Any, DRAFTING),
        may(ApplyTable, ASSIGNING, Any, BEFORE_SCORING),
        may(ChangeAppliedTable, &[Superior], Any, DRAFTING),
        may_when(ChangeAppliedTable, &[Head], Any, DRAFTING, When::HeadChangesTable),
        may(AssignTarget, ASSIGNING, Any, BEFORE_SCORING),
        may(AssignTarget, &[Superior], Any, &[SelfScoring]),
        may(EnterScore, OWNERS, Own, &[SelfScoring]),
        may_when(EnterScore, OWNERS, Own, &[Verifying], When::Returned),
        may(UndoScore, OWNERS, Own, &[SelfScoring]),
        may_when(UndoScore, OWNERS, Own, &[Verifying], When::Returned),
        may(SubmitSheet, LEADERS, Own, &[SelfScoring]),
        may_when(SubmitSheet, LEADERS, Own, &[Verifying], When::Returned),
        may(ReturnSheet, STEERING, Others, &[SelfScoring, Verifying]),
        may(ReturnSheet, &[Verifier], Assigned, &[Verifying]),
        may_when(AttachEvidence, OWNERS, Own, &[Running, SelfScoring], When::Unsent),
        may_when(AttachEvidence, OWNERS, Own, &[Verifying], When::Returned),
        may(AttachEvidence, OWNERS, Own, &[Explaining]),
        may_when(ChangeEvidence, OWNERS, Own, &[Running, SelfScoring], When::Unsent),
        may_when(ChangeEvidence, OWNERS, Own, &[Verifying], When::Returned),
        may(ReadEvidence, OWNERS, Own, EVERY),
        may(ReadEvidence, &[Superior], Any, EVERY),
        may(ReadEvidence, &[Head, Deputy], Any, FROM_VERIFYING),
        may(ReadEvidence, &[Verifier], Assigned, UNDER_VERIFICATION),
        may_when(ReadEvidence, MEMBERS, Any, UNDER_VERIFICATION, When::PeerView),
        may(ReadEvidence, MEMBERS, Any, FROM_SETTLED),
        may(AssignReaders, STEERING, Any, &[SelfScoring, Verifying]),
        may(ReadSheet, READERS, Assigned, &[Verifying]),
        may(ReadSheet, &[Superior], Others, &[Verifying]),
        may(AskBack, READERS, Assigned, &[Verifying]),
        may(AskBack, &[Superior], Others, &[Verifying]),
        may(ReplyToQuestion, OWNERS, Own, &[Verifying]),
        may(ProposeOther, READERS, Assigned, &[Verifying]),
        may(ProposeOther, &[Superior], Others, &[Verifying]),
        may(ResolveReadings, STEERING, Others, &[Verifying]),
        may(SendReadings, READERS, Assigned, &[Verifying]),
        may(SendReadings, &[Superior], Others, &[Verifying]),
        may(AcceptFinding, LEADERS, Own, &[Explaining]),
        may(ExplainFinding, OWNERS, Own, &[Explaining]),
        may(SettleLine, STEERING, Others, &[SecondReading]),
        may(DecideTie, ASSIGNING, Others, &[Settled, Announced]),
        may(DecideTie, &[Superior], Others, &[Closed]),
        may(WithdrawTie, ASSIGNING, Others, &[Settled]),
        may(Disqualify, ASSIGNING, Others, &[Running, SelfScoring, Verifying, Explaining, SecondReading, Settled]),
        may(Disqualify, &[Superior], Others, PUBLIC),
        may(ProposeCorrection, STEERING, Others, &[Settled, Announced]),
        may(ProposeCorrection, &[Superior], Others, &[Closed]),
        may(ApplyCorrection, ASSIGNING, Others, &[Settled, Announced]),
        may(ApplyCorrection, &[Superior], Others, &[Closed]),
        may(CancelCorrection, ASSIGNING, Others, &[Settled, Announced]),
        may(CancelCorrection, &[Superior], Others, &[Closed]),
        may(SeeOwnScores, OWNERS, Own, EVERY),
        may(SeeOwnScores, &[Superior], Any, EVERY),
        may(SeeAllScores, &[Superior], Any, EVERY),
        may_when(SeeAllScores, &[Head, Deputy], Any, &[SelfScoring], When::OwnSubmitted),
        may(SeeAllScores, &[Head, Deputy], Any, FROM_VERIFYING),
        may_when(SeeAllScores, MEMBERS, Any, &[SelfScoring, Verifying, Explaining, SecondReading], When::PeerView),
        may(SeeAllScores, &[Verifier], Assigned, UNDER_VERIFICATION),
        may(SeeAllScores, MEMBERS, Any, FROM_SETTLED),
        may(SeeAllScores, &[Observer], Any, PUBLIC),
        may(SeeRanking, STEERING, Any, FROM_VERIFYING),
        may_when(SeeRanking, MEMBERS, Any, FROM_VERIFYING, When::RankingShown),
        may(SeeRanking, &[Observer], Any, PUBLIC),
        may(SeeJournal, ASSIGNING, Any, EVERY),
    ]
};
