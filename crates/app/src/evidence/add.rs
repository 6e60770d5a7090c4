//! Taking a file in and saying which lines it serves. *Gắn minh chứng.*

use std::collections::BTreeSet;

use cycle::cluster::Act;
use cycle::evidence::{Incoming, safe_name, take};
use serde_json::json;
use storage::Tx;
use storage::blobs::Put;
use storage::evidence::{self as rows, Evidence, Use};
use values::{Date, EvidenceId, UnitId, YearId};

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

/// Takes a file in: the bytes are durable before the row says so.
///
/// # Errors
/// Denied; refused (`E-01`, `E-02`); not found for an unknown line; a fault.
pub async fn add(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, file: &File) -> Result<EvidenceId, Error> {
    let media = infer::get(&file.bytes).map_or("", |kind| kind.mime_type()).to_owned();
    let incoming = Incoming { unit, name: safe_name(&file.name), media, bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX) };
    may_take(cx, actor, year, &incoming).await?;
    let put = keep_bytes(cx, &file.bytes)?;
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let sheet = storage::self_score::sheet(tx, desk.scope(), unit).await?;
        desk.require(Act::AttachEvidence, on(sheet.as_ref(), unit))?;
        let evidence = row(cx, &desk, file, &incoming, &put);
        rows::add(tx, desk.scope(), &evidence).await?;
        uses(tx, cx, &desk, &evidence, &file.serves).await?;
        let body = json!({ "unit": unit.to_string(), "name": evidence.name, "content": crate::ids::hex(&put.hash), "lines": file.serves });
        desk.record(tx, "evidence.add", &evidence.id.to_string(), body).await?;
        Ok::<_, Error>(evidence.id)
    })
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

fn keep_bytes(cx: &Cx, bytes: &[u8]) -> Result<Put, Error> {
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

async fn uses(tx: &mut Tx, cx: &Cx, desk: &Desk, evidence: &Evidence, serves: &BTreeSet<String>) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    for path in serves {
        book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
        let one = Use {
            evidence: evidence.id,
            unit: evidence.unit,
            path: path.clone(),
            page: Some(1),
            passage: String::new(),
            added_by: desk.actor.account,
            added_at: desk.now,
        };
        rows::use_for(tx, desk.scope(), &one).await?;
    }
    Ok(())
}
