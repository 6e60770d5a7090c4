//! What somebody sent that was not taken: handed back, so that nothing typed is lost. *Nội dung chưa gửi được.*
//!
//! After a session's end it goes through signing in; on a page that only says why not, it stands to copy from.

use askama::Template;
use axum::body::{Body, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, header};

use crate::addresses;
use crate::forms::{Form, Sheet, TOKEN};
use crate::layout::{Frame, Visit};
use crate::reply::Reply;
use crate::security::BODY;
use crate::words::Words;

/// The address it was sent to.
const TO: &str = "unsent_to";
/// What stands before the name of each of its fields.
const FIELD: &str = "unsent.";

/// Fields that are never handed back.
const SECRETS: [&str; 4] = ["password", "old", "new", "again"];
/// Fields that pages fill themselves.
const OURS: [&str; 7] = ["key", "seen", "shown", "version", "rows", "details", "document"];

/// A form on its way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    pub to: String,
    pub fields: Vec<(String, String)>,
}

impl Unsent {
    /// Takes note of a form while it goes on its way.
    pub async fn note(request: Request) -> Result<(Request, Option<Self>), Reply> {
        if request.method() != Method::POST || !is_form(&request) || request.uri().path() == addresses::password() {
            return Ok((request, None));
        }
        let (parts, body) = request.into_parts();
        let bytes = to_bytes(body, BODY).await.map_err(|_| Reply::TooLarge)?;
        let to = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        let form = Form::read(&bytes);
        let fields = form.fields().filter(|(name, _)| *name != TOKEN && !SECRETS.contains(name)).map(owned).collect();
        Ok((Request::from_parts(parts, Body::from(bytes)), Some(Self { to: addresses::local(&to), fields })))
    }

    /// Reads it back from the sign-in form that carried it.
    pub fn of(form: &Form) -> Option<Self> {
        let to = form.text(TO);
        let fields = form.fields().filter_map(|(name, text)| Some((name.strip_prefix(FIELD)?.to_owned(), text.to_owned())));
        (!to.is_empty()).then(|| Self { to: addresses::local(to), fields: fields.collect() })
    }

    /// What a person wrote in it: texts of more than one word.
    pub fn written(&self) -> Vec<&str> {
        let own = self.fields.iter().filter(|(name, _)| !OURS.contains(&name.as_str()));
        own.map(|(_, text)| text.trim()).filter(|text| text.contains(char::is_whitespace)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn sent(body: &str) -> Unsent {
        let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = Request::builder().method(Method::POST).uri("/years/1").header(kind.0, kind.1).body(Body::from(body.to_owned()));
        Unsent::note(request.unwrap()).await.unwrap().1.unwrap()
    }

    #[tokio::test]
    async fn what_a_person_wrote_is_handed_back_without_secrets_and_what_pages_fill_in() {
        let unsent =
            sent("csrf=t+t&reason=Sai+s%E1%BB%91+li%E1%BB%87u&points=9&seen=I%2F1%401+I%2F2%401&password=hai+ba&again=hai+ba").await;
        assert_eq!(unsent.written(), ["Sai số liệu"]);
        assert!(unsent.fields.iter().all(|(name, _)| !["csrf", "password", "again"].contains(&name.as_str())), "{unsent:?}");
    }
}
