//! Sample figures through the same engine that scores the year; nothing is kept. *Chấm thử.*

use std::sync::Arc;

use app::Cx;
use app::table::read::Opened;
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use scoring::{Entry, Given, Kind, Leaf, Node, Results, Table, TableDraft, say_step};
use values::{Quantity, TableId, YearId};

use super::{formula, frame, opened, outline};
use crate::forms::{Form, Problems, Sheet};
use crate::reading::{self, Numeric};
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words};

/// Units invented for one criterion, and for several.
const UNITS: (usize, usize) = (4, 3);
/// Criteria tried at once: a form of more is no use to anyone.
const MOST_LEAVES: usize = 40;

/// One unit's fields on one line, and what they came to.
struct Tried {
    unit: String,
    /// Name, field and heading of each.
    fields: Vec<(String, &'static str, String)>,
    points: String,
    steps: Vec<String>,
}

/// One criterion.
struct Line {
    code: String,
    name: String,
    formula: String,
    heads: Vec<String>,
    units: Vec<Tried>,
}

#[derive(Template)]
#[template(path = "table/trial.html")]
struct TrialPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    year: YearId,
    id: TableId,
    path: String,
    choices: Vec<(String, String)>,
    lines: Vec<Line>,
    /// Names of the invented units with their totals; empty before anything was tried.
    totals: Vec<(String, String)>,
    /// What keeps the chosen lines from being tried.
    faults: Vec<String>,
    more: bool,
}

/// `GET /years/{year}/table/{version}/trial?path=`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let opened = opened(&at, &cx).await?;
    let path = chosen(&opened.draft, at.query.text("path"));
    let sheet = at.form(&cx, Form::of([("path", path.as_str())]));
    reply::page(&page(&at, &opened, sheet, false))
}

/// `POST …`: the same page with points; keeps nothing.
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Html<String>, Reply> {
    let opened = opened(&at, &cx).await?;
    let sheet = at.form(&cx, form);
    reply::page(&page(&at, &opened, sheet, true))
}

/// The line asked for, or the first criterion.
fn chosen(draft: &TableDraft, asked: &str) -> String {
    let first = || draft.lines().into_iter().find(|(_, node)| node.kind().is_some()).map(|(_, node)| node.path.clone());
    draft.node(asked).map(|node| node.path.clone()).or_else(first).unwrap_or_default()
}

/// Criteria under a line, as a table of their own: the rest of the draft may still be wrong.
fn alone(draft: &TableDraft, node: &Node) -> (Result<Table, Vec<scoring::Finding>>, bool) {
    let all: Vec<Node> = leaves(node);
    let more = all.len() > MOST_LEAVES;
    let nodes = all.into_iter().take(MOST_LEAVES).collect();
    (Table::check(TableDraft { nodes, id: "trial".into(), ..draft.clone() }), more)
}

fn leaves(node: &Node) -> Vec<Node> {
    if node.kind().is_some() { vec![node.clone()] } else { node.children().iter().flat_map(leaves).collect() }
}

fn page(at: &AtYear, opened: &Opened, mut sheet: Sheet, tried: bool) -> TrialPage {
    let (w, draft) = (at.w(), &opened.draft);
    let path = chosen(draft, sheet.form.text("path"));
    let (table, more) = draft.node(&path).map_or((Err(Vec::new()), false), |node| alone(draft, node));
    let (lines, totals, faults) = match table {
        Err(findings) => (Vec::new(), Vec::new(), findings.iter().map(|finding| outline::sentence(w, draft, finding)).collect()),
        Ok(table) => {
            let (lines, totals, problems) = tried_on(w, &table, &sheet.form, tried);
            sheet.problems = problems;
            (lines, totals, Vec::new())
        }
    };
    TrialPage {
        w,
        frame: frame(at, opened, w.t("table.trial")),
        sheet,
        year: at.year(),
        id: opened.listed.id,
        choices: draft.lines().into_iter().map(|(level, node)| (node.path.clone(), choice(level, node))).collect(),
        path,
        lines,
        totals,
        faults,
        more,
    }
}

fn choice(level: usize, node: &Node) -> String {
    format!("{}{} {}", "\u{2003}".repeat(level), node.code, node.name)
}

/// The lines with what was typed and, once tried, what it came to.
fn tried_on(w: Words, table: &Table, form: &Form, tried: bool) -> (Vec<Line>, Vec<(String, String)>, Problems) {
    let many = if table.leaves().len() == 1 { UNITS.0 } else { UNITS.1 };
    let units: Vec<String> = ('A'..='Z').take(many).map(|letter| w.fill("table.trial_unit", &[("letter", &letter.to_string())])).collect();
    let mut problems = Problems::default();
    let mut results = Results::empty(table, units.clone());
    for leaf in table.leaves() {
        for unit in 0..many {
            match entry(w, leaf, form, unit, &mut problems) {
                Some(entry) => results.set(leaf.index, unit, entry),
                None if filled(leaf, form, unit) => results.set(leaf.index, unit, Entry::Refused),
                None => {}
            }
        }
    }
    // Whoever typed nothing at all takes no part: an empty row must not count as a result.
    for unit in 0..many {
        results.set_takes_part(unit, table.leaves().iter().any(|leaf| filled(leaf, form, unit)));
    }
    let lines = table.leaves().iter().map(|leaf| line(w, table, &results, (leaf, &units), form, tried)).collect();
    let totals = if tried && table.leaves().len() > 1 { totals(w, table, &results) } else { Vec::new() };
    (lines, totals, if tried { problems } else { Problems::default() })
}

fn totals(w: Words, table: &Table, results: &Results) -> Vec<(String, String)> {
    scoring::score(table, results).units.into_iter().map(|unit| (unit.unit, w.points(unit.total, table.decimals()))).collect()
}

fn line(w: Words, table: &Table, results: &Results, (leaf, units): (&Leaf, &[String]), form: &Form, tried: bool) -> Line {
    let one = |(place, unit): (usize, &String)| {
        let scored = if tried && filled(leaf, form, place) { scoring::explain(table, results, place, &leaf.path) } else { None };
        Tried {
            unit: unit.clone(),
            fields: fields(&leaf.kind).iter().map(|field| (name(leaf, place, field), *field, w.say("table.trial", field, &[]))).collect(),
            points: scored.as_ref().map(|line| w.points(line.points, leaf.decimals)).unwrap_or_default(),
            steps: scored.map(|line| line.steps.iter().map(|step| say_step(step, w.lang)).collect()).unwrap_or_default(),
        }
    };
    Line {
        code: leaf.code.clone(),
        name: leaf.name.clone(),
        formula: formula::formula(w, leaf),
        heads: fields(&leaf.kind).iter().map(|field| w.say("table.trial", field, &[])).collect(),
        units: units.iter().enumerate().map(one).collect(),
    }
}

/// The fields that are typed for a kind, the target among them.
const fn fields(kind: &Kind) -> &'static [&'static str] {
    kind.fields()
}

fn name(leaf: &Leaf, unit: usize, field: &str) -> String {
    format!("{}.{unit}.{field}", leaf.path)
}

fn filled(leaf: &Leaf, form: &Form, unit: usize) -> bool {
    fields(&leaf.kind).iter().any(|field| !form.text(&name(leaf, unit, field)).is_empty())
}

/// The entry of what was typed; what does not read is named beside its field.
fn entry(w: Words, leaf: &Leaf, form: &Form, unit: usize, problems: &mut Problems) -> Option<Entry> {
    if !filled(leaf, form, unit) {
        return None;
    }
    let mut read = |field: &'static str| -> Option<String> {
        let name = name(leaf, unit, field);
        match reading::number(form.text(&name), numeric(leaf, field)) {
            Ok(number) => number.map(Quantity::plain),
            Err(why) => {
                problems.add(&name, crate::forms::sentence(w, &why));
                None
            }
        }
    };
    let given = given(leaf, form, unit, &mut read);
    if problems.0.iter().any(|p| fields(&leaf.kind).iter().any(|field| p.field == name(leaf, unit, field))) {
        return None;
    }
    match Entry::read(leaf, leaf.decimals, &given) {
        Ok(entry) => Some(entry),
        Err(problem) => {
            problems.add(&name(leaf, unit, fields(&leaf.kind).first().copied().unwrap_or_default()), problem.say(w.lang));
            None
        }
    }
}

fn numeric(leaf: &Leaf, field: &str) -> Numeric {
    match field {
        "points" => Numeric::places(leaf.decimals),
        "count" | "bonus" | "deduction" => Numeric::places(0),
        _ => Numeric::places(Quantity::MOST_DECIMALS),
    }
}

fn given(leaf: &Leaf, form: &Form, unit: usize, read: &mut dyn FnMut(&'static str) -> Option<String>) -> Given {
    let achieved = match form.text(&name(leaf, unit, "achieved")) {
        "" => None,
        text => Some(text == "1"),
    };
    let mut of = |field: &'static str| if fields(&leaf.kind).contains(&field) { read(field) } else { None };
    let none = || Some("0".to_owned());
    let counts = matches!(leaf.kind, Kind::BonusDeduction(_));
    Given {
        not_assigned: None,
        target: of("target"),
        actual: of("actual"),
        points: of("points"),
        percent: of("percent"),
        count: of("count"),
        bonus: of("bonus").or_else(|| if counts { none() } else { None }),
        deduction: of("deduction").or_else(|| if counts { none() } else { None }),
        value: of("value"),
        achieved: if matches!(leaf.kind, Kind::PassFail) { achieved } else { None },
    }
}

#[cfg(test)]
mod tests {
    use scoring::kind::{PerOccurrence, Quantitative};
    use scoring::{Body, Rules};
    use values::Points;

    use super::*;

    fn table(kind: Kind) -> Table {
        let node = Node { path: "I/1".into(), code: "1".into(), name: "x".into(), max: Points(1000), body: Body::Leaf(kind) };
        Table::check(TableDraft { id: "t".into(), title: "t".into(), year: 2026, rules: Rules::default(), nodes: vec![node] }).unwrap()
    }

    fn check(kind: Kind, typed: &[(&str, &str)], expected: &[&str], wrong: &[&str]) {
        let form = Form::of(typed.iter().copied());
        let (lines, _, problems) = tried_on(Words::default(), &table(kind), &form, true);
        let points: Vec<_> = lines[0].units.iter().map(|unit| unit.points.as_str()).collect();
        assert_eq!(points, expected);
        assert_eq!(problems.0.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), wrong);
    }

    #[test]
    fn what_is_tried_is_scored_by_the_engine() {
        let typed = [("I/1.0.target", "100"), ("I/1.0.actual", "120"), ("I/1.1.target", "100"), ("I/1.1.actual", "110,0")];
        check(Kind::Quantitative(Quantitative::default()), &typed, &["10,00", "7,50", "", ""], &[]);
        check(Kind::PerOccurrence(PerOccurrence { each: Points(250) }), &[("I/1.0.count", "3")], &["7,50", "", "", ""], &[]);
        check(Kind::PassFail, &[("I/1.0.achieved", "1"), ("I/1.1.achieved", "0")], &["10,00", "0,00", "", ""], &[]);
    }

    #[test]
    fn what_does_not_read_is_named_beside_its_field() {
        check(Kind::Direct, &[("I/1.0.points", "12")], &["0,00", "", "", ""], &["I/1.0.points"]);
        check(Kind::Direct, &[("I/1.2.points", "chín")], &["", "", "0,00", ""], &["I/1.2.points"]);
    }
}
