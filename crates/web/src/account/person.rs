//! One person's account, for those who administer the organisation. *Tài khoản của một người.*

use std::sync::Arc;

use app::Cx;
use app::account::invite::{self, Invitation};
use app::account::people;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use values::AccountId;

use super::people::{slip, state};
use crate::addresses;
use crate::done;
use crate::forms::{Form, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::{SignedIn, Whence};
use crate::words::Words;

#[derive(Template)]
#[template(path = "account/person.html")]
struct PersonPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    account: AccountId,
    login: String,
    title: String,
    administers: bool,
    active: bool,
    chosen: bool,
    must_change: bool,
    /// One's own account is not looked after here.
    own: bool,
    state: (&'static str, String),
}

fn id(path: &str) -> Result<AccountId, Reply> {
    path.parse().map_err(|_| Reply::NotFound)
}

/// `GET /people/{account}`
pub async fn show(
    State(cx): State<Arc<Cx>>,
    SignedIn(actor): SignedIn,
    visit: Visit,
    Path(path): Path<String>,
) -> Result<Html<String>, Reply> {
    let standing = people::standing(&cx, &actor, id(&path)?).await?;
    let (w, account) = (visit.w, &standing.account);
    reply::page(&PersonPage {
        w,
        frame: Frame::new(&visit, account.name.clone()).crumb(addresses::people(), w.t("people.title")),
        sheet: Sheet::new(w, Form::default(), &visit.token, ""),
        account: account.id,
        login: account.login.clone(),
        title: account.title.clone(),
        administers: account.administers,
        active: account.active,
        chosen: standing.chosen,
        must_change: standing.must_change,
        own: account.id == actor.account,
        state: state(w, &standing, cx.clock.now()),
    })
}

/// `POST /people/{account}/invite`: answers the slip itself, since the link is shown once and kept nowhere.
pub async fn invite_again(
    State(cx): State<Arc<Cx>>,
    SignedIn(actor): SignedIn,
    visit: Visit,
    (Path(path), whence): (Path<String>, Whence),
    _: Form,
) -> Result<Response, Reply> {
    let account = id(&path)?;
    let secret = invite::invite_again(&cx, &actor, account).await?;
    slip(&cx, &visit, &whence, &Invitation { account, secret }).await
}

/// `POST /people/{account}/use`
pub async fn set_use(
    State(cx): State<Arc<Cx>>,
    SignedIn(actor): SignedIn,
    Path(path): Path<String>,
    form: Form,
) -> Result<Response, Reply> {
    let (account, active) = (id(&path)?, form.text("active") == "1");
    people::set_active(&cx, &actor, account, active).await?;
    Ok(done(&addresses::person(account), if active { "account_activated" } else { "account_deactivated" }))
}

/// `POST /people/{account}/change`
pub async fn require_change(
    State(cx): State<Arc<Cx>>,
    SignedIn(actor): SignedIn,
    Path(path): Path<String>,
    _: Form,
) -> Result<Response, Reply> {
    let account = id(&path)?;
    people::require_change(&cx, &actor, account).await?;
    Ok(done(&addresses::person(account), "change_required"))
}
