//! Two units end exactly level; where the regulation asks for a draw, the year waits for it.

use app::cluster::seats::Give;
use app::correction::{Proposal, apply, propose};
use app::ranking::exclusions::{self, Exclude};
use app::ranking::standings;
use app::ranking::ties::{Decided, decide_tie, withdraw};
use app::self_score::fields::{Fields, asked};
use app::{Actor, Cx, Desk, Error, IdemKey, desk};
use cycle::Phase;
use cycle::cluster::SeatKind;
use cycle::ranking::{Means, Reach};
use scenario::{Day, tell};
use values::{Date, UnitId, YearId};

use super::place::Place;

const REASON: &str = "Hội nghị bốc thăm có biên bản";

struct Year {
    cx: Cx,
    id: YearId,
    head: Actor,
    _place: Place,
}

impl Year {
    /// The story's settled year, but for a regulation that decides ties by a draw alone.
    async fn drawing(place: Place) -> Self {
        let mut cx = place.open().await;
        let id = tell(&mut cx, Day::SecondReading).await.unwrap().year;
        let head = scenario::person(&cx, "lanh-dao.soc-trang").await.unwrap();
        let superior = scenario::person(&cx, "thuong-truc").await.unwrap();
        let year = Self { cx, id, head, _place: place };
        let version = year.desk().await.year.version;
        let settings = [("ties".to_owned(), String::new()), ("ties_end".to_owned(), "draw".to_owned())];
        app::cluster::settings::regulate(&year.cx, &superior, id, version, &settings).await.unwrap();
        year.settle_the_rest().await;
        app::cluster::phases::move_to(&year.cx, &year.head, id, Phase::Settled, "").await.unwrap();
        year
    }

    async fn settle_the_rest(&self) {
        let book = app::ranking::book(&self.cx, &self.desk().await).await.unwrap();
        let table = &book.in_force().unwrap().table;
        for dispute in scenario::figures::disputes().into_iter().filter(|dispute| !dispute.early) {
            let unit = self.unit(scenario::cast::UNITS.iter().find(|u| u.key == dispute.unit).unwrap().short).await;
            let field = asked(&table.leaf(dispute.path).unwrap().kind)[0];
            let entry = Fields::from([(field.to_owned(), dispute.text.to_owned())]);
            app::verification::settle::settle(&self.cx, &self.head, self.id, (unit, dispute.path), &entry, dispute.reason).await.unwrap();
        }
    }

    async fn desk(&self) -> Desk {
        desk::open(&self.cx, &self.head, self.id).await.unwrap()
    }

    async fn unit(&self, short: &str) -> UnitId {
        self.desk().await.members.iter().find(|member| member.short_name == short).unwrap().unit
    }

    async fn ranking(&self) -> app::ranking::Standings {
        let desk = self.desk().await;
        let book = app::ranking::book(&self.cx, &desk).await.unwrap();
        standings(&book, &desk).unwrap()
    }

    async fn decide(&self, key: &str, means: Means, order: &[UnitId]) -> Result<(), Error> {
        let decided = Decided { means, order: order.to_vec(), decided_on: self.cx.clock.today(), reason: REASON.into() };
        decide_tie(&self.cx, &self.head, self.id, &of(key), &decided).await
    }

    async fn announce(&self) -> Result<(), Error> {
        app::cluster::phases::move_to(&self.cx, &self.head, self.id, Phase::Announced, "").await
    }
}

fn of(key: &str) -> IdemKey {
    IdemKey::of(key).unwrap()
}

fn code(answer: Result<(), Error>) -> &'static str {
    match answer {
        Err(Error::Refused(reasons)) => reasons[0].code,
        Err(Error::Denied(reason)) => reason.code,
        other => panic!("{other:?}"),
    }
}

async fn on_both(check: impl AsyncFn(Year)) {
    check(Year::drawing(Place::file()).await).await;
    if let Some(place) = Place::postgres().await {
        check(Year::drawing(place).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn y02_a_year_is_not_announced_while_a_tie_waits_for_its_draw() {
    on_both(async |year| {
        let (an_giang, vinh_long) = (year.unit("An Giang").await, year.unit("Vĩnh Long").await);
        assert_eq!(year.ranking().await.open[0].units, [an_giang, vinh_long]);
        assert_eq!(code(year.announce().await), "Y-02");
        assert_eq!(code(year.decide("a", Means::Vote, &[vinh_long, an_giang]).await), "K-02.means");
        assert_eq!(code(year.decide("b", Means::Draw, &[vinh_long]).await), "K-02.units");
        year.decide("c", Means::Draw, &[vinh_long, an_giang]).await.unwrap();
        year.decide("c", Means::Draw, &[vinh_long, an_giang]).await.unwrap();
        let ranking = year.ranking().await;
        assert_eq!([vinh_long, an_giang].map(|unit| ranking.row(unit).unwrap().rank), [4, 5]);
        assert_eq!(code(year.decide("d", Means::Draw, &[an_giang, vinh_long]).await), "no-such-tie");
        year.announce().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_draw_leaves_the_tie_open_again() {
    on_both(async |year| {
        let (an_giang, vinh_long) = (year.unit("An Giang").await, year.unit("Vĩnh Long").await);
        year.decide("a", Means::Draw, &[vinh_long, an_giang]).await.unwrap();
        let desk = year.desk().await;
        let id = app::ranking::book(&year.cx, &desk).await.unwrap().tie_decisions[0].id;
        assert_eq!(code(withdraw(&year.cx, &year.head, year.id, &of("b"), id, "ngắn").await), "K-04");
        withdraw(&year.cx, &year.head, year.id, &of("c"), id, REASON).await.unwrap();
        assert_eq!(code(withdraw(&year.cx, &year.head, year.id, &of("d"), id, REASON).await), "tie-withdrawn");
        assert_eq!(year.ranking().await.open.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn k05_an_excluded_unit_keeps_its_points_and_leaves_the_ranking_until_it_is_lifted() {
    on_both(async |year| {
        let unit = year.unit("An Giang").await;
        let ask = |on: Date| Exclude { unit, reach: Reach::Rank, happened_on: on, reason: REASON.into(), paper: None };
        let exclude = async |key: &str, on: Date| exclusions::exclude(&year.cx, &year.head, year.id, &of(key), &ask(on)).await;
        let today = year.cx.clock.today();
        assert_eq!(code(exclude("a", today.plus(1)).await), "K-03");
        exclude("b", today).await.unwrap();
        exclude("b", today).await.unwrap();
        let ranking = year.ranking().await;
        assert_eq!((ranking.excluded.len(), ranking.excluded[0].unit, ranking.open.len()), (1, unit, 0));
        assert!(ranking.excluded[0].total.is_some());
        let id = ranking.excluded[0].fact.as_ref().unwrap().id;
        exclusions::lift(&year.cx, &year.head, year.id, &of("c"), id, REASON).await.unwrap();
        assert_eq!(code(exclusions::lift(&year.cx, &year.head, year.id, &of("d"), id, REASON).await), "K-05");
        assert!(year.ranking().await.row(unit).is_some());
    })
    .await;
}

impl Year {
    /// Gives Vĩnh Long other points on one line by a correction.
    async fn correct(&self, key: &str, points: &str) {
        let (unit, new) = (self.unit("Vĩnh Long").await, Fields::from([("points".to_owned(), points.to_owned())]));
        let ask = Proposal { unit, path: LINE.into(), new, reason: REASON.into() };
        let id = propose(&self.cx, &self.head, self.id, &of(&format!("{key}-asked")), &ask).await.unwrap();
        let seen = app::ranking::book(&self.cx, &self.desk().await).await.unwrap().seq;
        apply(&self.cx, &self.head, self.id, &of(key), (id, seen), "12/QĐ").await.unwrap();
    }

    /// Vĩnh Long's points on that line now.
    async fn points(&self) -> String {
        let (book, unit) = (app::ranking::book(&self.cx, &self.desk().await).await.unwrap(), self.unit("Vĩnh Long").await);
        let table = &book.in_force().unwrap().table;
        book.counting.scores(table).units[book.place(unit).unwrap()].lines[table.index_of(LINE).unwrap()].points.plain(2)
    }
}

const LINE: &str = "I/2/7";

#[tokio::test(flavor = "multi_thread")]
async fn k02_a_tie_that_a_correction_makes_after_announcing_is_decided_then() {
    on_both(async |year| {
        let (an_giang, vinh_long) = (year.unit("An Giang").await, year.unit("Vĩnh Long").await);
        let was = year.points().await;
        year.correct("a", "1").await;
        year.announce().await.unwrap();
        assert!(year.ranking().await.open.is_empty());
        year.correct("b", &was).await;
        assert_eq!(year.ranking().await.open[0].units, [an_giang, vinh_long]);
        let close = app::cluster::phases::move_to(&year.cx, &year.head, year.id, Phase::Closed, "").await;
        assert_eq!(code(close), "Y-02", "the year is not closed over it");
        year.decide("c", Means::Draw, &[vinh_long, an_giang]).await.unwrap();
        let ranking = year.ranking().await;
        assert_eq!([vinh_long, an_giang].map(|unit| ranking.row(unit).unwrap().rank), [4, 5]);
        let id = app::ranking::book(&year.cx, &year.desk().await).await.unwrap().tie_decisions[0].id;
        assert_eq!(code(withdraw(&year.cx, &year.head, year.id, &of("d"), id, REASON).await), "C-13", "what is announced stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c15_nobody_decides_a_tie_of_their_own_unit() {
    on_both(async |mut year| {
        let (an_giang, vinh_long) = (year.unit("An Giang").await, year.unit("Vĩnh Long").await);
        let (admin, leader) =
            (scenario::person(&year.cx, "quantri").await.unwrap(), scenario::person(&year.cx, "lanh-dao.an-giang").await.unwrap());
        let give = Give { account: leader.account, kind: SeatKind::Superior, unit: None, from: year.cx.clock.today() };
        app::cluster::seats::give(&year.cx, &admin, year.id, &give).await.unwrap();
        let head = std::mem::replace(&mut year.head, leader);
        assert_eq!(code(year.decide("a", Means::Draw, &[an_giang, vinh_long]).await), "C-15");
        year.head = head;
        year.decide("b", Means::Draw, &[vinh_long, an_giang]).await.unwrap();
    })
    .await;
}
