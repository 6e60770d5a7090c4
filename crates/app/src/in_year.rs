//! What holds in a year for everybody in it, kept ready for desks. *Những gì đang có hiệu lực trong năm.*
//!
//! Rows of a year change only together with an entry in its journal, those of units and people with one in
//! the organisation's. While the tops of both journals stand where they stood, nothing is read again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cycle::Phase;
use cycle::calendar::{Calendar, DaysOff, Deadline, Step};
use cycle::cluster::{Seat, SeatKind};
use cycle::regulation::Regulation;
use storage::Tx;
use storage::cluster::{Member, Year, deadlines, members, seats, year};
use storage::journal::{Head, head};
use values::{AccountId, OrgId, YearId};

use crate::Error;
use crate::book::Turned;
use crate::desk::{regulation, shape};

/// One year as everybody in it meets it.
#[derive(Clone, Debug)]
pub(crate) struct InYear {
    pub year: Arc<Year>,
    pub phase: Phase,
    pub regulation: Arc<Regulation>,
    pub calendar: Arc<Calendar>,
    /// In protocol order.
    pub members: Arc<[Member]>,
    pub seats: HashMap<AccountId, Vec<Seat>>,
    pub tops: Tops,
}

/// The tops of the year's journal and of its organisation's.
pub(crate) type Tops = [Option<Head>; 2];

/// The years in use, a bounded number of them.
#[derive(Debug, Default)]
pub struct Years {
    kept: Mutex<HashMap<YearId, Arc<InYear>>>,
}

/// Years kept ready; past this number the cache starts anew.
const MOST_YEARS: usize = 256;

impl Years {
    /// The year as of now, for reading.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a year of another organisation; a fault of the store.
    pub(crate) async fn of(&self, tx: &mut Tx, org: OrgId, id: YearId) -> Result<Arc<InYear>, Error> {
        let found = self.within(tx, org, id).await?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_YEARS && !kept.contains_key(&id) {
            kept.clear();
        }
        kept.insert(id, Arc::clone(&found));
        Ok(found)
    }

    /// The year inside a transaction that may still be rolled back: it is not kept for others.
    ///
    /// # Errors
    /// As [`Years::of`].
    pub(crate) async fn within(&self, tx: &mut Tx, org: OrgId, id: YearId) -> Result<Arc<InYear>, Error> {
        let tops = [head(tx, id.raw()).await?, head(tx, org.raw()).await?];
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        let found = match kept.filter(|kept| kept.tops == tops) {
            Some(kept) => kept,
            None => Arc::new(load(tx, id, tops).await?),
        };
        if found.year.scope.org == org { Ok(found) } else { Err(Error::NotFound) }
    }

    /// Goes on with what is kept after an entry of the year's journal that changed cells alone.
    pub(crate) fn turn(&self, turned: &Turned) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept.get_mut(&turned.scope.year).filter(|kept| kept.tops[0] == turned.before) {
            Arc::make_mut(kept).tops[0] = turned.after;
        }
    }
}

async fn load(tx: &mut Tx, id: YearId, tops: Tops) -> Result<InYear, Error> {
    let year = year(tx, id).await?.ok_or(Error::NotFound)?;
    let scope = year.scope;
    let days = deadlines(tx, scope).await?.into_iter().filter_map(|(step, due)| {
        let reason = String::new();
        Some((Step::of_code(&step)?, Deadline { due, reason }))
    });
    Ok(InYear {
        phase: Phase::of_code(&year.phase).ok_or_else(|| shape("phase", &year.phase))?,
        regulation: Arc::new(regulation(&year.regulation)?),
        calendar: Arc::new(Calendar::restore(days, DaysOff::starting())),
        members: members(tx, scope).await?.into(),
        seats: by_person(seats(tx, scope).await?),
        year: Arc::new(year),
        tops,
    })
}

fn by_person(rows: Vec<storage::cluster::Seat>) -> HashMap<AccountId, Vec<Seat>> {
    let mut people: HashMap<AccountId, Vec<Seat>> = HashMap::new();
    for row in rows {
        if let Some(kind) = SeatKind::of_code(&row.kind) {
            let seat = Seat { kind, unit: row.unit, from: row.valid_from, to: row.valid_to };
            people.entry(row.account).or_default().push(seat);
        }
    }
    people
}
