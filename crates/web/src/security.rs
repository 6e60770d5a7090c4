//! What stands around every page: request ids, headers, limits, the same-site rule, and a last net.
//!
//! Bodies, cookies and queries are never logged, so neither passwords nor ballots can be.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate as _};

use crate::done;
use crate::reply::{self, Reply};

/// What a page may load: its own styles, scripts and pictures, nothing inline, nothing foreign.
pub const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";
/// As [`PAGE`], for a page that shows a kept file beside its own words.
pub const PAGE_WITH_FILE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
    frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'";
/// For a kept file itself: it may be shown inside our pages and may do nothing.
pub const FILE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox; frame-ancestors 'self'";
/// As [`FILE`], for a PDF: browsers show none in a sandbox, and their viewers have one of their own.
pub const PDF: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Bytes of a body, unless a route allows more with its own [`DefaultBodyLimit`].
pub(crate) const BODY: usize = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(30);
/// Files take longer on a slow line: 25 MB at 400 kbit/s.
const PATIENCE_WITH_FILES: Duration = Duration::from_secs(600);

/// The number under which a request is found in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The session's token that every form and every fetch must send back; put here by whoever opens sessions.
#[derive(Clone, Debug)]
pub struct FormToken(pub Arc<str>);

impl FormToken {
    /// Compares without telling by time how much was right.
    pub fn matches(&self, sent: &str) -> bool {
        let (kept, sent) = (self.0.as_bytes(), sent.as_bytes());
        kept.len() == sent.len() && kept.iter().zip(sent).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

/// Whether the header `X-CSRF-Token` carries the session's token, as fetches and uploads send it.
pub fn header_matches(headers: &HeaderMap, token: &FormToken) -> bool {
    headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).is_some_and(|sent| token.matches(sent))
}

/// What every answer carries unless its page says otherwise.
static HEADERS: [(HeaderName, HeaderValue); 8] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE)),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("permissions-policy"), HeaderValue::from_static("camera=(), geolocation=(), microphone=()")),
];

/// Puts everything around `pages`, as one layer: the router would box each by itself, and copy all those
/// boxes for each request. The first line below is farthest from the pages.
pub fn around<S: Clone + Send + Sync + 'static>(pages: Router<S>) -> Router<S> {
    let layers = ServiceBuilder::new()
        .map_response(with_headers)
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(in_one_piece)))
        .layer(middleware::from_fn(numbered))
        .layer(middleware::from_fn(reply::dress))
        .layer(middleware::from_fn(in_time))
        .layer(middleware::from_fn(same_site))
        .layer(CatchPanicLayer::custom(caught))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(done::forget));
    let nothing = || async { Reply::NotFound };
    pages.fallback(nothing).method_not_allowed_fallback(nothing).layer(layers)
}

/// A file that is fetched in parts goes out as it is kept: its parts are counted in its own bytes.
fn in_one_piece(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

fn with_headers<B>(mut answer: Response<B>) -> Response<B> {
    let headers = answer.headers_mut();
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    answer
}

/// Refuses a request that changes something unless the browser says that it comes from our own pages.
async fn same_site(request: Request, next: Next) -> Response {
    if safe(request.method()) || from_here(request.headers()) { next.run(request).await } else { Reply::CrossSite.into_response() }
}

const fn safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// `Sec-Fetch-Site: same-origin` decides; older browsers must send an `Origin` that is our host.
fn from_here(headers: &HeaderMap) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match said("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => said("origin").and_then(|origin| origin.split_once("://")).is_some_and(|(_, host)| said("host") == Some(host)),
    }
}

async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let files = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let patience = if files { PATIENCE_WITH_FILES } else { PATIENCE };
    tokio::time::timeout(patience, next.run(request)).await.unwrap_or_else(|_| Reply::TooSlow.into_response())
}

/// Numbers the request and logs its outcome: method, path without query, status. Nothing a person wrote.
async fn numbered(mut request: Request, next: Next) -> Response {
    let id = next_id();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut answer = next.run(request).await;
    tracing::info!(id, %method, path, status = answer.status().as_u16(), "answered");
    if let Ok(value) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert("x-request-id", value);
    }
    answer
}

/// A run's own letters and a count: no two requests of two runs share a number in practice.
fn next_id() -> String {
    static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0) >> 40);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:06x}-{}", *RUN, COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A panic is a fault like any other: its text goes to the log, its number to the page.
fn caught(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
    Reply::fault(said.unwrap_or_else(|| "panic".into())).into_response()
}

#[cfg(test)]
#[path = "security_tests.rs"]
mod tests;
