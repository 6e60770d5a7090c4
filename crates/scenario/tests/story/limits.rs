//! The regulation is changed late: readings that agreed well enough come to differ, and somebody decides.

use app::verification::settle;
use cycle::Phase;
use cycle::verification::Verdict;
use scenario::Day;

use super::reopened::{HEAD, REASON, code, fields, on_both};

/// The two readings of this line are 0.75 points apart, within the limit of one point.
const NEAR: &str = "I/2/7";

#[tokio::test(flavor = "multi_thread")]
async fn v12_readings_that_come_to_differ_late_are_settled_in_the_second_round() {
    on_both(Day::Verifying, async |mut year| {
        year.finish_reading().await;
        year.read_again().await;
        year.decide(|_| Verdict::agree()).await;
        year.go(&[Phase::Explaining]).await;
        year.at("2018-12-01");
        year.go(&[Phase::SecondReading]).await;
        assert!(year.may_go(Phase::Settled).await && year.line(NEAR).await.differs.is_none(), "nothing is disputed");

        let superior = year.who("thuong-truc").await;
        let limit = [("difference_limit".to_owned(), "0.5".to_owned())];
        app::cluster::settings::regulate(&year.cx, &superior, year.year, year.desk().await.year.version, &limit).await.unwrap();
        assert!(year.line(NEAR).await.differs.is_some() && year.line(NEAR).await.proposed().is_none());
        assert!(!year.may_go(Phase::Settled).await, "it waits like any difference");

        let (head, unit) = (year.who(HEAD).await, year.unit);
        let bare = settle::settle(&year.cx, &head, year.year, (unit, NEAR), &fields("17"), "").await;
        assert_eq!(code(bare), "V-12.reason", "nothing was proposed that could be kept without one");
        settle::settle(&year.cx, &head, year.year, (unit, NEAR), &fields("17"), REASON).await.unwrap();
        let settled = year.line(NEAR).await.settlement.unwrap();
        assert_eq!(settled.basis, "differing");
        assert!(year.may_go(Phase::Settled).await);
        year.go(&[Phase::Settled]).await;
    })
    .await;
}
