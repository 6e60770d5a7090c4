//! What a draft must be to become a table.

use super::*;
use crate::kind::{BonusDeduction, BonusOutside, PerOccurrence};
use crate::samples::{codes, draft, group, leaf, p, table};
use crate::{Item, Kind, Mode};
use values::Lang;

fn check(nodes: Vec<Node>, expected: &[&str]) {
    assert_eq!(codes(&draft(nodes).findings()), expected);
}

fn direct(path: &str, max: &str) -> Node {
    leaf(path, max, Kind::Direct)
}

fn declared(max: &str, mut node: Node) -> Node {
    node.max = p(max);
    node
}

#[test]
fn s02_a_groups_maximum_is_the_sum_of_its_childrens() {
    check(vec![group("I", None, vec![direct("I/1", "2.5"), direct("I/2", "0.01")])], &[]);
    check(vec![declared("3", group("I", None, vec![direct("I/1", "2.5")]))], &["table.sum I"]);
    check(vec![declared("3", group("I", None, vec![direct("I/1", "3.01")]))], &["table.sum I"]);
    let inner = declared("4", group("I/1", None, vec![direct("I/1/a", "2")]));
    check(vec![declared("5", group("I", None, vec![inner]))], &["table.sum I", "table.sum I/1"]);
}

#[test]
fn s02_the_refusal_names_both_sums() {
    let found = draft(vec![declared("700", group("A", None, vec![direct("A/1", "12.99")]))]).findings();
    assert_eq!(found[0].say_with_place(Lang::En), "path A: the maximum is 700.00 but its children add up to 12.99");
    assert_eq!(found[0].say_with_place(Lang::Vi), "mục A: điểm tối đa là 700,00 nhưng các mục con cộng lại là 12,99");
}

#[test]
fn s02_bonuses_outside_have_no_part_in_the_sum_and_caps_do_not_change_it() {
    let bonus = |max: &str| leaf("I/2", max, Kind::BonusOutside(BonusOutside { bonus_max: p("3") }));
    check(vec![group("I", Some("1"), vec![direct("I/1", "2"), bonus("0")])], &[]);
    check(vec![declared("2", group("I", None, vec![direct("I/1", "2"), bonus("1")]))], &["table.max_of_bonus I/2"]);
    check(vec![group("II", None, vec![group("I", Some("1"), vec![direct("I/1", "2")])])], &[]);
    check(vec![declared("1", group("I", Some("1"), vec![direct("I/1", "2")]))], &["table.sum I"]);
    check(vec![group("I", Some("9"), vec![direct("I/1", "2")])], &[]);
}

#[test]
fn an_empty_group_is_worth_a_word_and_refused_if_it_claims_points() {
    check(vec![group("I", None, vec![]), direct("II", "1")], &["table.empty_group I"]);
    assert!(Table::check(draft(vec![group("I", None, vec![]), direct("II", "1")])).is_ok());
    check(vec![declared("5", group("I", None, vec![])), direct("II", "1")], &["table.empty_group I", "table.sum I"]);
    check(vec![], &["table.no_leaves"]);
}

#[test]
fn a_path_stands_once_whatever_it_names() {
    check(vec![direct("I", "1"), direct("I", "1")], &["table.path_twice I"]);
    check(vec![group("I", None, vec![direct("I", "1")])], &["table.path_twice I"]);
    check(vec![direct(" ", "1")], &["table.empty_text"]);
}

#[test]
fn a_finding_says_where_its_line_stands_in_the_tree() {
    let items = |nodes: Vec<Node>| draft(nodes).findings().into_iter().map(|found| found.items).collect::<Vec<_>>();
    let nodes = || vec![direct("I", "1"), group("II", None, vec![direct("II/1", "1"), direct("", "1")]), direct("II/1", "1")];
    let line = |trail: &[usize]| Item::Line(trail.to_vec());
    assert_eq!(items(nodes()), [vec![line(&[1, 1])], vec![line(&[1, 0]), line(&[2])]]);
    assert_eq!(items(vec![declared("3", group("I", None, vec![direct("I/1", "1")]))]), [vec![]], "the path says it");
    let mut nameless = draft(vec![direct("I", "1")]);
    nameless.id = " ".into();
    assert_eq!(nameless.findings()[0].items, [Item::Id]);
}

#[test]
fn what_lowers_points_has_sound_ends() {
    let line = |max: &str, min: &str| {
        leaf("1", max, Kind::BonusDeduction(BonusDeduction { bonus_each: p("1"), deduction_each: p("1"), min: p(min) }))
    };
    check(vec![line("0", "-5")], &[]);
    check(vec![line("10", "2")], &["table.min_above_zero 1"]);
    check(vec![line("10", "10.01")], &["table.min_above_maximum 1"]);
    assert!(Table::check(draft(vec![line("10", "2")])).is_ok(), "a warning keeps no table out");
    check(vec![leaf("1", "5", Kind::PerOccurrence(PerOccurrence { each: p("-1") }))], &["table.negative 1"]);
}

#[test]
fn no_total_can_leave_what_the_program_holds() {
    let mut huge = draft(vec![direct("1", "1"), direct("2", "1")]);
    huge.nodes.iter_mut().for_each(|node| node.max = Points(i64::MAX / 3));
    assert_eq!(codes(&huge.findings()), ["table.too_large 2"]);
    let mut group = draft(vec![group("I", None, vec![direct("1", "1"), direct("2", "1")])]);
    let Body::Group { children, .. } = &mut group.nodes[0].body else { panic!() };
    children.iter_mut().for_each(|node| node.max = Points(i64::MAX));
    assert_eq!(codes(&group.findings()), ["table.too_large 1", "table.too_large I"], "no sum is written cut");
    let mut fine = draft(vec![direct("1", "1")]);
    fine.rules.rounding.decimals = 7;
    assert_eq!(codes(&fine.findings()), ["table.too_many_decimals"]);
}

#[test]
fn leaves_are_found_by_path_and_groups_are_known() {
    let table = table(vec![group("I", None, vec![direct("I/1", "2"), direct("I/2", "3")])]);
    assert_eq!((table.index_of("I/2"), table.index_of("I"), table.index_of("?")), (Some(1), None, None));
    assert!(table.is_group("I") && !table.is_group("I/1"));
    assert_eq!((table.total(), table.leaves().len(), table.rules().rounding.mode), (p("5"), 2, Mode::HalfUp));
}

#[test]
fn lines_that_share_a_code_are_called_with_their_groups() {
    let one = |path: &str, code: &str| Node { code: code.into(), ..leaf(path, "5", Kind::Direct) };
    let first = group("I", None, vec![one("I/1", "1"), one("I/2", "2")]);
    let others = [group("II", None, vec![one("II/1", "1")]), group("III", None, vec![one("III/3", "3")])];
    let table = table([first].into_iter().chain(others).collect());
    assert_eq!(table.leaves().iter().map(|leaf| leaf.label.as_str()).collect::<Vec<_>>(), ["I.1", "I.2", "II.1", "3"]);
}
