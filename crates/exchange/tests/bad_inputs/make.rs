//! Makes workbooks and broken files in memory.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The usual headings.
pub const HEADINGS: [&str; 4] = ["STT", "Nội dung", "Điểm tối đa", "Cách tính"];

/// A small sound table: number, wording, maximum, way of scoring.
pub const SOUND: [(&str, &str, f64, &str); 4] = [
    ("I", "Nhóm một", 10.0, ""),
    ("1", "Tiêu chí một", 6.0, "Chấm thẳng"),
    ("2", "Tiêu chí hai", 4.0, "Đạt / không đạt"),
    ("", "Tổng cộng", 10.0, ""),
];

/// A workbook with the sound table, changed by `change`. Headings stand in row 1, the group in row 2.
pub fn table(change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Bảng").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string(0, column, heading).unwrap();
    }
    for (row, (number, name, max, how)) in (1..).zip(SOUND) {
        sheet.write_string(row, 0, number).unwrap();
        sheet.write_string(row, 1, name).unwrap();
        sheet.write_number(row, 2, max).unwrap();
        sheet.write_string(row, 3, how).unwrap();
    }
    change(sheet);
    book.save_to_buffer().unwrap()
}

/// The sound table with another content in one cell.
pub fn text_at(row: u32, column: u16, text: &str) -> Vec<u8> {
    table(|sheet| {
        sheet.write_blank(row, column, &Format::new()).unwrap();
        sheet.write_string(row, column, text).unwrap();
    })
}

/// The sound table with another number in one cell.
pub fn number_at(row: u32, column: u16, number: f64) -> Vec<u8> {
    table(|sheet| {
        sheet.write_number(row, column, number).unwrap();
    })
}

/// The sound table with a formula and its stored result in one cell.
pub fn formula_at(row: u32, column: u16, formula: &str, result: &str) -> Vec<u8> {
    table(|sheet| {
        sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap();
    })
}

/// The sound table with a date in one cell.
pub fn date_at(row: u32, column: u16) -> Vec<u8> {
    table(|sheet| {
        sheet.write_number_with_format(row, column, 45_000.0, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    })
}

/// A zip of the given parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Bảng" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook written by hand: the sheet's inner XML, its shared strings, and further parts.
pub fn raw(sheet: &str, strings: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    let strings = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ];
    parts.extend_from_slice(more);
    zip(&parts)
}

/// `kilobytes` of numbers that hardly compress.
pub fn noise(kilobytes: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        u8::try_from(state & 255).unwrap()
    };
    (0..kilobytes * 1_000).map(|_| next()).collect()
}
