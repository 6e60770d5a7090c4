//! One person's browser: keeps cookies and the token of the last page, sends forms as their pages do.

use std::sync::Mutex;

use axum::body::{Body, to_bytes};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode, header};
use tower::ServiceExt as _;
use web::addresses::encoded;

use super::site::{Site, fresh};

/// One person's browser.
pub struct Person<'s> {
    pub site: &'s Site,
    kept: Mutex<Kept>,
}

/// What a browser knows from page to page.
#[derive(Default)]
struct Kept {
    cookies: Vec<(String, String)>,
    token: String,
    /// The key of the last form, to press its button twice.
    key: String,
}

impl<'s> Person<'s> {
    /// A browser with a session, or with none.
    pub fn new(site: &'s Site, session: Option<&str>) -> Self {
        let token = session.map(app::account::form_token).unwrap_or_default();
        let cookies = session.map(|secret| ("session".to_owned(), secret.to_owned())).into_iter().collect();
        Self { site, kept: Mutex::new(Kept { cookies, token, key: String::new() }) }
    }

    /// The token that forms of this session carry.
    pub fn token(&self) -> String {
        self.kept.lock().unwrap().token.clone()
    }

    pub async fn ask(&self, request: Builder, body: impl Into<Body>) -> Answer {
        let cookies: Vec<String> = self.kept.lock().unwrap().cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(header::COOKIE, cookies.join("; ")).header(header::HOST, "giaouoc.test");
        let request = request.header(header::USER_AGENT, "Firefox/128.0 Linux").header(header::ACCEPT_LANGUAGE, "vi");
        let request = request.header("sec-fetch-site", "same-origin").body(body.into()).unwrap();
        let (parts, body) = self.site.pages.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, bytes };
        self.remember(&answer);
        answer
    }

    fn remember(&self, answer: &Answer) {
        let mut kept = self.kept.lock().unwrap();
        for line in answer.headers.get_all(header::SET_COOKIE) {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            kept.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                kept.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let token = answer.field("csrf");
        if !token.is_empty() {
            kept.token = token;
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    /// As [`Person::get`], with headers of one's own.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = Request::get(path.split('#').next().unwrap());
        self.ask(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)), Body::empty()).await
    }

    /// A page that must be shown.
    pub async fn ok(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        answer.text()
    }

    /// A new form, with this session's token; a key is added where the fields bring none.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.kept.lock().unwrap().key = format!("key-{}", fresh());
        self.post_again(path, fields).await
    }

    /// The last form again, as a person does who presses twice.
    pub async fn post_again(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = self.kept.lock().unwrap().key.clone();
        let own = [("csrf", self.token()), ("key", key)];
        let own = own.iter().filter(|(name, _)| !fields.iter().any(|(given, _)| given == name));
        let all: Vec<(&str, &str)> = own.map(|(name, text)| (*name, text.as_str())).chain(fields.iter().copied()).collect();
        self.post_bare(path, &all).await
    }

    /// A form of another page of ours, whose token is not this session's.
    pub async fn post_without_token(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(path, &[&[("csrf", "")], fields].concat()).await
    }

    async fn post_bare(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        self.ask(Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"), body.join("&")).await
    }

    /// A form that must be taken: the browser is sent on.
    pub async fn done(&self, path: &str, fields: &[(&str, &str)]) {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text());
    }

    /// A form with files; the token stands in it.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let token = self.token();
        self.send_without_token(path, &[&[("csrf", token.as_str())], fields].concat(), files).await
    }

    /// As [`Person::send`], without the token.
    pub async fn send_without_token(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        self.ask(Request::post(path).header(header::CONTENT_TYPE, KIND), multipart(fields, files)).await
    }

    /// JSON as the script sends it.
    pub async fn fetch(&self, path: &str, token: &str, json: &str) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json").header(header::ACCEPT, "application/json");
        self.ask(request.header("x-csrf-token", token), json.to_owned()).await
    }

    /// One file as the script sends it.
    pub async fn upload(&self, path: &str, key: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, KIND).header(header::ACCEPT, "application/json");
        self.ask(request.header("x-csrf-token", self.token()).header("idempotency-key", key), multipart(fields, &[file])).await
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

/// What the site answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The whole page.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()))
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where the answer leads.
    pub fn location(&self) -> &str {
        self.header(header::LOCATION)
    }

    /// What stands between the page's head and foot.
    pub fn main(&self) -> String {
        between(&self.text(), "<main", "</main>").to_owned()
    }

    /// The words a person reads, without tags, blanks run together.
    pub fn words(&self) -> String {
        let (main, whole) = (self.main(), self.text());
        let page = if main.is_empty() { &whole } else { &main };
        let bare: Vec<&str> = page.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect();
        bare.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Every address of a link inside `<main>`, in order.
    pub fn links(&self) -> Vec<String> {
        links(&self.main()).map(|href| href.replace("&#38;", "&")).collect()
    }

    /// The value of the page's first field of this name, as a browser reads it.
    pub fn field(&self, name: &str) -> String {
        let marks = [("&#34;", "\""), ("&#39;", "'"), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
        let value = between(&self.text(), &format!("name=\"{name}\" value=\""), "\"").to_owned();
        marks.iter().fold(value, |value, (mark, letter)| value.replace(mark, letter))
    }

    /// Whether these words stand in the page.
    pub fn has(&self, words: &str) -> bool {
        self.text().contains(words)
    }

    /// The page must have this status and these words.
    #[track_caller]
    pub fn says(&self, status: u16, words: &str) {
        assert!(self.status == status && self.has(words), "no “{words}” in {} {}", self.status, self.words());
    }
}

/// What stands between two marks; nothing where they are not there.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

/// Every address that is written in a link.
pub fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next())
}
