//! What was said to a draft: its comments with their answers, and where each unit stands. *Ý kiến, trạng thái các đơn vị.*

use cycle::cluster::{Act, On};
use cycle::table::{CommentState, Draft, Stand, Unheard, Voice, is_out, stand};
use storage::Tx;
use storage::table::TableVersion;
use storage::table_comment::{self as rows, Agreement, Comment};
use values::{CommentId, Date, Moment, TableId, UnitId};

use super::consult::{draft, seen};
use super::read::{Names, Opened, names};
use super::versions::frozen;
use crate::{Cx, Desk, Error, Reason};

/// Everything that was said to one version.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Whether a later version is in force, so that this one is not sent to anybody any more.
    pub overtaken: bool,
    /// When it was sent to the units; none for a version that never was.
    pub sent: Option<Sent>,
    /// Oldest first.
    pub comments: Vec<Told>,
    /// In protocol order.
    pub units: Vec<OfUnit>,
}

/// Who sent it to the units, and until when they comment.
#[derive(Clone, Debug)]
pub struct Sent {
    pub who: String,
    pub at: Moment,
    pub until: Option<Date>,
    /// Why units may not comment now; none where they may.
    pub closed: Option<Reason>,
}

/// One comment as pages show it.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: CommentId,
    pub unit: UnitId,
    /// The line; empty for the table as a whole.
    pub path: String,
    /// Code and name of the line as they stood then.
    pub about: String,
    pub words: String,
    pub who: String,
    pub at: Moment,
    pub state: CommentState,
    /// Whether the draft was changed after it was written.
    pub before_change: bool,
    pub reply: String,
    /// Who answered it or took it back, and when.
    pub closed: Option<(String, Moment)>,
    /// Whether it is the reader's own to take back.
    pub own: bool,
}

/// Where one unit stands, and since when.
#[derive(Clone, Debug)]
pub struct OfUnit {
    pub unit: UnitId,
    pub stand: Stand,
    pub at: Option<Moment>,
    /// Its comments that stand, and those of them that nobody has answered.
    pub comments: usize,
    pub open: usize,
}

/// A draft of the year that is out for comments, or has comments to be answered.
#[derive(Clone, Debug)]
pub struct Out {
    pub table: TableId,
    pub until: Option<Date>,
    /// Whether comments are taken today.
    pub open: bool,
    pub unanswered: usize,
    pub stands: Vec<(UnitId, Stand)>,
}

impl Heard {
    /// Comments that nobody has answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &Told> {
        self.comments.iter().filter(|told| told.state == CommentState::Open)
    }

    /// Whether comments are taken today.
    pub fn is_open(&self) -> bool {
        self.sent.as_ref().is_some_and(|sent| sent.closed.is_none())
    }
}

/// What was said to one version.
///
/// # Errors
/// Denied; a fault.
pub async fn heard(cx: &Cx, desk: &Desk, of: &Opened) -> Result<Heard, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let (mut tx, id) = (cx.store.read().await?, of.listed.id);
    let version = storage::table::by_id(&mut tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    let draft = draft(&mut tx, desk, &version).await?;
    let overtaken = draft.overtaken_by().is_some();
    let Some(sent) = rows::consultations(&mut tx, desk.scope()).await?.into_iter().find(|sent| sent.table == id) else {
        return Ok(Heard { overtaken, ..Heard::default() });
    };
    let names = names(&mut tx, desk).await?;
    let (comments, agreements) = (rows::comments(&mut tx, desk.scope(), id).await?, rows::agreements(&mut tx, desk.scope(), id).await?);
    let sent = Sent {
        who: names.get(&sent.sent_by).cloned().unwrap_or_default(),
        at: sent.sent_at,
        until: sent.until,
        closed: closed(desk, &draft),
    };
    Ok(Heard {
        overtaken,
        sent: Some(sent),
        units: members(desk).map(|unit| of_unit(unit, &comments, &agreements, of.hash)).collect(),
        comments: comments.iter().map(|comment| told(desk, comment, (&names, of.hash))).collect::<Result<_, _>>()?,
    })
}

/// Drafts that ask for comments or have unanswered ones, oldest first.
///
/// # Errors
/// A fault.
pub async fn out(tx: &mut Tx, desk: &Desk) -> Result<Vec<Out>, Error> {
    let mut all = Vec::new();
    for sent in rows::consultations(tx, desk.scope()).await? {
        let version = storage::table::by_id(tx, desk.scope(), sent.table).await?.ok_or(Error::NotFound)?;
        let unanswered = unanswered(&rows::comments(tx, desk.scope(), sent.table).await?);
        let open = closed(desk, &draft(tx, desk, &version).await?).is_none();
        if open || unanswered > 0 {
            let stands = stands(tx, desk, &version).await?;
            all.push(Out { table: sent.table, until: sent.until, open, unanswered, stands });
        }
    }
    Ok(all)
}

/// What is open before a version is put in force.
pub(super) async fn unheard(tx: &mut Tx, desk: &Desk, version: &TableVersion) -> Result<Unheard, Error> {
    let comments = unanswered(&rows::comments(tx, desk.scope(), version.id).await?);
    let stands = stands(tx, desk, version).await?.into_iter();
    Ok(Unheard {
        comments: u32::try_from(comments).unwrap_or(u32::MAX),
        units: stands.filter(|(_, stand)| *stand != Stand::Agreed).map(|(unit, _)| unit).collect(),
    })
}

/// Where each unit stands to the version as it is now.
pub(super) async fn stands(tx: &mut Tx, desk: &Desk, version: &TableVersion) -> Result<Vec<(UnitId, Stand)>, Error> {
    let comments = rows::comments(tx, desk.scope(), version.id).await?;
    let agreements = rows::agreements(tx, desk.scope(), version.id).await?;
    let hash = frozen(version);
    Ok(members(desk).map(|unit| (unit, stand(voice(unit, &comments, &agreements), hash))).collect())
}

/// Why no unit may comment on it now, whoever asks.
fn closed(desk: &Desk, draft: &Draft) -> Option<Reason> {
    is_out(draft, desk.phase, desk.today).err().map(|why| Reason::of(&why))
}

fn unanswered(comments: &[Comment]) -> usize {
    comments.iter().filter(|comment| comment.state == CommentState::Open.code()).count()
}

/// Today's members, in protocol order.
fn members(desk: &Desk) -> impl Iterator<Item = UnitId> {
    let today = desk.today;
    desk.members.iter().filter(move |m| m.valid_from <= today && m.valid_to.is_none_or(|to| today <= to)).map(|m| m.unit)
}

/// The unit's comments that it did not take back.
fn standing(unit: UnitId, comments: &[Comment]) -> impl Iterator<Item = &Comment> {
    comments.iter().filter(move |comment| comment.unit == unit && comment.state != CommentState::Withdrawn.code())
}

fn voice(unit: UnitId, comments: &[Comment], agreements: &[Agreement]) -> Voice {
    Voice {
        comment: standing(unit, comments).last().map(|comment| comment.id),
        agreement: agreements.iter().rfind(|agreement| agreement.unit == unit).map(|agreement| (agreement.id, agreement.hash)),
    }
}

fn of_unit(unit: UnitId, comments: &[Comment], agreements: &[Agreement], now: [u8; 32]) -> OfUnit {
    let stand = stand(voice(unit, comments, agreements), now);
    let at = match stand {
        Stand::Silent => None,
        Stand::Commented => standing(unit, comments).last().map(|comment| comment.written_at),
        Stand::Agreed | Stand::AgreedBefore => agreements.iter().rfind(|agreement| agreement.unit == unit).map(|a| a.agreed_at),
    };
    let open = standing(unit, comments).filter(|comment| comment.state == CommentState::Open.code()).count();
    OfUnit { unit, stand, at, comments: standing(unit, comments).count(), open }
}

fn told(desk: &Desk, comment: &Comment, (names, now): (&Names, [u8; 32])) -> Result<Told, Error> {
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    Ok(Told {
        id: comment.id,
        unit: comment.unit,
        path: comment.path.clone(),
        about: comment.about.clone(),
        words: comment.words.clone(),
        who: name(comment.written_by),
        at: comment.written_at,
        state: seen(comment)?.state,
        before_change: comment.made_on != now,
        reply: comment.reply.clone(),
        closed: comment.closed_by.zip(comment.closed_at).map(|(who, at)| (name(who), at)),
        own: comment.written_by == desk.actor.account,
    })
}
