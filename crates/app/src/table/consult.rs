//! Sending a draft to the units, what they say to it, and the answers. *Lấy ý kiến, góp ý, tiếp thu – giải trình.*

use cycle::Refusal;
use cycle::cluster::{Act, On};
use cycle::table::{self as rules, Answer, CommentState, Consultation};
use serde_json::json;
use storage::table::{self as tables, TableVersion};
use storage::table_comment::{self as rows, Agreement, Comment};
use storage::{IdemKey, Tx};
use values::{AgreementId, CommentId, Date, TableId, UnitId, YearId};

use super::read::draft_of;
use super::versions::{frozen, rule};
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// What a person says for their unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub unit: UnitId,
    /// The line; empty for the table as a whole.
    pub path: String,
    pub words: String,
}

fn refused(why: impl Refusal) -> Error {
    Error::refused(&why)
}

/// Sends a draft to the units for comments, or sets another last day. *Gửi lấy ý kiến.*
///
/// # Errors
/// Denied; not found; refused (`T-08`, `T-09`).
pub async fn send_out(cx: &Cx, actor: &Actor, year: YearId, id: TableId, until: Option<Date>) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::AskForComments, On::CLUSTER)?;
        let kept = version(tx, &desk, id).await?;
        let draft = draft(tx, &desk, &kept).await?;
        let (old, now) = (draft.sent, rules::send_out(&permit, &draft, until).map_err(refused)?);
        if old == Some(now) {
            return Ok(());
        }
        let row = rows::Consultation { table: id, until: now.until, sent_by: actor.account, sent_at: desk.now };
        rows::send_out(tx, desk.scope(), &row).await?;
        let day = |sent: Option<Consultation>| sent.and_then(|sent| sent.until).map(|day| day.to_string());
        let body = json!({ "number": kept.number, "old": day(old), "new": day(Some(now)) });
        desk.record(tx, "table.send_out", &id.to_string(), body).await?;
        Ok(())
    })
}

/// Keeps a comment. The same key again answers the same comment. *Góp ý.*
///
/// # Errors
/// Denied; not found; refused (`T-08`, `T-10`).
pub async fn comment(cx: &Cx, actor: &Actor, year: YearId, (id, key): (TableId, &IdemKey), said: &Said) -> Result<CommentId, Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::CommentOnTable, On::unit(said.unit))?;
        if let Some(done) = tx.once(key, actor.account.raw()).await? {
            return done.parse().map_err(|_| Error::NotFound);
        }
        let kept = version(tx, &desk, id).await?;
        let about = name_of(&kept, &said.path)?;
        let asked = rules::Said { unit: said.unit, path: &said.path, stands: about.is_some(), words: &said.words };
        let taken = rules::comment(&permit, &draft(tx, &desk, &kept).await?, &asked).map_err(refused)?;
        let row = written(cx, &desk, &kept, (said, about.unwrap_or_default(), taken));
        rows::add(tx, desk.scope(), &row).await?;
        let body = json!({ "unit": row.unit.to_string(), "path": row.path, "number": kept.number, "new": row.words });
        desk.record(tx, "table.comment", &row.id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &row.id.to_string(), desk.now).await?;
        Ok::<_, Error>(row.id)
    })
}

fn written(cx: &Cx, desk: &Desk, kept: &TableVersion, (said, about, taken): (&Said, String, rules::Comment)) -> Comment {
    Comment {
        id: CommentId::from_raw(cx.ids.next()),
        table: kept.id,
        unit: taken.unit,
        path: said.path.clone(),
        about,
        words: clean(&said.words),
        made_on: frozen(kept),
        written_by: taken.by,
        written_at: desk.now,
        state: taken.state.code().to_owned(),
        reply: String::new(),
        closed_by: None,
        closed_at: None,
        version: 1,
    }
}

/// Answers a comment: taken up, or explained. *Tiếp thu, giải trình.*
///
/// # Errors
/// Denied; not found; refused (`T-11`); stale.
pub async fn answer(cx: &Cx, actor: &Actor, year: YearId, id: CommentId, answer: Answer<'_>) -> Result<(), Error> {
    let (Answer::TakenUp { words } | Answer::Explained { reason: words }) = answer;
    let reply = clean(words);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::AnswerComment, On::CLUSTER)?;
        let kept = rows::comment(tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
        let now = rules::answer_comment(&permit, seen(&kept)?, answer, &desk.regulation).map_err(refused)?;
        close(tx, &desk, "table.answer_comment", (&kept, now.state, &reply)).await
    })
}

/// Takes one's own comment back. *Rút ý kiến.*
///
/// # Errors
/// Denied; not found; refused (`T-12`); stale.
pub async fn withdraw(cx: &Cx, actor: &Actor, year: YearId, id: CommentId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let kept = rows::comment(tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
        let permit = desk.permit(Act::CommentOnTable, On::unit(kept.unit))?;
        let now = rules::withdraw_comment(&permit, seen(&kept)?).map_err(refused)?;
        close(tx, &desk, "table.withdraw_comment", (&kept, now.state, "")).await
    })
}

async fn close(tx: &mut Tx, desk: &Desk, act: &str, (old, state, reply): (&Comment, CommentState, &str)) -> Result<(), Error> {
    let new = Comment {
        state: state.code().to_owned(),
        reply: reply.to_owned(),
        closed_by: Some(desk.actor.account),
        closed_at: Some(desk.now),
        ..old.clone()
    };
    if !rows::close(tx, &new).await? {
        return Err(Error::Stale(Stale { by: old.closed_by, at: old.closed_at }));
    }
    let body = json!({ "unit": old.unit.to_string(), "path": old.path, "comment": old.words, "state": new.state, "why": reply });
    desk.record(tx, act, &old.id.to_string(), body).await?;
    Ok(())
}

/// The unit agrees to the draft whose page showed this hash; agreeing to the same again changes nothing. *Nhất trí.*
///
/// # Errors
/// Denied; not found; refused (`T-08`, `T-13`).
pub async fn agree(cx: &Cx, actor: &Actor, year: YearId, (id, shown): (TableId, [u8; 32]), unit: UnitId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(Act::AgreeToTable, On::unit(unit))?;
        let kept = version(tx, &desk, id).await?;
        let (draft, hash) = (draft(tx, &desk, &kept).await?, frozen(&kept));
        rules::agree(&permit, &draft, unit, (shown, hash)).map_err(refused)?;
        if super::heard::stands(tx, &desk, &kept).await?.into_iter().any(|(of, stand)| of == unit && stand == rules::Stand::Agreed) {
            return Ok(());
        }
        let row =
            Agreement { id: AgreementId::from_raw(cx.ids.next()), table: id, unit, hash, agreed_by: actor.account, agreed_at: desk.now };
        rows::add_agreement(tx, desk.scope(), &row).await?;
        let body = json!({ "unit": unit.to_string(), "number": kept.number, "hash": crate::ids::hex(&hash) });
        desk.record(tx, "table.agree", &id.to_string(), body).await?;
        Ok(())
    })
}

async fn version(tx: &mut Tx, desk: &Desk, id: TableId) -> Result<TableVersion, Error> {
    tables::by_id(tx, desk.scope(), id).await?.ok_or(Error::NotFound)
}

/// The draft with what decides whether it takes comments.
pub(super) async fn draft(tx: &mut Tx, desk: &Desk, kept: &TableVersion) -> Result<rules::Draft, Error> {
    let all = rows::consultations(tx, desk.scope()).await?;
    let sent = all.into_iter().find(|sent| sent.table == kept.id).map(|sent| Consultation { until: sent.until });
    let in_force = tables::in_force(tx, desk.scope()).await?.map(|held| held.number);
    Ok(rules::Draft { version: rule(kept)?, sent, in_force })
}

/// Code and name of a line of the draft; none where it has no such line.
fn name_of(kept: &TableVersion, path: &str) -> Result<Option<String>, Error> {
    let draft = draft_of(kept)?;
    Ok(draft.node(path).map(|node| format!("{} {}", node.code, node.name).trim().to_owned()))
}

/// A kept comment as the rules see it.
pub(super) fn seen(kept: &Comment) -> Result<rules::Comment, Error> {
    let state = CommentState::of_code(&kept.state).ok_or_else(|| desk::shape("comment state", &kept.state))?;
    Ok(rules::Comment { unit: kept.unit, by: kept.written_by, state })
}
