//! After scores are settled only a correction changes them: computed aside, then applied or cancelled.

use app::correction::{Proposal, all, apply, cancel, effect, propose};
use app::self_score::fields::Fields;
use app::{Actor, Cx, Desk, Error, IdemKey, desk};
use cycle::Phase;
use scenario::{Day, tell};
use values::{CorrectionId, Points, UnitId, YearId};

use super::place::Place;

const REASON: &str = "Biên bản bổ sung đã được kiểm tra lại";
const PATH: &str = "I/2/7";

/// The settled year with the head at work.
struct Settled {
    cx: Cx,
    year: YearId,
    head: Actor,
    _place: Place,
}

impl Settled {
    async fn on(place: Place) -> Self {
        let mut cx = place.open().await;
        let year = tell(&mut cx, Day::Settled).await.unwrap().year;
        let head = scenario::person(&cx, "lanh-dao.soc-trang").await.unwrap();
        Self { cx, year, head, _place: place }
    }

    async fn desk(&self) -> Desk {
        desk::open(&self.cx, &self.head, self.year).await.unwrap()
    }

    async fn book(&self) -> std::sync::Arc<app::book::Book> {
        app::ranking::book(&self.cx, &self.desk().await).await.unwrap()
    }

    async fn unit(&self, short: &str) -> UnitId {
        self.desk().await.members.iter().find(|member| member.short_name == short).unwrap().unit
    }

    async fn propose(&self, key: &str, unit: &str, points: &str) -> Result<CorrectionId, Error> {
        let new = Fields::from([("points".to_owned(), points.to_owned())]);
        let ask = Proposal { unit: self.unit(unit).await, path: PATH.into(), new, reason: REASON.into() };
        propose(&self.cx, &self.head, self.year, &of(key), &ask).await
    }

    async fn apply(&self, key: &str, id: CorrectionId, decision: &str) -> Result<(), Error> {
        let seen = self.book().await.seq;
        apply(&self.cx, &self.head, self.year, &of(key), (id, seen), decision).await
    }

    async fn total(&self, unit: &str) -> Points {
        let (book, unit) = (self.book().await, self.unit(unit).await);
        let place = book.place(unit).unwrap();
        book.counting.scores(&book.in_force().unwrap().table).units[place].total
    }

    async fn announce(&self) {
        app::cluster::phases::move_to(&self.cx, &self.head, self.year, Phase::Announced, "").await.unwrap();
    }
}

fn of(key: &str) -> IdemKey {
    IdemKey::of(key).unwrap()
}

fn code(answer: Result<impl core::fmt::Debug, Error>) -> &'static str {
    match answer {
        Err(Error::Refused(reasons)) => reasons[0].code,
        Err(Error::Denied(reason)) => reason.code,
        Err(Error::Stale(_)) => "stale",
        other => panic!("{other:?}"),
    }
}

/// Runs on the embedded store, and on PostgreSQL where there is one.
async fn on_both(check: impl AsyncFn(Settled)) {
    check(Settled::on(Place::file()).await).await;
    if let Some(place) = Place::postgres().await {
        check(Settled::on(place).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k10_a_proposal_changes_nothing_and_stands_alone_on_its_line() {
    on_both(async |year| {
        let before = year.total("Trà Vinh").await;
        assert_eq!(code(year.propose("a", "Trà Vinh", "16.75").await), "K-10.same");
        assert_eq!(code(year.propose("b", "Trà Vinh", "21").await), "entry-unreadable");
        let id = year.propose("c", "Trà Vinh", "18.25").await.unwrap();
        assert_eq!(year.propose("c", "Trà Vinh", "18.25").await.unwrap(), id, "sent twice, it is one");
        assert_eq!(code(year.propose("d", "Trà Vinh", "19").await), "K-10.open");
        assert_eq!(all(&year.cx, &year.desk().await).await.unwrap().len(), 1);
        assert_eq!(year.total("Trà Vinh").await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn k12_the_effect_is_computed_aside_and_applied_once() {
    on_both(async |year| {
        let id = year.propose("a", "Trà Vinh", "18.25").await.unwrap();
        let kept = all(&year.cx, &year.desk().await).await.unwrap().remove(0);
        let aside = effect(year.book().await.as_ref(), &year.desk().await, &kept).unwrap();
        let changed: Vec<_> = aside.units.iter().filter(|unit| unit.is_one()).collect();
        assert_eq!(changed.len(), 1, "this line depends on nobody else");
        assert_eq!((changed[0].line, changed[0].total), ((Points(1675), Points(1825)), (Points(81_058), Points(81_208))));
        year.apply("b", id, "").await.unwrap();
        year.apply("b", id, "").await.unwrap();
        assert_eq!(code(year.apply("c", id, "").await), "K-12");
        assert_eq!(year.total("Trà Vinh").await, Points(81_208));
        let again = effect(year.book().await.as_ref(), &year.desk().await, &all(&year.cx, &year.desk().await).await.unwrap()[0]).unwrap();
        assert_eq!(again, aside, "what was done is shown as it was seen");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn k11_a_cancelled_correction_stays_on_record_with_its_reason() {
    on_both(async |year| {
        let id = year.propose("a", "Trà Vinh", "18.25").await.unwrap();
        assert_eq!(code(cancel(&year.cx, &year.head, year.year, &of("b"), id, "ngắn").await), "K-11");
        cancel(&year.cx, &year.head, year.year, &of("c"), id, REASON).await.unwrap();
        assert_eq!(code(year.apply("d", id, "").await), "K-12");
        let kept = all(&year.cx, &year.desk().await).await.unwrap().remove(0);
        assert_eq!((kept.state.as_str(), kept.close_reason.as_str()), ("cancelled", REASON));
        year.propose("e", "Trà Vinh", "18.25").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn k13_nobody_applies_another_effect_than_the_one_they_saw() {
    on_both(async |year| {
        let first = year.propose("a", "Trà Vinh", "18.25").await.unwrap();
        let seen = year.book().await.seq;
        let second = year.propose("b", "Hậu Giang", "20").await.unwrap();
        year.apply("c", second, "").await.unwrap();
        let late = apply(&year.cx, &year.head, year.year, &of("d"), (first, seen), "").await;
        assert_eq!(code(late), "stale");
        settle_behind_its_back(&year).await.unwrap();
        assert_eq!(code(year.apply("e", first, "").await), "K-13");
    })
    .await;
}

/// The entry that counts changes by another way than corrections.
async fn settle_behind_its_back(year: &Settled) -> Result<(), Error> {
    let (desk, unit) = (year.desk().await, year.unit("Trà Vinh").await);
    let settlement = storage::verification::Settlement {
        unit,
        path: PATH.into(),
        entry: r#"{"points":"17"}"#.into(),
        basis: "explained".into(),
        reason: REASON.into(),
        settled_by: None,
        settled_at: desk.now,
        version: 0,
    };
    storage::write!(year.cx.store, |tx| {
        storage::verification::put_settlement(tx, desk.scope(), &settlement).await?;
        desk.record(tx, "verification.settle", PATH, Default::default()).await?;
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn k14_after_announcing_a_correction_is_a_numbered_decision() {
    on_both(async |year| {
        year.announce().await;
        let id = year.propose("a", "Trà Vinh", "18.25").await.unwrap();
        assert_eq!(code(year.apply("b", id, " ").await), "K-14");
        year.apply("c", id, "12/QĐ-CTĐ9").await.unwrap();
        let kept = all(&year.cx, &year.desk().await).await.unwrap().remove(0);
        assert_eq!((kept.state.as_str(), kept.decision.as_str()), ("applied", "12/QĐ-CTĐ9"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c15_nobody_corrects_their_own_unit() {
    on_both(async |year| {
        assert_eq!(code(year.propose("a", "Sóc Trăng", "18.25").await), "C-15");
        let leader = scenario::person(&year.cx, "lanh-dao.tra-vinh").await.unwrap();
        let other = Settled { head: leader, ..year };
        assert_eq!(code(other.propose("b", "Hậu Giang", "18.25").await), "C-12");
    })
    .await;
}
