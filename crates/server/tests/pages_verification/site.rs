//! The site over a told year, and people who ask it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::demo::step_into;
use app::account::sign_in::From;
use app::{Actor, Clock, Cx, Desk, Ids};
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode};
use scenario::{Day, tell};
use storage::verification::{Finding, Reading};
use storage::{Options, Store};
use tower::ServiceExt as _;
use values::{Date, Moment, UnitId, YearId};

static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct Site {
    pub cx: Arc<Cx>,
    pub year: YearId,
    folder: PathBuf,
}

/// What the site answered.
pub struct Answer {
    pub status: StatusCode,
    pub text: String,
}

/// One person's browser.
pub struct Person<'s> {
    site: &'s Site,
    secret: String,
    token: String,
}

impl Site {
    pub async fn on(day: Day) -> Self {
        let folder = std::env::temp_dir().join(format!("giaouoc-reading-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let address = format!("sqlite:{}", folder.join("site.db").display());
        let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
        let mut cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap();
        let told = tell(&mut cx, day).await.unwrap();
        Self { cx: Arc::new(cx), year: told.year, folder }
    }

    /// Lets the morning of another day come.
    pub fn at(&mut self, iso: &str) {
        let clock = Clock::starting_at(Moment::at(Date::of_iso(iso).unwrap(), 8, 0));
        Arc::get_mut(&mut self.cx).unwrap().clock = clock;
    }

    pub async fn actor(&self, login: &str) -> Actor {
        scenario::person(&self.cx, login).await.unwrap()
    }

    pub async fn desk(&self, login: &str) -> Desk {
        app::desk::open(&self.cx, &self.actor(login).await, self.year).await.unwrap()
    }

    pub async fn person(&self, login: &str) -> Person<'_> {
        let secret = step_into(&self.cx, login, From::default()).await.unwrap();
        Person { site: self, token: app::account::form_token(&secret), secret }
    }

    /// A member of the year by its short name.
    pub async fn unit(&self, short: &str) -> UnitId {
        self.desk("lanh-dao.soc-trang").await.members.iter().find(|m| m.short_name == short).unwrap().unit
    }

    /// The last reading of a unit's sheet.
    pub async fn reading(&self, short: &str) -> Reading {
        let (unit, desk) = (self.unit(short).await, self.desk("lanh-dao.soc-trang").await);
        app::verification::readings::all(&self.cx, &desk).await.unwrap().into_iter().rfind(|r| r.unit == unit).unwrap()
    }

    pub async fn findings(&self, reading: &Reading) -> Vec<Finding> {
        let desk = self.desk("lanh-dao.soc-trang").await;
        let all = storage::verification::findings(&mut self.cx.store.read().await.unwrap(), desk.scope()).await.unwrap();
        all.into_iter().filter(|f| f.reading == reading.id).collect()
    }

    pub async fn notices(&self, short: &str) -> usize {
        let (unit, desk) = (self.unit(short).await, self.desk("lanh-dao.soc-trang").await);
        storage::verification::notices(&mut self.cx.store.read().await.unwrap(), desk.scope(), unit).await.unwrap().len()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Person<'_> {
    async fn ask(&self, method: Method, path: &str, body: String) -> Answer {
        let pages = server::site::of(Arc::clone(&self.site.cx), false);
        let request = Request::builder().method(method).uri(path).header("cookie", format!("session={}", self.secret));
        let request = request.header("sec-fetch-site", "same-origin").header("accept-language", "vi");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let (parts, body) = pages.oneshot(request.body(Body::from(body)).unwrap()).await.unwrap().into_parts();
        let text = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, text }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, String::new()).await
    }

    /// A plain form, with this session's token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let all = [&[("csrf", self.token.as_str())], fields].concat();
        let body: Vec<String> = all.iter().map(|(name, value)| format!("{name}={}", web::addresses::encoded(value))).collect();
        self.ask(Method::POST, path, body.join("&")).await
    }

    /// A form that must be taken: the browser is sent on.
    pub async fn done(&self, path: &str, fields: &[(&str, &str)]) {
        let answer = self.post(path, fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}: {}", answer.text);
    }
}
