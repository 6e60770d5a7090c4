//! A unit's new name stands on every page at once, though the year's own journal has not grown.

use scenario::{Day, tell};

use crate::place::Place;

async fn a_new_name_is_in_the_book_and_at_the_desk(place: Place) {
    let mut cx = place.open().await;
    let year = tell(&mut cx, Day::Settled).await.unwrap().year;
    let admin = scenario::person(&cx, "quantri").await.unwrap();
    let before = app::desk::open(&cx, &admin, year).await.unwrap();
    let first = cx.books.of(&mut cx.store.read().await.unwrap(), before.scope()).await.unwrap().members[0].clone();
    let unit = app::cluster::units::all(&cx, admin.org).await.unwrap().into_iter().find(|u| u.id == first.unit).unwrap();
    app::cluster::units::rename(&cx, &admin, unit.id, unit.version, "Công an tỉnh Ba Xuyên", "Ba Xuyên").await.unwrap();
    let desk = app::desk::open(&cx, &admin, year).await.unwrap();
    let book = cx.books.of(&mut cx.store.read().await.unwrap(), desk.scope()).await.unwrap();
    assert_eq!(book.members[0].short_name, "Ba Xuyên");
    assert_eq!(desk.short_name(unit.id), "Ba Xuyên");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    a_new_name_is_in_the_book_and_at_the_desk(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    if let Some(place) = Place::postgres().await {
        a_new_name_is_in_the_book_and_at_the_desk(place).await;
    }
}
