//! What differs between two versions: lines by the engine's comparison, and the words beside them. *So sánh.*

use std::collections::BTreeSet;

use scoring::table::compare::{Difference, Placed, compare as lines};
use scoring::{Node, TableDraft};
use serde_json::{Value as Json, json};

use super::details::{Detail, Details};

/// A field of a line's words that differs, with both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reworded {
    /// A name of [`Detail`]'s fields.
    pub field: &'static str,
    pub old: String,
    pub new: String,
}

/// One line that differs in the tree or in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    pub tree: Difference<'t>,
    pub words: Vec<Reworded>,
}

/// Every line that differs, in the order of the new table, gone lines last.
pub fn compare<'t>((old, old_words): (&'t TableDraft, &Details), (new, new_words): (&'t TableDraft, &Details)) -> Vec<Line<'t>> {
    let differing = lines(old, new);
    let told: BTreeSet<&str> = differing.iter().map(|line| line.path).collect();
    let words = |path: &str| reworded(old_words.get(path), new_words.get(path));
    let (mut found, mut left) = (Vec::new(), differing.iter().peekable());
    for (_, node) in new.lines() {
        let path = node.path.as_str();
        if left.peek().is_some_and(|line| line.path == path) {
            found.extend(
                left.next().map(|line| Line { words: if line.old.is_some() { words(path) } else { Vec::new() }, tree: line.clone() }),
            );
        } else if !told.contains(path) && !words(path).is_empty() {
            found.push(Line { tree: same(old, node), words: words(path) });
        }
    }
    found.extend(left.map(|line| Line { tree: line.clone(), words: Vec::new() }));
    found
}

/// A line that is the same in both trees.
fn same<'t>(old: &'t TableDraft, node: &'t Node) -> Difference<'t> {
    let place = |node| Placed { node, parent: "" };
    Difference { path: &node.path, old: old.node(&node.path).map(place), new: Some(place(node)), what: Vec::new() }
}

fn reworded(old: Option<&Detail>, new: Option<&Detail>) -> Vec<Reworded> {
    let (none, yes) = (Detail::default(), |is: bool| if is { "1" } else { "" }.to_owned());
    let (old, new) = (old.unwrap_or(&none), new.unwrap_or(&none));
    let pairs = [
        ("how", old.how.clone(), new.how.clone()),
        ("evidence", old.evidence.clone(), new.evidence.clone()),
        ("evidence_needed", yes(old.evidence_needed), yes(new.evidence_needed)),
        ("measure", old.measure.clone(), new.measure.clone()),
        ("scale", old.scale.to_string(), new.scale.to_string()),
        ("clause", old.clause.clone(), new.clause.clone()),
        ("source", old.source.clone(), new.source.clone()),
    ];
    pairs.into_iter().filter(|(_, old, new)| old != new).map(|(field, old, new)| Reworded { field, old, new }).collect()
}

/// Every difference with old and new, for the journal.
pub(super) fn told(old: (&TableDraft, &Details), new: (&TableDraft, &Details)) -> Json {
    let decimals = (old.0.rules.rounding.decimals, new.0.rules.rounding.decimals);
    let one = |line: Line<'_>| {
        let words: Vec<_> = line.words.iter().map(|w| json!({ "field": w.field, "old": w.old, "new": w.new })).collect();
        let (was, is) = (line.tree.old.map(|p| shown(p, decimals.0)), line.tree.new.map(|p| shown(p, decimals.1)));
        json!({ "path": line.tree.path, "old": was, "new": is, "words": words })
    };
    Json::from(compare(old, new).into_iter().map(one).collect::<Vec<_>>())
}

fn shown(placed: Placed<'_>, decimals: u8) -> Json {
    let node = placed.node;
    let kind =
        node.kind().map_or_else(|| "group".to_owned(), |kind| scoring::step::kind_sentence(kind, node.max, decimals, values::Lang::Vi));
    json!({ "code": node.code, "name": node.name, "max": node.max.plain(decimals), "kind": kind, "in": placed.parent })
}

#[cfg(test)]
mod tests {
    use values::Points;

    use super::*;

    fn table(lines: &[(&str, i64)]) -> TableDraft {
        let nodes = lines.iter().map(|(path, max)| Node { path: (*path).into(), ..Node::blank(path, Points(*max)) }).collect();
        TableDraft { nodes, ..TableDraft::default() }
    }

    #[test]
    fn words_beside_a_line_count_as_a_change() {
        let (old, new) = (table(&[("1", 10), ("2", 20), ("3", 30)]), table(&[("1", 10), ("2", 25), ("4", 5)]));
        let needed = Detail { evidence: "Báo cáo".into(), evidence_needed: true, ..Detail::default() };
        let words: Details = [("1".to_owned(), needed)].into();
        let told: Vec<_> = compare((&old, &Details::new()), (&new, &words))
            .into_iter()
            .map(|line| (line.tree.path.to_owned(), line.tree.what.len(), line.words.iter().map(|w| w.field).collect::<Vec<_>>()))
            .collect();
        let expected = [("1", 0, vec!["evidence", "evidence_needed"]), ("2", 1, vec![]), ("4", 0, vec![]), ("3", 0, vec![])];
        assert_eq!(told, expected.map(|(path, what, words)| (path.to_owned(), what, words)));
    }
}
