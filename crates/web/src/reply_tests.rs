//! Troubles in words, as pages and as JSON, through the whole site.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use tower::ServiceExt as _;

use super::*;
use crate::layout::Ground;

fn site(demo: bool) -> Router {
    let steps = Router::new()
        .route(
            "/panics",
            get(|| async {
                if true {
                    panic!("secret-in-panic")
                }
            }),
        )
        .route("/fails", get(|| async { Reply::fault("disk full") }))
        .route("/stale", get(|| async { Reply::Stale { by: "Lê Thị Bình".into(), at: None } }))
        .route("/private", get(|| async { Reply::SignIn { back: "/private?x=1".into() } }))
        .route("/full", get(|| async { Reply::Full }))
        .route("/slow", get(|| async { Reply::TooSlow }));
    crate::site(steps, Ground { demo, https: false, now: Arc::new(|| Moment::from_micros(0)) })
}

async fn asks(address: &str, headers: &[(&str, &str)]) -> (StatusCode, String, HeaderMap) {
    asks_of(site(true), address, headers).await
}

async fn asks_of(site: Router, address: &str, headers: &[(&str, &str)]) -> (StatusCode, String, HeaderMap) {
    let request = headers.iter().fold(Request::get(address), |request, (name, value)| request.header(*name, *value));
    let answer = site.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    (status, String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap(), headers)
}

#[tokio::test]
async fn a_panic_becomes_a_fault_page_with_its_number_and_without_its_text() {
    let (status, page, headers) = asks("/panics", &[]).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains(headers["x-request-id"].to_str().unwrap()) && !page.contains("secret-in-panic"), "{page}");
    assert!(page.contains("<html lang=\"vi\""));
}

#[tokio::test]
async fn a_fault_tells_the_number_and_not_the_cause() {
    let (status, page, _) = asks("/fails", &[("accept-language", "en-GB")]).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.contains("The server has a fault") && !page.contains("disk full"));
}

#[tokio::test]
async fn a_full_disk_is_told_apart_from_a_fault() {
    let (status, page, _) = asks("/full", &[]).await;
    assert_eq!(status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(page.contains("hết chỗ lưu") && page.contains("chưa được lưu"), "{page}");
}

#[tokio::test]
async fn an_unknown_address_is_a_page_of_ours() {
    let (status, page, _) = asks("/nowhere", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("Không tìm thấy trang") && page.contains("DỮ LIỆU MINH HỌA"));
}

#[tokio::test]
async fn scripts_get_json_in_the_readers_language() {
    let (status, body, _) = asks("/stale", &[("accept", "application/json"), ("cookie", "lang=en")]).await;
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, json["code"].as_str()), (StatusCode::CONFLICT, Some("stale")));
    assert!(json["text"].as_str().unwrap().contains("Lê Thị Bình"));
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_there_and_back_and_a_script_is_told() {
    let (status, _, headers) = asks_of(site(false), "/private", &[]).await;
    assert_eq!((status, headers["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/sign-in?back=/private%3Fx%3D1"));
    let (status, body, _) = asks("/private", &[("accept", "application/json")]).await;
    assert!(status == StatusCode::UNAUTHORIZED && body.contains("\"sign_in\""));
}

#[tokio::test]
async fn in_the_demo_one_chooses_a_role_instead_of_signing_in() {
    let (_, _, headers) = asks("/private", &[]).await;
    assert_eq!(headers["location"], "/demo");
}

#[tokio::test]
async fn a_slow_page_offers_to_open_it_again() {
    assert!(asks("/slow", &[]).await.1.contains("href=\"/slow\""));
}
