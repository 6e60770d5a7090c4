//! What holds whatever arrives: the readers answer with findings that name a place, or take it and write it back
//! the same. Used by the mutated files of the tests and by the guided search in `fuzz/`.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use exchange::json::{Layout, Value, parse, write};
use exchange::workbook::cells::OldText;
use exchange::workbook::results_import::{UnitName, import_results};
use exchange::workbook::samples::sample_table;
use exchange::workbook::self_score_form::import_form;
use exchange::workbook::table_export::export_table;
use exchange::workbook::table_import::{TableOptions, import_table};
use exchange::{Finding, read_results_draft, read_table_draft, score_command, write_table};
use scoring::{Given, ResultsDraft, Table};
use values::Lang;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Each finding has a code, a sentence in both languages, and says where.
fn named(findings: &[Finding]) {
    assert!(!findings.is_empty());
    for finding in findings {
        assert!(finding.at.is_some() || finding.place.path.is_some() || finding.place.unit.is_some(), "{finding:?}");
        assert!(!finding.code.is_empty() && !finding.say(Lang::Vi).is_empty() && !finding.say(Lang::En).is_empty());
    }
}

/// A table's file.
pub fn table(bytes: &[u8]) {
    match read_table_draft(bytes) {
        Err(findings) => named(&findings),
        Ok(draft) => {
            let written = write_table(&draft, Layout::Compact);
            let again = read_table_draft(written.as_bytes());
            assert_eq!(again.as_ref(), Ok(&draft));
            assert_eq!(write_table(&again.unwrap(), Layout::Compact), written);
            drop(Table::check(draft));
        }
    }
}

/// A file of results.
pub fn results(bytes: &[u8]) {
    match read_results_draft(bytes) {
        Err(findings) => named(&findings),
        Ok(draft) => assert_eq!(read_results_draft(results_text(&draft).as_bytes()), Ok(draft)),
    }
}

/// The whole command on two files.
pub fn command(table: &[u8], results: &[u8]) {
    let outcome = score_command(table, results);
    assert_eq!(outcome.status == 1, !outcome.stderr.is_empty());
    parse(outcome.stdout.as_bytes()).unwrap();
}

/// Results as the file format writes them.
fn results_text(draft: &ResultsDraft) -> String {
    let texts = |names: &[String]| Value::List(names.iter().map(Value::text).collect());
    let entry = |unit: &str, path: &str, given: &Given| {
        let flags = [("not_assigned", given.not_assigned), ("achieved", given.achieved)];
        let quantities = [
            ("target", &given.target),
            ("actual", &given.actual),
            ("points", &given.points),
            ("percent", &given.percent),
            ("count", &given.count),
            ("bonus", &given.bonus),
            ("deduction", &given.deduction),
            ("value", &given.value),
        ];
        let mut fields = vec![("unit".to_owned(), Value::text(unit)), ("path".to_owned(), Value::text(path))];
        fields.extend(flags.iter().filter_map(|(name, flag)| flag.map(|flag| ((*name).to_owned(), Value::Bool(flag)))));
        fields.extend(quantities.iter().filter_map(|(name, text)| text.as_ref().map(|text| ((*name).to_owned(), Value::text(text)))));
        Value::Object(fields)
    };
    let mut fields = vec![("format".to_owned(), Value::text("giaouoc.results/1")), ("table".to_owned(), Value::text(&draft.table))];
    fields.push(("units".to_owned(), texts(&draft.units)));
    fields.extend(draft.participants.as_ref().map(|names| ("participants".to_owned(), texts(names))));
    let entries = draft.entries.iter().map(|one| entry(&one.unit, &one.path, &one.given)).collect();
    fields.push(("entries".to_owned(), Value::List(entries)));
    write(&Value::Object(fields), Layout::Compact)
}

/// The parts of a workbook, unpacked.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        parts.push((file.name().unwrap().into_owned(), content));
    }
    parts
}

pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name.as_str(), SimpleFileOptions::default().compression_method(CompressionMethod::Stored)).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Every reader of workbooks meets the bytes.
pub fn workbook(bytes: &[u8]) {
    let options = TableOptions { decimals: 2, old_text: OldText::Offer, id: "mau".into(), title: "Bảng".into(), year: 2026 };
    let read = import_table(bytes, &options);
    assert!(read.draft.is_some() || !read.findings.is_empty());
    if let Some(draft) = read.draft.filter(|_| read.findings.is_empty()) {
        let written = export_table(&draft, &BTreeMap::new()).unwrap();
        assert_eq!(import_table(&written, &options).draft, Some(draft));
    }
    let table = Table::check(sample_table()).unwrap();
    let units = [UnitName { key: "mau".into(), names: vec!["Đơn vị mẫu".into()] }];
    let all = import_results(bytes, &table, &units, OldText::Offer);
    assert!(!all.units.is_empty() || !all.findings.is_empty());
    drop(import_form(bytes, &table, "mau", OldText::Offer));
}
