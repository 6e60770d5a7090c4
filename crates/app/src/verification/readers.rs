//! Giving every sheet its readers by fair rotation. *Phân công thẩm định.*

use cycle::cluster::{Act, On};
use cycle::verification::{ReaderFault, ReadingKind, Reads, assign_readers, reader_faults};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Reading};
use values::{ReadingId, UnitId, YearId};

use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, IdemKey, Reason, Stale, desk};

/// Assigns as many other units as the regulation says to each sheet of the year. *Phân công xoay vòng.*
///
/// # Errors
/// Denied; refused (`V-01`); `readers-assigned` when it was done before.
pub async fn assign(cx: &Cx, actor: &Actor, year: YearId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::AssignReaders, On::CLUSTER)?;
        if !rows::readings(tx, desk.scope(), ReadingKind::Reading).await?.is_empty() {
            return Err(Error::plain("readers-assigned"));
        }
        let units: Vec<UnitId> = desk.members.iter().map(|m| m.unit).collect();
        let reads = assign_readers(&units, desk.regulation.readers, desk.year.year).map_err(|refused| Error::refused(&refused))?;
        for read in &reads {
            rows::add_reading(tx, desk.scope(), &reading(cx, read)).await?;
        }
        let told: Vec<_> = reads.iter().map(|r| json!({ "unit": r.unit.to_string(), "reader": r.reader.to_string() })).collect();
        desk.record(tx, "verification.assign_readers", &year.to_string(), json!({ "readers": told })).await?;
        Ok(())
    })
}

/// Gives an open reading to another unit; what was found so far stays for the new reader to go on with.
/// *Đổi đơn vị thẩm định.*
///
/// # Errors
/// Denied; not found; refused (`V-02`, `V-01.twice`), or `reading-sent`; stale.
pub async fn reassign(cx: &Cx, actor: &Actor, year: YearId, reading: ReadingId, to: UnitId, reason: &str) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::AssignReaders, On::CLUSTER)?;
        let all = rows::readings(tx, desk.scope(), ReadingKind::Reading).await?;
        let old = all.iter().find(|r| r.id == reading).ok_or(Error::NotFound)?;
        if old.is_sent() {
            return Err(Error::plain("reading-sent"));
        }
        let others = all.iter().filter(|r| r.id != reading).map(as_rule);
        sound(&desk, others.chain([Reads { reader: to, ..as_rule(old) }]).collect())?;
        if !rows::reassign_reading(tx, reading, old.version, to).await? {
            return Err(Error::Stale(Stale::default()));
        }
        let body = json!({ "unit": old.unit.to_string(), "old": old.reader_unit.to_string(), "new": to.to_string(), "why": clean(reason) });
        desk.record(tx, "verification.reassign_reader", &reading.to_string(), body).await?;
        Ok(())
    })
}

/// Gives a sheet one more reader. *Thêm đơn vị thẩm định.* The same key again adds nothing.
///
/// # Errors
/// Denied; not found; refused (`V-02`, `V-01.twice`).
pub async fn add(cx: &Cx, actor: &Actor, year: YearId, (unit, reader): (UnitId, UnitId), key: &IdemKey) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        if tx.once(key, actor.account.raw()).await?.is_some() {
            return Ok(());
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::AssignReaders, On::CLUSTER)?;
        let all = rows::readings(tx, desk.scope(), ReadingKind::Reading).await?;
        let place = all.iter().filter(|r| r.unit == unit).map(as_rule).map(|r| r.place).max().unwrap_or(0);
        let read = Reads { unit, reader, place: place.saturating_add(1) };
        sound(&desk, all.iter().map(as_rule).chain([read]).collect())?;
        let new = self::reading(cx, &read);
        rows::add_reading(tx, desk.scope(), &new).await?;
        let body = json!({ "unit": unit.to_string(), "reader": reader.to_string(), "place": read.place });
        desk.record(tx, "verification.add_reader", &new.id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &new.id.to_string(), desk.now).await?;
        Ok::<_, Error>(())
    })
}

/// A unit's sheet as a thing to ask leave for, read by the actor's own unit where it is one of its readers.
/// *Bảng được phân công thẩm định.*
///
/// # Errors
/// A fault of the store.
pub(crate) async fn read_by_own(tx: &mut Tx, desk: &Desk, unit: UnitId) -> Result<On, Error> {
    let (own, readings) = (desk.own_units(), rows::readings(tx, desk.scope(), ReadingKind::Reading).await?);
    let reader = readings.iter().filter(|r| r.unit == unit).map(|r| r.reader_unit).find(|reader| own.contains(reader));
    Ok(reader.map_or(On::unit(unit), |reader| On::unit(unit).read_by(reader)))
}

fn as_rule(reading: &Reading) -> Reads {
    Reads { unit: reading.unit, reader: reading.reader_unit, place: u16::try_from(reading.place).unwrap_or(u16::MAX) }
}

/// A change by hand may make loads uneven; it may not make a unit read itself, read twice, or be no member.
fn sound(desk: &Desk, reads: Vec<Reads>) -> Result<(), Error> {
    let units: Vec<UnitId> = desk.members.iter().map(|m| m.unit).collect();
    let faults = reader_faults(&units, &reads, desk.regulation.readers).into_iter();
    let grave = faults.filter(|f| !f.is_warning() && !matches!(f, ReaderFault::WrongNumber { .. }));
    let grave: Vec<Reason> = grave.map(|f| Reason::of(&f)).collect();
    if grave.is_empty() { Ok(()) } else { Err(Error::Refused(grave)) }
}

fn reading(cx: &Cx, read: &Reads) -> Reading {
    Reading {
        id: ReadingId::from_raw(cx.ids.next()),
        unit: read.unit,
        kind: ReadingKind::Reading,
        reader_unit: read.reader,
        reader: None,
        place: i64::from(read.place),
        sent_by: None,
        sent_at: None,
        version: 1,
    }
}
