//! The story is told through the use cases on every day of it: the demo is the test of the whole.
#![expect(clippy::unwrap_used, reason = "tests")]

mod consulted;
mod correcting;
mod deadlines;
mod evidence;
mod limits;
mod outside;
mod place;
mod read_anew;
mod renamed;
mod reopened;
mod tied;
mod turned;
mod vouched;

use std::fmt::Write as _;

use app::book::Book;
use app::{Cx, desk};
use place::Place;
use scenario::cast::READER;
use scenario::{Day, tell};

/// Tells the story up to a day in an empty file of its own.
async fn told(day: Day) -> (Cx, Place) {
    let place = Place::file();
    let mut cx = place.open().await;
    tell(&mut cx, day).await.unwrap_or_else(|why| panic!("{day:?}: {why:?}"));
    (cx, place)
}

/// The year's book as the head of the cluster may open it.
async fn book(cx: &Cx) -> std::sync::Arc<Book> {
    let head = scenario::person(cx, "lanh-dao.soc-trang").await.unwrap();
    let year = app::cluster::years(cx, &head).await.unwrap().into_iter().find(|y| y.year == 2018).unwrap();
    let desk = desk::open(cx, &head, year.scope.year).await.unwrap();
    cx.books.of(&mut cx.store.read().await.unwrap(), desk.scope()).await.unwrap()
}

/// Units in the order of rank: rank, name, total.
fn ranking(book: &Book) -> String {
    let table = &book.in_force().unwrap().table;
    let scores = book.counting.scores(table);
    let line = |(unit, member): (&scoring::UnitScore, &storage::cluster::Member)| {
        (unit.rank, format!("{} {} {}\n", unit.rank, member.short_name, unit.total.plain(2)))
    };
    let mut lines: Vec<(usize, String)> = scores.units.iter().zip(book.members.iter()).map(line).collect();
    lines.sort();
    lines.into_iter().map(|line| line.1).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_day_of_the_story_can_be_reached() {
    for day in Day::ALL {
        let (cx, _place) = told(day).await;
        assert_eq!(cx.clock.today(), day.date());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_year_ends_with_two_units_exactly_level() {
    let (cx, _place) = told(Day::Settled).await;
    let expected = "1 Sóc Trăng 888.62\n2 Kiên Giang 872.34\n3 Cà Mau 858.33\n4 An Giang 830.92\n4 Vĩnh Long 830.92\n\
        6 Hậu Giang 805.16\n7 Trà Vinh 810.58\n8 Bạc Liêu 788.40\n";
    assert_eq!(ranking(book(&cx).await.as_ref()), expected, "Hậu Giang has one line less: rates decide");
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_day_of_self_scoring_one_sheet_is_half_full() {
    let (cx, _place) = told(Day::SelfScoring).await;
    let book = book(&cx).await;
    let table = book.in_force().unwrap();
    let answered = |at: usize| table.table.leaves().iter().zip(&book.units[at].lines).filter(|(leaf, line)| line.answered(leaf)).count();
    assert_eq!((0..8).map(answered).collect::<Vec<_>>(), [60, 60, 60, 60, 60, 60, 60, 30]);
    assert_eq!(book.submitted(), [true, true, true, true, true, true, true, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_day_of_verification_one_reader_has_eighteen_lines_left() {
    let (cx, _place) = told(Day::Verifying).await;
    let verifier = scenario::person(&cx, &format!("tham-dinh.{READER}")).await.unwrap();
    let year = app::cluster::years(&cx, &verifier).await.unwrap().remove(0);
    let desk = desk::open(&cx, &verifier, year.scope.year).await.unwrap();
    let readings = app::verification::readings::all(&cx, &desk).await.unwrap();
    let open: Vec<_> = readings.iter().filter(|r| r.sent_at.is_none()).collect();
    assert_eq!(open.iter().map(|r| r.reader_unit).collect::<Vec<_>>(), desk.own_units());
    let found = storage::verification::findings(&mut cx.store.read().await.unwrap(), desk.scope()).await.unwrap();
    assert_eq!(found.iter().filter(|f| f.reading == open[0].id).count(), 60 - 18);
}

#[tokio::test(flavor = "multi_thread")]
async fn disputes_are_settled_three_first_and_then_two() {
    for (day, expected) in [(Day::SecondReading, (37, 5, 3)), (Day::Settled, (37, 5, 5))] {
        let (cx, _place) = told(day).await;
        let book = book(&cx).await;
        let lines = || book.units.iter().flat_map(|unit| &unit.lines);
        let proposed = lines().filter(|line| line.proposed().is_some()).count();
        let explained = lines().filter(|line| line.response.as_ref().is_some_and(|r| r.answer == "explained")).count();
        let settled = lines().filter(|line| line.settlement.is_some()).count();
        assert_eq!((proposed, explained, settled), expected, "{day:?}");
    }
}

/// Everything figures follow from, with ids, as text.
async fn digest(cx: &Cx) -> String {
    let book = book(cx).await;
    let mut text = ranking(&book);
    for (unit, member) in book.units.iter().zip(book.members.iter()) {
        let _ = writeln!(text, "{} {} {:?}", unit.unit, member.name, unit.sheet);
        for line in &unit.lines {
            let _ = writeln!(text, "{line:?}");
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_tell_the_same_story() {
    let Some(other) = Place::postgres().await else { return };
    let mut on_postgres = other.open().await;
    tell(&mut on_postgres, Day::Merged).await.unwrap();
    let (on_file, _place) = told(Day::Merged).await;
    assert_eq!(digest(&on_file).await, digest(&on_postgres).await);
}
