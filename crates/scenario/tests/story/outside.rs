//! Who is not scored: neither ranked, nor are others measured against them (`K-06`).

use app::ranking::exclusions::{Exclude, exclude, lift};
use app::ranking::standings;
use app::{Clock, Cx, IdemKey, desk};
use cycle::Phase;
use cycle::ranking::{Outside, Reach};
use scenario::{Day, tell};
use values::{Moment, Points};

use super::{Place, book};

const REASON: &str = "Quyết định của cấp trên về việc không công nhận điểm";

fn of(key: &str) -> IdemKey {
    IdemKey::of(key).unwrap()
}

/// Totals that count, in protocol order; none for who is not scored.
async fn totals(cx: &Cx) -> Vec<Option<Points>> {
    let book = book(cx).await;
    let scores = book.counting.scores(&book.in_force().unwrap().table).units.clone();
    (0..book.members.len()).map(|place| scores.iter().find(|unit| unit.index == place).map(|unit| unit.total)).collect()
}

async fn ranked(cx: &Cx) -> (usize, Vec<Option<bool>>) {
    let (book, head) = (book(cx).await, scenario::person(cx, "lanh-dao.soc-trang").await.unwrap());
    let ranking = standings(&book, &desk::open(cx, &head, book.scope.year).await.unwrap()).unwrap();
    (ranking.rows.len(), ranking.excluded.iter().map(|one| one.fact.as_ref().map(|_| one.total.is_some())).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn k06_whoever_is_excluded_from_scoring_leads_nobody() {
    let place = Place::file();
    let mut cx = place.open().await;
    tell(&mut cx, Day::Settled).await.unwrap();
    let (head, year, unit) = {
        let book = book(&cx).await;
        (scenario::person(&cx, "lanh-dao.soc-trang").await.unwrap(), book.scope.year, book.members[1].unit)
    };
    let before = totals(&cx).await;
    let ask = Exclude { unit, reach: Reach::Score, happened_on: cx.clock.today(), reason: REASON.into(), paper: None };
    exclude(&cx, &head, year, &of("out"), &ask).await.unwrap();
    let without = totals(&cx).await;
    assert_eq!((without[1], ranked(&cx).await), (None, (7, vec![Some(false)])));
    assert!(without.iter().zip(&before).any(|(without, before)| without > before), "somebody was measured against it");
    let id = book(&cx).await.exclusions[0].id;
    lift(&cx, &head, year, &of("in"), id, REASON).await.unwrap();
    assert_eq!(totals(&cx).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn k06_whoever_sent_nothing_in_time_is_not_scored() {
    let place = Place::file();
    let mut cx = place.open().await;
    tell(&mut cx, Day::SelfScoring).await.unwrap();
    let unsent = |book: &app::book::Book| book.units.iter().filter(|unit| !unit.was_sent()).count();
    let (head, during) = (scenario::person(&cx, "lanh-dao.soc-trang").await.unwrap(), book(&cx).await);
    assert!(unsent(&during) > 0 && during.outside.iter().all(Option::is_none), "figures are provisional for everybody");
    cx.clock = Clock::standing_at(Moment::at(Day::Verifying.date(), 8, 0));
    app::verification::readers::assign(&cx, &head, during.scope.year).await.unwrap();
    app::cluster::phases::move_to(&cx, &head, during.scope.year, Phase::Verifying, "").await.unwrap();
    let after = book(&cx).await;
    assert_eq!(after.outside.iter().filter(|outside| **outside == Some(Outside::NotSent)).count(), unsent(&after));
    let late = after.units.iter().find(|unit| !unit.was_sent()).unwrap().unit;
    app::self_score::send::give_back(&cx, &head, after.scope.year, late, REASON).await.unwrap();
    assert_eq!(book(&cx).await.unit(late).unwrap().sheet.as_ref().unwrap().state, "returned", "it may still come late");
    assert_eq!(ranked(&cx).await, (after.members.len() - unsent(&after), vec![None; unsent(&after)]));
}
