//! The order, ties that run out, exclusions, classes, gaps, and that the order of units changes nothing.

use cycle::Phase;
use cycle::calendar::{Calendar, DaysOff};
use cycle::cluster::Seats;
use cycle::regulation::{self, Regulation};
use storage::Scope;
use storage::cluster::{Cluster, Member, Year};
use values::{AccountId, ClusterId, Date, FactId, Lang, Moment, OrgId, YearId};

use super::*;
use crate::book::{CellFacts, LineFacts, UnitBook};
use crate::{Actor, Preference};

const TABLE: &str = r#"{"format":"giaouoc.table/1","id":"t","title":"T","year":2018,
"rules":{"rounding":{"decimals":2,"mode":"half_up"},"not_assigned":"rate","ties":"shared"},
"nodes":[{"path":"A","code":"A","name":"A","max":"60.00","kind":"group","children":[{"path":"A/1","code":"A1","name":"A1","max":"60.00","kind":"direct"}]},
{"path":"B","code":"B","name":"B","max":"30.00","kind":"group","children":[{"path":"B/1","code":"B1","name":"B1","max":"30.00","kind":"direct"}]},
{"path":"C","code":"C","name":"C","max":"10.00","kind":"bonus_deduction","bonus_each":"2.00","deduction_each":"1.00","min":"-5.00"}]}"#;

/// What one unit has: points of A and of B, bonuses, deductions.
type Has = (i64, (&'static str, &'static str, u8, u8));

fn unit(n: i64) -> UnitId {
    UnitId::from_raw(n)
}

fn day(iso: &str) -> Date {
    Date::of_iso(iso).unwrap()
}

const SCOPE: Scope = Scope { org: OrgId::from_raw(1), cluster: ClusterId::from_raw(2), year: YearId::from_raw(3) };

fn cell(field: &str, typed: &str) -> CellFacts {
    CellFacts { field: field.into(), typed: typed.into(), version: 1, by: AccountId::from_raw(1), at: Moment::from_micros(0) }
}

fn book(units: &[Has]) -> Book {
    let line = |cells: Vec<CellFacts>| LineFacts { cells, ..LineFacts::default() };
    let books = units.iter().map(|(id, (a, b, bonus, deduction))| {
        let extra = vec![cell("bonus", &bonus.to_string()), cell("deduction", &deduction.to_string())];
        UnitBook { unit: unit(*id), sheet: None, lines: vec![line(vec![cell("points", a)]), line(vec![cell("points", b)]), line(extra)] }
    });
    let member = |(id, _): &Has| Member {
        unit: unit(*id),
        name: id.to_string(),
        short_name: id.to_string(),
        position: *id,
        office: "member".into(),
        valid_from: day("2018-01-01"),
        valid_to: None,
    };
    let table = exchange::read_table(TABLE.as_bytes()).unwrap();
    Book::told(SCOPE, units.iter().map(member).collect(), table, books.collect())
}

fn desk(regulation: Regulation) -> Desk {
    let account = AccountId::from_raw(1);
    let cluster = Cluster { id: SCOPE.cluster, name: String::new(), founded_on: None, decision: String::new(), version: 1 };
    let year = Year {
        scope: SCOPE,
        year: 2018,
        phase: "settled".into(),
        regulation: String::new(),
        setup_step: 6,
        version: 1,
        cluster,
        org_name: String::new(),
    };
    let actor = Actor {
        account,
        org: SCOPE.org,
        name: String::new(),
        title: String::new(),
        administers: false,
        must_change: false,
        preference: Preference { lang: Lang::Vi, ..Preference::default() },
        form_token: String::new(),
        session: [0; 32],
        signed_in_at: Moment::from_micros(0),
    };
    Desk {
        actor,
        year: year.into(),
        phase: Phase::Settled,
        regulation: regulation.into(),
        calendar: Calendar::new(DaysOff::starting()).into(),
        members: [].into(),
        seats: Seats::new(account, Vec::new()),
        today: day("2018-12-05"),
        now: Moment::at(day("2018-12-05"), 8, 0),
        tops: [None, None],
    }
}

fn rules(ties: Vec<regulation::TieRule>, ties_end: TiesEnd) -> Regulation {
    Regulation { ties, ties_end, ..Regulation::default_2018() }
}

/// `unit:rank` from the best to the last.
fn order(standings: &Standings) -> String {
    standings.rows.iter().map(|row| format!("{}:{}", row.unit.raw(), row.rank)).collect::<Vec<_>>().join(" ")
}

fn told(units: &[Has], regulation: Regulation) -> Standings {
    standings(&book(units), &desk(regulation)).unwrap()
}

/// Units 2 and 3 are level in all but where their points come from; 3 and 4 in everything but deductions.
const LEVEL: [Has; 4] = [(1, ("60", "30", 0, 0)), (2, ("50", "20", 0, 0)), (3, ("45", "25", 0, 0)), (4, ("45", "24", 1, 1))];

#[test]
fn equals_are_parted_by_the_clusters_own_rules_in_their_order() {
    let group = |path: &str| regulation::TieRule::Group(path.into());
    let check = |ties: Vec<regulation::TieRule>, expected: &str| {
        assert_eq!(order(&told(&LEVEL, rules(ties.clone(), TiesEnd::Share))), expected, "{ties:?}");
    };
    check(vec![], "1:1 2:2 3:2 4:2");
    check(vec![group("A")], "1:1 2:2 3:3 4:3");
    check(vec![group("B")], "1:1 3:2 4:3 2:4");
    check(vec![regulation::TieRule::FewerDeductions], "1:1 2:2 3:2 4:4");
    check(vec![group("A"), regulation::TieRule::FewerDeductions], "1:1 2:2 3:3 4:4");
}

#[test]
fn where_the_rules_run_out_the_ranking_stops_and_asks() {
    let standings = told(&LEVEL, rules(vec![regulation::TieRule::FewerDeductions], TiesEnd::Draw));
    assert_eq!(standings.open, vec![Open { rank: 2, units: vec![unit(2), unit(3)], asks: Means::Draw }]);
    assert_eq!(told(&LEVEL, rules(vec![], TiesEnd::Share)).open, vec![], "shared ranks ask nobody");
    assert_eq!(told(&LEVEL[..1], rules(vec![], TiesEnd::Vote)).open, vec![], "one unit ties with nobody");
}

fn decided(book: &mut Book, means: &str, units: &str, withdrawn: bool) {
    let fact = storage::ranking::TieDecision {
        id: FactId::from_raw(9),
        means: means.into(),
        units: units.into(),
        reason: String::new(),
        decided_on: day("2018-12-05"),
        set_by: AccountId::from_raw(1),
        set_at: Moment::from_micros(0),
        withdrawn,
        version: 1,
    };
    book.tie_decisions = vec![fact].into();
}

#[test]
fn a_recorded_draw_parts_the_tied_until_it_is_withdrawn() {
    let drawn = format!("{} {} {}", unit(4), unit(2), unit(3));
    let check = |means: &str, withdrawn: bool, expected: (&str, usize)| {
        let mut book = book(&LEVEL);
        decided(&mut book, means, &drawn, withdrawn);
        let standings = standings(&book, &desk(rules(vec![], TiesEnd::Draw))).unwrap();
        assert_eq!((order(&standings).as_str(), standings.open.len()), expected, "{means} {withdrawn}");
    };
    check("draw", false, ("1:1 4:2 2:3 3:4", 0));
    check("draw", true, ("1:1 2:2 3:2 4:2", 1));
    check("vote", false, ("1:1 2:2 3:2 4:2", 1));
}

#[test]
fn an_exclusion_takes_what_its_reach_says_and_nobody_elses_points() {
    let check = |reach: &str, lifted: bool, expected: (&str, Option<bool>, bool)| {
        let mut book = book(&LEVEL);
        let fact = Exclusion {
            id: FactId::from_raw(9),
            unit: unit(2),
            scope: reach.into(),
            happened_on: day("2018-11-01"),
            reason: "lý do".into(),
            paper: None,
            lifted_reason: lifted.then(|| "gỡ".into()),
            set_by: AccountId::from_raw(1),
            set_at: Moment::from_micros(0),
            version: 1,
        };
        book.exclusions = vec![fact].into();
        let standings = standings(&book, &desk(rules(vec![], TiesEnd::Share))).unwrap();
        let apart = standings.excluded.first().map(|one| one.total.is_some());
        let titled = standings.row(unit(2)).is_some_and(|row| row.class.is_some());
        assert_eq!((order(&standings).as_str(), apart, titled), expected, "{reach} {lifted}");
    };
    check("title", false, ("1:1 2:2 3:2 4:2", None, false));
    check("rank", false, ("1:1 3:2 4:2", Some(true), false));
    check("score", false, ("1:1 3:2 4:2", Some(false), false));
    check("score", true, ("1:1 2:2 3:2 4:2", None, true));
}

#[test]
fn a_class_follows_the_exact_share_and_not_the_rounded_one() {
    let check = |a: &'static str, b: &'static str, bonus: u8, class: &str| {
        let standings = told(&[(1, (a, b, bonus, 0))], Regulation::default_2018());
        assert_eq!(standings.rows[0].class.as_ref().map(|class| class.code.as_str()), Some(class), "{a} {b}");
    };
    check("60", "30", 0, "excellent");
    check("59.99", "30", 0, "good");
    check("50", "30", 0, "good");
    check("0", "0", 0, "incomplete");
}

#[test]
fn bonus_less_deduction_is_what_the_line_gave() {
    let check = |bonus: u8, deduction: u8, expected: (i64, i64)| {
        let row = told(&[(1, ("0", "0", bonus, deduction))], Regulation::default_2018()).rows.remove(0);
        assert_eq!((row.bonus.0, row.deduction.0), expected, "{bonus} {deduction}");
        assert_eq!(row.bonus.checked_sub(row.deduction), Some(row.total));
    };
    check(0, 0, (0, 0));
    check(3, 2, (600, 200));
    check(9, 1, (1100, 100));
    check(0, 8, (0, 500));
}

#[test]
fn the_gap_is_to_the_unit_with_the_next_better_rank() {
    let rows = told(&LEVEL, Regulation::default_2018()).rows;
    let gaps: Vec<Option<Gap>> = rows.iter().map(|row| row.gap).collect();
    assert_eq!(gaps, [None, Some(Gap::Points(Points(2000))), Some(Gap::Points(Points(2000))), Some(Gap::Points(Points(2000)))]);
}

#[test]
fn the_order_of_units_changes_nothing() {
    let ranks = |units: &[Has]| {
        let mut rows = told(units, rules(vec![regulation::TieRule::Group("B".into())], TiesEnd::Draw)).rows;
        rows.sort_by_key(|row| row.unit);
        rows
    };
    let expected = ranks(&LEVEL);
    for turn in 0..LEVEL.len() {
        let mut units = LEVEL;
        units.rotate_left(turn);
        assert_eq!(ranks(&units), expected, "turned by {turn}");
        units.reverse();
        assert_eq!(ranks(&units), expected, "turned by {turn} and reversed");
    }
}
