//! An invited person chooses a password. *Nhận lời mời.*

use std::sync::Arc;

use app::account::invite;
use app::{Cx, Error};
use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{Html, Redirect, Response};

use super::password::{NewPassword, chosen};
use super::{problems, started};
use crate::addresses;
use crate::forms::{Form, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::Whence;
use crate::words::Words;

#[derive(Template)]
#[template(path = "account/invitation.html")]
struct InvitationPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    needs: NewPassword,
    login: String,
    name: String,
    title: String,
    secret: String,
}

/// A link that is unknown, used or too old.
#[derive(Template)]
#[template(path = "account/no_invitation.html")]
struct NoInvitationPage {
    w: Words,
    frame: Frame,
}

/// `GET /invitation?key=…`
pub async fn show(State(cx): State<Arc<Cx>>, visit: Visit, uri: Uri) -> Result<Html<String>, Reply> {
    let query = Form::read(uri.query().unwrap_or_default().as_bytes());
    let sheet = Sheet::new(visit.w, Form::default(), &visit.token, "");
    reply::page(&page(&cx, &visit, sheet, query.key()).await?)
}

async fn page(cx: &Cx, visit: &Visit, sheet: Sheet, secret: &str) -> Result<InvitationPage, Reply> {
    let account = match invite::open(cx, secret).await {
        Ok(account) => account,
        Err(Error::NotFound) => return Err(no_invitation(visit)),
        Err(error) => return Err(error.into()),
    };
    let (login, name, title) = (account.login, account.name, account.title);
    let frame = Frame::new(visit, visit.w.t("invitation.title"));
    Ok(InvitationPage { w: visit.w, frame, sheet, needs: NewPassword { w: visit.w }, login, name, title, secret: secret.to_owned() })
}

fn no_invitation(visit: &Visit) -> Reply {
    let page = NoInvitationPage { w: visit.w, frame: Frame::new(visit, visit.w.t("invitation.gone")) };
    page.render().map_or_else(Reply::fault, |html| Reply::Page { status: StatusCode::NOT_FOUND, html })
}

/// `POST /invitation`
pub async fn post(State(cx): State<Arc<Cx>>, visit: Visit, whence: Whence, form: Form) -> Result<Response, Reply> {
    let secret = form.text("invitation").to_owned();
    let taken = match chosen(visit.w, &form) {
        Ok(password) => match invite::take_up(&cx, &secret, &password, whence.from).await {
            Err(Error::NotFound) => return Err(no_invitation(&visit)),
            taken => taken.map_err(|error| problems(visit.w, error)),
        },
        Err(found) => Err(Ok(found)),
    };
    match taken {
        Ok(session) => Ok(started(Redirect::to(&addresses::home()), &session, whence.https)),
        Err(found) => {
            let sheet = Sheet::new(visit.w, form, &visit.token, "").with(found?);
            Err(Reply::page(&page(&cx, &visit, sheet, &secret).await?))
        }
    }
}
