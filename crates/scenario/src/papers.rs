//! The evidence of the story: ninety short papers, each serving the criteria of one part of the table.

use crate::cast::{UNITS, Unit};
use crate::figures::{Detail, Figure, details, results};
use crate::pdf::Paper;

/// One paper of one unit and the criteria it is attached to. *Minh chứng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub unit: &'static str,
    /// File name a person would give.
    pub name: String,
    pub paper: Paper,
    /// Day of the paper in 2018.
    pub dated: &'static str,
    pub serves: Vec<&'static str>,
}

/// A part of the table that one paper covers: its path, what the paper is about, its day.
const PARTS: [(&str, &str, &str); 11] = [
    ("I/1/", "Báo cáo kết quả công tác tham mưu, thực hiện chương trình công tác", "2018-11-05"),
    ("I/2/", "Báo cáo kết quả giữ gìn trật tự, an toàn xã hội", "2018-11-06"),
    ("I/3/", "Báo cáo kết quả cải cách hành chính", "2018-11-07"),
    ("I/4/", "Báo cáo phong trào toàn dân bảo vệ an ninh Tổ quốc", "2018-11-08"),
    ("I/5/", "Báo cáo kết quả phục vụ phát triển kinh tế - xã hội", "2018-11-08"),
    ("II/1/", "Báo cáo công tác chính trị, tư tưởng", "2018-11-09"),
    ("II/2/", "Báo cáo công tác tổ chức cán bộ, đào tạo", "2018-11-09"),
    ("II/3/", "Báo cáo công tác kiểm tra, kỷ luật, hậu cần", "2018-11-12"),
    ("III/1/", "Báo cáo tổ chức phong trào thi đua", "2018-11-12"),
    ("III/2/", "Danh mục báo cáo đã gửi trong năm", "2018-11-13"),
    ("III/3/", "Thống kê khen thưởng và điển hình tiên tiến", "2018-11-13"),
];

/// Papers beside the eleven of each unit: the head's and the deputy's share in the cluster's work.
const MORE: [(&str, &str); 2] =
    [("soc-trang", "Kế hoạch đăng cai hội nghị của cụm"), ("ca-mau", "Kế hoạch đăng cai hoạt động chung của cụm")];

/// The two criteria whose evidence is missing, so that the sheet has something to warn of.
pub const MISSING: [(&str, &str); 2] = [("tra-vinh", "I/3/5"), ("bac-lieu", "II/3/1")];

/// All ninety papers, unit by unit.
pub fn all() -> Vec<Piece> {
    let (details, results) = (details(), results());
    UNITS.iter().flat_map(|unit| of_unit(unit, &details, &results)).collect()
}

fn of_unit(unit: &Unit, details: &[Detail], results: &[Figure]) -> Vec<Piece> {
    let said = |path: &&'static str| sentence(path, unit, details, results);
    let ordinary = PARTS.iter().map(|(part, about, dated)| (serving(unit, part, details), *about, *dated));
    let more = MORE.iter().filter(|(key, _)| *key == unit.key).map(|(_, about)| (vec!["IV/3"], *about, "2018-02-26"));
    ordinary
        .chain(more)
        .enumerate()
        .map(|(at, (serves, about, dated))| piece(unit, at + 1, (about, dated), serves.iter().map(said).collect(), serves))
        .collect()
}

/// The criteria of one part that want evidence; bonus lines are proved by the last paper.
fn serving(unit: &Unit, part: &str, details: &[Detail]) -> Vec<&'static str> {
    let belongs = |path: &str| path.starts_with(part) || (part == "III/3/" && path.starts_with("IV/") && path != "IV/3");
    let wanted = details.iter().filter(|d| !d.evidence.is_empty() && belongs(d.path));
    wanted.map(|d| d.path).filter(|path| !MISSING.contains(&(unit.key, *path))).collect()
}

/// What a paper says of one criterion: the figure the unit reports, where it can be counted.
fn sentence(path: &str, unit: &Unit, details: &[Detail], results: &[Figure]) -> String {
    let code = path.replace('/', ".");
    let measure = details.iter().find(|d| d.path == path).map_or("", |d| d.measure);
    let text = results.iter().find(|r| r.path == path && r.unit == unit.key).map_or("", |r| r.text);
    match measure {
        "" | "lần" => format!("- Mục {code}: kết quả đã nêu trong bảng tự chấm điểm của đơn vị."),
        _ => format!("- Mục {code}: {text} {measure}."),
    }
}

fn piece(unit: &Unit, number: usize, (about, dated): (&str, &'static str), said: Vec<String>, serves: Vec<&'static str>) -> Piece {
    let [_, month, day] = parts(dated);
    let mut lines = vec!["Căn cứ chương trình công tác và giao ước thi đua đã ký, đơn vị báo cáo kết quả như sau:".to_owned()];
    lines.extend(said);
    lines.push("Tài liệu dùng để tập gắn minh chứng và thẩm định; không có giá trị văn bản.".to_owned());
    Piece {
        unit: unit.key,
        name: format!("{number:02}-BC-MH {}.pdf", unit.short),
        paper: Paper {
            issuer: format!("{} (minh họa)", unit.name),
            number: format!("{number:02}/BC-MH"),
            dated: format!("{}, ngày {day} tháng {} năm 2018", unit.short, month_of(month)),
            about: about.to_owned(),
            lines,
        },
        dated,
        serves,
    }
}

/// Months from March on are written without a leading zero.
fn month_of(month: &str) -> &str {
    if matches!(month, "01" | "02") { month } else { month.trim_start_matches('0') }
}

fn parts(iso: &'static str) -> [&'static str; 3] {
    iso.split('-').collect::<Vec<_>>().try_into().unwrap_or(["", "", ""])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_ninety_papers() {
        assert_eq!(all().len(), 90);
    }

    #[test]
    fn two_criteria_have_no_evidence() {
        let details = details();
        let wanted = |unit: &Unit, path: &str| path != "IV/3" || MORE.iter().any(|(key, _)| *key == unit.key);
        let pieces = all();
        let missing: Vec<(&str, &str)> = UNITS
            .iter()
            .flat_map(|unit| details.iter().filter(|d| !d.evidence.is_empty() && wanted(unit, d.path)).map(|d| (unit.key, d.path)))
            .filter(|(unit, path)| !pieces.iter().any(|p| p.unit == *unit && p.serves.contains(path)))
            .collect();
        assert_eq!(missing, [("bac-lieu", "II/3/1"), ("tra-vinh", "I/3/5")]);
    }

    #[test]
    fn the_papers_dates_follow_the_rule_of_leading_zeros() {
        assert!(all().iter().any(|p| p.paper.dated == "Sóc Trăng, ngày 26 tháng 02 năm 2018"));
        assert!(all().iter().any(|p| p.paper.dated == "Trà Vinh, ngày 05 tháng 11 năm 2018"));
    }
}
