//! Sample workbooks, made by the same code that writes real ones. *Tệp mẫu.*

use std::collections::BTreeMap;

use scoring::kind::{BonusOutside, PerOccurrence, Proportional, Quantitative};
use scoring::{Body, Kind, Node, Rules, Table, TableDraft};
use values::Points;

use super::self_score_form::{FormOf, export_form};
use super::table_export::{NotWritten, export_table};
use super::table_import::LineDetail;

/// A small made-up table with one criterion of most kinds; sums to 100.
pub fn sample_table() -> TableDraft {
    let nodes = vec![
        group(
            "I",
            "Nhiệm vụ chuyên môn (ví dụ)",
            vec![
                leaf("I/1", "Chỉ tiêu định lượng được giao", 40, Kind::Quantitative(Quantitative::default())),
                leaf("I/2", "Tỷ lệ hoàn thành kế hoạch năm", 20, Kind::Proportional(Proportional { cap_at_max: true })),
                leaf("I/3", "Không để xảy ra vi phạm", 10, Kind::PassFail),
            ],
        ),
        group(
            "II",
            "Tổ chức phong trào thi đua (ví dụ)",
            vec![
                leaf("II/1", "Chất lượng tổ chức phong trào", 20, Kind::Direct),
                leaf("II/2", "Số mô hình mới được nhân rộng", 10, Kind::PerOccurrence(PerOccurrence { each: Points(250) })),
                leaf("II/3", "Điểm thưởng", 0, Kind::BonusOutside(BonusOutside { bonus_max: Points(500) })),
            ],
        ),
    ];
    TableDraft {
        id: "mau".to_owned(),
        title: "THANG BẢNG ĐIỂM (MẪU – DỮ LIỆU MINH HỌA)".to_owned(),
        year: 2026,
        rules: Rules::default(),
        nodes,
    }
}

fn group(path: &str, name: &str, children: Vec<Node>) -> Node {
    let max = Points(children.iter().map(|c| c.max.0).sum());
    node(path, name, max, Body::Group { cap: None, children })
}

fn leaf(path: &str, name: &str, max: i64, kind: Kind) -> Node {
    node(path, name, Points(max * 100), Body::Leaf(kind))
}

fn node(path: &str, name: &str, max: Points, body: Body) -> Node {
    let code = path.rsplit('/').next().unwrap_or(path).to_owned();
    Node { path: path.to_owned(), code, name: name.to_owned(), max, body }
}

/// `mau-thang-bang-diem.xlsx`
///
/// # Errors
/// Only if the library refuses.
pub fn sample_table_workbook() -> Result<Vec<u8>, NotWritten> {
    let evidence = |text: &str| LineDetail { evidence: text.to_owned(), ..LineDetail::default() };
    let details = [("I/1", evidence("Báo cáo số liệu có xác nhận")), ("II/1", evidence("Kế hoạch, báo cáo, hình ảnh"))];
    export_table(&sample_table(), &details.into_iter().map(|(path, d)| (path.to_owned(), d)).collect())
}

/// `mau-tu-cham.xlsx`; nothing where the sample table does not hold together.
///
/// # Errors
/// Only if the library refuses.
pub fn sample_form_workbook() -> Result<Option<Vec<u8>>, NotWritten> {
    let Ok(table) = Table::check(sample_table()) else { return Ok(None) };
    let (given, evidence) = (BTreeMap::new(), BTreeMap::new());
    export_form(&FormOf { table: &table, unit_key: "mau", unit_name: "Đơn vị mẫu", given: &given, evidence: &evidence }).map(Some)
}
