//! The story's figures, read from the tables in `data/2018`: what was assigned, reported and found.

use crate::cast::UNITS;

/// The scoring table of 1,000 points, as a file of `giaouoc.table/1`. *Thang bảng điểm.*
pub const TABLE: &str = include_str!("../data/2018/table.json");

const DETAILS: &str = include_str!("../data/2018/details.tsv");
const TARGETS: &str = include_str!("../data/2018/targets.tsv");
const RESULTS: &str = include_str!("../data/2018/results.tsv");
const FINDINGS: &str = include_str!("../data/2018/findings.tsv");
const DISPUTES: &str = include_str!("../data/2018/disputes.tsv");

/// What stands beside one criterion in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detail {
    pub path: &'static str,
    /// Unit of measure; may be empty. *Đơn vị tính.*
    pub measure: &'static str,
    /// Decimals of target and result.
    pub scale: u8,
    /// What the clause asks for; may be empty. *Minh chứng cần có.*
    pub evidence: &'static str,
    /// Whether a file is asked for before the sheet is sent.
    pub needed: bool,
    /// Who provides the figure; may be empty.
    pub source: &'static str,
    pub clause: &'static str,
    /// How the points come about, as a sentence. *Cách tính.*
    pub how: &'static str,
}

/// A text of one unit for one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    pub path: &'static str,
    pub unit: &'static str,
    /// As the story's files write it: a decimal with a dot; `1`/`0` for achieved or not; `3/1` for
    /// bonus and deduction counts; `-` for no target; `x` for a line that is not assigned.
    pub text: &'static str,
}

/// Points a verifier proposes instead of the unit's. *Đề nghị khác.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub unit: &'static str,
    pub path: &'static str,
    pub text: &'static str,
    /// Picked from the regulation's list; may be empty.
    pub cause: &'static str,
    pub reason: &'static str,
}

/// A proposal the unit does not accept, and how it ends. *Giải trình.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispute {
    pub unit: &'static str,
    pub path: &'static str,
    pub words: &'static str,
    /// What is settled in the end, and why.
    pub text: &'static str,
    pub reason: &'static str,
    /// Whether it is settled on the story's day of the second reading.
    pub early: bool,
}

/// The details of every criterion, in the table's order.
pub fn details() -> Vec<Detail> {
    rows(DETAILS).map(detail).collect()
}

fn detail([path, measure, scale, evidence, needed, source, clause, how]: [&'static str; 8]) -> Detail {
    Detail { path, measure, scale: scale.parse().unwrap_or_default(), evidence, needed: needed == "yes", source, clause, how }
}

/// What was assigned, criterion by criterion. *Chỉ tiêu.*
pub fn targets() -> Vec<Figure> {
    matrix(TARGETS)
}

/// What the units report: 60 criteria of 8 units. *Tự chấm.*
pub fn results() -> Vec<Figure> {
    matrix(RESULTS)
}

/// The 37 changes the verifiers propose.
pub fn findings() -> Vec<Finding> {
    rows(FINDINGS).map(|[unit, path, text, cause, reason]| Finding { unit, path, text, cause, reason }).collect()
}

/// The 5 proposals that are explained.
pub fn disputes() -> Vec<Dispute> {
    rows(DISPUTES)
        .map(|[unit, path, words, text, reason, early]| Dispute { unit, path, words, text, reason, early: early == "yes" })
        .collect()
}

/// Lines of `N` columns below the heading; a line of another width is not read.
fn rows<const N: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    file.lines().skip(1).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// A criterion × unit table, criterion by criterion.
fn matrix(file: &'static str) -> Vec<Figure> {
    rows::<9>(file).flat_map(|row| figures_of(&row)).collect()
}

fn figures_of(row: &[&'static str; 9]) -> Vec<Figure> {
    let [path, texts @ ..] = row;
    UNITS.iter().zip(texts).map(|(unit, text)| Figure { path, unit: unit.key, text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_has_the_numbers_it_promises() {
        assert_eq!(details().len(), 60);
        assert_eq!(results().len(), 480);
        assert_eq!(findings().len(), 37);
        let disputes = disputes();
        assert_eq!((disputes.len(), disputes.iter().filter(|d| d.early).count()), (5, 3));
    }

    #[test]
    fn the_columns_of_the_files_are_the_units_in_order() {
        let keys: Vec<&str> = UNITS.iter().map(|u| u.key).collect();
        for file in [TARGETS, RESULTS] {
            let heading: Vec<&str> = file.lines().next().unwrap().split('\t').skip(1).collect();
            assert_eq!(heading, keys);
        }
    }

    #[test]
    fn every_finding_changes_what_the_unit_reported() {
        let results = results();
        for f in findings() {
            let reported = results.iter().find(|r| r.unit == f.unit && r.path == f.path).map(|r| r.text);
            assert!(reported.is_some_and(|text| text != f.text), "{} {}", f.unit, f.path);
        }
    }

    #[test]
    fn every_dispute_is_about_a_finding() {
        let findings = findings();
        for d in disputes() {
            assert!(findings.iter().any(|f| f.unit == d.unit && f.path == d.path), "{} {}", d.unit, d.path);
        }
    }

    #[test]
    fn one_report_is_late() {
        let late: Vec<Figure> =
            results().into_iter().filter(|r| r.path.starts_with("III/2/") && r.path != "III/2/3" && r.text != "0").collect();
        assert_eq!(late, [Figure { path: "III/2/1", unit: "an-giang", text: "4" }]);
    }
}
