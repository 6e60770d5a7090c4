//! Signing in, invitations, one's own account, the organisation's people. *Tài khoản.*

mod agent;
mod invitation;
mod own;
mod password;
mod people;
mod person;
mod preferences;
mod sign_in;
mod unsent;

use std::sync::Arc;

use app::{Cx, Error};
use axum::Router;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::addresses as at;
use crate::forms::Problems;
use crate::reply::Reply;
use crate::signed_in::start_cookie;
use crate::told::{self, Names};
use crate::words::Words;

pub(crate) use sign_in::again;
pub(crate) use unsent::Unsent;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(at::SIGN_IN, get(sign_in::show).post(sign_in::post))
        .route(at::SIGN_OUT, post(sign_in::out))
        .route(at::INVITATION, get(invitation::show).post(invitation::post))
        .route(&at::preferences(), post(preferences::post))
        .route(&at::account(), get(own::show).post(own::post))
        .route(&at::end_sessions(), post(own::end_sessions))
        .route(&at::password(), get(password::show).post(password::post))
        .route(&at::people(), get(people::show))
        .route(&at::invite(), get(people::form).post(people::invite))
        .route(at::PERSON, get(person::show))
        .route(at::PERSON_INVITE, post(person::invite_again))
        .route(at::PERSON_USE, post(person::set_use))
        .route(at::PERSON_CHANGE, post(person::require_change))
}

/// Refusals of a use case as problems of the form's fields; anything else is the answer itself.
fn problems(w: Words, error: Error) -> Result<Problems, Reply> {
    told::problems(w, &Names::default(), error, |reason| field_of(reason.code).to_owned())
}

/// The field that a refusal is about.
fn field_of(code: &str) -> &'static str {
    match code {
        "login-taken" | "login-malformed" | "sign-in-wrong" | "sign-in-paused" => "login",
        "name-missing" => "name",
        "password-old-wrong" | "password-old-paused" => "old",
        "password-too-short" | "password-too-long" | "password-guessable" => "new",
        _ => "",
    }
}

/// Starts a session in this browser on the given answer.
fn started(answer: impl IntoResponse, secret: &str, https: bool) -> Response {
    let mut answer = answer.into_response();
    if let Some((name, value)) = start_cookie(secret, https) {
        answer.headers_mut().append(name, value);
    }
    answer
}
