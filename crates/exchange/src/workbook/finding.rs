//! What is wrong with a workbook, said by sheet and cell in both languages.

use values::quoted::visible;
use values::{Lang, Quantity};

use super::sayings::SAYINGS;

/// How much a finding weighs. *Mức độ.*
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; the workbook can be taken.
    Warning,
    /// The workbook cannot be taken as it is.
    Error,
}

/// One problem and its place. *Lỗi trong tệp Excel.*
///
/// `sheet` and `cell` are empty when the whole file is meant; `cell` is an address (`C7`), a range
/// (`B4:B6`), a row (`7:7`) or a column (`C:C`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFinding {
    pub sheet: String,
    pub cell: String,
    pub code: &'static str,
    pub args: Vec<(&'static str, Arg)>,
    pub severity: Severity,
}

/// What a sentence names: a text as it stands in the file, or a figure that each language writes its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Figure(Quantity),
}

impl Arg {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Figure(figure) => figure.written(lang),
        }
    }
}

impl CellFinding {
    pub(crate) fn new(severity: Severity, code: &'static str, sheet: &str, cell: impl Into<String>) -> Self {
        Self { sheet: sheet.to_owned(), cell: cell.into(), code, args: Vec::new(), severity }
    }

    pub(crate) fn error(code: &'static str, sheet: &str, cell: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, sheet, cell)
    }

    pub(crate) fn warning(code: &'static str, sheet: &str, cell: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, sheet, cell)
    }

    /// A problem of the whole file.
    pub(crate) fn of_file(code: &'static str) -> Self {
        Self::error(code, "", "")
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, Arg::Text(shortened(&value.to_string()))));
        self
    }

    #[must_use]
    pub(crate) fn with_figure(mut self, name: &'static str, figure: Quantity) -> Self {
        self.args.push((name, Arg::Figure(figure)));
        self
    }

    /// The value of one argument in one language, empty when it has none of that name.
    pub fn arg(&self, name: &str, lang: Lang) -> String {
        self.args.iter().find(|(n, _)| *n == name).map(|(_, arg)| arg.say(lang)).unwrap_or_default()
    }

    /// The place as people name it: `Sheet1!C7`, or empty for the whole file.
    pub fn place(&self) -> String {
        match (self.sheet.is_empty(), self.cell.is_empty()) {
            (true, _) => String::new(),
            (false, true) => visible(&self.sheet),
            (false, false) => format!("{}!{}", visible(&self.sheet), self.cell),
        }
    }

    /// The whole sentence with its place, in one language.
    pub fn say(&self, lang: Lang) -> String {
        let text = filled(wording(self.code, lang), &self.args, lang);
        let place = self.place();
        if place.is_empty() { text } else { format!("{place}: {text}") }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Whether any finding stops the import.
pub fn any_error(findings: &[CellFinding]) -> bool {
    findings.iter().any(CellFinding::is_error)
}

fn wording(code: &str, lang: Lang) -> &'static str {
    let found = SAYINGS.iter().find(|(c, _, _)| *c == code);
    match (found, lang) {
        (Some((_, vi, _)), Lang::Vi) => vi,
        (Some((_, _, en)), Lang::En) => en,
        (None, Lang::Vi) => "Tệp có lỗi",
        (None, Lang::En) => "The file has a problem",
    }
}

fn filled(wording: &str, args: &[(&'static str, Arg)], lang: Lang) -> String {
    args.iter().fold(wording.to_owned(), |text, (name, arg)| text.replace(&format!("{{{name}}}"), &arg.say(lang)))
}

/// Quoted contents stay short and on one line, whatever the cell holds.
fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(MOST + 1).collect();
    visible(&if line.chars().count() > MOST { line.chars().take(MOST).chain(['…']).collect() } else { line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_said_in_both_languages_with_the_same_arguments() {
        let names = |text: &str| -> Vec<String> {
            let mut found: Vec<String> = text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(n, _)| n.to_owned()).collect();
            found.sort();
            found.dedup();
            found
        };
        for (code, vi, en) in SAYINGS {
            assert!(!vi.is_empty() && !en.is_empty(), "{code}");
            assert_eq!(names(vi), names(en), "{code}");
            assert_eq!(SAYINGS.iter().filter(|(c, _, _)| c == code).count(), 1, "{code}");
        }
    }

    #[test]
    fn each_language_writes_figures_its_own_way() {
        let finding = CellFinding::error("entry-too-high", "Bảng", "C7").with_figure("value", Quantity::new(100_050, 2));
        assert_eq!((finding.arg("value", Lang::Vi), finding.arg("value", Lang::En)), ("1.000,50".into(), "1,000.50".into()));
        assert!(finding.say(Lang::Vi).contains("1.000,50"));
    }

    #[test]
    fn a_finding_names_its_place_and_quotes_briefly() {
        let finding = CellFinding::error("not-a-number", "Bảng", "C7").with("value", "x".repeat(500));
        assert!(finding.say(Lang::Vi).starts_with("Bảng!C7: "));
        assert!(finding.say(Lang::En).chars().count() < 300);
    }

    #[test]
    fn a_finding_stays_on_one_line_and_shows_what_hides() {
        let finding = CellFinding::error("not-a-number", "B\u{202e}", "C7").with("value", "5\u{1b}[2J\nlỗi \u{2066}");
        assert_eq!((finding.place().as_str(), finding.arg("value", Lang::Vi).as_str()), ("B\\u202e!C7", "5\\u001b[2J lỗi \\u2066"));
    }
}
