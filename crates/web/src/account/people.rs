//! The organisation's people, and inviting somebody. *Người dùng, mời người dùng.*

use std::sync::Arc;

use app::Cx;
use app::account::Standing;
use app::account::invite::{self, Invited};
use app::account::people;
use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse as _, Response};
use values::{AccountId, Moment};

use super::problems;
use crate::addresses;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Link, Visit};
use crate::order::person_key;
use crate::reply::{self, Reply};
use crate::signed_in::{SignedIn, Whence};
use crate::words::Words;

/// One person in the list.
struct Row {
    link: Link,
    login: String,
    title: String,
    administers: bool,
    /// The class of the badge, and its words.
    state: (&'static str, String),
}

#[derive(Template)]
#[template(path = "account/people.html")]
struct PeoplePage {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
}

/// `GET /people`
pub async fn show(State(cx): State<Arc<Cx>>, SignedIn(actor): SignedIn, visit: Visit) -> Result<Html<String>, Reply> {
    let w = visit.w;
    let mut all = people::standings(&cx, &actor).await?;
    all.sort_by_cached_key(|s| person_key(&s.account.name));
    let rows = all.iter().map(|s| row(w, s, cx.clock.now())).collect();
    reply::page(&PeoplePage { w, frame: Frame::new(&visit, w.t("people.title")), rows })
}

fn row(w: Words, standing: &Standing, now: Moment) -> Row {
    let a = &standing.account;
    Row {
        link: Link::new(addresses::person(a.id), a.name.clone()),
        login: a.login.clone(),
        title: a.title.clone(),
        administers: a.administers,
        state: state(w, standing, now),
    }
}

/// How far an account has come: the class of its badge, and the words.
pub fn state(w: Words, s: &Standing, now: Moment) -> (&'static str, String) {
    if !s.account.active {
        ("badge", w.t("people.stopped").to_owned())
    } else if s.chosen && s.must_change {
        ("badge badge-warning", w.t("people.must_change").to_owned())
    } else if s.chosen {
        ("badge badge-success", w.t("people.in_use").to_owned())
    } else if s.invite_until > now {
        ("badge badge-info", w.fill("people.invited_until", &[("date", &w.date(s.invite_until.date()))]))
    } else {
        ("badge badge-warning", w.t("people.invitation_over").to_owned())
    }
}

#[derive(Template)]
#[template(path = "account/invite.html")]
struct InvitePage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
}

fn invite_page(visit: &Visit, form: Form, found: Problems) -> InvitePage {
    let w = visit.w;
    let frame = Frame::new(visit, w.t("people.invite")).crumb(addresses::people(), w.t("people.title"));
    InvitePage { w, frame, sheet: Sheet::new(w, form, &visit.token, "").with(found) }
}

/// `GET /people/invite`
pub async fn form(SignedIn(actor): SignedIn, visit: Visit) -> Result<Html<String>, Reply> {
    people::only_administrators(&actor)?;
    reply::page(&invite_page(&visit, Form::default(), Problems::default()))
}

/// `POST /people/invite`: answers the slip itself, since the link is shown once and kept nowhere.
pub async fn invite(
    State(cx): State<Arc<Cx>>,
    SignedIn(actor): SignedIn,
    visit: Visit,
    whence: Whence,
    form: Form,
) -> Result<Response, Reply> {
    let found = match check(visit.w, &form) {
        Ok(invited) => match invite::invite(&cx, &actor, &invited).await {
            Ok(made) => return slip(&cx, &visit, &whence, &made).await,
            Err(error) => problems(visit.w, error)?,
        },
        Err(found) => found,
    };
    Err(Reply::page(&invite_page(&visit, form, found)))
}

fn check(w: Words, form: &Form) -> Result<Invited, Problems> {
    let mut check = form.check(w);
    let (login, name, title) = (check.text("login", 60), check.text("name", 200), check.optional("title", 200));
    let administers = form.has("administers");
    let invited =
        login.zip(name).zip(title).map(|((login, name), title)| Invited { login: login.to_lowercase(), name, title, administers });
    check.done(invited)
}

/// The one-time link on paper and as a message. *Phiếu mời.*
#[derive(Template)]
#[template(path = "account/slip.html")]
struct SlipPage {
    w: Words,
    frame: Frame,
    account: AccountId,
    name: String,
    title: String,
    login: String,
    link: String,
    until: String,
    message: String,
}

/// The slip of a fresh invitation.
pub async fn slip(cx: &Cx, visit: &Visit, whence: &Whence, made: &invite::Invitation) -> Result<Response, Reply> {
    let (w, account) = (visit.w, app::account::one(cx, made.account).await?);
    let link = format!("{}{}", whence.base, addresses::invitation(&made.secret));
    let until = w.moment(cx.clock.now().plus_seconds(invite::GOOD_FOR_SECONDS));
    let message = w.fill("people.slip_message", &[("login", &account.login), ("link", &link), ("until", &until)]);
    let frame = Frame::new(visit, w.t("people.slip")).crumb(addresses::people(), w.t("people.title")).script("copy.js");
    let page =
        SlipPage { w, frame, account: account.id, name: account.name, title: account.title, login: account.login, link, until, message };
    Ok(reply::page(&page)?.into_response())
}
