//! Signing in and out. *Đăng nhập, đăng xuất.*

use std::sync::Arc;

use app::Cx;
use app::account::{self, sign_in as uses};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::unsent::{Unsent, UnsentPage};
use super::{problems, started};
use crate::addresses;
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::{Anybody, Whence, carries_session, end_cookie};
use crate::words::Words;

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    /// Where the person goes on afterwards.
    back: String,
    /// Nobody has chosen a password here yet.
    nobody_yet: bool,
    /// The browser still carries a session that has ended.
    expired: bool,
    /// Hidden fields of what was sent without a session.
    unsent: Vec<(String, String)>,
}

/// `GET /sign-in`
pub async fn show(
    State(cx): State<Arc<Cx>>,
    visit: Visit,
    Anybody(actor): Anybody,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Reply> {
    let query = Form::read(uri.query().unwrap_or_default().as_bytes());
    let back = addresses::local(query.text("back"));
    if actor.is_some() {
        return Ok(Redirect::to(&back).into_response());
    }
    let nobody_yet = account::nobody_yet(&cx).await? && !cx.demo;
    let sheet = Sheet::new(visit.w, Form::default(), &visit.token, "");
    let page = SignInPage { nobody_yet, expired: carries_session(&headers), ..page(&visit, sheet, back, None) };
    Ok(reply::page(&page)?.into_response())
}

fn page(visit: &Visit, sheet: Sheet, back: String, unsent: Option<&Unsent>) -> SignInPage {
    let frame = Frame::new(visit, visit.w.t("sign_in.title"));
    let unsent = unsent.map(Unsent::carried).unwrap_or_default();
    SignInPage { w: visit.w, frame, sheet, back, nobody_yet: false, expired: false, unsent }
}

/// The door for somebody whose form arrived without a session: it keeps what was sent.
pub(crate) fn again(visit: &Visit, unsent: &Unsent) -> Response {
    let page = page(visit, Sheet::new(visit.w, Form::default(), "", ""), addresses::home(), Some(unsent));
    (StatusCode::UNAUTHORIZED, reply::page(&page)).into_response()
}

/// `POST /sign-in`
pub async fn post(State(cx): State<Arc<Cx>>, visit: Visit, whence: Whence, form: Form) -> Result<Response, Reply> {
    let (back, unsent) = (addresses::local(form.text("back")), Unsent::of(&form));
    match signed_in(&cx, &visit, whence.from, &form).await? {
        Ok(secret) => match &unsent {
            None => Ok(started(Redirect::to(&back), &secret, whence.https)),
            Some(unsent) => {
                let page = UnsentPage::new(&visit, unsent, &account::form_token(&secret));
                Ok(started(reply::page(&page)?, &secret, whence.https))
            }
        },
        Err(problems) => {
            let sheet = Sheet::new(visit.w, form, &visit.token, "").with(problems);
            Err(Reply::page(&page(&visit, sheet, back, unsent.as_ref())))
        }
    }
}

/// The secret of a new session, or what to say beside the form.
async fn signed_in(cx: &Cx, visit: &Visit, from: uses::From, form: &Form) -> Result<Result<String, Problems>, Reply> {
    let (login, password) = match check(visit.w, form) {
        Ok(typed) => typed,
        Err(problems) => return Ok(Err(problems)),
    };
    match uses::sign_in(cx, &login, &password, from).await {
        Ok(secret) => Ok(Ok(secret)),
        Err(error) => problems(visit.w, error).map(Err),
    }
}

fn check(w: Words, form: &Form) -> Result<(String, String), Problems> {
    let mut check = form.check(w);
    let (login, password) = (check.text("login", 100), check.text("password", 1000));
    check.done(login.zip(password))
}

/// `POST /sign-out`
pub async fn out(State(cx): State<Arc<Cx>>, Anybody(actor): Anybody, whence: Whence, _: Form) -> Result<Response, Reply> {
    if let Some(actor) = actor {
        uses::sign_out(&cx, &actor).await?;
    }
    let mut answer = Redirect::to(&addresses::home()).into_response();
    if let Some((name, value)) = end_cookie(whence.https) {
        answer.headers_mut().append(name, value);
    }
    Ok(answer)
}
