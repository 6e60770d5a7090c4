//! Finds the heading row of a scoring table by what its columns are called.

use std::collections::BTreeMap;

use super::super::fold::fold;
use super::super::grid::Sheet;

/// A column people use in a scoring table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    Number,
    Name,
    Max,
    How,
    Unit,
    Evidence,
    Source,
    Note,
    /// Written by our own export, hidden.
    Path,
    /// Written by our own export, hidden.
    Parent,
}

impl Column {
    /// What the column is called in our own export and in findings.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Number => "STT",
            Self::Name => "Nội dung",
            Self::Max => "Điểm tối đa",
            Self::How => "Cách tính",
            Self::Unit => "Đơn vị tính",
            Self::Evidence => "Minh chứng",
            Self::Source => "Cơ quan thẩm định",
            Self::Note => "Ghi chú",
            Self::Path => "Mã dòng",
            Self::Parent => "Mã nhóm",
        }
    }

    pub const REQUIRED: [Self; 3] = [Self::Number, Self::Name, Self::Max];
}

/// Folded headings; one that ends in `*` is a beginning.
const NAMES: &[(Column, &[&str])] = &[
    (Column::Path, &["ma dong"]),
    (Column::Parent, &["ma nhom"]),
    (Column::Number, &["stt", "so tt", "tt", "so thu tu", "muc", "ma", "no", "ma so"]),
    (Column::Unit, &["don vi tinh", "dvt", "unit of measure"]),
    (Column::Max, &["diem toi da*", "diem chuan*", "diem", "thang diem*", "so diem*", "toi da", "diem tieu chi", "max*", "maximum*"]),
    (
        Column::How,
        &[
            "cach tinh*",
            "cach cham*",
            "phuong phap*",
            "cong thuc*",
            "huong dan cham*",
            "loai*",
            "loai tieu chi",
            "cach thuc*",
            "how*",
            "formula",
        ],
    ),
    (Column::Evidence, &["minh chung*", "tai lieu minh chung*", "tai lieu kiem chung*", "tai lieu*", "evidence"]),
    (
        Column::Source,
        &[
            "co quan tham dinh*",
            "don vi tham dinh*",
            "co quan cham*",
            "don vi cung cap*",
            "co quan cung cap*",
            "don vi phu trach*",
            "source",
        ],
    ),
    (Column::Note, &["ghi chu*", "note*"]),
    (
        Column::Name,
        &[
            "noi dung*",
            "tieu chi*",
            "noi dung thi dua*",
            "chi tieu thi dua",
            "ten tieu chi",
            "nhiem vu*",
            "criterion",
            "criteria",
            "content",
        ],
    ),
];

/// The column a heading names.
pub fn column_of(heading: &str) -> Option<Column> {
    let folded = fold(heading);
    let names = |patterns: &[&str]| patterns.iter().any(|p| p.strip_suffix('*').map_or(folded == **p, |start| folded.starts_with(start)));
    NAMES.iter().find(|(_, patterns)| !folded.is_empty() && names(patterns)).map(|(column, _)| *column)
}

/// A heading row that was found.
#[derive(Clone, Debug, Default)]
pub struct Header {
    pub row: u32,
    /// The first row under the heading.
    pub body: u32,
    pub columns: BTreeMap<Column, u32>,
    /// Columns with headings that mean the same: heading, first column, second column.
    pub doubled: Vec<(Column, u32, u32)>,
    /// Columns whose heading says nothing to us.
    pub unknown: Vec<(u32, String)>,
}

impl Header {
    pub fn of(&self, column: Column) -> Option<u32> {
        self.columns.get(&column).copied()
    }

    pub fn missing(&self) -> Vec<Column> {
        Column::REQUIRED.into_iter().filter(|c| !self.columns.contains_key(c)).collect()
    }
}

/// The best heading row among the first forty: the one that names most columns.
pub fn find(sheet: &Sheet) -> Option<Header> {
    let rows = sheet.rows().into_iter().take(40);
    let found = rows.map(|row| read(sheet, row)).filter(|h| h.columns.len() >= 2);
    let mut best = found.reduce(|best, next| if next.columns.len() > best.columns.len() { next } else { best })?;
    best.body = body_after(sheet, &best);
    Some(best)
}

fn read(sheet: &Sheet, row: u32) -> Header {
    let mut header = Header { row, ..Header::default() };
    for (at, cell) in sheet.row(row) {
        let text = cell.text();
        match column_of(&text) {
            None => header.unknown.push((at, text)),
            Some(column) => match header.columns.get(&column) {
                Some(first) => header.doubled.push((column, *first, at)),
                None => drop(header.columns.insert(column, at)),
            },
        }
    }
    header
}

/// Skips the rows a tall heading spans and a row of column numbers `(1) (2) (3)`.
fn body_after(sheet: &Sheet, header: &Header) -> u32 {
    let tall = sheet.merged.iter().filter(|m| m.first.row == header.row && header.columns.values().any(|c| m.first.column == *c));
    let next = tall.map(|m| m.last.row + 1).max().unwrap_or(header.row + 1);
    if is_counting_row(sheet, next) { next + 1 } else { next }
}

fn is_counting_row(sheet: &Sheet, row: u32) -> bool {
    let texts: Vec<String> = sheet.row(row).map(|(_, cell)| fold(&cell.text())).collect();
    texts.len() >= 3 && texts.iter().zip(1..).all(|(t, n): (&String, u32)| *t == n.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_their_many_spellings() {
        for (heading, column) in [
            ("Số TT", Column::Number),
            ("STT", Column::Number),
            ("NỘI DUNG TIÊU CHÍ", Column::Name),
            ("Tiêu chí", Column::Name),
            ("Điểm chuẩn", Column::Max),
            ("Điểm\ntối đa", Column::Max),
            ("Cách tính điểm", Column::How),
            ("Tài liệu minh chứng", Column::Evidence),
            ("Cơ quan thẩm định", Column::Source),
            ("Đơn vị tính", Column::Unit),
            ("Mã dòng", Column::Path),
        ] {
            assert_eq!(column_of(heading), Some(column), "{heading}");
        }
        assert_eq!(column_of("Điểm tự chấm"), None);
        assert_eq!(column_of(""), None);
    }
}
