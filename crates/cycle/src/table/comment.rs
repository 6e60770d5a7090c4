//! A draft out for comments: what units say to it, how it is answered, and which content they agree to.
//! *Góp ý, tiếp thu – giải trình, nhất trí.*

use super::{NotApplied, TableState, Version};
use crate::Phase;
use crate::cluster::seats::{Act, Permit, seats_for};
use crate::refusal::{LinePath, coded, refusals};
use crate::regulation::Regulation;
use values::{AccountId, AgreementId, CommentId, Date, UnitId};

coded! {
    /// Where a comment stands. *Trạng thái ý kiến.*
    CommentState {
        /// *Chờ trả lời.*
        Open = "open",
        /// The draft follows it. *Tiếp thu.*
        TakenUp = "taken_up",
        /// The draft stays as it is, for a reason. *Giải trình.*
        Explained = "explained",
        /// *Đã rút.*
        Withdrawn = "withdrawn",
    }
}

coded! {
    /// What a unit has said to a draft. *Đơn vị đã nói gì.*
    Stand {
        /// *Chưa có ý kiến.*
        Silent = "silent",
        /// *Có ý kiến.*
        Commented = "commented",
        /// *Nhất trí.*
        Agreed = "agreed",
        /// It agreed, and the draft was changed since. *Nhất trí với nội dung trước khi sửa.*
        AgreedBefore = "agreed_before",
    }
}

/// A draft sent to the units. *Lấy ý kiến.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consultation {
    /// The last day to comment, inclusive; none until the draft is put in force.
    pub until: Option<Date>,
}

/// A draft with what decides whether it takes comments. *Dự thảo lấy ý kiến.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub version: Version,
    /// How it was sent to the units; none if nobody did.
    pub sent: Option<Consultation>,
    /// The number of the version in force.
    pub in_force: Option<i64>,
}

impl Draft {
    /// The number of a later version that was put in force, which leaves this one behind.
    pub fn overtaken_by(&self) -> Option<i64> {
        self.in_force.filter(|held| *held > self.version.number)
    }
}

/// A comment as the rules see it. *Ý kiến.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    pub unit: UnitId,
    pub by: AccountId,
    pub state: CommentState,
}

/// What a person wants to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    pub unit: UnitId,
    /// The line; empty for the table as a whole.
    pub path: &'a str,
    /// Whether that line stands in the draft.
    pub stands: bool,
    pub words: &'a str,
}

/// How a comment is answered. *Tiếp thu, giải trình.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    TakenUp { words: &'a str },
    Explained { reason: &'a str },
}

impl Answer<'_> {
    pub const fn state(self) -> CommentState {
        match self {
            Self::TakenUp { .. } => CommentState::TakenUp,
            Self::Explained { .. } => CommentState::Explained,
        }
    }
}

/// The last that one unit said. Greater ids are later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// Its last comment that it did not take back.
    pub comment: Option<CommentId>,
    /// Its last agreement, with the hash of the draft it was given to.
    pub agreement: Option<(AgreementId, [u8; 32])>,
}

/// What is open before a draft is put in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unheard {
    /// Comments nobody has answered.
    pub comments: u32,
    /// Units that do not agree to the draft as it stands.
    pub units: Vec<UnitId>,
}

refusals! {
    /// Why a draft is not sent out, or a comment, answer or agreement not taken.
    NotHeard {
        /// The version is in force or was replaced.
        NotADraft { number: i64 } = "T-08.draft",
        /// A later version is in force.
        Overtaken { number: i64, held: i64 } = "T-08.overtaken",
        /// No unit comments in this phase.
        Phase {} = "T-08.phase",
        /// Nobody has sent the draft to the units.
        NotSent { number: i64 } = "T-08.sent",
        /// The last day is over.
        Over { number: i64, until: Date } = "T-08.over",
        /// The last day would be over before anybody reads it.
        PastDay { until: Date, today: Date } = "T-09",
        /// Nothing is said.
        NoWords {} = "T-10.words",
        /// The line is not in the draft.
        NoLine { path: LinePath } = "T-10.line",
        /// It was answered, or taken back.
        Closed { state: &'static str } = "T-11.closed",
        /// Explaining needs a reason.
        ReasonTooShort { least: u16 } = "T-11.reason",
        /// Somebody else wrote it.
        NotTheAuthor { by: AccountId } = "T-12",
        /// The draft is no longer what was shown.
        NotAsShown { number: i64 } = "T-13",
    }
}

fn is_draft(draft: &Draft) -> Result<(), NotHeard> {
    let number = draft.version.number;
    if draft.version.state != TableState::Draft {
        return Err(NotHeard::NotADraft { number });
    }
    draft.overtaken_by().map_or(Ok(()), |held| Err(NotHeard::Overtaken { number, held }))
}

/// Whether any unit may comment on a draft now, whoever asks: the phase and `T-08`. *Đang lấy ý kiến.*
///
/// # Errors
/// As [`takes_comments`], or [`NotHeard::Phase`].
pub fn is_out(draft: &Draft, phase: Phase, today: Date) -> Result<(), NotHeard> {
    is_draft(draft)?;
    if seats_for(Act::CommentOnTable, phase).is_empty() {
        return Err(NotHeard::Phase {});
    }
    takes_comments(draft, today)
}

/// Whether units may comment on a draft and agree to it today. Rule `T-08`; source: screens brief S9. A change of the
/// table in force is talked over like a first draft. *Còn nhận góp ý.*
///
/// # Errors
/// [`NotHeard`]: it is no draft, a later version is in force, it was not sent, or its last day is over.
pub fn takes_comments(draft: &Draft, today: Date) -> Result<(), NotHeard> {
    is_draft(draft)?;
    let number = draft.version.number;
    let sent = draft.sent.ok_or(NotHeard::NotSent { number })?;
    match sent.until.filter(|until| *until < today) {
        Some(until) => Err(NotHeard::Over { number, until }),
        None => Ok(()),
    }
}

/// Sends a draft to the units, or sets another last day. Rule `T-09`; source: this program: nobody is asked until
/// a day that has passed. *Gửi lấy ý kiến.*
///
/// # Errors
/// [`NotHeard`].
pub fn send_out(permit: &Permit, draft: &Draft, until: Option<Date>) -> Result<Consultation, NotHeard> {
    permit.only(Act::AskForComments)?;
    is_draft(draft)?;
    match until.filter(|until| *until < permit.day()) {
        Some(until) => Err(NotHeard::PastDay { until, today: permit.day() }),
        None => Ok(Consultation { until }),
    }
}

/// Takes a comment of a unit, on a line of the draft or on the whole. Rule `T-10`; source: screens brief S9. *Góp ý.*
///
/// # Errors
/// [`NotHeard`].
pub fn comment(permit: &Permit, draft: &Draft, said: &Said<'_>) -> Result<Comment, NotHeard> {
    permit.only_for(Act::CommentOnTable, said.unit)?;
    takes_comments(draft, permit.day())?;
    if said.words.trim().is_empty() {
        return Err(NotHeard::NoWords {});
    }
    if !said.path.is_empty() && !said.stands {
        return Err(NotHeard::NoLine { path: LinePath::new(said.path) });
    }
    Ok(Comment { unit: said.unit, by: permit.by(), state: CommentState::Open })
}

/// Answers a comment, once: taken up, or explained with a reason. Rule `T-11`; source: screens brief S9, regulation,
/// `reason_least`. A comment may still be answered after the table was put in force. *Tiếp thu, giải trình.*
///
/// # Errors
/// [`NotHeard`].
pub fn answer_comment(permit: &Permit, comment: Comment, answer: Answer<'_>, regulation: &Regulation) -> Result<Comment, NotHeard> {
    permit.only(Act::AnswerComment)?;
    is_open(comment)?;
    match answer {
        Answer::Explained { reason } if !regulation.is_reason(reason) => Err(NotHeard::ReasonTooShort { least: regulation.reason_least }),
        _ => Ok(Comment { state: answer.state(), ..comment }),
    }
}

/// Takes a comment back: its author alone, before it is answered. Rule `T-12`; source: this program: what was said is
/// neither changed nor deleted. *Rút ý kiến.*
///
/// # Errors
/// [`NotHeard`].
pub fn withdraw_comment(permit: &Permit, comment: Comment) -> Result<Comment, NotHeard> {
    permit.only_for(Act::CommentOnTable, comment.unit)?;
    is_open(comment)?;
    if comment.by != permit.by() {
        return Err(NotHeard::NotTheAuthor { by: comment.by });
    }
    Ok(Comment { state: CommentState::Withdrawn, ..comment })
}

fn is_open(comment: Comment) -> Result<(), NotHeard> {
    if comment.state == CommentState::Open { Ok(()) } else { Err(NotHeard::Closed { state: comment.state.code() }) }
}

/// A unit agrees to a draft as it was shown. Rule `T-13`; source: screens brief S9: an agreement is one to the
/// content it was given to, and no later comment takes it back, see [`stand`]. *Nhất trí với dự thảo.*
///
/// # Errors
/// [`NotHeard`].
pub fn agree(permit: &Permit, draft: &Draft, unit: UnitId, (shown, now): ([u8; 32], [u8; 32])) -> Result<(), NotHeard> {
    permit.only_for(Act::AgreeToTable, unit)?;
    takes_comments(draft, permit.day())?;
    if shown == now { Ok(()) } else { Err(NotHeard::NotAsShown { number: draft.version.number }) }
}

/// What a unit has said, for the draft as it is now: `now` is its hash. An agreement stays one to its content whatever
/// anybody comments later; where the content changed since, the last word counts.
pub fn stand(voice: Voice, now: [u8; 32]) -> Stand {
    let spoke_after = |agreed: AgreementId| voice.comment.is_some_and(|comment| comment.raw() > agreed.raw());
    match voice.agreement {
        Some((_, to)) if to == now => Stand::Agreed,
        Some((agreed, _)) if !spoke_after(agreed) => Stand::AgreedBefore,
        _ if voice.comment.is_some() => Stand::Commented,
        _ => Stand::Silent,
    }
}

/// Whether everything that the regulation waits for was heard before a table is put in force. Rule `T-14`; source:
/// cluster regulation, `table_waits`. *Chờ đủ ý kiến.*
///
/// # Errors
/// [`NotApplied::Unheard`].
pub fn heard(number: i64, unheard: &Unheard, regulation: &Regulation) -> Result<(), NotApplied> {
    let all = unheard.comments == 0 && unheard.units.is_empty();
    if all || !regulation.table_waits {
        return Ok(());
    }
    Err(NotApplied::Unheard { number, comments: unheard.comments, units: unheard.units.clone() })
}

#[cfg(test)]
#[path = "comment_tests.rs"]
mod tests;
