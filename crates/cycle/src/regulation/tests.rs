//! The settings: borders of classes, reasons, and reading back what was kept.

use super::*;

fn percent(text: &str) -> Quantity {
    Quantity::read(text, 2).unwrap()
}

#[test]
fn q01_a_rate_on_a_border_belongs_to_the_class_that_includes_it() {
    let regulation = Regulation::default_2018();
    let check = |rate: &str, class: &str| assert_eq!(regulation.class_of(percent(rate)).map(|c| c.code.as_str()), Some(class), "{rate}");
    check("100", "excellent");
    check("90", "excellent");
    check("89.99", "good");
    check("80", "good");
    check("70", "fair");
    check("69.99", "incomplete");
    check("0", "incomplete");
    check("103.5", "excellent");
}

#[test]
fn q02_blanks_do_not_make_a_reason() {
    let regulation = Regulation::default_2018();
    assert!(!regulation.is_reason("   ngắn       "));
    assert!(regulation.is_reason("sai đơn vị"), "ten characters, however many bytes");
}

#[test]
fn q03_classes_leave_no_gap_and_no_overlap() {
    let mut regulation = Regulation::default_2018();
    assert_eq!(regulation.class_faults(), vec![]);
    regulation.classes[1].to_inclusive = true;
    assert_eq!(regulation.class_faults(), vec![("good".to_owned(), "excellent".to_owned())]);
    regulation.classes[1].to = Some(percent("85"));
    assert_eq!(regulation.class_faults().len(), 1, "85 to 90 belongs to nobody");
}

#[test]
fn q04_settings_read_back_and_name_what_they_refuse() {
    let mut regulation = Regulation::default_2018();
    regulation.ties = vec![TieRule::Group("I".into()), TieRule::FewerDeductions];
    regulation.in_force_from = Date::of(2018, 3, 23);
    regulation.second_reader_limit = Some(percent("2.5"));
    let kept = regulation.fields();
    let read = Regulation::from_fields(kept.iter().map(|(k, t)| (*k, t.as_str())));
    assert_eq!(read, Ok(regulation));
    let faults = Regulation::from_fields([("late", "perhaps"), ("colour", "red")]);
    let expected =
        vec![NotASetting::Unreadable { key: "late".into(), text: "perhaps".into() }, NotASetting::Unknown { key: "colour".into() }];
    assert_eq!(faults, Err(expected));
}
