//! The files that serve one line, for whoever may read a unit's evidence. *Minh chứng của một mục.*

use cycle::cluster::{Act, On};
use storage::evidence::{self, Evidence, Use};
use storage::verification::Reading;
use values::UnitId;

use crate::{Cx, Desk, Error};

/// What leave to read evidence looks at: the unit, and the reading that makes it this person's work.
pub fn on(desk: &Desk, unit: UnitId, readings: &[Reading]) -> On {
    let own = desk.own_units();
    let mine = readings.iter().find(|r| r.unit == unit && own.contains(&r.reader_unit));
    mine.map_or_else(|| On::unit(unit), |r| On::unit(unit).read_by(r.reader_unit))
}

/// The files of one line with where in them to look; nothing for a person who may not read them.
///
/// # Errors
/// A fault of the store.
pub async fn of_line(cx: &Cx, desk: &Desk, (unit, path): (UnitId, &str), on: On) -> Result<Vec<(Evidence, Use)>, Error> {
    if !desk.may(Act::ReadEvidence, on) {
        return Ok(Vec::new());
    }
    let mut tx = cx.store.read().await?;
    let uses = evidence::uses(&mut tx, desk.scope()).await?.into_iter().filter(|u| u.unit == unit && u.path == path);
    let uses: Vec<Use> = uses.collect();
    let files = evidence::of_unit(&mut tx, desk.scope(), unit).await?.into_iter().filter(|e| !e.withdrawn);
    Ok(files.filter_map(|file| Some((uses.iter().find(|u| u.evidence == file.id)?.clone(), file))).map(|(u, e)| (e, u)).collect())
}
