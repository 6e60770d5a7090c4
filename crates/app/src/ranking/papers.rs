//! The decision behind an exclusion, as a file. *Quyết định kèm theo.*
//!
//! It is no unit's evidence: it is kept by the same rules and read by everybody who has a seat in the year.

use cycle::cluster::{Act, On};
use cycle::evidence::fits;
use serde_json::json;
use storage::ranking::{self as rows, Exclusion, Paper};
use storage::{IdemKey, Tx};
use values::{FactId, UnitId, YearId};

use crate::evidence::add::{incoming, keep_bytes};
use crate::evidence::read::Content;
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// A document as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Attaches the decision to an exclusion, in place of number `seen` (0 for none), which stays kept. The same key
/// again changes nothing.
///
/// # Errors
/// Denied; not found; refused (`E-01`, `E-02`, `E-06`, `E-07`); stale where another one was attached meanwhile.
pub async fn attach(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, id: FactId, (seen, sent): (i64, &Sent)) -> Result<(), Error> {
    let desk = desk::open(cx, actor, year).await?;
    let unit = held(&mut cx.store.read().await?, &desk, id).await?.unit;
    let paper = Paper { number: seen.saturating_add(1), ..checked(cx, &desk, unit, sent)? };
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let held = held(tx, &desk, id).await?;
        desk.require(Act::Disqualify, On::unit(held.unit))?;
        if held.paper.as_ref().map_or(0, |paper| paper.number) != seen {
            return Err(Error::Stale(Stale::default()));
        }
        rows::keep_paper(tx, desk.scope(), id, &paper, (actor.account, desk.now)).await?;
        let body = json!({ "unit": held.unit.to_string(), "old": held.paper.as_ref().map(told), "new": told(&paper) });
        desk.record(tx, "ranking.paper", &id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok::<_, Error>(())
    })
}

/// Asks leave and the rules, then makes the document's bytes durable; its row comes with the fact. The first of it.
pub(super) fn checked(cx: &Cx, desk: &Desk, unit: UnitId, sent: &Sent) -> Result<Paper, Error> {
    desk.member(unit)?;
    desk.require(Act::Disqualify, On::unit(unit))?;
    let incoming = incoming(unit, &sent.name, &sent.bytes);
    fits(&incoming, &desk.regulation).map_err(|refused| Error::refused(&refused))?;
    let put = keep_bytes(cx, &sent.bytes)?;
    let size = i64::try_from(put.len).unwrap_or(i64::MAX);
    Ok(Paper { number: 1, content: put.hash, name: incoming.name, media: incoming.media, size })
}

/// What the journal says of a document.
pub(super) fn told(paper: &Paper) -> serde_json::Value {
    json!({ "name": paper.name, "content": crate::ids::hex(&paper.content) })
}

/// What the decision behind an exclusion is, for everybody with a seat in the year.
///
/// # Errors
/// Denied; not found where there is none.
pub async fn content(cx: &Cx, desk: &Desk, id: FactId) -> Result<Content, Error> {
    desk.require(Act::SeeYear, On::CLUSTER)?;
    let paper = held(&mut cx.store.read().await?, desk, id).await?.paper.ok_or(Error::NotFound)?;
    Ok(Content::of(paper.name, paper.media, paper.size, paper.content))
}

async fn held(tx: &mut Tx, desk: &Desk, id: FactId) -> Result<Exclusion, Error> {
    rows::exclusions(tx, desk.scope()).await?.into_iter().find(|fact| fact.id == id).ok_or(Error::NotFound)
}
