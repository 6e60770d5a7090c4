//! Deadlines while units already work against them: one that was never set, one that stands, one that moves.

use app::cluster::settings::set_deadlines;
use app::{Actor, Cx, Error, desk};
use cycle::calendar::Step;
use scenario::large;
use values::{Date, YearId};

use super::place::Place;

const TABLE: &[u8] = include_bytes!("../../../exchange/tests/data/table-commune-2025.json");

async fn sets(cx: &Cx, actor: &Actor, year: YearId, due: (Step, &str), reason: &str) -> Result<Option<Date>, Error> {
    set_deadlines(cx, actor, year, &[(due.0, Date::of_iso(due.1).unwrap())], reason).await?;
    Ok(desk::open(cx, actor, year).await?.calendar.due(due.0))
}

#[tokio::test(flavor = "multi_thread")]
async fn d02_a_deadline_that_was_never_set_is_set_while_the_year_runs() {
    let place = Place::file();
    let mut cx = place.open().await;
    let year = large::tell(&mut cx, 2, TABLE).await.unwrap().year;
    let superior = scenario::person(&cx, "quantri").await.unwrap();
    let (new, later) = ((Step::Verifying, "2025-12-05"), (Step::Verifying, "2025-12-08"));
    assert_eq!(sets(&cx, &superior, year, new, "").await.unwrap(), Date::of_iso(new.1), "nothing moves, so no reason is asked");
    assert_eq!(sets(&cx, &superior, year, new, "").await.unwrap(), Date::of_iso(new.1), "what stands may be sent again");
    assert!(matches!(sets(&cx, &superior, year, later, "").await, Err(Error::Refused(why)) if why[0].code == "D-02.reason"));
    let officer = scenario::person(&cx, "officer-1").await.unwrap();
    assert!(matches!(sets(&cx, &officer, year, new, "").await, Err(Error::Denied(why)) if why.code == "C-12"));
}
