//! Nothing changes on a foreign page's word; every answer carries its headers.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::routing::{get, post};
use tower::ServiceExt as _;
use values::Moment;

use super::*;
use crate::forms::Form;
use crate::layout::Ground;

fn site() -> Router {
    let token = FormToken("right".into());
    let steps =
        Router::new().route("/", get(|| async { "page" })).route("/save", post(|_: Form| async { "saved" })).layer(axum::Extension(token));
    crate::site(steps, Ground { demo: false, https: false, now: Arc::new(|| Moment::from_micros(0)) })
}

async fn posts(headers: &[(&str, &str)], body: impl Into<Body>) -> StatusCode {
    let request = Request::post("/save").header("host", "giaouoc.test");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    site().oneshot(request.body(body.into()).unwrap()).await.unwrap().status()
}

#[tokio::test]
async fn only_our_own_pages_may_change_something() {
    let check = async |headers: &[(&str, &str)], expected: u16| {
        assert_eq!(posts(headers, "csrf=right").await.as_u16(), expected, "{headers:?}");
    };
    check(&[("sec-fetch-site", "same-origin")], 200).await;
    check(&[("origin", "https://giaouoc.test")], 200).await;
    check(&[("sec-fetch-site", "cross-site")], 403).await;
    check(&[("sec-fetch-site", "same-site")], 403).await;
    check(&[("sec-fetch-site", "none")], 403).await;
    check(&[("sec-fetch-site", "cross-site"), ("origin", "https://giaouoc.test")], 403).await;
    check(&[("origin", "https://evil.test")], 403).await;
    check(&[("origin", "null")], 403).await;
    check(&[], 403).await;
}

#[tokio::test]
async fn a_form_carries_the_sessions_token() {
    let ours = ("sec-fetch-site", "same-origin");
    assert_eq!(posts(&[ours], "csrf=wrong").await, StatusCode::FORBIDDEN);
    assert_eq!(posts(&[ours], "a=b").await, StatusCode::FORBIDDEN);
    assert_eq!(posts(&[ours, ("x-csrf-token", "right")], "a=b").await, StatusCode::OK);
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let much = vec![b'a'; BODY + 1];
    assert_eq!(posts(&[("sec-fetch-site", "same-origin")], much).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    for address in ["/", "/nowhere", crate::assets::url("app.css")] {
        let answer = site().oneshot(Request::get(address).body(Body::empty()).unwrap()).await.unwrap();
        let said = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(said("content-security-policy"), PAGE, "{address}");
        assert_eq!(said("x-content-type-options"), "nosniff");
        assert_eq!(said("referrer-policy"), "same-origin");
        assert!(answer.headers().contains_key("x-request-id"));
    }
}

#[test]
fn the_policy_allows_nothing_inline_and_nothing_foreign() {
    for policy in [PAGE, PAGE_WITH_FILE] {
        assert!(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains('*'));
        for part in
            ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "require-trusted-types-for 'script'"]
        {
            assert!(policy.contains(part), "{part}");
        }
    }
}

/// A style or a handler inside a tag would be blocked by the policy, and `|safe` could let text become markup.
#[test]
fn no_template_writes_what_the_policy_blocks() {
    let mut left = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = left.pop() {
        for path in std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|end| end == "html") {
                let html = std::fs::read_to_string(&path).unwrap();
                for blocked in [" style=", "<style", " onclick=", " onchange=", " onsubmit=", "javascript:", "|safe", "| safe"] {
                    assert!(!html.contains(blocked), "{blocked} in {}", path.display());
                }
            }
        }
    }
}
