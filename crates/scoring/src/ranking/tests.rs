//! Who stands where, what parts equals, and what classes and exclusions do.

use values::{Date, Points};

use super::*;
use crate::samples::q;

fn standing(unit: usize, points: i64, max: i64) -> Standing {
    Standing { unit, points: Points(points), max: Points(max), ..Standing::default() }
}

fn ranks(ranking: &Ranking) -> Vec<(usize, usize)> {
    ranking.places.iter().map(|place| (place.unit, place.rank)).collect()
}

fn check(units: &[(i64, i64)], by: Measure, expected: &[(usize, usize)]) {
    let standings: Vec<Standing> = units.iter().enumerate().map(|(unit, (points, max))| standing(unit, *points, *max)).collect();
    let ranking = rank(&standings, by, &[TieRule::Shared], &[]);
    assert!(ranking.is_settled());
    assert_eq!(ranks(&ranking), expected, "{units:?}");
}

#[test]
fn s17_equals_share_a_place_and_the_next_is_counted_on() {
    check(&[(90, 100), (95, 100), (90, 100), (80, 100)], Measure::Points, &[(1, 1), (0, 2), (2, 2), (3, 4)]);
    check(&[(5, 10), (5, 10), (5, 10)], Measure::Rate, &[(0, 1), (1, 1), (2, 1)]);
    check(&[], Measure::Rate, &[]);
}

#[test]
fn s17_by_rate_the_exact_share_counts_and_by_points_the_points() {
    check(&[(800, 1000), (690, 700)], Measure::Rate, &[(1, 1), (0, 2)]);
    check(&[(800, 1000), (690, 700)], Measure::Points, &[(0, 1), (1, 2)]);
    check(&[(1, 3), (333_333_333, 1_000_000_000)], Measure::Rate, &[(0, 1), (1, 2)]);
    check(&[(1, 3), (2, 6)], Measure::Rate, &[(0, 1), (1, 1)]);
    let most = i64::MAX;
    check(&[(most - 1, most), (most - 2, most - 1)], Measure::Rate, &[(0, 1), (1, 2)]);
}

#[test]
fn s17_without_a_maximum_a_unit_stands_at_zero_and_below_zero_is_below() {
    check(&[(0, 0), (1, 100), (0, 100), (-1, 100), (-1, 200)], Measure::Rate, &[(1, 1), (0, 2), (2, 2), (4, 4), (3, 5)]);
}

fn level(units: usize) -> Vec<Standing> {
    let mut standings: Vec<Standing> = (0..units).map(|unit| standing(unit, 90, 100)).collect();
    for (standing, (in_group, deductions)) in standings.iter_mut().zip([(50, 1), (60, 2), (60, 0), (50, 1)]) {
        standing.groups.insert("I".into(), Points(in_group));
        standing.deductions = deductions;
    }
    standings
}

#[test]
fn s18_the_clusters_rules_are_asked_in_their_order() {
    let in_group = TieRule::HigherInGroup { path: "I".into() };
    let by = |rules: &[TieRule]| ranks(&rank(&level(4), Measure::Rate, rules, &[]));
    assert_eq!(by(&[in_group.clone(), TieRule::FewerDeductions]), [(2, 1), (1, 2), (0, 3), (3, 3)]);
    assert_eq!(by(&[TieRule::FewerDeductions, in_group.clone()]), [(2, 1), (0, 2), (3, 2), (1, 4)]);
    assert_eq!(by(&[TieRule::Shared, in_group]), [(0, 1), (1, 1), (2, 1), (3, 1)]);
    let parted = rank(&level(4), Measure::Rate, &[TieRule::FewerDeductions], &[]);
    assert_eq!(parted.places[0].parted_by, Some(TieRule::FewerDeductions));
}

#[test]
fn s18_where_the_rules_run_out_a_vote_or_draw_is_asked_for_and_nothing_invented() {
    let rules = [TieRule::HigherInGroup { path: "I".into() }, TieRule::Vote];
    let open = rank(&level(4), Measure::Rate, &rules, &[]);
    let asks = |units: Vec<usize>, rank| Tied { rank, units, asks: Some(TieRule::Vote) };
    assert_eq!(open.open, [asks(vec![1, 2], 1), asks(vec![0, 3], 3)]);
    let no_rules = rank(&level(2), Measure::Rate, &[], &[]);
    assert_eq!(no_rules.open, [Tied { rank: 1, units: vec![0, 1], asks: None }]);
    let voted = TieDecision { by: TieRule::Vote, order: vec![2, 1] };
    let rest = rank(&level(4), Measure::Rate, &rules, std::slice::from_ref(&voted));
    assert_eq!((ranks(&rest), rest.open.len()), (vec![(2, 1), (1, 2), (0, 3), (3, 3)], 1));
    let drawn = TieDecision { by: TieRule::Draw, order: vec![3, 0] };
    assert_eq!(rank(&level(4), Measure::Rate, &rules, &[voted, drawn]).open.len(), 1, "a draw is not the vote that was asked for");
}

#[test]
fn s18_a_decision_about_others_decides_nothing() {
    let partial = TieDecision { by: TieRule::Vote, order: vec![0, 1] };
    assert!(!rank(&level(3), Measure::Rate, &[TieRule::Vote], &[partial]).is_settled());
}

fn class(code: &str, from: Option<&str>, to: Option<&str>) -> Class {
    let interval = crate::kind::Interval { from: from.map(q), from_inclusive: true, to: to.map(q), to_inclusive: false };
    Class { code: code.into(), name: code.into(), interval }
}

#[test]
fn s19_the_exact_share_of_the_maximum_decides_the_class() {
    let classes =
        Classes::check(vec![class("A", Some("90"), None), class("B", Some("66.67"), Some("90")), class("C", None, Some("66.67"))]).unwrap();
    let check = |points: i64, max: i64, code: Option<&str>| {
        assert_eq!(classes.of(Points(points), Points(max)).map(|class| class.code.as_str()), code, "{points} of {max}");
    };
    check(90_000, 100_000, Some("A"));
    check(89_999, 100_000, Some("B"));
    check(2, 3, Some("C")); // 66.666… is below 66.67, whatever a rounded rate says
    check(110_000, 100_000, Some("A"));
    check(-5, 100, Some("C"));
    check(0, 0, None);
}

#[test]
fn s19_classes_leave_no_gap_and_no_overlap() {
    assert!(Classes::check(Vec::new()).is_ok());
    assert!(Classes::check(vec![class("A", Some("90"), None), class("B", None, Some("80"))]).is_err());
    assert!(Classes::check(vec![class("A", Some("80"), None), class("B", None, Some("90"))]).is_err());
}

fn day(text: &str) -> Date {
    Date::of_iso(text).unwrap()
}

#[test]
fn s20_a_disqualification_holds_from_its_first_to_its_last_day_and_the_widest_counts() {
    let fact =
        |scope, from, until: Option<&str>| Disqualification { unit: 0, from: day(from), until: until.map(day), scope, reason: "r".into() };
    let facts = [fact(Scope::Title, "2018-03-01", None), fact(Scope::Rank, "2018-06-01", Some("2018-09-30"))];
    let check = |on: &str, expected: Option<Scope>| assert_eq!(scope_of(0, &facts, day(on)), expected, "{on}");
    check("2018-02-28", None);
    check("2018-03-01", Some(Scope::Title));
    check("2018-06-01", Some(Scope::Rank));
    check("2018-09-30", Some(Scope::Rank));
    check("2018-10-01", Some(Scope::Title));
    assert_eq!(scope_of(1, &facts, day("2018-07-01")), None);
}

#[test]
fn s20_it_takes_a_rank_or_a_title_and_never_a_point() {
    let on = day("2018-12-01");
    let fact = |unit, scope| Disqualification { unit, from: day("2018-01-01"), until: None, scope, reason: "r".into() };
    let standings = [standing(0, 95, 100), standing(1, 90, 100), standing(2, 85, 100)];
    let facts = [fact(0, Scope::Rank), fact(1, Scope::Title)];
    let left = rankable(&standings, &facts, on);
    assert_eq!(left, standings[1..], "the others stand as they stood");
    let ranking = rank(&left, Measure::Rate, &[TieRule::Shared], &[]);
    assert_eq!(ranks(&ranking), [(1, 1), (2, 2)]);
    assert_eq!(ranking.leading(&facts, on), [2], "who leads without the title leaves it to the next");
}
