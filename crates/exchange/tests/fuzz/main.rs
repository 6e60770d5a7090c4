//! Mutated files: whatever arrives, the readers answer with findings that name a place, or take it and write it
//! back the same. Never a panic.
//!
//! Each run tries the same few thousand cases; `FUZZ_CASES=100` tries a hundred times as many, further ones.

#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod holds;

use exchange::json::{Layout, parse, write};
use exchange::workbook::number::{Mark, plain_of_typed};
use exchange::workbook::samples::{sample_form_workbook, sample_table_workbook};
use values::{Date, Quantity};

use holds::{packed, unpacked};

const TABLES: [&[u8]; 3] = [
    include_bytes!("../data/table-pilot-invalid.json"),
    r#"{"format":"giaouoc.table/1","id":"t","title":"Bảng","year":2025,"rules":{"rounding":{"decimals":2,"mode":"half_even"},"not_assigned":"none","ties":"shared"},"nodes":[{"path":"I","code":"I","name":"Nhóm","max":"17.00","kind":"group","cap":"16.00","children":[{"path":"q","code":"1","name":"","max":"5.00","kind":"quantitative","leader":"absolute","no_target":"zero","direction":"lower"},{"path":"p","code":"2","name":"","max":"5.00","kind":"proportional","cap_at_max":false},{"path":"o","code":"3","name":"","max":"5.00","kind":"per_occurrence","each":"0.50"},{"path":"b","code":"4","name":"","max":"0.00","kind":"bonus_deduction","bonus_each":"0.50","deduction_each":"1.00","min":"-5.00"},{"path":"t","code":"5","name":"","max":"2.00","kind":"bands","input":"days_late","bands":[{"to":"0","to_inclusive":true,"points":"2.00"},{"from":"1","points":"0.00"}]},{"path":"x","code":"6","name":"","max":"0.00","kind":"bonus_outside","bonus_max":"3.00"}]}]}"#
        .as_bytes(),
    include_bytes!("../data/table-commune-2025.json"),
];

const RESULTS: [&[u8]; 2] = [
    r#"{"format":"giaouoc.results/1","table":"t","units":["U1","U2"],"participants":["U1","U2"],"entries":[{"unit":"U1","path":"q","target":"10","actual":"12.5"},{"unit":"U2","path":"q","actual":"0.000001"},{"unit":"U1","path":"p","percent":"120"},{"unit":"U1","path":"o","count":"3"},{"unit":"U1","path":"b","bonus":"1","deduction":"2"},{"unit":"U1","path":"t","value":"1"},{"unit":"U1","path":"x","points":"3.00"},{"unit":"U2","path":"o","not_assigned":true}]}"#
        .as_bytes(),
    include_bytes!("../data/results-commune-2025.json"),
];

/// What numbers become, and what is put into texts.
const NOISE: [&str; 24] = [
    "-0",
    "5.",
    ".5",
    "+1",
    "1e9",
    "1e-7",
    "12.989999999999998",
    "999999999999999",
    "9999999999999999",
    "0.0000001",
    "1,5",
    "1.000",
    "-1",
    "NaN",
    "00",
    "",
    "\u{feff}",
    "\\u0000",
    "null",
    "true",
    "[[[[",
    "}",
    "\"",
    "ử",
];

/// A small source of repeatable chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % below.max(1)
    }

    /// One to four changes of any sort.
    fn mutate(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut bytes = seed.to_vec();
        for _ in 0..=self.next(4) {
            self.change(&mut bytes);
        }
        bytes
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.next(bytes.len());
        let to = (at + self.next(40)).min(bytes.len());
        let noise = NOISE[self.next(NOISE.len())].as_bytes();
        match self.next(8) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << self.next(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..to)),
            3 => {
                let piece = bytes[at..to].to_vec();
                let into = self.next(bytes.len() + 1);
                bytes.splice(into..into, piece);
            }
            4 => drop(bytes.splice(at..at, noise.iter().copied())),
            5 => {
                let open = if self.next(2) == 0 { "[" } else { "{\"a\":" };
                bytes.splice(at..at, open.repeat(self.next(400)).into_bytes());
            }
            _ => self.number(bytes, noise),
        }
    }

    /// Puts noise in the place of a number.
    fn number(&mut self, bytes: &mut Vec<u8>, noise: &[u8]) {
        let from = self.next(bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
        let length = bytes[start..].iter().position(|b| !b.is_ascii_digit() && *b != b'.').unwrap_or(bytes.len() - start);
        bytes.splice(start..start + length, noise.iter().copied());
    }
}

/// Runs `check` on many mutations of the seeds; the largest seed comes up seldom.
fn fuzz(name: &str, cases: usize, seeds: &[Vec<u8>], mut check: impl FnMut(&[u8])) {
    let times = std::env::var("FUZZ_CASES").ok().and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15 ^ name.len() as u64);
    for case in 0..cases * times {
        let seed = if case % 20 == 0 { seeds.len() - 1 } else { chance.next(seeds.len() - 1) };
        check(&chance.mutate(&seeds[seed]));
    }
}

fn owned(seeds: &[&[u8]]) -> Vec<Vec<u8>> {
    seeds.iter().map(|seed| seed.to_vec()).collect()
}

#[test]
fn tables() {
    fuzz("tables", 3_000, &owned(&TABLES), holds::table);
}

#[test]
fn results() {
    fuzz("results", 2_000, &owned(&RESULTS), holds::results);
}

#[test]
fn the_whole_command() {
    fuzz("command, tables", 1_000, &owned(&TABLES[..2]), |table| holds::command(table, RESULTS[0]));
    fuzz("command, results", 2_000, &owned(&[RESULTS[0], RESULTS[0]]), |results| holds::command(TABLES[1], results));
}

#[test]
fn json() {
    let seeds = owned(&[r#"{"a":[1,-2.5e3,true,null,"\u00e0\ud83d\ude00\n"],"b":{"c":[[],{}]}}"#.as_bytes(), TABLES[1]]);
    fuzz("json", 4_000, &seeds, |bytes| {
        if let Ok(value) = parse(bytes) {
            assert_eq!(parse(write(&value, Layout::Compact).as_bytes()), Ok(value.clone()));
            assert_eq!(parse(write(&value, Layout::Lines).as_bytes()), Ok(value));
        }
    });
}

#[test]
fn numbers_and_dates() {
    let seeds = owned(&[b"12.99", b"1.234.567,89", b"999999999999999", b"0.000001", b"2018-11-28", b"5/3/2026", b"29-02-2024"]);
    fuzz("numbers", 20_000, &seeds, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(read) = Quantity::read_signed(&text, 6) {
            assert_eq!(
                Quantity::read_signed(&read.plain(), 6).map(|again| (again.mantissa(), again.decimals())),
                Ok((read.mantissa(), read.decimals()))
            );
            assert!(Quantity::read(&text, 6).is_ok() != text.starts_with('-'));
        }
        for mark in [Mark::Comma, Mark::Dot, Mark::Unknown] {
            if let Ok(plain) = plain_of_typed(&text, mark) {
                assert!(plain.bytes().all(|b| b.is_ascii_digit() || b"-.,".contains(&b)), "{text} became {plain}");
            }
        }
        for date in [Date::of_iso(&text), Date::of_typed(&text, 2026)].into_iter().flatten() {
            assert_eq!(Date::of_iso(&date.to_string()), Some(date));
        }
    });
}

#[test]
fn workbooks() {
    let seeds = [sample_table_workbook().unwrap(), sample_form_workbook().unwrap().unwrap()];
    fuzz("packed", 200, &seeds, holds::workbook);
    for seed in &seeds {
        let parts = unpacked(seed);
        let sheets: Vec<usize> =
            (0..parts.len()).filter(|at| parts[*at].0.contains("sheet") || parts[*at].0.contains("sharedStrings")).collect();
        for at in sheets {
            let content = [parts[at].1.clone(), parts[at].1.clone()];
            fuzz(&parts[at].0, 60, &content, |changed| {
                let mut parts = parts.clone();
                parts[at].1 = changed.to_vec();
                holds::workbook(&packed(&parts));
            });
        }
    }
}
