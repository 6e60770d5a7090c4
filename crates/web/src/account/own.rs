//! One's own account: how one is called, and where one is signed in. *Tài khoản của tôi.*

use std::sync::Arc;

use app::account::{self, sign_in};
use app::{Actor, Cx, ids};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};

use super::{agent, problems};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::SignedIn;
use crate::words::Words;
use crate::{addresses, done};

/// One running session as its owner sees it.
struct Session {
    hash: String,
    agent: String,
    address: String,
    began: String,
    seen: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "account/own.html")]
struct OwnPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    login: String,
    administers: bool,
    sessions: Vec<Session>,
}

/// `GET /account`
pub async fn show(State(cx): State<Arc<Cx>>, SignedIn(actor): SignedIn, visit: Visit) -> Result<Html<String>, Reply> {
    let form = Form::of([("name", actor.name.as_str()), ("title", actor.title.as_str())]);
    reply::page(&page(&cx, &actor, &visit, form, Problems::default()).await?)
}

async fn page(cx: &Cx, actor: &Actor, visit: &Visit, form: Form, found: Problems) -> Result<OwnPage, Reply> {
    let w = visit.w;
    Ok(OwnPage {
        w,
        frame: Frame::new(visit, w.t("account.title")),
        sheet: Sheet::new(w, form, &visit.token, "").with(found),
        login: account::one(cx, actor.account).await?.login,
        administers: actor.administers,
        sessions: sign_in::sessions(cx, actor).await?.iter().map(|s| session(w, actor, s)).collect(),
    })
}

fn session(w: Words, actor: &Actor, s: &app::account::Session) -> Session {
    let said = |text: String| if text.is_empty() { w.t("account.unknown").to_owned() } else { text };
    Session {
        hash: ids::hex(&s.hash),
        agent: said(agent::words(&s.agent)),
        address: said(s.address.clone()),
        began: w.moment(s.created),
        seen: w.moment(s.last_seen),
        here: s.hash == actor.session,
    }
}

/// `POST /account`
pub async fn post(State(cx): State<Arc<Cx>>, SignedIn(actor): SignedIn, visit: Visit, form: Form) -> Result<Response, Reply> {
    let mut check = form.check(visit.w);
    let (name, title) = (check.text("name", 200), check.optional("title", 200));
    let found = match check.done(name.zip(title)) {
        Ok((name, title)) => match account::own::rename(&cx, &actor, &name, &title).await {
            Ok(()) => return Ok(done(&addresses::account(), "account_renamed")),
            Err(error) => problems(visit.w, error)?,
        },
        Err(found) => found,
    };
    Err(Reply::page(&page(&cx, &actor, &visit, form, found).await?))
}

/// `POST /account/sessions`: ends the named session, or all but this one.
pub async fn end_sessions(State(cx): State<Arc<Cx>>, SignedIn(actor): SignedIn, form: Form) -> Result<Response, Reply> {
    if !form.has("session") {
        sign_in::end_others(&cx, &actor).await?;
        return Ok(done(&addresses::account(), "sessions_ended"));
    }
    let running = sign_in::sessions(&cx, &actor).await?;
    let named = running.iter().find(|s| ids::hex(&s.hash) == form.text("session")).ok_or(Reply::NotFound)?;
    sign_in::end(&cx, &actor, &named.hash).await?;
    Ok(done(&addresses::account(), "session_ended"))
}
