//! The frame of a page, its language, and what a browser keeps.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use axum::routing::get;
use tower::ServiceExt as _;

use super::*;
use crate::reply::{self, Reply};

#[derive(askama::Template)]
#[template(ext = "html", source = r#"{% extends "layout.html" %}{% block main %}<p>{{ w.count(1234) }}</p>{% endblock %}"#)]
struct Page {
    w: Words,
    frame: Frame,
}

async fn shown(visit: Visit) -> Result<axum::response::Html<String>, Reply> {
    let frame = Frame::new(&visit, "Xếp hạng <năm>").crumb("/years/x", "Cụm số 9").notice(Tone::Success, "Đã lưu 09:42");
    reply::page(&Page { w: visit.w, frame })
}

fn site(visitor: Option<Visitor>) -> Router {
    let mut steps = Router::new().route("/", get(shown)).route("/years/x", get(shown));
    if let Some(visitor) = visitor {
        steps = steps.layer(axum::Extension(visitor));
    }
    crate::site(
        steps,
        Ground {
            demo: true,
            https: true,
            now: Arc::new(|| Moment::at(values::Date::of_iso("2026-11-24").unwrap_or(values::Date::from_days(0)), 9, 42)),
        },
    )
}

async fn page(request: axum::http::request::Builder, visitor: Option<Visitor>) -> String {
    let answer = site(visitor).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    String::from_utf8(to_bytes(answer.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn a_page_names_its_language_its_title_and_the_way_here() {
    let html = page(Request::get("/"), None).await;
    for part in [
        r#"<html lang="vi" data-theme="system" data-density="airy">"#,
        "Xếp hạng &#60;năm&#62; – Giao Ước</title>",
        r##"href="#main""##,
        r#"<a href="/years/x">Cụm số 9</a>"#,
        "<p>1.234</p>",
        "Đã lưu 09:42",
        "24/11/2026 09:42",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn language_comes_from_the_cookie_then_from_the_browser_then_is_vietnamese() {
    let check = async |cookie: &str, spoken: &str, lang: &str| {
        let html = page(Request::get("/").header("cookie", cookie).header("accept-language", spoken), None).await;
        assert!(html.contains(&format!(r#"<html lang="{lang}""#)), "{cookie} {spoken}");
    };
    check("a=b; lang=en", "vi", "en").await;
    check("", "fr, en;q=0.8", "en").await;
    check("", "fr", "vi").await;
    check("lang=xx", "", "vi").await;
}

#[tokio::test]
async fn a_signed_in_person_sees_name_seat_and_at_most_six_words_on_top() {
    let visitor = Visitor {
        name: "Trần Văn Bình".into(),
        seat: "chuyên viên, Trà Vinh".into(),
        look: Some(Look { lang: Lang::Vi, theme: "dark", density: "dense" }),
        year: Some(YearId::from_raw(7)),
    };
    let html = page(Request::get("/").header("cookie", "lang=en"), Some(visitor)).await;
    assert!(html.contains("Trần Văn Bình") && html.contains("chuyên viên, Trà Vinh"));
    assert!(html.contains(r#"data-theme="dark" data-density="dense""#), "the account's look comes first");
    let nav = html.split("<nav class=\"nav\"").nth(1).unwrap().split("</nav>").next().unwrap();
    assert!(nav.matches("<li>").count() <= 6 && nav.matches("aria-current").count() == 1);
}

#[test]
fn a_browser_keeps_known_preferences_only() {
    let mut answer = Response::default();
    keep_in_browser(&mut answer, &Form::of([("lang", "en"), ("theme", "dark"), ("density", "zzz")]), true);
    let kept: Vec<_> = answer.headers().get_all(SET_COOKIE).iter().map(|c| c.to_str().unwrap().to_owned()).collect();
    assert_eq!(kept.len(), 3);
    assert!(kept[0].starts_with("lang=en; Path=/") && kept[2].starts_with("density=airy;") && kept.iter().all(|c| c.ends_with("; Secure")));
}
