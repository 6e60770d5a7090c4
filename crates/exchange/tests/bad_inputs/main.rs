//! Bad workbooks: each gives a finding that names its place, in Vietnamese and English.
//!
//! The JSON ones (nesting, duplicated paths, float noise, wrong types) stand in `bad_json.rs`, the invalid pilot
//! table in `acceptance.rs`, and what nobody thought of in `fuzz.rs`.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod make;

use std::time::{Duration, Instant};

use exchange::workbook::Severity;
use exchange::workbook::cells::OldText;
use exchange::workbook::table_import::{ImportedTable, TableOptions, import_table};
use make::{date_at, formula_at, noise, number_at, raw, table, text_at, zip};
use rust_xlsxwriter::{Format, Workbook};
use values::Lang;

fn options() -> TableOptions {
    TableOptions { decimals: 2, old_text: OldText::Offer, id: "t".into(), title: "Bảng".into(), year: 2026 }
}

/// Reads `bytes` in under a second and expects a finding with `code` at `place`, said in both languages.
fn finds(bytes: &[u8], code: &str, place: &str, severity: Severity) -> ImportedTable {
    let started = Instant::now();
    let read = import_table(bytes, &options());
    let took = started.elapsed();
    let found = read.findings.iter().find(|f| f.code == code && f.place() == place);
    let found = found.unwrap_or_else(|| panic!("no {code} at «{place}» in {:#?}", read.findings));
    assert_eq!(found.severity, severity, "{code}");
    for lang in [Lang::Vi, Lang::En] {
        let said = found.say(lang);
        assert!(said.chars().count() > 8 && said.contains(place) && !said.contains('{'), "{said}");
    }
    assert!(took < Duration::from_secs(if cfg!(debug_assertions) { 5 } else { 1 }), "{code} took {took:?}");
    read
}

fn refuses(bytes: &[u8], code: &str, place: &str) {
    finds(bytes, code, place, Severity::Error);
}

fn warns(bytes: &[u8], code: &str, place: &str) {
    let read = finds(bytes, code, place, Severity::Warning);
    assert!(read.draft.is_some());
}

#[test]
fn the_sound_table_is_taken_without_a_word() {
    let read = import_table(&table(|_| ()), &options());
    assert_eq!(read.findings, []);
}

mod file {
    use super::*;

    #[test]
    fn w01_an_empty_file() {
        refuses(b"", "file-empty", "");
    }

    #[test]
    fn w02_a_pdf_named_xlsx() {
        refuses(b"%PDF-1.7 ...", "file-wrong-type", "");
    }

    #[test]
    fn w03_an_old_xls() {
        refuses(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....", "file-wrong-type", "");
    }

    #[test]
    fn w04_a_csv() {
        refuses("STT,Nội dung,Điểm\n1,a,2\n".as_bytes(), "file-wrong-type", "");
    }

    #[test]
    fn w05_an_open_document_sheet() {
        refuses(&zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<a/>")]), "file-wrong-type", "");
    }

    #[test]
    fn w06_a_word_document() {
        refuses(&zip(&[("word/document.xml", b"<a/>")]), "file-wrong-type", "");
    }

    #[test]
    fn w07_a_workbook_with_a_password() {
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        refuses(&[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &name].concat(), "file-locked", "");
    }

    #[test]
    fn w08_a_file_cut_short() {
        let whole = table(|_| ());
        refuses(&whole[..whole.len() / 2], "file-damaged", "");
    }

    #[test]
    fn w09_a_file_with_flipped_bytes() {
        let mut bytes = raw("<sheetData/>", "", &[("xl/media/a.bin", &noise(4))]);
        let middle = bytes.len() / 2;
        bytes[middle..middle + 40].fill(0);
        refuses(&bytes, "file-damaged", "");
    }

    #[test]
    fn w10_a_file_above_the_size_limit() {
        refuses(&vec![b'P'; exchange::workbook::guard::Limits::FILE_BYTES + 1], "file-too-large", "");
    }

    #[test]
    fn w11_a_zip_bomb() {
        let bomb = raw(&"<x/>".repeat(50), "", &[("xl/media/big.bin", &vec![0; 150_000_000])]);
        assert!(bomb.len() < 400_000);
        refuses(&bomb, "zip-bomb", "");
    }

    #[test]
    fn w12_a_bomb_hidden_behind_ballast() {
        let ballast = noise(1_200);
        refuses(&raw("", "", &[("xl/media/a.bin", &ballast), ("xl/media/big.bin", &vec![b'a'; 110_000_000])]), "zip-bomb", "");
    }

    #[test]
    fn w13_too_many_entries() {
        let names: Vec<String> = (0..2_100).map(|n| format!("xl/p{n}.xml")).collect();
        let parts: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), b"<a/>".as_slice())).collect();
        refuses(&zip(&parts), "zip-too-many-entries", "");
    }

    #[test]
    fn w14_an_archive_inside() {
        let inner = zip(&[("a.txt", b"a")]);
        refuses(&raw("", "", &[("xl/embeddings/a.zip", &inner)]), "zip-nested", "");
        refuses(&raw("", "", &[("xl/media/picture.png", &inner)]), "zip-nested", "");
    }

    #[test]
    fn w14b_a_table_of_texts_that_promises_more_than_memory() {
        for (count, before) in [("9999999999999999", 0), ("9999999999999999", 32_500), ("18446744073709551615", 32_560)] {
            let strings = format!("{}<sst uniqueCount = \"{count}\"/>", " ".repeat(before));
            refuses(&raw("", &strings, &[]), "file-damaged", "");
        }
    }

    #[test]
    fn w15_entities_in_xml() {
        let lol = b"<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">]><a>&lol;</a>";
        refuses(&raw("", "", &[("xl/theme/theme1.xml", lol)]), "xml-entities", "");
    }

    #[test]
    fn w16_xml_in_utf16() {
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain("<!DOCTYPE a>".bytes().flat_map(|b| [b, 0])).collect();
        refuses(&raw("", "", &[("xl/theme/theme1.xml", &utf16)]), "xml-encoding", "");
    }

    #[test]
    fn w17_a_workbook_with_macros() {
        refuses(&raw("", "", &[("xl/vbaProject.bin", b"x")]), "file-macros", "");
    }

    #[test]
    fn w18_a_zip_without_a_workbook() {
        refuses(&zip(&[("a.txt", b"a")]), "file-wrong-type", "");
    }

    #[test]
    fn w19_a_workbook_part_that_is_no_xml() {
        refuses(&zip(&[("xl/workbook.xml", b"\x00\x01<<<"), ("xl/_rels/workbook.xml.rels", b"<<")]), "file-damaged", "");
    }
}

mod sheet {
    use super::*;

    #[test]
    fn w20_a_grid_as_large_as_excel_allows() {
        let sheet = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
        refuses(&raw(sheet, "", &[]), "sheet-too-large", "Bảng!XFD1048576");
    }

    #[test]
    fn w21_a_shared_string_used_again_and_again() {
        let strings = format!("<si><t>{}</t></si>", "ă".repeat(30_000));
        let cells: String = (1..2_000).map(|n| format!(r#"<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>"#)).collect();
        let bytes = raw(&format!("<sheetData>{cells}</sheetData>"), &strings, &[("xl/media/a.bin", &noise(20))]);
        let read = import_table(&bytes, &options());
        assert_eq!(read.findings[0].code, "sheet-too-large");
    }

    #[test]
    fn w22_a_string_that_is_not_there() {
        let bytes = raw(r#"<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>"#, "", &[]);
        let read = import_table(&bytes, &options());
        assert!(read.has_errors(), "{:?}", read.findings);
    }

    #[test]
    fn w23_a_sheet_of_deeply_nested_xml() {
        let nested = "<a>".repeat(400_000);
        let bytes = raw(&format!("<sheetData>{nested}"), "", &[("xl/media/a.bin", &noise(20))]);
        assert!(import_table(&bytes, &options()).has_errors());
    }

    #[test]
    fn w24_only_hidden_sheets_hold_something() {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("Trống").unwrap();
        book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true).write_string(0, 0, "STT").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        refuses(&bytes, "header-missing", "Trống!A1");
        finds(&bytes, "sheet-hidden", "Ẩn", Severity::Warning);
    }

    #[test]
    fn w25_headings_nobody_knows() {
        let bytes = table(|sheet| {
            for (column, heading) in (0..).zip(["Alpha", "Beta", "Gamma", "Delta"]) {
                sheet.write_string(0, column, heading).unwrap();
            }
        });
        refuses(&bytes, "header-missing", "Bảng!A1");
    }

    #[test]
    fn w26_a_needed_column_is_missing() {
        refuses(&text_at(0, 2, "Điểm tự chấm"), "column-missing", "Bảng!A1");
    }

    #[test]
    fn w27_two_columns_mean_the_same() {
        refuses(&text_at(0, 4, "Điểm chuẩn"), "column-doubled", "Bảng!E1");
    }

    #[test]
    fn w28_a_column_of_no_use() {
        warns(&text_at(0, 4, "Điểm tự chấm"), "column-unknown", "Bảng!E1");
    }

    #[test]
    fn w29_a_hidden_row() {
        refuses(
            &table(|s| {
                s.set_row_hidden(2).unwrap();
            }),
            "row-hidden",
            "Bảng!3:3",
        );
    }

    #[test]
    fn w30_a_hidden_column() {
        refuses(
            &table(|s| {
                s.set_column_hidden(2).unwrap();
            }),
            "column-hidden",
            "Bảng!C:C",
        );
    }

    #[test]
    fn w31_merged_cells() {
        let bytes = table(|s| {
            s.merge_range(2, 3, 3, 3, "Chấm thẳng", &Format::new()).unwrap();
        });
        warns(&bytes, "cells-merged", "Bảng!D3:D4");
    }

    #[test]
    fn w32_two_sheets_hold_tables() {
        let mut book = Workbook::new();
        for name in ["Một", "Hai"] {
            let sheet = book.add_worksheet().set_name(name).unwrap();
            for (column, heading) in (0..).zip(make::HEADINGS) {
                sheet.write_string(0, column, heading).unwrap();
            }
            sheet.write_string(1, 0, "1").unwrap().write_string(1, 1, "a").unwrap().write_number(1, 2, 1).unwrap();
        }
        finds(&book.save_to_buffer().unwrap(), "sheet-not-read", "Hai", Severity::Warning);
    }

    #[test]
    fn w33_a_table_without_rows() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Bảng").unwrap();
        for (column, heading) in (0..).zip(make::HEADINGS) {
            sheet.write_string(0, column, heading).unwrap();
        }
        refuses(&book.save_to_buffer().unwrap(), "table-empty", "Bảng!A2");
    }
}

mod cell {
    use super::*;

    #[test]
    fn w34_text_in_a_number_cell() {
        refuses(&text_at(2, 2, "khoảng 6"), "number-not-read", "Bảng!C3");
    }

    #[test]
    fn w35_a_number_stored_as_text() {
        warns(&text_at(2, 2, "6,00"), "number-as-text", "Bảng!C3");
    }

    #[test]
    fn w36_a_thousand_or_one() {
        refuses(&text_at(2, 2, "1.000"), "number-ambiguous", "Bảng!C3");
    }

    #[test]
    fn w37_float_noise() {
        warns(&number_at(2, 2, 5.999_999_999_999_999), "number-noise", "Bảng!C3");
    }

    #[test]
    fn w38_more_decimals_than_the_table_has() {
        refuses(&number_at(2, 2, 12.989_999_999), "number-decimals", "Bảng!C3");
    }

    #[test]
    fn w39_a_negative_maximum() {
        refuses(&number_at(2, 2, -6.0), "number-negative", "Bảng!C3");
    }

    #[test]
    fn w40_a_number_beyond_measure() {
        refuses(&number_at(2, 2, 1e300), "number-digits", "Bảng!C3");
    }

    #[test]
    fn w41_a_missing_maximum() {
        refuses(
            &table(|s| {
                s.write_blank(2, 2, &Format::new()).unwrap();
            }),
            "number-missing",
            "Bảng!C3",
        );
    }

    #[test]
    fn w42_a_date_for_a_number() {
        refuses(&date_at(2, 2), "cell-date", "Bảng!C3");
    }

    #[test]
    fn w43_a_printed_number_excel_turned_into_a_date() {
        refuses(&date_at(2, 0), "cell-date", "Bảng!A3");
    }

    #[test]
    fn w44_an_error_cell() {
        let bytes = raw(
            r#"<sheetData><row r="1"><c r="A1" t="str"><v>STT</v></c><c r="B1" t="str"><v>Nội dung</v></c><c r="C1" t="str"><v>Điểm tối đa</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>a</v></c><c r="C2" t="e"><f>#REF!+1</f><v>#REF!</v></c></row></sheetData>"#,
            "",
            &[],
        );
        refuses(&bytes, "cell-error", "Bảng!C2");
    }

    #[test]
    fn w45_a_formula_that_was_never_computed() {
        for value in ["", "<v/>", "<v></v>"] {
            let sheet = format!(
                r#"<sheetData><row r="1"><c r="A1" t="str"><v>STT</v></c><c r="B1" t="str"><v>Nội dung</v></c><c r="C1" t="str"><v>Điểm tối đa</v></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>a</v></c><c r="C2"><f>1+1</f>{value}</c></row></sheetData>"#
            );
            refuses(&raw(&sheet, "", &[]), "cell-uncomputed", "Bảng!C2");
        }
    }

    #[test]
    fn w46_a_formula_counts_by_its_result() {
        let read = import_table(&formula_at(1, 2, "=SUM(C3:C4)", "10"), &options());
        assert_eq!(read.findings, []);
        refuses(&formula_at(1, 2, "=SUM(C3:C4)", "11"), "sum-differs", "Bảng!C2");
    }

    #[test]
    fn w47_text_in_tcvn3() {
        refuses(&text_at(2, 1, "Thùc hiÖn chÕ ®é b¸o c¸o"), "old-encoding", "Bảng!B3");
    }

    #[test]
    fn w48_text_in_vni() {
        refuses(&text_at(2, 1, "Thöïc hieän cheá ñoä baùo caùo"), "old-encoding", "Bảng!B3");
    }

    #[test]
    fn w58_a_sheet_and_a_cell_that_turn_the_reading_around() {
        let bytes = table(|s| {
            s.set_name("Bảng\u{202e}").unwrap().write_string(2, 2, "\u{202e}khoảng\n6\u{2066}\u{2028}").unwrap();
        });
        let read = finds(&bytes, "number-not-read", "Bảng\\u202e!C3", Severity::Error);
        let found = read.findings.iter().find(|f| f.code == "number-not-read").unwrap();
        assert_eq!(found.arg("value", Lang::Vi), "khoảng 6");
    }

    #[test]
    fn w47_w48_old_text_is_converted_when_asked() {
        for text in ["Thùc hiÖn chÕ ®é b¸o c¸o", "Thöïc hieän cheá ñoä baùo caùo"] {
            let read = import_table(&text_at(2, 1, text), &TableOptions { old_text: OldText::Convert, ..options() });
            assert!(!read.has_errors());
            assert_eq!(read.findings[0].arg("read", Lang::Vi), "Thực hiện chế độ báo cáo");
        }
    }
}

mod tree {
    use super::*;

    #[test]
    fn w49_a_number_twice() {
        refuses(&text_at(3, 0, "1"), "stt-repeated", "Bảng!A4");
    }

    #[test]
    fn w50_a_number_nobody_reads() {
        refuses(&text_at(3, 0, "mục hai ?"), "stt-unreadable", "Bảng!A4");
    }

    #[test]
    fn w51_a_number_without_its_parent() {
        refuses(&text_at(3, 0, "7.1.2"), "stt-parent-missing", "Bảng!A4");
    }

    #[test]
    fn w52_sums_that_do_not_match_are_both_shown() {
        let read = finds(&number_at(2, 2, 7.0), "sum-differs", "Bảng!C2", Severity::Error);
        let found = read.findings.iter().find(|f| f.code == "sum-differs").unwrap();
        assert!(found.say(Lang::Vi).contains("10") && found.say(Lang::Vi).contains("11"));
        refuses(&number_at(4, 2, 9.0), "total-differs", "Bảng!C5");
    }

    #[test]
    fn w53_a_way_of_scoring_nobody_reads_is_taken_as_direct() {
        warns(&text_at(2, 3, "Theo hướng dẫn riêng"), "how-assumed", "Bảng!D3");
        warns(&text_at(2, 3, ""), "how-missing", "Bảng!D3");
        let assumed = |how: &str| import_table(&text_at(2, 3, how), &options()).details.values().filter(|line| line.assumed).count();
        assert_eq!(assumed("Theo hướng dẫn riêng"), assumed("Chấm điểm trực tiếp") + 1);
    }

    #[test]
    fn w54_a_criterion_without_wording() {
        refuses(&text_at(2, 1, ""), "name-missing", "Bảng!A3");
    }

    #[test]
    fn w55_a_left_out_number() {
        warns(&text_at(3, 0, "4"), "stt-gap", "Bảng!A4");
    }

    #[test]
    fn w56_rows_nested_without_end() {
        let bytes = table(|s| {
            for row in 1..60 {
                s.write_string(row, 0, vec!["1"; usize::try_from(row).unwrap()].join(".")).unwrap();
                s.write_string(row, 1, "a").unwrap();
                s.write_number(row, 2, 1).unwrap();
                s.write_string(row, 3, "").unwrap();
            }
        });
        let read = import_table(&bytes, &options());
        assert!(read.findings.iter().any(|f| f.code == "too-deep" && f.place() == "Bảng!A14"), "{:?}", read.findings);
    }

    #[test]
    fn w57_ids_that_repeat_or_point_nowhere() {
        let with_ids = |ids: [(&'static str, &'static str); 3]| {
            table(move |s| {
                s.write_string(0, 4, "Mã dòng").unwrap().write_string(0, 5, "Mã nhóm").unwrap();
                for (row, (path, group)) in (1..).zip(ids) {
                    s.write_string(row, 4, path).unwrap().write_string(row, 5, group).unwrap();
                }
            })
        };
        refuses(&with_ids([("I", ""), ("I/1", "I"), ("I/1", "I")]), "path-repeated", "Bảng!A4");
        refuses(&with_ids([("I", "I/2"), ("I/1", "I"), ("I/2", "I/1")]), "path-unknown", "Bảng!A2");
    }
}

#[test]
fn all_problems_come_at_once() {
    let bytes = table(|s| {
        s.write_string(1, 2, "mười").unwrap();
        s.write_number(2, 2, -1).unwrap();
        s.write_number(3, 2, 1.234).unwrap();
    });
    let codes: Vec<&str> = import_table(&bytes, &options()).findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["number-not-read", "number-negative", "number-decimals"]);
}
