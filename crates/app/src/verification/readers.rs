//! Giving every sheet its readers by fair rotation. *Phân công thẩm định.*

use cycle::cluster::{Act, On};
use cycle::verification::{Reads, assign_readers};
use serde_json::json;
use storage::verification::{self as rows, Reading};
use values::{ReadingId, UnitId, YearId};

use crate::{Actor, Cx, Error, desk};

/// The state of a reading that is still being done.
pub const OPEN: &str = "open";
/// The state of a reading whose findings the unit has.
pub const SENT: &str = "sent";

/// Assigns as many other units as the regulation says to each sheet of the year. *Phân công xoay vòng.*
///
/// # Errors
/// Denied; refused (`V-01`); `readers-assigned` when it was done before.
pub async fn assign(cx: &Cx, actor: &Actor, year: YearId) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::AssignReaders, On::CLUSTER)?;
        if !rows::readings(tx, desk.scope()).await?.is_empty() {
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

fn reading(cx: &Cx, read: &Reads) -> Reading {
    Reading {
        id: ReadingId::from_raw(cx.ids.next()),
        unit: read.unit,
        reader_unit: read.reader,
        reader: None,
        round: 1,
        place: i64::from(read.place),
        state: OPEN.to_owned(),
        sent_by: None,
        sent_at: None,
        version: 1,
    }
}
