//! What a handler answers when it does not answer with its page: refused, denied, not found, stale, fault.
//!
//! A handler returns `Result<_, Reply>`. [`dress`] knows the reader's language and turns the reply into a
//! page, or into JSON for the sheet's fetches (`Accept: application/json`). Only this file knows statuses.

use std::sync::Arc;

use askama::Template;
use axum::extract::{FromRequestParts as _, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use values::Moment;

use crate::account::{self, Unsent};
use crate::addresses;
use crate::forms::{Problems, named};
use crate::layout::{Frame, Visit};
use crate::security::{PAGE_WITH_FILE, RequestId};
use crate::told::{self, Names};
use crate::words::Words;

/// Why not: a rule's code with its figures, worded by the catalogue `refusal`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason {
    /// The code; the sentence is `refusal.<code>`.
    pub code: &'static str,
    /// What the sentence's `{names}` stand for, already in words.
    pub args: Vec<(&'static str, String)>,
    /// The rule behind it, as `Y-03`; empty if there is none.
    pub rule: &'static str,
    /// Who can change it, as a code of the catalogue: `refusal.by_<who>`; empty if nobody.
    pub who: &'static str,
}

impl Reason {
    pub const fn new(code: &'static str) -> Self {
        Self { code, args: Vec::new(), rule: "", who: "" }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    #[must_use]
    pub const fn under(mut self, rule: &'static str) -> Self {
        self.rule = rule;
        self
    }

    #[must_use]
    pub const fn changed_by(mut self, who: &'static str) -> Self {
        self.who = who;
        self
    }

    /// The sentence.
    pub fn sentence(&self, w: Words) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
        w.say("refusal", self.code, &args)
    }

    /// The rule it rests on, as a sentence; empty if there is none.
    pub fn basis(&self, w: Words) -> String {
        if self.rule.is_empty() { String::new() } else { w.fill("refusal.rule", &[("rule", self.rule)]) }
    }

    /// Who can change it, as a sentence; empty if nobody.
    pub fn remedy(&self, w: Words) -> String {
        if self.who.is_empty() { String::new() } else { w.say("refusal", &format!("by_{}", self.who), &[]) }
    }
}

/// Every answer that is not the page asked for.
#[derive(Debug)]
pub enum Reply {
    /// Nobody is signed in: sign in and come back here.
    SignIn {
        back: String,
    },
    /// Another password comes before anything else.
    ChoosePassword,
    /// A rule says it cannot be.
    Refused(Reason),
    /// Not this person, or not now.
    Denied(Reason),
    /// Rules' own refusals: it cannot be, or not this person now.
    Told {
        denied: bool,
        reasons: Vec<app::Reason>,
    },
    /// No such thing, or none that this person may know of.
    NotFound,
    /// Someone saved in between.
    Stale {
        by: String,
        at: Option<Moment>,
    },
    /// A form that cannot be shown again, with what is wrong with it. Prefer [`Reply::page`] with the form.
    BadForm(Problems),
    /// The same page again, with what is wrong on it.
    Page {
        status: StatusCode,
        html: String,
    },
    /// Sent from another site, or without the session's token.
    CrossSite,
    TooLarge,
    TooSlow,
    /// The server's disk is full: nothing was saved, everything can still be read.
    Full,
    /// The store, the disk, a template: logged once, a number shown.
    Fault {
        cause: String,
    },
}

impl Reply {
    /// A fault; `cause` goes to the log only, and must hold nothing a person wrote.
    pub fn fault(cause: impl core::fmt::Display) -> Self {
        Self::Fault { cause: cause.to_string() }
    }

    /// The form again with its problems: status 422.
    pub fn page(template: &impl Template) -> Self {
        match template.render() {
            Ok(html) => Self::Page { status: StatusCode::UNPROCESSABLE_ENTITY, html: named(html) },
            Err(cause) => Self::fault(cause),
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::SignIn { .. } => StatusCode::UNAUTHORIZED,
            Self::Refused(_) | Self::Stale { .. } => StatusCode::CONFLICT,
            Self::Told { denied: false, .. } => StatusCode::CONFLICT,
            Self::Denied(_) | Self::Told { denied: true, .. } | Self::CrossSite | Self::ChoosePassword => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadForm(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Page { status, .. } => *status,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Fault { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether only somebody who may know of the year of the address is told so.
    const fn is_of_the_year(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Denied(_) | Self::Told { .. } | Self::Stale { .. } | Self::BadForm(_))
    }

    /// Whether what was written is shown again: not what another site sent.
    const fn hands_back(&self) -> bool {
        self.is_of_the_year() || matches!(self, Self::NotFound | Self::TooSlow | Self::Full | Self::Fault { .. })
    }

    /// The code under which scripts know the reply.
    fn code(&self) -> &'static str {
        match self {
            Self::SignIn { .. } => "sign_in",
            Self::ChoosePassword => "choose_password",
            Self::Refused(reason) | Self::Denied(reason) => reason.code,
            Self::Told { reasons, .. } => match reasons.first() {
                Some(reason) => reason.code,
                None => "refused",
            },
            Self::NotFound => "not_found",
            Self::Stale { .. } => "stale",
            Self::BadForm(_) | Self::Page { .. } => "bad_form",
            Self::CrossSite => "cross_site",
            Self::TooLarge => "too_large",
            Self::TooSlow => "too_slow",
            Self::Full => "full",
            Self::Fault { .. } => "fault",
        }
    }

    /// The heading, as a key of the catalogue `refusal`.
    fn heading(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Denied(_) | Self::Told { denied: true, .. } => "denied",
            Self::Told { .. } => "refused",
            _ => self.code(),
        }
    }

    fn sentence(&self, w: Words, names: &Names, reference: &str) -> String {
        match self {
            Self::Told { reasons, .. } => reasons.iter().map(|r| told::sentence(w, names, r)).collect::<Vec<_>>().join(" "),
            Self::Refused(reason) | Self::Denied(reason) => reason.sentence(w),
            Self::Stale { by, at } => {
                let at = at.map(|at| w.moment(at)).unwrap_or_else(|| "–".into());
                w.fill("refusal.stale_text", &[("by", by), ("at", &at)])
            }
            Self::Fault { .. } => w.fill("refusal.fault_text", &[("reference", reference)]),
            _ => w.say("refusal", &format!("{}_text", self.code()), &[]),
        }
    }

    /// Who can change it, as a sentence; empty if nobody is named.
    fn remedy(&self, w: Words) -> String {
        match self {
            Self::Refused(reason) | Self::Denied(reason) => reason.remedy(w),
            Self::Told { reasons, .. } => reasons.first().map(|r| told::remedy(w, r)).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// The code of the rule it rests on; empty if there is none.
    fn rule(&self) -> &'static str {
        match self {
            Self::Refused(reason) | Self::Denied(reason) => reason.rule,
            Self::Told { reasons, .. } => reasons.first().map_or("", told::rule),
            _ => "",
        }
    }

    /// The rule it rests on, as a sentence; empty if there is none.
    fn basis(&self, w: Words) -> String {
        if self.rule().is_empty() { String::new() } else { w.fill("refusal.rule", &[("rule", self.rule())]) }
    }
}

/// An undressed answer: the status, and the reply for [`dress`] to word.
impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Page { status, html } => (status, Html(html)).into_response(),
            reply => {
                let mut answer = reply.status().into_response();
                answer.extensions_mut().insert(Arc::new(reply));
                answer
            }
        }
    }
}

impl From<askama::Error> for Reply {
    fn from(cause: askama::Error) -> Self {
        Self::fault(cause)
    }
}

/// A page as a handler answers it: `Ok(page(&RankingPage { … })?)`.
///
/// # Errors
/// A fault, if a value in the page cannot be written.
pub fn page(template: &impl Template) -> Result<Html<String>, Reply> {
    Ok(Html(named(template.render()?)))
}

/// The same for a page in which a file of ours is looked at.
///
/// # Errors
/// As [`page`].
pub fn with_file(status: StatusCode, template: &impl Template) -> Result<Response, Reply> {
    Ok((status, [(header::CONTENT_SECURITY_POLICY, PAGE_WITH_FILE)], page(template)?).into_response())
}

/// Turns replies into pages or JSON in the reader's language.
pub async fn dress(request: Request, next: Next) -> Response {
    let (request, unsent) = match Unsent::note(request).await {
        Ok(noted) => noted,
        Err(reply) => return reply.into_response(),
    };
    let (mut parts, body) = request.into_parts();
    let json = wants_json(&parts.headers);
    let reference = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let Ok(mut visit) = Visit::from_request_parts(&mut parts, &()).await;
    let answer = next.run(Request::from_parts(parts, body)).await;
    let Some(reply) = answer.extensions().get::<Arc<Reply>>().cloned() else { return answer };
    if let Reply::Fault { cause } = reply.as_ref() {
        tracing::error!(reference, cause, "fault");
    }
    if let Some(known) = answer.extensions().get::<Visit>() {
        visit = known.clone();
    }
    if let (Reply::SignIn { .. }, Some(unsent), false) = (reply.as_ref(), &unsent, json || visit.demo) {
        return account::again(&visit, unsent);
    }
    let written = unsent.as_ref().filter(|_| reply.hands_back()).map(Unsent::written).unwrap_or_default();
    if reply.is_of_the_year() {
        visit.stay_in_year();
    }
    let names = answer.extensions().get::<Names>().cloned().unwrap_or_default();
    if json { in_json(&reply, &visit, (&names, &reference)) } else { in_page(&reply, &visit, (&names, &reference), &written) }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|kinds| kinds.starts_with("application/json"))
}

fn in_json(reply: &Reply, visit: &Visit, (names, reference): (&Names, &str)) -> Response {
    let problems: Vec<_> = match reply {
        Reply::BadForm(problems) => problems.0.iter().map(|p| serde_json::json!({ "field": p.field, "text": p.text })).collect(),
        _ => Vec::new(),
    };
    let (text, remedy) = (reply.sentence(visit.w, names, reference), reply.remedy(visit.w));
    let body = serde_json::json!({
        "code": reply.code(),
        "message": format!("{text} {remedy}").trim(),
        "text": text,
        "rule": reply.rule(),
        "remedy": remedy,
        "reference": reference,
        "problems": problems,
    });
    (reply.status(), axum::Json(body)).into_response()
}

fn in_page(reply: &Reply, visit: &Visit, (names, reference): (&Names, &str), written: &[&str]) -> Response {
    if let Reply::SignIn { back } = reply {
        let door = if visit.demo { addresses::demo() } else { addresses::sign_in(&addresses::local(back)) };
        return Redirect::to(&door).into_response();
    }
    if matches!(reply, Reply::ChoosePassword) {
        return Redirect::to(&addresses::password()).into_response();
    }
    let no_problems = Problems::default();
    let trouble = Trouble {
        w: visit.w,
        frame: Frame::new(visit, visit.w.say("refusal", reply.heading(), &[])),
        text: reply.sentence(visit.w, names, reference),
        remedy: reply.remedy(visit.w),
        rule: reply.basis(visit.w),
        problems: if let Reply::BadForm(problems) = reply { problems } else { &no_problems },
        back: &visit.path,
        again: matches!(reply, Reply::Stale { .. } | Reply::TooSlow | Reply::Full),
        written,
    };
    let html = trouble.render().unwrap_or_else(|_| trouble.text.clone());
    (reply.status(), Html(html)).into_response()
}

/// The page of a reply.
#[derive(Template)]
#[template(path = "trouble.html")]
struct Trouble<'a> {
    w: Words,
    frame: Frame,
    text: String,
    remedy: String,
    rule: String,
    problems: &'a Problems,
    back: &'a str,
    again: bool,
    /// What the person had written, to copy from.
    written: &'a [&'a str],
}

#[cfg(test)]
#[path = "reply_tests.rs"]
mod tests;
