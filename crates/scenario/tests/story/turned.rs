//! A kept book is turned over saved cells; it must say what a book read anew says.

use app::self_score::save::{Typed, save, save_and_look};
use app::self_score::undo::{Way, step};
use app::{Actor, Cx, IdemKey, desk};
use cycle::regulation::Regulation;
use scenario::{Day, tell};
use storage::cluster::{Year, change_year};
use values::{Quantity, UnitId, YearId};

use crate::place::Place;
use crate::{book, digest};

const OFFICER: &str = "chuyen-vien.tra-vinh";

/// The officer whose sheet is half full on the day of self-scoring, and where it is.
async fn at_work(cx: &Cx) -> (Actor, YearId, UnitId) {
    let officer = scenario::person(cx, OFFICER).await.unwrap();
    let year = app::cluster::years(cx, &officer).await.unwrap().remove(0).scope.year;
    let unit = desk::open(cx, &officer, year).await.unwrap().own_units()[0];
    (officer, year, unit)
}

fn key(text: &str) -> IdemKey {
    IdemKey::of(&format!("turned-book-{text:0>10}")).unwrap()
}

/// The first line's field, whatever it asks for, typed over the version it has.
async fn first_cell(cx: &Cx, unit: UnitId, text: &str) -> Typed {
    let book = book(cx).await;
    let path = book.in_force().unwrap().table.leaves()[0].path.clone();
    let version = book.unit(unit).unwrap().lines[0].cell("note").map_or(0, |cell| cell.version);
    Typed { path, field: "note".into(), text: text.into(), version }
}

/// Another process over the same store: it has nothing kept.
async fn read_anew(place: &Place) -> (String, i64) {
    let cx = place.open().await;
    (digest(&cx).await, book(&cx).await.seq)
}

async fn saves_undo_and_redo_turn_the_book(place: Place) {
    let mut cx = place.open().await;
    tell(&mut cx, Day::SelfScoring).await.unwrap();
    let (officer, year, unit) = at_work(&cx).await;
    let figure = book(&cx).await.unit(unit).unwrap().lines[0].cells[0].clone();
    let path = book(&cx).await.in_force().unwrap().table.leaves()[0].path.clone();
    let other = Typed { path, field: figure.field, text: "0".into(), version: figure.version };
    let cells = [first_cell(&cx, unit, "một").await, other];
    let done = save_and_look(&cx, &officer, year, unit, &key("save"), &cells).await.unwrap();
    assert_eq!((digest(&cx).await, done.book.seq), read_anew(&place).await, "saved");
    for way in [Way::Undo, Way::Redo] {
        step(&cx, &officer, year, unit, &key(&format!("{way:?}")), way).await.unwrap();
        assert_eq!((digest(&cx).await, book(&cx).await.seq), read_anew(&place).await, "{way:?}");
    }
}

/// The regulation as if the cluster had agreed on a limit for one reader (`V-04`).
async fn one_reader_may_not_change_much(cx: &Cx) {
    let head = scenario::person(cx, "lanh-dao.soc-trang").await.unwrap();
    let scope = book(cx).await.scope;
    let desk = desk::open(cx, &head, scope.year).await.unwrap();
    let limited = Regulation { second_reader_limit: Some(Quantity::new(1, 0)), ..(*desk.regulation).clone() };
    let year = Year { regulation: desk::regulation_text(&limited), ..(*desk.year).clone() };
    let mut tx = cx.store.begin().await.unwrap();
    assert!(change_year(&mut tx, &year).await.unwrap());
    desk.record(&mut tx, "cluster.regulate", &scope.year.to_string(), serde_json::json!({})).await.unwrap();
    tx.commit().await.unwrap();
}

/// Findings weigh by the points on their line, so a returned sheet's change reaches them too.
async fn a_change_under_findings_weighs_them_anew(place: Place) {
    let mut cx = place.open().await;
    tell(&mut cx, Day::Verifying).await.unwrap();
    one_reader_may_not_change_much(&cx).await;
    let before = book(&cx).await;
    let found = |unit: &app::book::UnitBook| unit.lines.iter().position(|line| line.proposed().is_some());
    let (unit, line) = before.units.iter().skip(1).find_map(|unit| Some((unit, found(unit)?))).unwrap();
    let short = before.members.iter().find(|member| member.unit == unit.unit).unwrap().short_name.clone();
    let key_of = scenario::cast::UNITS.iter().find(|known| known.short == short).unwrap().key;
    let head = scenario::person(&cx, "lanh-dao.soc-trang").await.unwrap();
    let year = before.scope.year;
    app::self_score::send::give_back(&cx, &head, year, unit.unit, "Bổ sung số liệu theo biên bản họp cụm").await.unwrap();
    let officer = scenario::person(&cx, &format!("chuyen-vien.{key_of}")).await.unwrap();
    let (path, cell) = (before.in_force().unwrap().table.leaves()[line].path.clone(), &unit.lines[line].cells[0]);
    let typed = Typed { path, field: cell.field.clone(), text: "0".into(), version: cell.version };
    drop(book(&cx).await);
    save(&cx, &officer, year, unit.unit, &key("weighs"), &[typed]).await.unwrap();
    assert_eq!(digest(&cx).await, read_anew(&place).await.0);
}

async fn what_another_process_saved_is_in_the_book(place: Place) {
    let mut cx = place.open().await;
    tell(&mut cx, Day::SelfScoring).await.unwrap();
    let (officer, year, unit) = at_work(&cx).await;
    let mut other = place.open().await;
    other.clock = cx.clock;
    let cell = first_cell(&other, unit, "nơi khác").await;
    save(&other, &officer, year, unit, &key("there"), &[cell]).await.unwrap();
    let cell = first_cell(&cx, unit, "nơi này").await;
    let done = save_and_look(&cx, &officer, year, unit, &key("here"), std::slice::from_ref(&cell)).await.unwrap();
    assert_eq!((digest(&cx).await, done.book.seq), read_anew(&place).await);
    let again = save_and_look(&cx, &officer, year, unit, &key("here"), &[cell]).await.unwrap();
    assert_eq!((again.saved, again.book.seq), (done.saved, done.book.seq), "a repeated request changes nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn own_changes_on_sqlite() {
    saves_undo_and_redo_turn_the_book(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn others_changes_on_sqlite() {
    what_another_process_saved_is_in_the_book(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_findings_on_sqlite() {
    a_change_under_findings_weighs_them_anew(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_and_others_changes_on_postgres() {
    if let Some(place) = Place::postgres().await {
        saves_undo_and_redo_turn_the_book(place).await;
    }
    if let Some(place) = Place::postgres().await {
        what_another_process_saved_is_in_the_book(place).await;
    }
    if let Some(place) = Place::postgres().await {
        a_change_under_findings_weighs_them_anew(place).await;
    }
}
