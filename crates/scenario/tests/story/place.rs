//! Where one test's store and files live; gone when dropped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use app::{Clock, Cx, Ids};
use storage::{Options, Store};

static NEXT: AtomicU32 = AtomicU32::new(0);

pub struct Place {
    address: String,
    folder: PathBuf,
}

impl Place {
    /// An empty embedded store.
    pub fn file() -> Self {
        let folder = folder();
        Self { address: format!("sqlite:{}", folder.join("story.db").display()), folder }
    }

    /// A schema of its own on the server that `GIAOUOC_TEST_POSTGRES` names.
    pub async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("GIAOUOC_TEST_POSTGRES") else {
            eprintln!("skipped: no PostgreSQL (set GIAOUOC_TEST_POSTGRES)");
            return None;
        };
        let schema = format!("story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let (client, line) = tokio_postgres::connect(&server, tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(line);
        client.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}")).await.unwrap();
        let mark = if server.contains('?') { '&' } else { '?' };
        Some(Self { address: format!("{server}{mark}options=-csearch_path%3D{schema}"), folder: folder() })
    }

    /// Where evidence is kept.
    pub fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    pub async fn open(&self) -> Cx {
        let store = Store::open_with(&self.address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
        Cx::new(store, self.files(), Clock::system(), Ids::counted_from(0), true).unwrap()
    }
}

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("giaouoc-story-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
