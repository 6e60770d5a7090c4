//! Taking a file in and saying which lines it serves. *Gắn minh chứng.*

use std::collections::BTreeSet;

use cycle::cluster::Act;
use cycle::evidence::{Incoming, safe_name, take};
use serde_json::json;
use storage::blobs::Put;
use storage::evidence::{self as rows, Evidence};
use storage::{IdemKey, Tx};
use values::{Date, EvidenceId, UnitId, YearId};

use super::change::{Place, add_use};
use super::kind;
use super::read::Filed;
use crate::search::clean;
use crate::self_score::on;
use crate::{Actor, Cx, Desk, Error, desk};

/// A file and what its paper says of itself; everything but the bytes may be empty.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    /// *Số, ký hiệu.*
    pub number: String,
    pub dated_on: Option<Date>,
    /// *Trích yếu.*
    pub summary: String,
    /// The lines it serves.
    pub serves: BTreeSet<String>,
}

/// A file that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub file: Filed,
    /// The unit had this content already; no second file was made of it.
    pub already: bool,
}

/// Takes a file in once: the same key again answers the same and changes nothing.
///
/// # Errors
/// Denied; refused (`E-01`, `E-02`, `E-06`, `E-07`); not found for an unknown line; a fault.
pub async fn take_in(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: &IdemKey, file: &File) -> Result<Taken, Error> {
    let (id, already) = keep(cx, actor, year, unit, Some(key), file).await?;
    let desk = desk::open(cx, actor, year).await?;
    Ok(Taken { file: super::read::one(cx, &desk, id).await?, already })
}

/// Takes a file in: the bytes are durable before the row says so.
///
/// # Errors
/// As [`take_in`].
pub async fn add(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, file: &File) -> Result<EvidenceId, Error> {
    Ok(keep(cx, actor, year, unit, None, file).await?.0)
}

type Kept = (EvidenceId, bool);

async fn keep(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, key: Option<&IdemKey>, file: &File) -> Result<Kept, Error> {
    let incoming = incoming(unit, &file.name, &file.bytes);
    may_take(cx, actor, year, &incoming).await?;
    let put = keep_bytes(cx, &file.bytes)?;
    storage::write!(cx.store, |tx| {
        if let Some(key) = key
            && let Some(outcome) = tx.once(key, actor.account.raw()).await?
        {
            return serde_json::from_str::<(String, bool)>(&outcome).ok().and_then(again).ok_or(Error::NotFound);
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let sheet = storage::self_score::sheet(tx, desk.scope(), unit).await?;
        desk.require(Act::AttachEvidence, on(sheet.as_ref(), unit))?;
        let kept = keep_row(tx, cx, &desk, (file, &incoming, &put)).await?;
        if let Some(key) = key {
            tx.remember(key, actor.account.raw(), &json!([kept.0.to_string(), kept.1]).to_string(), desk.now).await?;
        }
        Ok::<_, Error>(kept)
    })
}

/// What a file is as it comes in, told by its content.
pub(crate) fn incoming(unit: UnitId, name: &str, bytes: &[u8]) -> Incoming {
    let media = kind::media(bytes);
    let locked = kind::locked(&media, bytes);
    Incoming { unit, name: safe_name(&clean(name)), media, bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX), locked }
}

fn again((id, already): (String, bool)) -> Option<Kept> {
    Some((id.parse().ok()?, already))
}

/// The unit's file with this content gets the new uses; a new content gets its row.
async fn keep_row(tx: &mut Tx, cx: &Cx, desk: &Desk, (file, incoming, put): (&File, &Incoming, &Put)) -> Result<Kept, Error> {
    let held = rows::of_unit(tx, desk.scope(), incoming.unit).await?.into_iter().find(|e| e.content == put.hash && !e.withdrawn);
    if let Some(held) = held {
        let uses = rows::uses_of_unit(tx, desk.scope(), held.unit).await?;
        let served = |path: &String| uses.iter().any(|one| one.evidence == held.id && one.path == *path);
        let more: BTreeSet<String> = file.serves.iter().filter(|path| !served(path)).cloned().collect();
        add_uses(tx, cx, desk, &held, &more).await?;
        if !more.is_empty() {
            let body = json!({ "unit": held.unit.to_string(), "name": held.name, "lines": more });
            desk.record(tx, "evidence.attach", &held.id.to_string(), body).await?;
        }
        return Ok((held.id, true));
    }
    let evidence = row(cx, desk, file, incoming, put);
    rows::add(tx, desk.scope(), &evidence).await?;
    add_uses(tx, cx, desk, &evidence, &file.serves).await?;
    let content = crate::ids::hex(&put.hash);
    let body = json!({ "unit": evidence.unit.to_string(), "name": evidence.name, "content": content, "lines": file.serves });
    desk.record(tx, "evidence.add", &evidence.id.to_string(), body).await?;
    Ok((evidence.id, false))
}

/// Asks leave and the rules before any byte is kept.
async fn may_take(cx: &Cx, actor: &Actor, year: YearId, incoming: &Incoming) -> Result<(), Error> {
    let mut tx = cx.store.read().await?;
    let desk = desk::open_in(&mut tx, cx, actor, year).await?;
    desk.member(incoming.unit)?;
    let sheet = storage::self_score::sheet(&mut tx, desk.scope(), incoming.unit).await?;
    let permit = desk.permit(Act::AttachEvidence, on(sheet.as_ref(), incoming.unit))?;
    take(&permit, incoming, &desk.regulation).map_err(|refused| Error::refused(&refused))
}

/// Makes the bytes durable.
pub(crate) fn keep_bytes(cx: &Cx, bytes: &[u8]) -> Result<Put, Error> {
    let put = tokio::task::block_in_place(|| cx.blobs.put(bytes, u64::MAX));
    put.map_err(|fault| Error::Fault(cx.store.note(fault)))?.ok_or_else(|| Error::plain("file-too-large"))
}

fn row(cx: &Cx, desk: &Desk, file: &File, incoming: &Incoming, put: &Put) -> Evidence {
    Evidence {
        id: EvidenceId::from_raw(cx.ids.next()),
        unit: incoming.unit,
        content: put.hash,
        name: incoming.name.clone(),
        media: incoming.media.clone(),
        size: i64::try_from(put.len).unwrap_or(i64::MAX),
        number: clean(&file.number),
        dated_on: file.dated_on,
        summary: clean(&file.summary),
        withdrawn: false,
        added_by: desk.actor.account,
        added_at: desk.now,
        version: 1,
    }
}

async fn add_uses(tx: &mut Tx, cx: &Cx, desk: &Desk, evidence: &Evidence, serves: &BTreeSet<String>) -> Result<(), Error> {
    for path in serves {
        let place = Place { path: path.clone(), page: Some(1), passage: String::new() };
        add_use(tx, cx, desk, evidence, &place).await?;
    }
    Ok(())
}
