//! Evidence and targets keep their promises on both engines.

use app::evidence::add::{File, take_in};
use app::evidence::change::{Place as Use, attach, detach, withdraw};
use app::self_score::send::give_back;
use app::target::assign::{Outcome, Paper, Seen, Set, assign_seen, newest};
use app::{Cx, Error, IdemKey};
use cycle::evidence::Noticed;
use cycle::target::Assignment;
use scenario::{Day, tell};
use values::{Quantity, UnitId, YearId};

use crate::book;
use crate::place::Place;

fn key(text: &str) -> IdemKey {
    IdemKey::of(text).unwrap()
}

fn pdf(name: &str, serves: &str) -> File {
    let bytes = b"%PDF-1.4 trailer<</Root 1 0 R>> startxref\n9\n%%EOF".to_vec();
    File { name: name.into(), bytes, number: "1/BC".into(), serves: [serves.to_owned()].into(), ..File::default() }
}

async fn member(cx: &Cx, short: &str) -> (YearId, UnitId) {
    let book = book(cx).await;
    (book.scope.year, book.members.iter().find(|m| m.short_name == short).unwrap().unit)
}

/// How many files serve a line, as the book counts them.
async fn files(cx: &Cx, unit: UnitId, path: &str) -> u32 {
    let book = book(cx).await;
    let leaf = book.in_force().unwrap().table.index_of(path).unwrap();
    book.unit(unit).unwrap().lines[leaf].files
}

async fn one_content_is_one_file(cx: &Cx) {
    let officer = scenario::person(cx, "chuyen-vien.tra-vinh").await.unwrap();
    let (year, unit) = member(cx, "Trà Vinh").await;
    let first = take_in(cx, &officer, year, unit, &key("a"), &pdf("a.pdf", "II/1/1")).await.unwrap();
    assert_eq!(take_in(cx, &officer, year, unit, &key("a"), &pdf("a.pdf", "II/1/1")).await.unwrap(), first, "the same key");
    let second = take_in(cx, &officer, year, unit, &key("b"), &pdf("b.pdf", "II/1/2")).await.unwrap();
    assert!(second.already && second.file.id == first.file.id && second.file.uses.len() == 2);
    let neighbour = scenario::person(cx, "chuyen-vien.vinh-long").await.unwrap();
    let (_, theirs) = member(cx, "Vĩnh Long").await;
    let superior = scenario::person(cx, "thuong-truc").await.unwrap();
    give_back(cx, &superior, year, theirs, "Bổ sung minh chứng còn thiếu").await.unwrap();
    let third = take_in(cx, &neighbour, year, theirs, &key("a"), &pdf("c.pdf", "II/1/1")).await.unwrap();
    assert!(third.file.noticed.iter().any(|n| matches!(n, Noticed::UsedByUnit { unit: user, .. } if *user == unit)));
    let id = first.file.id;
    let place = Use { path: "II/2/1".into(), page: Some(3), passage: "dòng 2".into() };
    attach(cx, &officer, year, id, &key("c"), &[place]).await.unwrap();
    assert_eq!(files(cx, unit, "II/2/1").await, 1);
    detach(cx, &officer, year, id, "II/2/1").await.unwrap();
    assert_eq!(files(cx, unit, "II/2/1").await, 0);
    withdraw(cx, &officer, year, id, 1, "Tải nhầm văn bản năm trước").await.unwrap();
    assert_eq!(files(cx, unit, "II/1/1").await, 0, "a withdrawn file proves nothing");
    assert!(matches!(detach(cx, &officer, year, id, "II/1/1").await, Err(Error::Refused(_))));
}

async fn targets_are_set_over_what_was_seen(cx: &Cx) {
    let superior = scenario::person(cx, "thuong-truc").await.unwrap();
    let (year, unit) = member(cx, "Trà Vinh").await;
    let paper = Paper { decision: "20/QĐ".into(), decided_on: None, reason: "Điều chỉnh theo chỉ đạo".into() };
    let set = |number: i64, places: u8| {
        let assignment = Some(Assignment::Target(Quantity::new(number, places)));
        [Set { unit, path: "I/2/2".into(), assignment }]
    };
    let book = book(cx).await;
    let seen = Seen { newest: newest(&book), scale: false };
    let off = assign_seen(cx, &superior, year, &key("a"), seen, (&set(9, 1), &paper)).await.unwrap();
    assert!(matches!(off, Outcome::LooksOff(off) if off.len() == 1 && off[0].off.times == 100));
    assert_eq!(assign_seen(cx, &superior, year, &key("b"), seen, (&set(91, 0), &paper)).await.unwrap(), Outcome::Kept(1));
    assert_eq!(assign_seen(cx, &superior, year, &key("b"), seen, (&set(91, 0), &paper)).await.unwrap(), Outcome::Kept(1), "again");
    assert!(matches!(assign_seen(cx, &superior, year, &key("c"), seen, (&set(92, 0), &paper)).await, Err(Error::Stale(_))));
}

async fn on(place: Place) {
    let mut cx = place.open().await;
    tell(&mut cx, Day::SelfScoring).await.unwrap();
    one_content_is_one_file(&cx).await;
    targets_are_set_over_what_was_seen(&cx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_and_targets_on_the_embedded_store() {
    on(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_and_targets_on_the_server() {
    let Some(place) = Place::postgres().await else { return };
    on(place).await;
}
