//! What somebody sent after their session had ended: kept on the sign-in page and handed back, so that
//! nothing typed is lost. *Nội dung chưa gửi được.*

use askama::Template;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};

use crate::addresses;
use crate::forms::{Form, Sheet, TOKEN};
use crate::layout::{Frame, Visit};
use crate::reply::Reply;
use crate::security::{BODY, FormToken};
use crate::words::Words;

/// The address it was sent to.
const TO: &str = "unsent_to";
/// What stands before the name of each of its fields.
const FIELD: &str = "unsent.";

/// A form that nobody was signed in to send.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    pub to: String,
    pub fields: Vec<(String, String)>,
}

impl Unsent {
    /// Takes note of a form without a session while it goes on its way. Passwords are never handed back.
    pub async fn note(request: Request) -> Result<(Request, Option<Self>), Reply> {
        let known = request.extensions().get::<FormToken>().is_some();
        if known || request.method() != Method::POST || !is_form(&request) || request.uri().path() == addresses::password() {
            return Ok((request, None));
        }
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, BODY).await.map_err(|_| Reply::TooLarge)?;
        let to = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let fields = Form::read(&bytes).fields().filter(|(name, _)| *name != TOKEN).map(owned).collect();
        Ok((Request::from_parts(parts, Body::from(bytes)), Some(Self { to: addresses::local(&to), fields })))
    }

    /// Reads it back from the sign-in form that carried it.
    pub fn of(form: &Form) -> Option<Self> {
        let to = form.text(TO);
        let fields = form.fields().filter_map(|(name, text)| Some((name.strip_prefix(FIELD)?.to_owned(), text.to_owned())));
        (!to.is_empty()).then(|| Self { to: addresses::local(to), fields: fields.collect() })
    }

    /// The hidden fields that carry it through signing in.
    pub fn carried(&self) -> Vec<(String, String)> {
        let fields = self.fields.iter().map(|(name, text)| (format!("{FIELD}{name}"), text.clone()));
        std::iter::once((TO.to_owned(), self.to.clone())).chain(fields).collect()
    }
}

/// Whether the body is a form of fields that says how long it is, and is not too long.
fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let long = request.body().size_hint().upper().unwrap_or(u64::MAX);
    kind.starts_with(b"application/x-www-form-urlencoded") && usize::try_from(long).is_ok_and(|long| long <= BODY)
}

fn owned((name, text): (&str, &str)) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

/// The page after signing in that sends it on.
#[derive(Template)]
#[template(path = "account/unsent.html")]
pub(super) struct UnsentPage<'a> {
    w: Words,
    frame: Frame,
    to: &'a str,
    fields: &'a [(String, String)],
    sheet: Sheet,
}

impl<'a> UnsentPage<'a> {
    /// `token` is the new session's.
    pub(super) fn new(visit: &Visit, unsent: &'a Unsent, token: &str) -> Self {
        let w = visit.w;
        Self {
            w,
            frame: Frame::new(visit, w.t("sign_in.unsent_title")),
            to: &unsent.to,
            fields: &unsent.fields,
            sheet: Sheet::new(w, Form::default(), token, ""),
        }
    }
}
