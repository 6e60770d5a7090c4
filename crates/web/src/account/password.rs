//! Choosing another password. *Đổi mật khẩu.*

use std::sync::Arc;

use app::account::{invite, passwords};
use app::{Actor, Cx};
use askama::Template;
use axum::extract::State;
use axum::response::{Html, Response};

use super::{problems, started};
use crate::forms::{Form, Problems, Sheet};
use crate::layout::{Frame, Tone, Visit};
use crate::reply::{self, Reply};
use crate::signed_in::{Known, Whence};
use crate::words::Words;
use crate::{addresses, done};

/// What a new password needs, as a list; write it above the field.
#[derive(Template)]
#[template(path = "account/needs.html")]
pub struct NewPassword {
    pub w: Words,
}

impl askama::filters::HtmlSafe for NewPassword {}

impl NewPassword {
    fn shortest(&self) -> String {
        self.w.fill("password.need_length", &[("n", &self.w.count(passwords::SHORTEST)), ("most", &self.w.count(passwords::LONGEST))])
    }
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    needs: NewPassword,
    login: String,
}

/// `GET /account/password`
pub async fn show(State(cx): State<Arc<Cx>>, Known(actor): Known, visit: Visit) -> Result<Html<String>, Reply> {
    let sheet = Sheet::new(visit.w, Form::default(), &visit.token, "");
    reply::page(&page(&cx, &actor, &visit, sheet).await?)
}

async fn page(cx: &Cx, actor: &Actor, visit: &Visit, sheet: Sheet) -> Result<PasswordPage, Reply> {
    let w = visit.w;
    let mut frame = Frame::new(visit, w.t("password.title"));
    frame = if actor.must_change {
        frame.notice(Tone::Warning, w.t("password.must"))
    } else {
        frame.crumb(addresses::account(), w.t("account.title"))
    };
    Ok(PasswordPage { w, frame, sheet, needs: NewPassword { w }, login: app::account::one(cx, actor.account).await?.login })
}

/// `POST /account/password`
pub async fn post(State(cx): State<Arc<Cx>>, Known(actor): Known, visit: Visit, whence: Whence, form: Form) -> Result<Response, Reply> {
    let changed = match chosen(visit.w, &form) {
        Ok(new) => {
            let changed = invite::change_password(&cx, &actor, form.text("old"), &new, whence.from).await;
            changed.map_err(|error| problems(visit.w, error))
        }
        Err(found) => Err(Ok(found)),
    };
    match changed {
        Ok(session) => Ok(started(done(&addresses::account(), "password_changed"), &session, whence.https)),
        Err(found) => {
            let sheet = Sheet::new(visit.w, form, &visit.token, "").with(found?);
            Err(Reply::page(&page(&cx, &actor, &visit, sheet).await?))
        }
    }
}

/// The new password, typed twice the same.
pub fn chosen(w: Words, form: &Form) -> Result<String, Problems> {
    let mut check = form.check(w);
    let (new, again) = (check.text("new", 1000), check.text("again", 1000));
    if new.is_some() && again.is_some() && new != again {
        check.problem("again", w.t("password.differs"));
    }
    check.done(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_typed_twice_the_same() {
        let check = |new: &str, again: &str, fields: &[&str]| {
            let found = chosen(Words::default(), &Form::of([("new", new), ("again", again)]));
            let problems = found.err().unwrap_or_default();
            assert_eq!(problems.0.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), fields, "{new} {again}");
        };
        check("con đường dài", "con đường dài", &[]);
        check("con đường dài", "con đường dai", &["again"]);
        check("", "", &["new", "again"]);
        check("con đường dài", "", &["again"]);
    }
}
