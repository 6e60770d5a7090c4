//! A request inside one cluster's year: who asks, at whose desk, and the ids in its address.

use std::str::FromStr;
use std::sync::Arc;

use app::{Actor, Cx, Desk, Error, Reason, desk};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use cycle::cluster::Seat;
use values::YearId;

use crate::addresses;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::Reply;
use crate::signed_in::SignedIn;
use crate::told::{self, Names};
use crate::words::Words;

/// What a handler of a year's page starts from. Answers "not found" to whoever has no seat in the year.
pub struct AtYear {
    pub visit: Visit,
    pub desk: Desk,
    /// What stands behind the `?`.
    pub query: Form,
    ids: Vec<(String, String)>,
}

impl FromRequestParts<Arc<Cx>> for AtYear {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, cx: &Arc<Cx>) -> Result<Self, Reply> {
        let SignedIn(actor) = SignedIn::from_request_parts(parts, cx).await?;
        let params = RawPathParams::from_request_parts(parts, cx).await.map_err(|_| Reply::NotFound)?;
        let ids: Vec<(String, String)> = params.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let year = id_of::<YearId>(&ids, "year")?;
        let desk = desk::open(cx, &actor, year).await?;
        let Ok(mut visit) = Visit::from_request_parts(parts, cx).await;
        seat_in(&mut visit, &desk);
        let query = Form::read(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self { visit, desk, query, ids })
    }
}

fn id_of<T: FromStr>(ids: &[(String, String)], name: &str) -> Result<T, Reply> {
    ids.iter().find(|(n, _)| n == name).and_then(|(_, text)| text.parse().ok()).ok_or(Reply::NotFound)
}

/// Puts the year and the person's seats in it into what the page's head shows.
fn seat_in(visit: &mut Visit, desk: &Desk) {
    let (w, today) = (visit.w, desk.today);
    let words: Vec<String> = desk.seats.all().iter().filter(|seat| seat.holds_on(today)).map(|seat| seat_words(w, desk, seat)).collect();
    if let Some(visitor) = &mut visit.visitor {
        visitor.year = Some(desk.year.scope.year);
        if !words.is_empty() {
            visitor.seat = words.join("; ");
        }
    }
}

/// *chuyên viên, Trà Vinh*
fn seat_words(w: Words, desk: &Desk, seat: &Seat) -> String {
    let kind = w.say("seat", seat.kind.code(), &[]);
    seat.unit.map(|unit| desk.short_name(unit)).filter(|name| !name.is_empty()).map_or(kind.clone(), |name| format!("{kind}, {name}"))
}

impl AtYear {
    pub const fn w(&self) -> Words {
        self.visit.w
    }

    pub const fn actor(&self) -> &Actor {
        &self.desk.actor
    }

    pub fn year(&self) -> YearId {
        self.desk.year.scope.year
    }

    /// The id called `name` in the address.
    ///
    /// # Errors
    /// Not found, if it is none of its kind.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Reply> {
        id_of(&self.ids, name)
    }

    /// The part called `name` of the address, as it was decoded.
    pub fn part(&self, name: &str) -> &str {
        self.ids.iter().find(|(n, _)| n == name).map_or("", |(_, text)| text.as_str())
    }

    /// A use case's refusals as problems of the form they came from, with the names of the year's units.
    ///
    /// # Errors
    /// Everything that is not a refusal of a rule.
    pub fn problems(&self, error: Error, field: impl Fn(&Reason) -> String) -> Result<Problems, Reply> {
        told::problems(self.w(), &Names::of(&self.desk), error, field)
    }

    /// The frame of a page under the year's own page.
    pub fn frame(&self, title: impl Into<String>) -> Frame {
        self.page(title).crumb(addresses::year(self.year()), self.year_name())
    }

    /// The frame of the year's own page.
    pub fn page(&self, title: impl Into<String>) -> Frame {
        let phase = self.w().say("phase", self.desk.phase.code(), &[]);
        Frame { place: (self.year_name(), phase), ..Frame::new(&self.visit, title) }
    }

    /// *Cụm thi đua số 9, năm 2018*
    pub fn year_name(&self) -> String {
        let year = self.desk.year.year.to_string();
        self.w().fill("layout.year", &[("cluster", &self.desk.year.cluster.name), ("year", &year)])
    }

    /// A form of this request's session, with the key of its next sending.
    pub fn form(&self, cx: &Cx, form: Form) -> Sheet {
        Sheet::new(self.w(), form, &self.visit.token, format!("{:016x}", cx.ids.next()))
    }
}
