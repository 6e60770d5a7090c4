//! The site over a told year, and people who ask it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::demo::step_into;
use app::account::sign_in::From;
use app::{Clock, Cx, Ids};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::{Router, middleware};
use scenario::{Day, tell};
use storage::{Options, Store};
use tower::ServiceExt as _;
use values::{UnitId, YearId};

static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct Site {
    pub cx: Arc<Cx>,
    pub year: YearId,
    pages: Router,
    folder: PathBuf,
}

/// What the site answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()))
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// One person's browser.
pub struct Person<'s> {
    site: &'s Site,
    secret: String,
    token: String,
}

impl Site {
    pub async fn on(day: Day) -> Self {
        let folder = std::env::temp_dir().join(format!("giaouoc-evidence-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let address = format!("sqlite:{}", folder.join("site.db").display());
        let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
        let mut cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap();
        let told = tell(&mut cx, day).await.unwrap();
        let cx = Arc::new(cx);
        let clock = cx.clock;
        let ground = web::Ground { demo: true, https: false, now: Arc::new(move || clock.now()) };
        let known = middleware::from_fn_with_state(Arc::clone(&cx), web::signed_in::recognise);
        let pages = web::site(web::steps(), ground).layer(known).with_state(Arc::clone(&cx));
        Self { cx, year: told.year, pages, folder }
    }

    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    pub async fn person(&self, login: &str) -> Person<'_> {
        let secret = step_into(&self.cx, login, From { address: String::new(), agent: String::new() }).await.unwrap();
        Person { site: self, token: app::account::form_token(&secret), secret }
    }

    /// A member of the year by its short name.
    pub async fn unit(&self, short: &str) -> UnitId {
        let head = scenario::person(&self.cx, "lanh-dao.soc-trang").await.unwrap();
        let desk = app::desk::open(&self.cx, &head, self.year).await.unwrap();
        desk.members.iter().find(|m| m.short_name == short).unwrap().unit
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Person<'_> {
    async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("cookie", format!("session={}", self.secret));
        request = request.header("sec-fetch-site", "same-origin").header("accept-language", "vi");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = self.site.pages.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = answer.into_parts();
        Answer { status: parts.status, headers: parts.headers, bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], Vec::new()).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(Method::GET, path, headers, Vec::new()).await
    }

    /// A plain form, with this session's token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let all = [&[("csrf", self.token.as_str())], fields].concat();
        let body: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", web::addresses::encoded(value))).collect();
        self.ask(Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body.join("&").into_bytes()).await
    }

    /// A form with files; the token stands in it.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let all = [&[("csrf", self.token.as_str())], fields].concat();
        self.ask(Method::POST, path, &[("content-type", KIND)], multipart(&all, files)).await
    }

    /// One file as the script sends it.
    pub async fn upload(&self, path: &str, key: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let headers =
            [("content-type", KIND), ("accept", "application/json"), ("x-csrf-token", self.token.as_str()), ("idempotency-key", key)];
        self.ask(Method::POST, path, &headers, multipart(fields, &[file])).await
    }

    /// As [`Person::send`], without the token.
    pub async fn send_without_token(&self, path: &str, file: (&str, &[u8])) -> Answer {
        self.ask(Method::POST, path, &[("content-type", KIND)], multipart(&[], &[file])).await
    }
}

const KIND: &str = "multipart/form-data; boundary=----ranh-gioi";

fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("------ranh-gioi\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes());
    }
    for (name, bytes) in files {
        body.extend(format!("------ranh-gioi\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"------ranh-gioi--\r\n");
    body
}
