//! The draft of the story is commented on, answered and agreed to, alike on both engines; what was said is vouched for.

use app::table::heard::{Heard, heard};
use app::{Cx, desk};
use cycle::table::Stand;
use scenario::{Day, tell};
use storage::verify::{Finding, verify};

use crate::place::Place;

storage::sql! {
    // Behind the journal's back, as an intruder would: the tables' names are lies on purpose.
    REWORD(session) = "UPDATE table_comment SET words = 'Rất tốt' WHERE path = 'I/2/5'";
    PUT_BACK(session) = "UPDATE table_agreement SET agreed_at = agreed_at - 1 WHERE agreement_id = (SELECT MIN(agreement_id) FROM table_agreement)";
    UNSEND(session) = "UPDATE table_consultation SET until_day = NULL";
}

/// What was said to the story's first table.
async fn said(cx: &Cx) -> Heard {
    let head = scenario::person(cx, "lanh-dao.soc-trang").await.unwrap();
    let year = app::cluster::years(cx, &head).await.unwrap().into_iter().find(|y| y.year == 2018).unwrap();
    let desk = desk::open(cx, &head, year.scope.year).await.unwrap();
    let first = app::table::read::list(cx, &desk).await.unwrap().remove(0);
    heard(cx, &desk, &app::table::read::open(cx, &desk, first.id).await.unwrap()).await.unwrap()
}

/// Units in protocol order, and comments as line and state.
fn told(heard: &Heard) -> (Vec<Stand>, Vec<String>) {
    let comment = |told: &app::table::heard::Told| format!("{}:{}", told.path, told.state.code());
    (heard.units.iter().map(|of| of.stand).collect(), heard.comments.iter().map(comment).collect())
}

async fn a_draft_is_talked_over(place: Place) {
    use Stand::{Agreed, AgreedBefore, Commented};
    let mut cx = place.open().await;
    tell(&mut cx, Day::Signing).await.unwrap();
    let heard = said(&cx).await;
    let stands = vec![Stand::Silent, Agreed, AgreedBefore, Commented, Commented, Agreed, Commented, Commented];
    let comments = ["I/1/1:taken_up", "I/2/5:explained", ":taken_up", "I/3/4:open"].map(str::to_owned).to_vec();
    assert_eq!(told(&heard), (stands, comments));
    assert!(heard.is_open() && verify(&cx.store, &[]).await.unwrap().is_sound());
    for sql in [REWORD, PUT_BACK, UNSEND] {
        let mut tx = cx.store.begin().await.unwrap();
        tx.run(sql, &[]).await.unwrap();
        tx.commit().await.unwrap();
    }
    let found = verify(&cx.store, &[]).await.unwrap().findings;
    let altered = |finding: &Finding| if let Finding::Altered { table, .. } = finding { table.clone() } else { format!("{finding:?}") };
    let mut tables: Vec<String> = found.iter().map(altered).collect();
    tables.sort();
    assert_eq!(tables, ["table_agreement", "table_comment", "table_consultation"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    a_draft_is_talked_over(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    if let Some(place) = Place::postgres().await {
        a_draft_is_talked_over(place).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_unit_has_agreed_when_the_table_is_put_in_force() {
    let (cx, _place) = crate::told(Day::MidYear).await;
    let heard = said(&cx).await;
    assert!(heard.units.iter().all(|of| of.stand == Stand::Agreed) && heard.unanswered().count() == 0 && !heard.is_open());
}
