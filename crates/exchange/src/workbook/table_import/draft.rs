//! The tree of a scoring table from its rows.

use std::collections::BTreeMap;

use scoring::{Body, Kind, Node, Rules, TableDraft};
use values::Points;

use super::super::cells::CellReader;
use super::super::finding::CellFinding;
use super::TableOptions;
use super::how::{read, read_cap};
use super::rows::Line;

/// Builds the draft; what a leaf's way of scoring was taken for is reported by cell.
pub(super) fn build(cells: &mut CellReader<'_>, lines: &[Line], options: &TableOptions) -> TableDraft {
    let mut below: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        below.entry(line.parent).or_default().push(index);
    }
    let mut builder = Builder { cells, lines, below, decimals: options.decimals };
    let nodes = builder.children(None);
    let mut rules = Rules::default();
    rules.rounding.decimals = options.decimals;
    TableDraft { id: options.id.clone(), title: options.title.clone(), year: options.year, rules, nodes }
}

fn most(line: &Line, decimals: u8) -> Points {
    line.max.and_then(|m| m.in_units(decimals)).map_or(Points::ZERO, Points)
}

/// Whether a leaf's way of scoring was not understood.
pub(super) fn is_assumed(line: &Line, options: &TableOptions) -> bool {
    read(&line.how, most(line, options.decimals), options.decimals).is_none()
}

struct Builder<'b, 'a> {
    cells: &'b mut CellReader<'a>,
    lines: &'b [Line],
    below: BTreeMap<Option<usize>, Vec<usize>>,
    decimals: u8,
}

impl Builder<'_, '_> {
    /// Depth is bounded: rows are never put deeper than the reader's limit.
    fn children(&mut self, parent: Option<usize>) -> Vec<Node> {
        let below = self.below.remove(&parent).unwrap_or_default();
        below.into_iter().filter_map(|index| self.node(index)).collect()
    }

    fn node(&mut self, index: usize) -> Option<Node> {
        let line = self.lines.get(index)?;
        let max = most(line, self.decimals);
        let body = if self.below.contains_key(&Some(index)) { self.group(index, line) } else { Body::Leaf(self.kind(line, max)) };
        Some(Node { path: line.path.clone(), code: line.code.clone(), name: line.name.clone(), max, body })
    }

    fn group(&mut self, index: usize, line: &Line) -> Body {
        let cap = read_cap(&line.how, self.decimals);
        if cap.is_none() && !line.how.is_empty() {
            let finding = CellFinding::warning("how-of-group", &self.cells.sheet.name, line.how_at.to_string());
            self.cells.add(finding.with("value", format!("{} {}", line.code, line.name)));
        }
        Body::Group { cap, children: self.children(Some(index)) }
    }

    fn kind(&mut self, line: &Line, max: Points) -> Kind {
        if let Some(kind) = read(&line.how, max, self.decimals) {
            return kind;
        }
        let code = if line.how.is_empty() { "how-missing" } else { "how-assumed" };
        let finding = CellFinding::warning(code, &self.cells.sheet.name, line.how_at.to_string());
        self.cells.add(finding.with("value", &line.how).with_figure("max", max.quantity(self.decimals)));
        Kind::Direct
    }
}
