//! Which criterion a row of a workbook speaks of.

use std::collections::BTreeMap;

use scoring::{Node, Table};

use super::address::At;
use super::cells::CellReader;
use super::finding::CellFinding;
use super::fold::fold;
use super::grid::Sheet;
use super::table_import::header::{Column, column_of};

/// The columns that name the criterion, from the heading rows `first..body`; the usual places else.
pub(super) fn criterion_columns(sheet: &Sheet, first: u32, body: u32) -> BTreeMap<Column, u32> {
    let rows = first.saturating_sub(1)..body;
    let named = rows.flat_map(|row| sheet.row(row).filter_map(|(c, cell)| Some((column_of(&cell.text())?, c))).collect::<Vec<_>>());
    let mut found: BTreeMap<Column, u32> = BTreeMap::new();
    for (column, at) in named {
        found.entry(column).or_insert(at);
    }
    if !found.contains_key(&Column::Name) && !found.contains_key(&Column::Path) {
        found.insert(Column::Number, 0);
        found.insert(Column::Name, 1);
    }
    found
}

/// Finds criteria by row id, else by number and wording, else by wording alone; by number alone where a row has no words.
pub(super) struct Matcher<'t> {
    table: &'t Table,
    /// Folded number, folded wording, line.
    nodes: Vec<(String, String, &'t Node)>,
    columns: BTreeMap<Column, u32>,
    seen: BTreeMap<String, At>,
}

impl<'t> Matcher<'t> {
    pub fn new(table: &'t Table, columns: BTreeMap<Column, u32>) -> Self {
        let nodes = table.draft().lines().into_iter().map(|(_, node)| (fold(&node.code), fold(&node.name), node)).collect();
        Self { table, nodes, columns, seen: BTreeMap::new() }
    }

    fn text(&self, reader: &CellReader<'_>, column: Column, row: u32) -> String {
        self.columns.get(&column).map(|c| reader.sheet.text(row, *c)).unwrap_or_default()
    }

    /// The path of the leaf a row speaks of; what cannot be told is reported if the row holds figures.
    pub fn path(&mut self, reader: &mut CellReader<'_>, row: u32, filled: bool) -> Option<String> {
        let [path, number, name] = [Column::Path, Column::Number, Column::Name].map(|c| self.text(reader, c, row));
        let label = [number.as_str(), name.as_str()].join(" ").trim().to_owned();
        if (path.is_empty() && label.is_empty()) || !filled {
            return None;
        }
        let at = At::new(row, self.columns.get(&Column::Name).or(self.columns.get(&Column::Path)).copied().unwrap_or(0));
        let found = if path.is_empty() { self.by_words(&number, &name) } else { self.lines(|_, _, n| n.path == path) };
        match found.as_slice() {
            [node] => self.leaf(reader, at, &node.path.clone(), &label),
            [] => report(reader, "criterion-unknown", at, &label, None),
            several => report(reader, "criterion-unclear", at, &label, Some(several)),
        }
    }

    fn by_words(&self, number: &str, name: &str) -> Vec<&'t Node> {
        let (number, name) = (fold(number), fold(name));
        let both = self.lines(|code, wording, _| code == number && wording == name);
        match (both.is_empty(), name.is_empty()) {
            (false, _) => both,
            (true, true) => self.lines(|code, _, _| code == number),
            (true, false) => self.lines(|_, wording, _| wording == name),
        }
    }

    fn lines(&self, fits: impl Fn(&str, &str, &Node) -> bool) -> Vec<&'t Node> {
        self.nodes.iter().filter(|(code, name, node)| fits(code, name, node)).map(|(_, _, node)| *node).collect()
    }

    fn leaf(&mut self, reader: &mut CellReader<'_>, at: At, path: &str, label: &str) -> Option<String> {
        if self.table.is_group(path) {
            let finding = CellFinding::warning("criterion-is-group", &reader.sheet.name, at.to_string());
            reader.add(finding.with("value", label));
            return None;
        }
        if let Some(other) = self.seen.insert(path.to_owned(), at) {
            let finding = CellFinding::error("criterion-repeated", &reader.sheet.name, at.to_string());
            reader.add(finding.with("value", label).with("other", other));
            return None;
        }
        Some(path.to_owned())
    }
}

fn report(reader: &mut CellReader<'_>, code: &'static str, at: At, label: &str, several: Option<&[&Node]>) -> Option<String> {
    let total = ["tong cong", "tong diem", "tong", "cong", "xep hang", "xep loai"].iter().any(|w| fold(label).starts_with(w));
    if total && several.is_none() {
        return None;
    }
    let mut finding = CellFinding::error(code, &reader.sheet.name, at.to_string()).with("value", label);
    if let Some(several) = several {
        finding = finding.with("paths", several.iter().map(|n| n.path.as_str()).collect::<Vec<_>>().join(", "));
    }
    reader.add(finding);
    None
}
