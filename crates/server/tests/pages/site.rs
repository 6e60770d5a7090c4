//! The site over a told year, and people who ask it.
//!
//! Each day is told once and kept in memory; every test opens a copy of its own, so tests neither wait
//! for one another nor meet.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::account::demo::step_into;
use app::account::sign_in::From;
use app::{Actor, Clock, Cx, Desk, Ids};
use axum::Router;
use scenario::{Day, tell};
use storage::{Options, Store};
use tokio::sync::OnceCell;
use values::{Date, Moment, UnitId, YearId};

pub use super::person::{Answer, Person, between, links};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A number that nothing else of this process has.
pub fn fresh() -> u32 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A site with its store and files; gone when dropped.
pub struct Site {
    pub cx: Arc<Cx>,
    /// The told year; none that exists where nothing was told.
    pub year: YearId,
    pub pages: Router,
    pub folder: Folder,
}

impl Site {
    /// The story told up to the morning of a day.
    pub async fn on(day: Day) -> Self {
        static TOLD: [OnceCell<Told>; Day::ALL.len()] = [const { OnceCell::const_new() }; Day::ALL.len()];
        let told = TOLD[Day::ALL.iter().position(|known| *known == day).unwrap()].get_or_init(|| Told::of(day)).await;
        let folder = Folder::new();
        told.write(&folder.0);
        let cx = Cx { clock: told.clock, ..folder.open(true).await };
        Self::over(cx, told.year, folder)
    }

    /// An installation in which nothing has happened.
    pub async fn empty(clock: Clock, demo: bool) -> Self {
        let folder = Folder::new();
        let cx = Cx { clock, ..folder.open(demo).await };
        Self::over(cx, YearId::from_raw(0), folder)
    }

    /// The same in a schema of its own on the server that `GIAOUOC_TEST_POSTGRES` names.
    pub async fn empty_on_postgres(name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("GIAOUOC_TEST_POSTGRES") else {
            eprintln!("skipped: no PostgreSQL (set GIAOUOC_TEST_POSTGRES)");
            return None;
        };
        let schema = format!("pages_{}_{name}", std::process::id());
        let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(line);
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await.unwrap();
        let (folder, mark) = (Folder::new(), if server.contains('?') { '&' } else { '?' });
        let cx = open(&format!("{server}{mark}options=-csearch_path%3D{schema}"), &folder.0, true).await;
        Some(Self::over(cx, YearId::from_raw(0), folder))
    }

    fn over(cx: Cx, year: YearId, folder: Folder) -> Self {
        let cx = Arc::new(cx);
        Self { pages: server::site::of(Arc::clone(&cx), false), cx, year, folder }
    }

    /// Lets the morning of another day come.
    pub fn at(&mut self, iso: &str) {
        self.told(Clock::starting_at(Moment::at(Date::of_iso(iso).unwrap(), 8, 0)));
    }

    /// Goes on with another clock.
    pub fn told(&mut self, clock: Clock) {
        self.pages = Router::new();
        Arc::get_mut(&mut self.cx).unwrap().clock = clock;
        self.pages = server::site::of(Arc::clone(&self.cx), false);
    }

    /// Restarts on a machine whose ids begin here.
    pub fn counts_from(&mut self, start: i64) {
        self.pages = Router::new();
        Arc::get_mut(&mut self.cx).unwrap().ids = Ids::counted_from(start);
        self.pages = server::site::of(Arc::clone(&self.cx), false);
    }

    /// A browser in which nobody is signed in.
    pub fn visitor(&self) -> Person<'_> {
        Person::new(self, None)
    }

    /// The browser of somebody of the story, signed in.
    pub async fn person(&self, login: &str) -> Person<'_> {
        Person::new(self, Some(&step_into(&self.cx, login, From::default()).await.unwrap()))
    }

    /// Somebody of the story at work without a browser.
    pub async fn actor(&self, login: &str) -> Actor {
        scenario::person(&self.cx, login).await.unwrap()
    }

    pub async fn desk(&self, login: &str) -> Desk {
        app::desk::open(&self.cx, &self.actor(login).await, self.year).await.unwrap()
    }

    /// A member of the year by its short name.
    pub async fn unit(&self, short: &str) -> UnitId {
        self.desk("lanh-dao.soc-trang").await.members.iter().find(|member| member.short_name == short).unwrap().unit
    }
}

/// What a day's telling left behind, to be written out as often as a test asks for it.
struct Told {
    year: YearId,
    clock: Clock,
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl Told {
    async fn of(day: Day) -> Self {
        let folder = Folder::new();
        let mut cx = folder.open(true).await;
        cx.ids = Ids::counted_from(0);
        let year = tell(&mut cx, day).await.unwrap().year;
        let clock = cx.clock;
        drop(cx);
        assert!(!folder.0.join("site.db-wal").exists(), "a closed store is one file");
        let mut files = Vec::new();
        gather(&folder.0, Path::new(""), &mut files);
        Self { year, clock, files }
    }

    fn write(&self, to: &Path) {
        for (path, bytes) in &self.files {
            let path = to.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

fn gather(root: &Path, below: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(root.join(below)).unwrap() {
        let entry = entry.unwrap();
        let path = below.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            gather(root, &path, files);
        } else {
            files.push((path, std::fs::read(entry.path()).unwrap()));
        }
    }
}

/// Where one store and its files live; gone when dropped.
pub struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("giaouoc-pages-{}-{}", std::process::id(), fresh()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("site.db")
    }

    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    async fn open(&self, demo: bool) -> Cx {
        open(&format!("sqlite:{}", self.database().display()), &self.0, demo).await
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn open(address: &str, folder: &Path, demo: bool) -> Cx {
    let store = Store::open_with(address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
    Cx::new(store, folder.join("files"), Clock::system(), Ids::by_time(), demo).unwrap()
}
