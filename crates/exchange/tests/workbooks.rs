//! Workbooks go out and come back the same.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;

use exchange::workbook::cells::OldText;
use exchange::workbook::ranking_export::{UnitSummary, export_ranking};
use exchange::workbook::results_import::{UnitName, import_results, import_unit};
use exchange::workbook::samples::{sample_form_workbook, sample_table, sample_table_workbook};
use exchange::workbook::self_score_form::{FormOf, export_form, import_form};
use exchange::workbook::table_export::export_table;
use exchange::workbook::table_import::{TableOptions, import_table};
use rust_xlsxwriter::{Format, Workbook};
use scoring::kind::{Band, Bands, BonusDeduction, Input, Interval};
use scoring::{Body, Entry, Given, Kind, Node, Table, TableDraft};
use values::{Lang, Points, Quantity};

fn options(draft: &TableDraft) -> TableOptions {
    TableOptions {
        decimals: draft.rules.rounding.decimals,
        old_text: OldText::Offer,
        id: draft.id.clone(),
        title: draft.title.clone(),
        year: draft.year,
    }
}

/// The sample with the kinds it leaves out, a cap, and texts that look like formulas.
fn rich_table() -> TableDraft {
    let mut draft = sample_table();
    let interval = |from: Option<i64>, to: Option<i64>| Interval {
        from: from.map(|n| Quantity::new(n, 0)),
        from_inclusive: true,
        to: to.map(|n| Quantity::new(n, 0)),
        to_inclusive: false,
    };
    let bands = vec![
        Band { interval: interval(Some(95), None), points: Points(500) },
        Band { interval: interval(None, Some(95)), points: Points(125) },
    ];
    let leaf = |path: &str, name: &str, max, kind| Node {
        path: path.into(),
        code: path.rsplit('/').next().unwrap().into(),
        name: name.into(),
        max: Points(max),
        body: Body::Leaf(kind),
    };
    let children = vec![
        leaf("III/1", "=1+1", 500, Kind::Bands(Bands { input: Input::Percent, bands })),
        leaf(
            "III/x",
            "@SUM(A1)",
            1_050,
            Kind::BonusDeduction(BonusDeduction { bonus_each: Points(50), deduction_each: Points(100), min: Points(-500) }),
        ),
        leaf("III/2.a", "Điểm do nơi khác", 250, Kind::Assigned { source: "Phòng Tham mưu".into() }),
    ];
    draft.nodes.push(Node {
        path: "III".into(),
        code: "III".into(),
        name: "+Nhóm có trần".into(),
        max: Points(1_800),
        body: Body::Group { cap: Some(Points(1_500)), children },
    });
    draft
}

#[test]
fn a_table_written_and_read_back_is_the_same_table() {
    for draft in [sample_table(), rich_table()] {
        let bytes = export_table(&draft, &BTreeMap::new()).unwrap();
        let read = import_table(&bytes, &options(&draft));
        assert_eq!(read.findings, []);
        assert_eq!(read.draft, Some(draft));
    }
}

#[test]
fn texts_beside_the_criteria_come_back_too() {
    let draft = sample_table();
    let read = import_table(&sample_table_workbook().unwrap(), &options(&draft));
    let again = import_table(&export_table(&draft, &read.details).unwrap(), &options(&draft));
    assert_eq!(read.details["I/1"].evidence, "Báo cáo số liệu có xác nhận");
    assert_eq!(again.details["I/1"].evidence, "Báo cáo số liệu có xác nhận");
}

#[test]
fn a_table_without_our_hidden_columns_keeps_its_tree() {
    let draft = sample_table();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Số TT", "Tiêu chí", "Điểm chuẩn", "Cách chấm"]) {
        sheet.write_string(3, column, heading).unwrap();
    }
    for (row, (_, node)) in (4..).zip(draft.lines()) {
        sheet.write_string(row, 0, &node.code).unwrap();
        sheet.write_string(row, 1, &node.name).unwrap();
        sheet.write_string(row, 2, node.max.plain(2).replace('.', ",")).unwrap();
        let how = node.kind().map(|k| exchange::workbook::table_import::how::say(k, 2)).unwrap_or_default();
        sheet.write_string(row, 3, how).unwrap();
    }
    let read = import_table(&book.save_to_buffer().unwrap(), &options(&draft));
    assert!(!read.has_errors(), "{:?}", read.findings);
    assert_eq!(read.draft.unwrap().nodes, draft.nodes);
}

fn sample() -> Table {
    Table::check(sample_table()).unwrap()
}

#[test]
fn a_form_keeps_what_was_known_and_gives_it_back() {
    let table = sample();
    let text = |t: &str| Some(t.to_owned());
    let given: BTreeMap<String, Given> = [
        ("I/1", Given { target: text("5"), actual: text("66.67"), ..Given::default() }),
        ("I/2", Given { percent: text("95.5"), ..Given::default() }),
        ("I/3", Given { achieved: Some(false), ..Given::default() }),
        ("II/1", Given { points: text("18.25"), ..Given::default() }),
        ("II/2", Given { not_assigned: Some(true), ..Given::default() }),
    ]
    .map(|(path, given)| (path.to_owned(), given))
    .into();
    let form = FormOf { table: &table, unit_key: "unit_1", unit_name: "Sóc Trăng", given: &given, evidence: &BTreeMap::new() };
    let bytes = export_form(&form).unwrap();
    let read = import_form(&bytes, &table, "unit_1", OldText::Offer);
    assert_eq!(read.findings, []);
    let entries: BTreeMap<String, Given> = read.entries.into_iter().map(|e| (e.path, e.given)).collect();
    assert_eq!(entries, given);
    assert_eq!(import_form(&bytes, &table, "unit_2", OldText::Offer).findings[0].code, "form-other");
    assert_eq!(import_form(&sample_table_workbook().unwrap(), &table, "unit_1", OldText::Offer).findings[0].code, "form-not-ours");
}

#[test]
fn an_empty_form_reports_nothing() {
    let bytes = sample_form_workbook().unwrap().unwrap();
    let read = import_form(&bytes, &sample(), "mau", OldText::Offer);
    assert_eq!((read.entries, read.findings), (vec![], vec![]));
}

fn names() -> Vec<UnitName> {
    ["Sóc Trăng", "Cà Mau"].map(|n| UnitName { key: n.to_owned(), names: vec![n.to_owned(), format!("Tỉnh {n}")] }).into()
}

/// Criteria down, two units across with three columns each; one bad figure.
fn across() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Kết quả").unwrap();
    sheet.write_string(0, 0, "STT").unwrap().write_string(0, 1, "Nội dung").unwrap();
    sheet.merge_range(0, 2, 0, 4, "SÓC TRĂNG", &Format::new()).unwrap();
    sheet.merge_range(0, 5, 0, 7, "tỉnh Cà Mau", &Format::new()).unwrap();
    for (column, part) in (2..).zip(["Chỉ tiêu", "Thực hiện", "Tự chấm"].repeat(2)) {
        sheet.write_string(1, column, part).unwrap();
    }
    let rows: [(&str, &str, [&str; 6]); 4] = [
        ("1", "Chỉ tiêu định lượng được giao", ["100", "120", "40", "0", "7,5", ""]),
        ("3", "Không để xảy ra vi phạm", ["", "", "Đạt", "", "", "0"]),
        ("1", "Chất lượng tổ chức phong trào", ["", "", "18,5", "", "", "21"]),
        ("2", "Số mô hình mới được nhân rộng", ["", "3", "", "", "Không giao", ""]),
    ];
    for (row, (number, name, figures)) in (2..).zip(rows) {
        sheet.write_string(row, 0, number).unwrap().write_string(row, 1, name).unwrap();
        for (column, figure) in (2..).zip(figures).filter(|(_, f)| !f.is_empty()) {
            match figure.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, figure).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn criteria_by_units_become_entries_with_findings_by_cell() {
    let read = import_results(&across(), &sample(), &names(), OldText::Offer);
    let errors: Vec<String> = read.findings.iter().filter(|f| f.is_error()).map(|f| format!("{} {}", f.code, f.place())).collect();
    assert_eq!(errors, ["entry-too-high Kết quả!H5"]);
    let of = |unit: usize, path: &str| read.units[unit].entries.iter().find(|e| e.path == path).map(|e| e.entry);
    assert_eq!(of(0, "I/1"), Some(Entry::Measured { target: Quantity::new(100, 0), actual: Quantity::new(120, 0) }));
    assert_eq!(of(1, "I/1"), Some(Entry::Measured { target: Quantity::ZERO, actual: Quantity::new(75, 1) }));
    assert_eq!((of(0, "I/3"), of(1, "I/3")), (Some(Entry::Achieved(true)), Some(Entry::Achieved(false))));
    assert_eq!((of(0, "II/1"), of(1, "II/1")), (Some(Entry::Points(Points(1_850))), None));
    assert_eq!((of(0, "II/2"), of(1, "II/2")), (Some(Entry::count(3)), Some(Entry::NotAssigned)));
}

#[test]
fn one_unit_takes_its_own_columns_from_the_clusters_workbook() {
    let read = import_unit(&across(), &sample(), &names()[0], OldText::Offer);
    let paths: Vec<&str> = read.entries.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["I/1", "I/3", "II/1", "II/2"]);
    let errors: Vec<String> = read.findings.iter().filter(|f| f.is_error()).map(|f| f.say(Lang::En)).collect();
    assert!(errors.is_empty(), "the other unit's bad figure is not this unit's: {errors:?}");
}

#[test]
fn units_nobody_knows_and_units_left_out_are_named() {
    let units = vec![UnitName { key: "An Giang".into(), names: vec!["An Giang".into()] }, names().remove(0)];
    let read = import_results(&across(), &sample(), &units, OldText::Offer);
    let said: Vec<(&str, String)> = read.findings.iter().map(|f| (f.code, f.place())).collect();
    assert!(said.contains(&("unit-unknown", "Kết quả!F1".into())), "{said:?}");
    assert!(said.contains(&("unit-absent", "Kết quả!A1".into())), "{said:?}");
    assert_eq!(import_results(&sample_table_workbook().unwrap(), &sample(), &units, OldText::Offer).findings[0].code, "units-missing");
}

#[test]
fn the_summary_is_written_for_every_unit() {
    let table = sample();
    let points: BTreeMap<String, Option<Points>> = table.draft().lines().into_iter().map(|(_, n)| (n.path.clone(), Some(n.max))).collect();
    let unit = |name: &str| UnitSummary {
        name: name.into(),
        points: points.clone(),
        total: Some(table.total()),
        max: Some(table.total()),
        rate: "100,00".into(),
        rank: "1".into(),
        class: String::new(),
    };
    let bytes = export_ranking(&table, &[unit("=Sóc Trăng"), unit("Cà Mau")], "Bảng tổng hợp điểm", "Tạm tính").unwrap();
    let book = exchange::workbook::grid::Book::read(&bytes).map_err(|f| f.say(values::Lang::En)).unwrap();
    assert_eq!(book.sheets[0].text(2, 3), "=Sóc Trăng");
    assert_eq!(book.sheets[0].text(3, 3), "70");
}

/// Formula criteria have no score cell and pass-or-fail ones no result cell, but people type there.
#[test]
fn a_figure_in_a_column_its_criterion_does_not_use_is_named() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in [(0, "giaouoc.form/1"), (1, "unit_1"), (2, sample().id()), (5, "I/3")] {
        sheet.write_string(row, 9, text).unwrap();
    }
    sheet.write_string(5, 4, "Đạt").unwrap();
    let read = import_form(&book.save_to_buffer().unwrap(), &sample(), "unit_1", OldText::Offer);
    assert_eq!(read.entries, []);
    let said: Vec<_> = read.findings.iter().map(|f| (f.code, f.cell.as_str())).collect();
    assert_eq!(said, [("form-misplaced", "E6")]);
}
