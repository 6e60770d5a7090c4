//! One line of a sheet under verification, with everything that was said about it. *Mục đang thẩm định.*

use crate::refusal::{LinePath, coded, refusals};
use values::{AccountId, Date, Moment, UnitId};

coded! {
    /// Where a line stands. *Trạng thái mục.*
    LineState {
        /// *Chưa xem.*
        Unread = "unread",
        /// Readings differ beyond the limit, and nobody has decided. *Các lượt thẩm định lệch nhau.*
        Differing = "differing",
        /// *Đồng ý.*
        Agreed = "agreed",
        /// Another entry is proposed. *Đề nghị khác.*
        Proposed = "proposed",
        /// The unit accepts the proposal. *Đơn vị đồng ý.*
        Accepted = "accepted",
        /// The unit explains. *Giải trình.*
        Explained = "explained",
        /// The unit said nothing by the deadline. *Quá hạn, coi như đồng ý.*
        AcceptedByDeadline = "accepted_by_deadline",
        /// *Đã chốt.*
        Settled = "settled",
    }
}

impl LineState {
    /// Whether the line still waits for somebody. *Còn mở.*
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Unread | Self::Differing | Self::Proposed | Self::Explained)
    }

    /// Whether a line may go from this state to `to`. What is settled stays so, whatever it was before.
    pub const fn may_become(self, to: Self) -> bool {
        use LineState::*;
        match self {
            Unread | Differing | Agreed => matches!(to, Agreed | Proposed | Settled),
            Proposed => !matches!(to, Unread),
            Explained | Accepted => matches!(to, Explained | Accepted | Settled),
            AcceptedByDeadline | Settled => matches!(to, Settled),
        }
    }
}

/// What a reader finds on one line. *Kết quả thẩm định.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict<E> {
    /// As the unit entered it; says why where it replaces a proposal.
    Agree { why: String },
    /// Another entry, with its reason and the clause it rests on (may be empty). `cause` is the reason picked from
    /// the regulation's list, or empty.
    Propose { entry: E, cause: String, reason: String, clause: String },
}

impl<E> Verdict<E> {
    /// Agreement with nothing to say about it.
    pub const fn agree() -> Self {
        Self::Agree { why: String::new() }
    }

    pub const fn is_agreement(&self) -> bool {
        matches!(self, Self::Agree { .. })
    }
}

/// One change of a line: who, when, from what, to what, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<E> {
    pub from: LineState,
    pub to: LineState,
    pub old: E,
    pub new: E,
    /// `None` when the deadline did it.
    pub by: Option<AccountId>,
    pub at: Moment,
    pub why: String,
    /// The reason a proposal picked from the regulation's list; may be empty.
    pub cause: String,
    /// The clause a proposal rests on; may be empty.
    pub clause: String,
}

/// One line under verification; built from the unit's own entry and changed only by the rules. A sheet
/// that was returned and sent again begins with unread lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<E> {
    pub unit: UnitId,
    pub path: LinePath,
    own: E,
    counts: E,
    state: LineState,
    changes: Vec<Change<E>>,
}

refusals! {
    /// Why something is not found, answered or settled.
    LineRefused {
        /// A proposal, an explanation or a settlement needs its reason.
        ReasonTooShort { path: LinePath, least: u16 } = "V-06.reason",
        /// The proposed entry is the unit's own: agree instead.
        SameEntry { path: LinePath } = "V-06.same",
        /// The reason picked is none of the regulation's list.
        NotInList { path: LinePath, cause: String } = "V-06.cause",
        /// Agreeing in place of a proposal needs a reason.
        AgreementNeedsReason { path: LinePath, least: u16 } = "V-25",
        /// Lines nobody has read yet.
        Unread { unit: UnitId, paths: Vec<String> } = "V-07",
        /// Only lines that were opened are agreed to together.
        NotOpened { paths: Vec<String> } = "V-15",
        /// The readings were sent; what was found no longer changes.
        AlreadySent { path: LinePath } = "V-08",
        /// Only a proposal can be accepted or explained.
        NothingToAnswer { path: LinePath, state: &'static str } = "V-09",
        /// The time to answer is over.
        TooLate { path: LinePath, until: Date } = "V-10",
        /// Only explained lines come to the second round.
        NotDisputed { path: LinePath, state: &'static str } = "V-12.state",
        /// Settling otherwise than proposed, or anew, needs a reason.
        SettlingNeedsReason { path: LinePath, least: u16 } = "V-12.reason",
    }
}

impl<E: Clone + PartialEq> Line<E> {
    /// A line nobody has read.
    pub fn unread(unit: UnitId, path: LinePath, own: E) -> Self {
        Self { unit, path, counts: own.clone(), own, state: LineState::Unread, changes: Vec::new() }
    }

    /// A line whose readings differ beyond the limit (`V-03`).
    pub fn differing(unit: UnitId, path: LinePath, own: E) -> Self {
        Self { state: LineState::Differing, ..Self::unread(unit, path, own) }
    }

    /// Rebuilds a line by its kept changes, oldest first; one that does not follow from those before it is
    /// left out. Rule `V-14`; source: this program.
    #[must_use]
    pub fn restore(unit: UnitId, path: LinePath, own: E, changes: Vec<Change<E>>) -> Self {
        Self::unread(unit, path, own).go_on(changes)
    }

    /// As [`Line::restore`], from the line as it is.
    #[must_use]
    pub fn go_on(self, changes: Vec<Change<E>>) -> Self {
        changes.into_iter().fold(self, |line, change| {
            let follows = line.state == change.from && line.state.may_become(change.to) && line.counts == change.old;
            if follows { line.with(change) } else { line }
        })
    }

    pub const fn state(&self) -> LineState {
        self.state
    }

    /// What the unit entered itself. *Tự chấm.*
    pub const fn own(&self) -> &E {
        &self.own
    }

    /// The entry that counts now. Rule `V-13`; source: domain facts, which score counts: settled, else
    /// proposed, else the unit's own; never the larger of two.
    pub const fn counts(&self) -> &E {
        &self.counts
    }

    pub fn changes(&self) -> &[Change<E>] {
        &self.changes
    }

    /// The entry last proposed by a reader.
    pub fn proposal(&self) -> Option<&E> {
        self.changes.iter().rev().find(|c| c.to == LineState::Proposed).map(|c| &c.new)
    }

    /// The reason picked for the proposal that stands; it may stay when it is later taken off the regulation's list.
    pub(super) fn cause(&self) -> Option<&str> {
        self.changes.last().filter(|c| c.to == LineState::Proposed).map(|c| c.cause.as_str())
    }

    pub(super) fn with(mut self, change: Change<E>) -> Self {
        (self.state, self.counts) = (change.to, change.new.clone());
        self.changes.push(change);
        self
    }
}
