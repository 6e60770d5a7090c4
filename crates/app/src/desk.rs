//! One person at work in one cluster's year: who they are there, what holds today, and the one question
//! "may I?". *Bàn làm việc.*

use std::sync::Arc;

use cycle::calendar::Calendar;
use cycle::cluster::{Act, Now, On, Permit, Seats};
use cycle::regulation::Regulation;
use cycle::{Phase, Refusal as _};
use serde_json::Value as Json;
use storage::cluster::{Member, Year};
use storage::{Entry, Fault, Scope, Seq, Tx};
use values::{Date, Moment, UnitId, YearId};

use crate::in_year::{InYear, Tops};
use crate::{Actor, Cx, Error, Reason};

/// A cluster's year as one signed-in person meets it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub actor: Actor,
    pub year: Arc<Year>,
    pub phase: Phase,
    pub regulation: Arc<Regulation>,
    pub calendar: Arc<Calendar>,
    /// In protocol order.
    pub members: Arc<[Member]>,
    pub seats: Seats,
    pub today: Date,
    pub now: Moment,
    /// How far the journals were when the desk was opened.
    pub(crate) tops: Tops,
}

/// Opens the desk for reading a page.
///
/// # Errors
/// [`Error::NotFound`] where this person may not know of the year; denied before a seat begins and after it ended.
pub async fn open(cx: &Cx, actor: &Actor, id: YearId) -> Result<Desk, Error> {
    let found = cx.years.of(&mut cx.store.read().await?, actor.org, id).await?;
    sit_down(cx, actor, &found)
}

/// Opens the desk inside a transaction, so that leave is asked of what is about to be changed.
///
/// # Errors
/// As [`open`].
pub async fn open_in(tx: &mut Tx, cx: &Cx, actor: &Actor, id: YearId) -> Result<Desk, Error> {
    let found = cx.years.within(tx, actor.org, id).await?;
    sit_down(cx, actor, &found)
}

fn sit_down(cx: &Cx, actor: &Actor, found: &InYear) -> Result<Desk, Error> {
    let seats = found.seats.get(&actor.account).cloned().unwrap_or_default();
    if seats.is_empty() && !actor.administers {
        return Err(Error::NotFound);
    }
    let desk = Desk {
        actor: actor.clone(),
        year: Arc::clone(&found.year),
        phase: found.phase,
        regulation: Arc::clone(&found.regulation),
        calendar: Arc::clone(&found.calendar),
        members: Arc::clone(&found.members),
        seats: Seats::new(actor.account, seats),
        today: cx.clock.today(),
        now: cx.clock.now(),
        tops: found.tops,
    };
    if !actor.administers {
        desk.require(Act::SeeYear, On::CLUSTER)?;
    }
    Ok(desk)
}

pub(crate) fn shape(what: &str, text: &str) -> Error {
    Error::Fault(Fault::Shape(format!("{what}: {text}")))
}

/// The settings as the store keeps them: one JSON object of texts.
///
/// # Errors
/// A fault when the stored text is not one of ours.
pub fn regulation(text: &str) -> Result<Regulation, Error> {
    let fields: std::collections::BTreeMap<String, String> = serde_json::from_str(text).map_err(|_| shape("regulation", text))?;
    Regulation::from_fields(fields.iter().map(|(k, v)| (k.as_str(), v.as_str()))).map_err(|_| shape("regulation", text))
}

/// The settings as text for the store.
pub fn regulation_text(regulation: &Regulation) -> String {
    let fields: std::collections::BTreeMap<_, _> = regulation.fields().into_iter().collect();
    serde_json::to_string(&fields).unwrap_or_default()
}

impl Desk {
    pub fn scope(&self) -> Scope {
        self.year.scope
    }

    /// Leave to do `act` to `on`, or why not, which date, and who can.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn permit(&self, act: Act, on: On) -> Result<Permit, Error> {
        self.seats.permit(act, on, &self.rules()).map_err(|denied| Error::Denied(Reason::of(&denied)))
    }

    /// Leave to do `act` to each of several units.
    ///
    /// # Errors
    /// [`Error::Denied`] for the first it may not be done to.
    pub fn permits(&self, act: Act, units: &[UnitId]) -> Result<Vec<Permit>, Error> {
        units.iter().map(|unit| self.permit(act, On::unit(*unit))).collect()
    }

    /// As [`Desk::permit`], where no deciding rule takes the permit.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub fn require(&self, act: Act, on: On) -> Result<(), Error> {
        self.permit(act, on).map(drop)
    }

    /// Whether a button for `act` may be drawn.
    pub fn may(&self, act: Act, on: On) -> bool {
        self.seats.permit(act, on, &self.rules()).is_ok()
    }

    /// Why `act` may not be done now, for the sentence in a button's place.
    pub fn why_not(&self, act: Act, on: On) -> Option<Reason> {
        self.seats.permit(act, on, &self.rules()).err().map(|denied| Reason { code: denied.code(), args: denied.args() })
    }

    fn rules(&self) -> Now<'_> {
        Now { phase: self.phase, today: self.today, regulation: &self.regulation, calendar: &self.calendar }
    }

    /// The member with this id.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit outside this year.
    pub fn member(&self, unit: UnitId) -> Result<&Member, Error> {
        self.members.iter().find(|m| m.unit == unit).ok_or(Error::NotFound)
    }

    /// The units this person acts for today.
    pub fn own_units(&self) -> Vec<UnitId> {
        self.seats.units_on(self.today)
    }

    /// A unit's short name; empty for a unit outside this year.
    pub fn short_name(&self, unit: UnitId) -> &str {
        self.members.iter().find(|m| m.unit == unit).map_or("", |m| m.short_name.as_str())
    }

    /// Writes the journal entry of what was kept in `tx`. `body` holds old, new and why.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn record(&self, tx: &mut Tx, act: &str, subject: &str, body: Json) -> Result<Seq, Error> {
        let actor = self.actor.account.to_string();
        let entry = Entry { log: self.scope().log(), at: self.now, actor: &actor, act, subject, body: &body };
        Ok(tx.record(entry).await?)
    }
}
