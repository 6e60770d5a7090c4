//! Badges, recorded ties and exclusions.

use super::*;
use crate::cluster::seats::On;
use crate::desk::{Desk, REASON, day, unit};
use crate::regulation::TiesEnd;

#[test]
fn k01_the_badge_follows_the_phase() {
    for phase in Phase::ALL {
        let expected = match phase {
            Phase::Settled => Badge::Verified,
            Phase::Announced | Phase::Closed => Badge::Adopted,
            _ => Badge::Provisional,
        };
        assert_eq!(Badge::of(*phase), expected, "{phase:?}");
    }
}

fn stopping() -> Desk {
    let mut desk = Desk::at(Phase::Settled);
    desk.regulation.ties_end = TiesEnd::Draw;
    desk
}

fn decide(desk: &Desk, order: &[i64], on: &str, reason: &str) -> Result<TieDecision, NotRecorded> {
    let permits = [3, 5].map(|tied| desk.leave(Act::DecideTie, On::unit(unit(tied))));
    decide_tie(&permits, &[unit(3), unit(5)], Means::Draw, order.iter().copied().map(unit).collect(), (day(on), reason), &desk.regulation)
}

#[test]
fn k02_a_decided_tie_orders_exactly_the_tied() {
    let desk = stopping();
    assert_eq!(decide(&desk, &[5, 3], "2018-11-19", REASON).map(|d| d.order), Ok(vec![unit(5), unit(3)]));
    for wrong in [&[5][..], &[5, 4], &[5, 5], &[5, 3, 1]] {
        assert!(matches!(decide(&desk, wrong, "2018-11-19", REASON), Err(NotRecorded::NotTheTied { .. })), "{wrong:?}");
    }
    let mut voting = stopping();
    voting.regulation.ties_end = TiesEnd::Vote;
    assert_eq!(decide(&voting, &[5, 3], "2018-11-19", REASON), Err(NotRecorded::OtherMeans { means: "draw", wanted: "vote" }));
    let permit = [desk.leave(Act::DecideTie, On::unit(unit(3)))];
    let drawn = |tied: &[UnitId]| {
        let order = tied.iter().rev().copied().collect();
        decide_tie(&permit, tied, Means::Draw, order, (day("2018-11-19"), REASON), &desk.regulation)
    };
    assert_eq!(drawn(&[unit(3), unit(5)]), Err(NotRecorded::Permit), "leave about one of the tied is none about the other");
    assert!(matches!(drawn(&[unit(3)]), Err(NotRecorded::NotTheTied { .. })), "one unit ties with nobody");
    let sharing = Desk::at(Phase::Settled);
    assert_eq!(decide(&sharing, &[5, 3], "2018-11-19", REASON), Err(NotRecorded::RanksAreShared {}));
}

#[test]
fn k02_a_tie_is_decided_by_the_means_of_the_regulation() {
    use NotRecorded::{OtherMeans, RanksAreShared};
    for (ends, means, expected) in [
        (TiesEnd::Vote, Means::Vote, Ok(())),
        (TiesEnd::Draw, Means::Draw, Ok(())),
        (TiesEnd::Vote, Means::Draw, Err(OtherMeans { means: "draw", wanted: "vote" })),
        (TiesEnd::Draw, Means::Vote, Err(OtherMeans { means: "vote", wanted: "draw" })),
        (TiesEnd::Share, Means::Vote, Err(RanksAreShared {})),
        (TiesEnd::Share, Means::Draw, Err(RanksAreShared {})),
    ] {
        assert_eq!(is_means_of(ends, means), expected, "{ends:?} {means:?}");
    }
}

#[test]
fn k03_facts_are_not_dated_ahead() {
    let desk = stopping();
    assert_eq!(decide(&desk, &[5, 3], "2018-11-20", REASON).map(|d| d.decided_on), Ok(desk.today), "today has come");
    assert!(matches!(decide(&desk, &[5, 3], "2018-11-21", REASON), Err(NotRecorded::DatedLater { .. })));
    let permit = desk.leave(Act::Disqualify, On::unit(unit(3)));
    assert!(matches!(
        exclude(&permit, unit(3), Reach::Rank, (day("2018-11-21"), REASON), &desk.regulation),
        Err(NotRecorded::DatedLater { .. })
    ));
}

#[test]
fn k04_facts_have_their_reason() {
    assert_eq!(decide(&stopping(), &[5, 3], "2018-11-19", "ngắn"), Err(NotRecorded::ReasonTooShort { least: 10 }));
    let desk = stopping();
    let permit = desk.leave(Act::Disqualify, On::unit(unit(3)));
    let excluded = |reason| exclude(&permit, unit(3), Reach::Rank, (desk.today, reason), &desk.regulation);
    let padded = format!(" {REASON}\n");
    let fact = excluded(&padded).unwrap();
    assert_eq!(fact.reason, REASON, "as it was meant");
    let short = NotRecorded::ReasonTooShort { least: 10 };
    assert_eq!(excluded(" ngắn "), Err(short.clone()));
    assert_eq!(lift(&permit, &fact, " ngắn ", &desk.regulation), Err(short));
}

#[test]
fn c00_leave_about_one_unit_neither_excludes_another_nor_lifts_it() {
    let desk = Desk::at(Phase::Settled);
    let [own, other] = [3, 5].map(|number| desk.leave(Act::Disqualify, On::unit(unit(number))));
    let fact = exclude(&own, unit(3), Reach::Rank, (desk.today, REASON), &desk.regulation).unwrap();
    assert_eq!(exclude(&other, unit(3), Reach::Rank, (desk.today, REASON), &desk.regulation), Err(NotRecorded::Permit));
    assert_eq!(lift(&other, &fact, REASON, &desk.regulation), Err(NotRecorded::Permit));
}

#[test]
fn k05_an_exclusion_reaches_as_far_as_it_says_and_may_be_lifted_once() {
    let desk = Desk::at(Phase::Settled);
    let permit = desk.leave(Act::Disqualify, On::unit(unit(3)));
    let fact = exclude(&permit, unit(3), Reach::Rank, (day("2018-09-02"), REASON), &desk.regulation).unwrap();
    assert_eq!((fact.reach, fact.lifted.as_str()), (Reach::Rank, ""));
    assert!(Reach::Title < Reach::Rank && Reach::Rank < Reach::Score, "each wider one holds the narrower");
    let lifted = lift(&permit, &fact, REASON, &desk.regulation).unwrap();
    assert_eq!(lifted, Exclusion { lifted: REASON.into(), ..fact });
    assert_eq!(lift(&permit, &lifted, REASON, &desk.regulation), Err(NotRecorded::AlreadyLifted { unit: unit(3) }));
}

#[test]
fn k06_who_sent_nothing_or_is_excluded_from_scoring_stands_outside() {
    let (filled, read) = (Phase::SelfScoring, Phase::Verifying);
    for (phase, sent, widest, expected) in [
        (filled, false, None, None),
        (read, true, None, None),
        (read, true, Some(Reach::Rank), None),
        (read, false, None, Some(Outside::NotSent)),
        (Phase::Announced, false, Some(Reach::Title), Some(Outside::NotSent)),
        (filled, true, Some(Reach::Score), Some(Outside::Excluded)),
        (read, false, Some(Reach::Score), Some(Outside::Excluded)),
    ] {
        assert_eq!(outside(phase, sent, widest), expected, "{phase:?} {sent} {widest:?}");
    }
}
