//! A place with a store of its own, and a browser that calls the site without a network.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::demo::step_into;
use app::{Clock, Cx, Ids};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request};
use scenario::Day;
use storage::{Options, Store};
use tower::ServiceExt as _;
use values::{Date, Moment};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A site with its store; gone when dropped.
pub struct Place {
    pub cx: Arc<Cx>,
    pub site: Router,
    folder: PathBuf,
}

impl Place {
    /// An installation nobody has signed in to, with the secret of its set-up link.
    pub async fn empty() -> (Self, String) {
        let place = Self::new(|cx| cx).await;
        let secret = app::account::invite::first_run(&place.cx).await.unwrap().unwrap();
        (place, secret)
    }

    /// The demo's year up to the morning of a day.
    pub async fn told(day: Day) -> Self {
        let folder = folder();
        let mut cx = open(&folder, true).await;
        scenario::tell(&mut cx, day).await.unwrap();
        let cx = Arc::new(cx);
        Self { site: server::site::of(Arc::clone(&cx), false), cx, folder }
    }

    async fn new(change: impl FnOnce(Cx) -> Cx) -> Self {
        let folder = folder();
        let cx = Arc::new(change(open(&folder, false).await));
        Self { site: server::site::of(Arc::clone(&cx), false), cx, folder }
    }

    /// A browser in which nobody is signed in.
    pub fn browser(&self) -> Browser {
        Browser { site: self.site.clone(), cookies: Vec::new(), token: String::new() }
    }

    /// A browser in which somebody of the story is signed in.
    pub async fn signed_in(&self, login: &str) -> Browser {
        let secret = step_into(&self.cx, login, Default::default()).await.unwrap();
        let mut browser = self.browser();
        browser.cookies.push(("session".into(), secret));
        browser.get("/account").await;
        browser
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("giaouoc-pages-account-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
}

async fn open(folder: &std::path::Path, demo: bool) -> Cx {
    let address = format!("sqlite:{}", folder.join("giaouoc.db").display());
    std::fs::create_dir_all(folder).unwrap();
    let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
    let noon = Moment::at(Date::of_iso("2018-11-20").unwrap(), 12, 0);
    Cx::new(store, folder.join("files"), Clock::standing_at(noon), Ids::counted_from(0), demo).unwrap()
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub html: String,
}

impl Answer {
    /// Where the answer leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |value| value.to_str().unwrap())
    }

    /// Every address of a link inside `<main>`, in order.
    pub fn links(&self) -> Vec<String> {
        let main = self.html.split("<main").nth(1).unwrap_or_default();
        main.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(|href| href.replace("&#38;", "&")).collect()
    }

    /// The text without tags, blanks run together.
    pub fn text(&self) -> String {
        let main = self.html.split("<main").nth(1).unwrap_or(&self.html);
        let bare: String = main.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect::<Vec<_>>().join(" ");
        bare.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Keeps cookies and the token of the last page, as a browser and its forms do.
pub struct Browser {
    site: Router,
    cookies: Vec<(String, String)>,
    pub token: String,
}

impl Browser {
    pub async fn get(&mut self, address: &str) -> Answer {
        self.ask(Request::get(address), String::new()).await
    }

    /// Sends a form with the token of the last page.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let fields = fields.iter().copied().chain([("csrf", self.token.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", web::addresses::encoded(value))).collect();
        let request = Request::post(address).header("sec-fetch-site", "same-origin");
        self.ask(request, body.join("&")).await
    }

    /// Sends a form of another page of ours, whose token is not this session's.
    pub async fn post_without_token(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let token = std::mem::take(&mut self.token);
        let answer = self.post(address, fields).await;
        self.token = token;
        answer
    }

    async fn ask(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            request.header("cookie", cookies.join("; ")).header("host", "giaouoc.test").header("user-agent", "Firefox/128.0 Linux");
        let answer = self.site.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let html = String::from_utf8(to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec()).unwrap();
        self.remember(&headers, &html);
        Answer { status, headers, html }
    }

    fn remember(&mut self, headers: &HeaderMap, html: &str) {
        for line in headers.get_all("set-cookie") {
            let (name, value) = line.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        if let Some(token) = html.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()) {
            self.token = token.to_owned();
        }
    }
}
