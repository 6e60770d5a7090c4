//! The story is told through the use cases on every day of it: the demo is the test of the whole.

use app::{Clock, Cx, Ids};
use scenario::{Day, tell};
use storage::{Options, Store};

/// A context over an empty file of its own; the folder is removed at the end.
async fn empty(name: &str) -> (Cx, std::path::PathBuf) {
    let folder = std::env::temp_dir().join(format!("giaouoc-story-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let address = format!("sqlite:{}", folder.join("story.db").display());
    let store = Store::open_with(&address, &Options { ballast: 0, ..Options::default() }).await.unwrap();
    let cx = Cx::new(store, folder.join("files"), Clock::system(), Ids::counted_from(0), true).unwrap();
    (cx, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_day_of_the_story_can_be_reached() {
    for day in Day::ALL {
        let (mut cx, folder) = empty(day.code()).await;
        let begun = std::time::Instant::now();
        let told = tell(&mut cx, day).await.unwrap_or_else(|why| panic!("{day:?}: {why:?}"));
        println!("{day:?} {:?}", begun.elapsed());
        assert_eq!((told.day, cx.clock.today()), (day, day.date()));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
