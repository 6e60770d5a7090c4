//! What every scene needs: the clock to set, and who and what is meant by a word of the story's files.

use std::collections::BTreeMap;

use app::account::invite;
use app::{Actor, Clock, Cx, Error, Preference};
use values::{AccountId, Moment, OrgId, UnitId, YearId};

use crate::Day;
use crate::day::on;

/// The store being filled, and everybody and everything named so far.
pub(super) struct Stage<'a> {
    pub cx: &'a mut Cx,
    /// Set up the installation; acts for the superior office.
    pub admin: Actor,
    people: BTreeMap<&'static str, Actor>,
    units: BTreeMap<&'static str, UnitId>,
    year: Option<YearId>,
}

impl<'a> Stage<'a> {
    /// Opens an empty store by its first-run link, as an installation does.
    pub async fn open(cx: &'a mut Cx) -> Result<Self, Error> {
        cx.clock = Clock::standing_at(Moment::at(on("2018-01-08"), 8, 0));
        let secret = invite::first_run(cx).await?.ok_or(Error::NotFound)?;
        let first = invite::open(cx, &secret).await?;
        let admin = actor(first.id, first.org, &first.name, &first.title, first.administers);
        Ok(Self { cx, admin, people: BTreeMap::new(), units: BTreeMap::new(), year: None })
    }

    /// Sets the clock to an hour of a day of the story.
    pub fn at(&mut self, iso: &str, hour: u8) {
        self.cx.clock = Clock::standing_at(Moment::at(on(iso), hour, 0));
    }

    /// Ends the telling: the clock runs on from the morning of `day`.
    pub fn morning(self, day: Day) {
        self.cx.clock = Clock::starting_at(Moment::at(day.date(), 8, 0));
    }

    pub fn know_person(&mut self, login: &'static str, account: AccountId, name: &str, title: &str) {
        let known = actor(account, self.admin.org, name, title, false);
        self.people.insert(login, known);
    }

    pub fn know_unit(&mut self, key: &'static str, unit: UnitId) {
        self.units.insert(key, unit);
    }

    pub fn know_year(&mut self, year: YearId) {
        self.year = Some(year);
    }

    /// The person with this sign-in name.
    pub fn person(&self, login: &str) -> Result<Actor, Error> {
        self.people.get(login).cloned().ok_or(Error::NotFound)
    }

    /// The unit's person for a part: `chuyen-vien`, `lanh-dao` or `tham-dinh`.
    pub fn of_unit(&self, part: &str, unit: &str) -> Result<Actor, Error> {
        self.person(&format!("{part}.{unit}"))
    }

    /// The unit behind a key.
    pub fn unit(&self, key: &str) -> Result<UnitId, Error> {
        self.units.get(key).copied().ok_or(Error::NotFound)
    }

    /// The key of a unit.
    pub fn key(&self, unit: UnitId) -> Result<&'static str, Error> {
        self.units.iter().find(|(_, id)| **id == unit).map(|(key, _)| *key).ok_or(Error::NotFound)
    }

    /// The cluster's year of 2018.
    pub fn year(&self) -> Result<YearId, Error> {
        self.year.ok_or(Error::NotFound)
    }
}

/// A person at work without a session: the story needs no password.
pub(crate) fn person_at_work(account: AccountId, org: OrgId, name: &str, administers: bool) -> Actor {
    actor(account, org, name, "", administers)
}

fn actor(account: AccountId, org: OrgId, name: &str, title: &str, administers: bool) -> Actor {
    Actor {
        account,
        org,
        name: name.to_owned(),
        title: title.to_owned(),
        administers,
        must_change: false,
        preference: Preference::default(),
        form_token: String::new(),
        session: [0; 32],
        signed_in_at: Moment::from_micros(0),
    }
}
