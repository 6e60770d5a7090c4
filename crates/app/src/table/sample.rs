//! The sample a cluster can begin from: 950 points and 50 for bonuses. *Mẫu 1.000 điểm.*
//!
//! The split is one a real cluster used; the lines are to be replaced by the cluster's own.

use scoring::kind::{PerOccurrence, Proportional, Quantitative};
use scoring::{Body, Kind, Node, Rules, TableDraft};
use values::Points;

use super::details::{Detail, Details};

const TITLE: &str = "Thang bảng điểm thi đua";

/// The sample for a year.
pub fn sample(id: String, year: i32) -> (TableDraft, Details) {
    let nodes = vec![
        group(
            "I",
            "Thực hiện chỉ tiêu, nhiệm vụ chuyên môn",
            vec![
                leaf("I/1", "Chỉ tiêu được giao, so với đơn vị dẫn đầu", 200, Kind::Quantitative(Quantitative::default())),
                leaf("I/2", "Tỷ lệ hoàn thành chương trình công tác năm", 150, Kind::Proportional(Proportional { cap_at_max: true })),
                leaf("I/3", "Chất lượng tham mưu", 100, Kind::Direct),
                leaf("I/4", "Chấp hành chế độ thông tin, báo cáo", 50, Kind::PassFail),
            ],
        ),
        group(
            "II",
            "Chấp hành chủ trương, pháp luật; xây dựng đơn vị",
            vec![
                leaf("II/1", "Không có cán bộ vi phạm bị xử lý kỷ luật", 100, Kind::PassFail),
                leaf("II/2", "Cải cách hành chính", 75, Kind::Direct),
                leaf("II/3", "Xây dựng tổ chức đảng, đoàn thể", 75, Kind::Direct),
            ],
        ),
        group(
            "III",
            "Tổ chức phong trào thi đua, công tác khen thưởng",
            vec![
                leaf("III/1", "Kế hoạch, phát động phong trào thi đua", 60, Kind::PassFail),
                leaf(
                    "III/2",
                    "Mô hình mới, điển hình tiên tiến được nhân rộng",
                    80,
                    Kind::PerOccurrence(PerOccurrence { each: Points(2000) }),
                ),
                leaf("III/3", "Hồ sơ khen thưởng đúng thời hạn", 60, Kind::PassFail),
            ],
        ),
        group(
            "IV",
            "Điểm thưởng",
            vec![leaf("IV/1", "Thành tích đột xuất, tiêu biểu", 50, Kind::PerOccurrence(PerOccurrence { each: Points(1000) }))],
        ),
    ];
    let details = nodes.iter().flat_map(Node::children).map(|node| (node.path.clone(), words(node))).collect();
    (TableDraft { id, title: format!("{TITLE} năm {year}"), year, rules: Rules::default(), nodes }, details)
}

fn words(node: &Node) -> Detail {
    let needed = !matches!(node.kind(), Some(Kind::Direct));
    Detail { evidence: "Báo cáo, văn bản của đơn vị".into(), evidence_needed: needed, scale: 2, ..Detail::default() }
}

fn group(path: &str, name: &str, children: Vec<Node>) -> Node {
    let max = Points(children.iter().map(|child| child.max.0).sum());
    node(path, name, max, Body::Group { cap: None, children })
}

fn leaf(path: &str, name: &str, max: i64, kind: Kind) -> Node {
    node(path, name, Points(max * 100), Body::Leaf(kind))
}

fn node(path: &str, name: &str, max: Points, body: Body) -> Node {
    Node { path: path.to_owned(), code: path.replace('/', "."), name: name.to_owned(), max, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_holds_together_and_makes_950_and_50() {
        let (draft, details) = sample("mau".into(), 2026);
        assert_eq!(draft.findings(), Vec::new());
        assert_eq!((draft.total(), draft.nodes[3].max), (Points(100_000), Points(5_000)));
        assert_eq!(details.len(), draft.lines().len() - draft.nodes.len());
    }
}
