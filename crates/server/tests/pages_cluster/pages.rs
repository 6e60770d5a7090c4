//! A browser of a test: one person's cookies, forms and keys against the site as it is served.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::demo::step_into;
use app::account::sign_in::From;
use app::{Clock, Cx, Ids};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use storage::{Options, Store};
use tower::ServiceExt as _;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where one test's store and files live; gone when dropped.
pub struct Place {
    address: String,
    folder: PathBuf,
}

impl Place {
    /// An empty embedded store.
    pub fn file() -> Self {
        let folder = folder();
        Self { address: format!("sqlite:{}", folder.join("pages.db").display()), folder }
    }

    /// A schema of its own on the server that `GIAOUOC_TEST_POSTGRES` names.
    pub async fn postgres(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("GIAOUOC_TEST_POSTGRES") else {
            eprintln!("skipped: no PostgreSQL (set GIAOUOC_TEST_POSTGRES)");
            return None;
        };
        let schema = format!("pages_{}_{name}", std::process::id());
        let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(line);
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await.unwrap();
        let mark = if server.contains('?') { '&' } else { '?' };
        Some(Self { address: format!("{server}{mark}options=-csearch_path%3D{schema}"), folder: folder() })
    }

    pub async fn open(&self) -> Cx {
        let store = Store::open_with(&self.address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
        Cx::new(store, self.folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap()
    }
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("giaouoc-pages-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Status, the address it leads to, and the page.
pub type Answer = (StatusCode, String, String);

/// One signed-in person before the site.
pub struct Browser {
    site: Router,
    session: String,
    done: String,
    token: String,
    key: u32,
}

impl Browser {
    /// Signs in as the person with this login.
    pub async fn signed_in(cx: Cx, login: &str) -> Self {
        let secret = step_into(&cx, login, From { address: String::new(), agent: "test".to_owned() }).await.unwrap();
        let token = app::account::sign_in::who(&cx, &secret).await.unwrap().unwrap().form_token;
        let site = server::site::of(Arc::new(cx), false);
        Self { site, session: secret, done: String::new(), token, key: 0 }
    }

    /// A page with its status.
    pub async fn get(&mut self, path: &str) -> (StatusCode, String) {
        let (status, _, page) = self.send("GET", path, String::new()).await;
        (status, page)
    }

    /// Sends a new form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.key += 1;
        self.post_again(path, fields).await
    }

    /// As [`Browser::post`], with fields that were gathered.
    pub async fn post_owned(&mut self, path: &str, fields: Vec<(String, String)>) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        self.post(path, &fields).await
    }

    /// Sends the last form again, as a person does who presses twice.
    pub async fn post_again(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = format!("key-{}", self.key);
        let hidden = [("csrf", self.token.clone()), ("key", key)];
        let all = hidden.iter().map(|(name, text)| (*name, text.as_str())).chain(fields.iter().copied());
        let body = all.map(|(name, text)| format!("{}={}", encoded(name), encoded(text))).collect::<Vec<_>>().join("&");
        self.send("POST", path, body).await
    }

    /// The fields of the page's own form as a browser would send them.
    pub async fn form(&mut self, path: &str) -> Vec<(String, String)> {
        let page = self.get(path).await.1;
        let main = main_of(&page).to_owned();
        let fields = main.split('<').filter_map(|tag| field(tag)).filter(|(name, _)| !["csrf", "key"].contains(&name.as_str()));
        let chosen = main.split("<select").skip(1).filter_map(|select| {
            let name = attribute(select, "name")?;
            let option = select
                .split("</select>")
                .next()?
                .split("<option")
                .skip(1)
                .find(|option| option.split('>').next().is_some_and(|tag| tag.contains(" selected")));
            Some((name, option.and_then(|option| attribute(option, "value"))?))
        });
        fields.chain(chosen).collect()
    }

    async fn send(&mut self, method: &str, path: &str, body: String) -> Answer {
        let cookies = format!("session={}; lang=vi{}", self.session, self.done);
        let request = Request::builder().method(method).uri(path).header(header::HOST, "localhost").header(header::COOKIE, cookies);
        let request = request.header("sec-fetch-site", "same-origin").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = self.site.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let said = |name: header::HeaderName| answer.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let (status, to, cookie) = (answer.status(), said(header::LOCATION), said(header::SET_COOKIE));
        self.done = if cookie.starts_with("done=") { format!("; {}", cookie.split(';').next().unwrap_or_default()) } else { String::new() };
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        (status, to, String::from_utf8_lossy(&page).into_owned())
    }
}

/// What stands between the page's head and foot.
pub fn main_of(page: &str) -> &str {
    page.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).unwrap_or_default()
}

/// A text field, a hidden one, or a tick that is set.
fn field(tag: &str) -> Option<(String, String)> {
    let tag = tag.strip_prefix("input ")?.split('>').next()?;
    let (name, text) = (attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default());
    let unset = tag.contains("type=\"checkbox\"") && !tag.contains(" checked");
    (!unset).then_some((name, text))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned)
}

fn encoded(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
