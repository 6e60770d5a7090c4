//! A table as an outline: one row for each line, with its formula as a sentence. *Thang bảng điểm dạng cây.*

use std::collections::HashMap;

use app::table::details::{Detail, Details};
use scoring::{Body, Finding, Kind, Node, Problem, TableDraft};
use values::{Points, Quantity};

use super::formula;
use crate::Words;
use crate::layout::Link;

/// One line of the outline, in words.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub path: String,
    /// 0 for top lines.
    pub level: usize,
    pub is_group: bool,
    pub code: String,
    pub name: String,
    pub max: String,
    /// The word of its kind; empty for groups.
    pub kind: String,
    /// For a group what limits it, if something does.
    pub formula: String,
    /// The way of scoring as people wrote it.
    pub how: String,
    pub evidence: String,
    pub needed: bool,
    pub measure: String,
    pub clause: String,
    /// Scores directly only because its written rule was not understood.
    pub assumed: bool,
    /// Where the line's comments are, and how many; empty where it has none and takes none.
    pub comments: Option<Link>,
    /// What is wrong with the line: whether it forbids applying, and the sentence.
    pub problems: Vec<(bool, String)>,
}

impl Row {
    /// Deeper levels look alike.
    pub fn indent(&self) -> usize {
        self.level.min(4)
    }
}

/// Every line of a table.
pub fn rows(w: Words, draft: &TableDraft, details: &Details) -> Vec<Row> {
    let mut problems: HashMap<String, Vec<(bool, String)>> = HashMap::new();
    for finding in draft.findings() {
        let path = finding.place.path.clone().unwrap_or_default();
        problems.entry(path).or_default().push((finding.is_error(), sentence(w, draft, &finding)));
    }
    let none = Detail::default();
    let decimals = draft.rules.rounding.decimals;
    let one = |(level, node): (usize, &Node)| {
        let detail = details.get(&node.path).unwrap_or(&none);
        Row {
            level,
            problems: problems.remove(&node.path).unwrap_or_default(),
            how: detail.how.clone(),
            evidence: detail.evidence.clone(),
            needed: detail.evidence_needed,
            measure: detail.measure.clone(),
            clause: detail.clause.clone(),
            assumed: is_assumed(node, detail),
            ..bare(w, node, decimals)
        }
    };
    draft.lines().into_iter().map(one).collect()
}

/// Whether a line scores directly only because its written rule was not understood. *Tạm coi là chấm thẳng.*
pub fn is_assumed(node: &Node, detail: &Detail) -> bool {
    detail.assumed && node.kind() == Some(&Kind::Direct)
}

/// One line that somebody has to look at: its path, its name, and the rule as it is written.
pub struct Assumed {
    pub path: String,
    pub name: String,
    pub how: String,
}

/// Every line whose written rule was not understood.
pub fn assumed(draft: &TableDraft, details: &Details) -> Vec<Assumed> {
    let lines = draft.lines().into_iter().filter_map(|(_, node)| Some((node, details.get(&node.path)?)));
    let one = |(node, detail): (&Node, &Detail)| Assumed {
        path: node.path.clone(),
        name: format!("{} {}", node.code, node.name),
        how: detail.how.clone(),
    };
    lines.filter(|(node, detail)| is_assumed(node, detail)).map(one).collect()
}

/// A line without the words beside it.
pub fn bare(w: Words, node: &Node, decimals: u8) -> Row {
    let formula = match &node.body {
        Body::Group { cap, .. } => cap.map(|cap| w.fill("table.cap_said", &[("cap", &w.points(cap, decimals))])).unwrap_or_default(),
        Body::Leaf(kind) => formula::sentence(w, kind, node.max, decimals),
    };
    Row {
        path: node.path.clone(),
        is_group: node.kind().is_none(),
        code: node.code.clone(),
        name: name(w, node),
        max: w.points(node.max, decimals),
        kind: node.kind().map(|kind| w.say("table.kind", kind.word(), &[])).unwrap_or_default(),
        formula,
        ..Row::default()
    }
}

/// What a line is called, before it has a name too.
pub fn name(w: Words, node: &Node) -> String {
    if node.name.is_empty() { w.t("table.unnamed").to_owned() } else { node.name.clone() }
}

/// What is wrong with the table as a whole, not with one line.
pub fn of_the_whole(w: Words, draft: &TableDraft) -> Vec<(bool, String)> {
    let whole = |finding: &Finding| finding.place.path.is_none();
    draft.findings().iter().filter(|f| whole(f)).map(|f| (f.is_error(), sentence(w, draft, f))).collect()
}

/// A finding as people say it; a wrong sum is a gap: *Còn thiếu 12,00 điểm ở nhóm II*.
pub fn sentence(w: Words, draft: &TableDraft, finding: &Finding) -> String {
    let node = finding.place.path.as_deref().and_then(|path| draft.node(path));
    match (&finding.problem, node) {
        (Problem::Sum { declared, children }, Some(node)) => gap(w, draft, node, (*declared, *children)),
        _ => capital(&finding.say(w.lang)),
    }
}

fn gap(w: Words, draft: &TableDraft, node: &Node, (declared, children): (Quantity, Quantity)) -> String {
    let decimals = draft.rules.rounding.decimals;
    let units = |q: Quantity| q.in_units(decimals).unwrap_or(0);
    let missing = units(declared).saturating_sub(units(children));
    let points = w.points(Points(missing.saturating_abs()), decimals);
    let code = if node.code.is_empty() { &node.name } else { &node.code };
    let with = [("points", points.as_str()), ("group", code.as_str())];
    if missing > 0 { w.fill("table.gap_missing", &with) } else { w.fill("table.gap_over", &with) }
}

/// Every wrong sum of the table as a gap, in its order.
pub fn gaps(w: Words, draft: &TableDraft) -> Vec<String> {
    draft.findings().iter().filter(|f| matches!(f.problem, Problem::Sum { .. })).map(|f| sentence(w, draft, f)).collect()
}

/// Findings begin small because a place may stand before them.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// *1.000,00 điểm, 60 tiêu chí, 14 nhóm*
pub fn size(w: Words, draft: &TableDraft) -> String {
    let lines = draft.lines();
    let leaves = lines.iter().filter(|(_, node)| node.kind().is_some()).count();
    let total = w.points(draft.counted_total(), draft.rules.rounding.decimals);
    w.fill("table.size", &[("total", &total), ("leaves", &w.count(leaves)), ("groups", &w.count(lines.len() - leaves))])
}

#[cfg(test)]
mod tests {
    use values::Lang;

    use super::*;

    fn draft(group_max: i64) -> TableDraft {
        let (mut draft, _) = app::table::sample::sample("x".into(), 2026);
        draft.nodes[1].max = Points(group_max);
        draft
    }

    #[test]
    fn a_wrong_sum_is_said_as_a_gap() {
        let check = |max: i64, vi: &[&str], en: &[&str]| {
            assert_eq!(gaps(Words::new(Lang::Vi), &draft(max)), vi);
            assert_eq!(gaps(Words::new(Lang::En), &draft(max)), en);
        };
        check(25_000, &[], &[]);
        check(26_200, &["Còn thiếu 12,00 điểm ở nhóm II"], &["12.00 points are missing in group II"]);
        check(24_950, &["Thừa 0,50 điểm ở nhóm II"], &["0.50 points too many in group II"]);
    }

    #[test]
    fn every_line_is_a_row_with_its_problems() {
        let rows = rows(Words::default(), &draft(26_200), &Details::new());
        assert_eq!(rows.len(), 15);
        let wrong: Vec<_> = rows.iter().filter(|row| !row.problems.is_empty()).map(|row| row.path.as_str()).collect();
        assert_eq!(wrong, ["II"]);
        assert!(rows.iter().filter(|row| !row.is_group).all(|row| !row.formula.is_empty() && !row.kind.contains("kind.")));
    }
}
