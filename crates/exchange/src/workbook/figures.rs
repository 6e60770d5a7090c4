//! One criterion's cells as an entry: target, result, points, deductions.

use scoring::{Entry, Given, Kind, Leaf, Problem};
use values::Quantity;

use super::address::At;
use super::cells::{Allowed, CellReader};
use super::finding::CellFinding;
use super::fold::fold;
use super::grid::Value;
use super::number::Mark;

/// What one column of a unit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// *Chỉ tiêu.*
    Target,
    /// *Thực hiện*: result, percent, count or value, as the criterion asks.
    Actual,
    /// *Số lần trừ.*
    Deduction,
    /// *Điểm tự chấm.*
    Score,
}

impl Part {
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Target => "Chỉ tiêu",
            Self::Actual => "Thực hiện",
            Self::Deduction => "Số lần trừ",
            Self::Score => "Tự chấm",
        }
    }

    /// The part a heading names.
    pub fn of(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        let starts = |words: &[&str]| words.iter().any(|w| folded.starts_with(w));
        if starts(&["chi tieu", "ct duoc giao", "target"]) {
            Some(Self::Target)
        } else if starts(&["thuc hien", "ket qua", "kq", "so lieu", "actual", "result"]) {
            Some(Self::Actual)
        } else if starts(&["so lan tru", "deduction"]) {
            Some(Self::Deduction)
        } else if starts(&["tu cham", "diem tu cham", "diem", "dtc", "score", "points"]) {
            Some(Self::Score)
        } else {
            None
        }
    }

    /// The parts a kind is entered by, the main one first.
    pub const fn of_kind(kind: &Kind) -> &'static [Self] {
        match kind {
            Kind::Quantitative(_) => &[Self::Actual, Self::Target],
            Kind::PassFail | Kind::Direct | Kind::Assigned { .. } | Kind::BonusOutside(_) => &[Self::Score],
            Kind::Proportional(_) | Kind::PerOccurrence(_) | Kind::Bands(_) => &[Self::Actual],
            Kind::BonusDeduction(_) => &[Self::Actual, Self::Deduction],
        }
    }
}

/// An entry read from cells. *Số liệu đọc từ Excel.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEntry {
    pub path: String,
    pub given: Given,
    pub entry: Entry,
    /// The cell of its main figure.
    pub at: At,
}

/// The cells of one criterion for one unit.
pub(super) struct Figures<'f> {
    pub leaf: &'f Leaf,
    pub cells: Vec<(Part, At)>,
    pub mark: Mark,
}

impl Figures<'_> {
    /// Reads the entry; `None` where nothing is given or what is given was refused and reported.
    pub fn read(&self, reader: &mut CellReader<'_>) -> Option<ImportedEntry> {
        let filled: Vec<(Part, At)> = self.cells.iter().copied().filter(|(_, at)| is_filled(reader, *at)).collect();
        let (_, at) = self.main(&filled)?;
        if filled.iter().any(|(_, at)| says_not_assigned(&reader.sheet.text(at.row, at.column))) {
            return Some(self.entry(at, Given { not_assigned: Some(true), ..Given::default() }, Entry::NotAssigned));
        }
        let before = reader.findings.iter().filter(|f| f.is_error()).count();
        let given = self.given(reader, &filled);
        if reader.findings.iter().filter(|f| f.is_error()).count() > before {
            return None;
        }
        let decimals = self.leaf.decimals;
        match Entry::read(self.leaf, decimals, &given) {
            Ok(entry) => Some(self.entry(at, given, entry)),
            Err(problem) => self.refuse(reader, at, &problem),
        }
    }

    fn entry(&self, at: At, given: Given, entry: Entry) -> ImportedEntry {
        ImportedEntry { path: self.leaf.path.clone(), given, entry, at }
    }

    /// The cell a finding names: that of the kind's main part, or the first with anything in it.
    fn main(&self, filled: &[(Part, At)]) -> Option<(Part, At)> {
        let parts = Part::of_kind(&self.leaf.kind);
        let own = parts.iter().find_map(|part| filled.iter().find(|(p, _)| p == part));
        own.or(filled.first()).copied()
    }

    fn given(&self, reader: &mut CellReader<'_>, filled: &[(Part, At)]) -> Given {
        let mut given = Given::default();
        for (part, at) in filled {
            if self.is_spare_score(*part) {
                continue;
            }
            if Part::of_kind(&self.leaf.kind).contains(part) {
                self.take(reader, &mut given, *part, *at);
            } else {
                let finding = CellFinding::error("entry-not-of-kind", &reader.sheet.name, at.to_string());
                reader.add(finding.with("column", part.heading()).with("value", &self.leaf.name));
            }
        }
        if matches!(self.leaf.kind, Kind::BonusDeduction(_)) {
            given.bonus.get_or_insert_with(|| "0".to_owned());
            given.deduction.get_or_insert_with(|| "0".to_owned());
        }
        given
    }

    /// Points typed beside figures are the engine's to compute; they are left out in silence.
    fn is_spare_score(&self, part: Part) -> bool {
        part == Part::Score && Part::of_kind(&self.leaf.kind).contains(&Part::Actual) && self.cells.iter().any(|(p, _)| *p == Part::Actual)
    }

    fn take(&self, reader: &mut CellReader<'_>, given: &mut Given, part: Part, at: At) {
        if let Kind::PassFail = self.leaf.kind {
            given.achieved = self.yes_or_no(reader, at);
            return;
        }
        let allowed = if part == Part::Score { Allowed::points(self.leaf.decimals) } else { Allowed::FIGURE };
        let Some(number) = reader.number(at, allowed, self.mark).map(Quantity::plain) else { return };
        match (&self.leaf.kind, part) {
            (_, Part::Target) => given.target = Some(number),
            (_, Part::Deduction) => given.deduction = Some(number),
            (_, Part::Score) => given.points = Some(number),
            (Kind::Proportional(_), _) => given.percent = Some(number),
            (Kind::PerOccurrence(_), _) => given.count = Some(number),
            (Kind::BonusDeduction(_), _) => given.bonus = Some(number),
            (Kind::Bands(_), _) => given.value = Some(number),
            _ => given.actual = Some(number),
        }
    }

    /// *Đạt*, *Không đạt*, or points that are the maximum or nothing.
    fn yes_or_no(&self, reader: &mut CellReader<'_>, at: At) -> Option<bool> {
        let text = reader.text(at);
        match fold(&text).as_str() {
            "dat" | "co" | "x" | "true" | "yes" => return Some(true),
            "khong dat" | "khong" | "false" | "no" => return Some(false),
            _ => {}
        }
        if !matches!(reader.sheet.cells.get(&at).map(|c| &c.value), Some(Value::Number(_))) {
            let finding = CellFinding::error("entry-not-yes-no", &reader.sheet.name, at.to_string());
            reader.add(finding.with("value", text));
            return None;
        }
        let points = reader.number(at, Allowed::points(self.leaf.decimals), self.mark)?;
        let max = self.leaf.max.quantity(self.leaf.decimals);
        if points == max || points.is_zero() {
            return Some(!points.is_zero());
        }
        let finding = CellFinding::error("entry-in-between", &reader.sheet.name, at.to_string());
        reader.add(finding.with_figure("value", points).with_figure("max", max));
        None
    }

    fn refuse(&self, reader: &mut CellReader<'_>, at: At, problem: &Problem) -> Option<ImportedEntry> {
        let finding = |code| CellFinding::error(code, &reader.sheet.name, at.to_string());
        let value = reader.sheet.text(at.row, at.column);
        let finding = match problem {
            Problem::AboveMaximum { given, max } => finding("entry-too-high").with_figure("value", *given).with_figure("max", *max),
            Problem::NotWhole { .. } => finding("entry-not-whole").with("value", value),
            Problem::NoBand { .. } => finding("entry-in-no-band").with("value", value),
            Problem::MissingField { .. } => finding("entry-incomplete").with("value", &self.leaf.name),
            _ => finding("entry-refused").with("value", value),
        };
        reader.add(finding);
        None
    }
}

fn is_filled(reader: &CellReader<'_>, at: At) -> bool {
    reader.sheet.cells.contains_key(&at) || reader.sheet.layout.uncomputed.contains(&at)
}

fn says_not_assigned(text: &str) -> bool {
    ["khong giao", "khong giao ct", "khong giao chi tieu", "kg", "n a", "not assigned"].contains(&fold(text).as_str())
}
