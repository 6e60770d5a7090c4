//! Compares declared maxima with the sums under them; both are shown.

use values::{Points, Quantity};

use super::super::address::At;
use super::super::cells::CellReader;
use super::super::finding::CellFinding;
use super::rows::{Body, Line};

/// Reports each group and the stated total whose figure is not the sum of what belongs to it.
pub(super) fn check(cells: &mut CellReader<'_>, body: &Body, decimals: u8) {
    for (index, line) in body.lines.iter().enumerate() {
        if let (Some(children), Some(declared)) = (sum_under(&body.lines, Some(index), decimals), line.max) {
            compare(cells, "sum-differs", line.max_at, &title(line), declared, children);
        }
    }
    if let (Some((at, declared)), Some(top)) = (body.total, sum_under(&body.lines, None, decimals)) {
        compare(cells, "total-differs", at, "", declared, top);
    }
}

fn title(line: &Line) -> String {
    format!("{} {}", line.code, line.name)
}

/// The sum of the children's maxima; nothing for a leaf, or while a child's is unknown.
fn sum_under(lines: &[Line], parent: Option<usize>, decimals: u8) -> Option<Quantity> {
    let children: Vec<&Line> = lines.iter().filter(|l| l.parent == parent).collect();
    let maxima: Option<Vec<i64>> = children.iter().map(|l| l.max.and_then(|m| m.in_units(decimals))).collect();
    let sum = maxima?.into_iter().try_fold(0i64, i64::checked_add)?;
    (!children.is_empty()).then(|| Points(sum).quantity(decimals))
}

fn compare(cells: &mut CellReader<'_>, code: &'static str, at: At, title: &str, declared: Quantity, children: Quantity) {
    if declared != children {
        let finding = CellFinding::error(code, &cells.sheet.name, at.to_string()).with("value", title);
        cells.add(finding.with_figure("declared", declared).with_figure("children", children));
    }
}
