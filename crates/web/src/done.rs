//! Saying on the next page what was done: a redirect with a short-lived cookie, read once.
//!
//! A link cannot make a page say it, so nothing is announced that has not happened.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::layout::cookie;
use crate::words::Words;

const NAME: &str = "done";

/// Goes on to `href`; the page there says `done.<what>` in the reader's language.
pub fn done(href: &str, what: &'static str) -> Response {
    let mut answer = Redirect::to(href).into_response();
    put(&mut answer, &format!("{NAME}={what}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict"));
    answer
}

/// What the last request did, in words; empty if it said nothing.
pub(crate) fn said(w: Words, headers: &HeaderMap) -> String {
    let what = cookie(headers, NAME).filter(|what| what.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')).unwrap_or_default();
    let words = if what.is_empty() { String::new() } else { w.say("done", what, &[]) };
    if words.starts_with("done.") { String::new() } else { words }
}

/// Forgets what was done once a page has said it.
pub async fn forget(request: Request, next: Next) -> Response {
    let told = request.method() == Method::GET && cookie(request.headers(), NAME).is_some();
    let mut answer = next.run(request).await;
    let is_page = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if told && is_page && answer.status() == StatusCode::OK {
        put(&mut answer, &format!("{NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"));
    }
    answer
}

fn put(answer: &mut Response, line: &str) {
    if let Ok(value) = HeaderValue::from_str(line) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_the_catalogue_are_said() {
        let with = |line: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_str(line).unwrap());
            said(Words::default(), &headers)
        };
        assert_eq!(with("done=no_such_thing"), "");
        assert_eq!(with("done=<b>"), "");
        assert_eq!(with("other=1"), "");
    }
}
