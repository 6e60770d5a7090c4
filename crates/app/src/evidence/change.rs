//! Saying more of a file, attaching it to lines, taking it off again, withdrawing it. *Sửa, gắn, gỡ, thu hồi.*

use cycle::Arg;
use cycle::cluster::Act;
use serde_json::json;
use storage::evidence::{self as rows, Evidence, Use};
use storage::{IdemKey, Tx};
use values::{Date, EvidenceId, YearId};

use crate::search::clean;
use crate::self_score::on;
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// What a paper says of itself; everything may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// *Số, ký hiệu.*
    pub number: String,
    pub dated_on: Option<Date>,
    /// *Trích yếu.*
    pub summary: String,
}

/// A line, with the page and passage that matter for it. *Trang, đoạn trích dẫn.*
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub path: String,
    pub page: Option<i64>,
    pub passage: String,
}

/// Changes what is said of a file, over the version that was seen.
///
/// # Errors
/// Denied; not found; refused for a withdrawn file; stale.
pub async fn describe(cx: &Cx, actor: &Actor, year: YearId, id: EvidenceId, version: i64, paper: &Paper) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let (desk, held) = open(tx, cx, actor, year, (id, Act::ChangeEvidence)).await?;
        let new =
            Evidence { number: clean(&paper.number), dated_on: paper.dated_on, summary: clean(&paper.summary), version, ..held.clone() };
        if new == held {
            return Ok(());
        }
        replace(tx, &new).await?;
        let body = json!({ "unit": held.unit.to_string(), "name": held.name, "old": said(&held), "new": said(&new) });
        desk.record(tx, "evidence.describe", &id.to_string(), body).await?;
        Ok::<_, Error>(())
    })
}

/// Attaches a file to more lines, or changes page and passage where it serves already.
///
/// # Errors
/// Denied; not found, also for an unknown line; refused for a withdrawn file.
pub async fn attach(cx: &Cx, actor: &Actor, year: YearId, id: EvidenceId, key: &IdemKey, places: &[Place]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let (desk, held) = open(tx, cx, actor, year, (id, Act::AttachEvidence)).await?;
        if serves_one_of(tx, &desk, &held, places).await? {
            may(tx, &desk, &held, Act::ChangeEvidence).await?;
        }
        add_uses(tx, cx, &desk, &held, places).await?;
        tx.remember(key, actor.account.raw(), "", desk.now).await?;
        Ok::<_, Error>(())
    })
}

/// Attaches kept files to one line, all of them or none; one that serves it already keeps its page and passage.
/// *Chọn từ kho minh chứng.*
///
/// # Errors
/// Denied; not found, also for an unknown line; refused for a withdrawn file.
pub async fn attach_kept(cx: &Cx, actor: &Actor, year: YearId, ids: &[EvidenceId], key: &IdemKey, path: &str) -> Result<(), Error> {
    let places = [Place { path: path.to_owned(), ..Place::default() }];
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        for id in ids {
            let (desk, held) = open(tx, cx, actor, year, (*id, Act::AttachEvidence)).await?;
            if !serves_one_of(tx, &desk, &held, &places).await? {
                add_uses(tx, cx, &desk, &held, &places).await?;
            }
        }
        let now = desk::open_in(tx, cx, actor, year).await?.now;
        tx.remember(key, actor.account.raw(), "", now).await?;
        Ok::<_, Error>(())
    })
}

/// Takes a file off a line; what was off already stays so.
///
/// # Errors
/// Denied; not found; refused for a withdrawn file.
pub async fn detach(cx: &Cx, actor: &Actor, year: YearId, id: EvidenceId, path: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let (desk, held) = open(tx, cx, actor, year, (id, Act::ChangeEvidence)).await?;
        if rows::stop_use(tx, id, path).await? {
            let body = json!({ "unit": held.unit.to_string(), "name": held.name, "lines": [path] });
            desk.record(tx, "evidence.detach", &id.to_string(), body).await?;
        }
        Ok::<_, Error>(())
    })
}

/// Withdraws a file: it stays to be read and proves nothing any more. *Thu hồi minh chứng.*
///
/// # Errors
/// Denied; not found; refused without a reason; stale.
pub async fn withdraw(cx: &Cx, actor: &Actor, year: YearId, id: EvidenceId, version: i64, reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        let (desk, held) = open(tx, cx, actor, year, (id, Act::ChangeEvidence)).await?;
        if !desk.regulation.is_reason(&reason) {
            let least = ("least", Arg::Number(i64::from(desk.regulation.reason_least)));
            return Err(Error::Refused(vec![Reason { code: "evidence-reason", args: vec![least] }]));
        }
        replace(tx, &Evidence { withdrawn: true, version, ..held.clone() }).await?;
        let body = json!({ "unit": held.unit.to_string(), "name": held.name, "why": reason });
        desk.record(tx, "evidence.withdraw", &id.to_string(), body).await?;
        Ok::<_, Error>(())
    })
}

/// The file with leave to do `act` to it.
async fn open(tx: &mut Tx, cx: &Cx, actor: &Actor, year: YearId, (id, act): (EvidenceId, Act)) -> Result<(Desk, Evidence), Error> {
    let desk = desk::open_in(tx, cx, actor, year).await?;
    let held = rows::by_id(tx, desk.scope(), id).await?.ok_or(Error::NotFound)?;
    may(tx, &desk, &held, act).await?;
    if held.withdrawn { Err(withdrawn(&held)) } else { Ok((desk, held)) }
}

fn withdrawn(held: &Evidence) -> Error {
    Error::Refused(vec![Reason { code: "evidence-withdrawn", args: vec![("file", Arg::Text(held.name.clone()))] }])
}

async fn may(tx: &mut Tx, desk: &Desk, held: &Evidence, act: Act) -> Result<(), Error> {
    let sheet = storage::self_score::sheet(tx, desk.scope(), held.unit).await?;
    desk.require(act, on(sheet.as_ref(), held.unit))
}

/// Whether the file serves one of these lines already, so that its page and passage would change.
async fn serves_one_of(tx: &mut Tx, desk: &Desk, held: &Evidence, places: &[Place]) -> Result<bool, Error> {
    let uses = rows::uses_of_unit(tx, desk.scope(), held.unit).await?;
    Ok(uses.iter().any(|one| one.evidence == held.id && places.iter().any(|place| place.path == one.path)))
}

async fn replace(tx: &mut Tx, new: &Evidence) -> Result<(), Error> {
    if rows::change(tx, new).await? { Ok(()) } else { Err(Error::Stale(Stale::default())) }
}

fn said(e: &Evidence) -> serde_json::Value {
    json!({ "number": e.number, "dated_on": e.dated_on.map(|day| day.to_string()), "summary": e.summary })
}

/// Keeps uses of a file and tells the journal; nothing is told of none.
async fn add_uses(tx: &mut Tx, cx: &Cx, desk: &Desk, held: &Evidence, places: &[Place]) -> Result<(), Error> {
    let mut told = Vec::with_capacity(places.len());
    for place in places {
        add_use(tx, cx, desk, held, place).await?;
        told.push(json!({ "path": place.path, "page": place.page, "passage": clean(&place.passage) }));
    }
    if !told.is_empty() {
        let body = json!({ "unit": held.unit.to_string(), "name": held.name, "lines": told });
        desk.record(tx, "evidence.attach", &held.id.to_string(), body).await?;
    }
    Ok(())
}

/// Keeps one use; the caller records it.
pub(super) async fn add_use(tx: &mut Tx, cx: &Cx, desk: &Desk, evidence: &Evidence, place: &Place) -> Result<(), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    book.in_force()?.table.index_of(&place.path).ok_or(Error::NotFound)?;
    let one = Use {
        evidence: evidence.id,
        unit: evidence.unit,
        path: place.path.clone(),
        page: place.page,
        passage: clean(&place.passage),
        added_by: desk.actor.account,
        added_at: desk.now,
    };
    Ok(rows::use_for(tx, desk.scope(), &one).await?)
}
