//! A line as a form, and a form as a line: the fields of every kind. *Các ô của từng loại tiêu chí.*

use app::table::details::Detail;
use app::table::edit::{Line, LineBody, Row};
use scoring::kind::{
    Band, Bands, BonusDeduction, BonusOutside, Direction, Input, Interval, Leader, NoTarget, PerOccurrence, Proportional, Quantitative,
};
use scoring::{Body, Kind, Node};
use values::{Points, Quantity};

use crate::Words;
use crate::forms::{Check, Form, Problems};
use crate::reading::Numeric;

/// Empty bands offered below those there are.
const MORE_BANDS: usize = 2;
/// Bands one criterion may have.
pub(super) const MOST_BANDS: usize = 40;

pub(super) const LEADERS: [(Leader, &str); 2] = [(Leader::Rate, "rate"), (Leader::Absolute, "absolute")];
pub(super) const NO_TARGETS: [(NoTarget, &str); 2] = [(NoTarget::OwnGroup, "own_group"), (NoTarget::Zero, "zero")];
pub(super) const DIRECTIONS: [(Direction, &str); 2] = [(Direction::Higher, "higher"), (Direction::Lower, "lower")];
pub(super) const INPUTS: [(Input, &str); 3] = [(Input::Percent, "percent"), (Input::DaysLate, "days_late"), (Input::Value, "value")];

/// The word of a value in one of the lists above.
fn word<T: PartialEq>(list: &[(T, &'static str)], value: &T) -> String {
    list.iter().find(|(known, _)| known == value).map_or("", |(_, word)| word).to_owned()
}

/// The value of a word; the first one for none of them.
fn value<T: Copy + Default>(list: &[(T, &str)], word: &str) -> T {
    list.iter().find(|(_, known)| *known == word).map(|(value, _)| *value).unwrap_or_default()
}

/// How many rows for bands a form shows.
pub(super) fn band_rows(form: &Form) -> usize {
    let sent = (0..MOST_BANDS).rev().find(|n| ["from", "to", "points"].iter().any(|f| !form.text(&format!("band.{n}.{f}")).is_empty()));
    (sent.map_or(0, |n| n + 1) + MORE_BANDS).min(MOST_BANDS)
}

/// The form that shows a line as it is kept.
pub(super) fn shown(w: Words, node: &Node, detail: &Detail, decimals: u8) -> Form {
    let mut fields: Vec<(String, String)> = vec![
        ("code".into(), node.code.clone()),
        ("name".into(), node.name.clone()),
        ("max".into(), w.typed(node.max.quantity(decimals))),
        ("kind".into(), node.kind().map_or("group", Kind::word).to_owned()),
        ("how".into(), detail.how.clone()),
        ("evidence".into(), detail.evidence.clone()),
        ("measure".into(), detail.measure.clone()),
        ("scale".into(), detail.scale.to_string()),
        ("clause".into(), detail.clause.clone()),
        ("source".into(), detail.source.clone()),
    ];
    if detail.evidence_needed {
        fields.push(("evidence_needed".into(), "1".into()));
    }
    match &node.body {
        Body::Group { cap, .. } => fields.push(("cap".into(), cap.map(|cap| w.typed(cap.quantity(decimals))).unwrap_or_default())),
        Body::Leaf(kind) => fields.extend(of_kind(w, kind, decimals)),
    }
    Form::of(fields)
}

fn of_kind(w: Words, kind: &Kind, decimals: u8) -> Vec<(String, String)> {
    let points = |name: &str, p: Points| (name.to_owned(), w.typed(p.quantity(decimals)));
    match kind {
        Kind::PassFail | Kind::Direct => Vec::new(),
        Kind::Assigned { source } => vec![("from".into(), source.clone())],
        Kind::Proportional(line) => line.cap_at_max.then(|| ("cap_at_max".to_owned(), "1".to_owned())).into_iter().collect(),
        Kind::PerOccurrence(line) => vec![points("each", line.each)],
        Kind::BonusDeduction(line) => {
            vec![points("bonus_each", line.bonus_each), points("deduction_each", line.deduction_each), points("min", line.min)]
        }
        Kind::BonusOutside(line) => vec![points("bonus_max", line.bonus_max)],
        Kind::Quantitative(line) => vec![
            ("leader".into(), word(&LEADERS, &line.leader)),
            ("no_target".into(), word(&NO_TARGETS, &line.no_target)),
            ("direction".into(), word(&DIRECTIONS, &line.direction)),
        ],
        Kind::Bands(bands) => {
            let rows = bands.bands.iter().enumerate().flat_map(|(n, band)| of_band(w, n, band, decimals));
            std::iter::once(("input".to_owned(), word(&INPUTS, &bands.input))).chain(rows).collect()
        }
    }
}

fn of_band(w: Words, n: usize, band: &Band, decimals: u8) -> Vec<(String, String)> {
    let name = |field: &str| format!("band.{n}.{field}");
    let border = |q: Option<Quantity>| q.map(|q| w.typed(q.trimmed())).unwrap_or_default();
    let Interval { from, from_inclusive, to, to_inclusive } = band.interval;
    let mut fields =
        vec![(name("from"), border(from)), (name("to"), border(to)), (name("points"), w.typed(band.points.quantity(decimals)))];
    fields.extend(from_inclusive.then(|| (name("from_in"), "1".to_owned())));
    fields.extend(to_inclusive.then(|| (name("to_in"), "1".to_owned())));
    fields
}

/// The line that a form asks for.
///
/// # Errors
/// Everything wrong with its fields.
pub(super) fn read(w: Words, path: &str, form: &Form, decimals: u8) -> Result<Line, Problems> {
    let mut reader = Reader { check: form.check(w), form, w, decimals };
    let row = reader.row(path);
    let body = reader.body();
    let detail = reader.detail();
    let line = || Some(Line { row: row?, body: body?, detail: detail? });
    let line = line();
    reader.check.done(line)
}

struct Reader<'f> {
    check: Check<'f>,
    form: &'f Form,
    w: Words,
    decimals: u8,
}

impl Reader<'_> {
    fn row(&mut self, path: &str) -> Option<Row> {
        let (code, name) = (self.check.optional("code", 40), self.check.text("name", 1000));
        let max = if self.form.text("kind") == "bonus_outside" { Some(Points::ZERO) } else { self.points("max") };
        Some(Row { path: path.to_owned(), code: code?, name: name?, max: max? })
    }

    fn points(&mut self, field: &str) -> Option<Points> {
        let numeric = Numeric::places(self.decimals);
        self.check.number(field, numeric).and_then(|q| q.in_units(self.decimals)).map(Points)
    }

    fn body(&mut self) -> Option<LineBody> {
        let kind = match self.form.text("kind") {
            "group" => {
                let cap = self.check.optional_number("cap", Numeric::places(self.decimals))?;
                return Some(LineBody::Group { cap: cap.and_then(|q| q.in_units(self.decimals)).map(Points) });
            }
            "pass_fail" => Kind::PassFail,
            "direct" => Kind::Direct,
            "assigned" => Kind::Assigned { source: self.check.text("from", 200)? },
            "proportional" => Kind::Proportional(Proportional { cap_at_max: self.form.has("cap_at_max") }),
            "per_occurrence" => Kind::PerOccurrence(PerOccurrence { each: self.points("each")? }),
            "bonus_outside" => Kind::BonusOutside(BonusOutside { bonus_max: self.points("bonus_max")? }),
            "bonus_deduction" => self.bonus_deduction()?,
            "quantitative" => self.quantitative(),
            "bands" => Kind::Bands(self.bands()?),
            _ => {
                self.check.problem("kind", self.w.t("form.missing"));
                return None;
            }
        };
        Some(LineBody::Leaf(kind))
    }

    fn bonus_deduction(&mut self) -> Option<Kind> {
        let (bonus_each, deduction_each) = (self.points("bonus_each"), self.points("deduction_each"));
        let numeric = Numeric { signed: true, ..Numeric::places(self.decimals) };
        let min = self.check.number("min", numeric).and_then(|q| q.in_units(self.decimals)).map(Points);
        Some(Kind::BonusDeduction(BonusDeduction { bonus_each: bonus_each?, deduction_each: deduction_each?, min: min? }))
    }

    fn quantitative(&self) -> Kind {
        let text = |field| self.form.text(field);
        Kind::Quantitative(Quantitative {
            leader: value(&LEADERS, text("leader")),
            no_target: value(&NO_TARGETS, text("no_target")),
            direction: value(&DIRECTIONS, text("direction")),
        })
    }

    /// Rows without any figure are left out.
    fn bands(&mut self) -> Option<Bands> {
        let chosen = self.form.text("input");
        let input = INPUTS.iter().find(|(_, word)| *word == chosen).map_or(Input::Percent, |(input, _)| *input);
        let filled = |n: &usize| ["from", "to", "points"].iter().any(|f| !self.form.text(&format!("band.{n}.{f}")).is_empty());
        let rows: Vec<usize> = (0..MOST_BANDS).filter(filled).collect();
        let bands: Vec<Option<Band>> = rows.into_iter().map(|n| self.band(n)).collect();
        Some(Bands { input, bands: bands.into_iter().collect::<Option<_>>()? })
    }

    fn band(&mut self, n: usize) -> Option<Band> {
        let name = |field: &str| format!("band.{n}.{field}");
        let border = self.border();
        let (from, to) = (self.check.optional_number(&name("from"), border), self.check.optional_number(&name("to"), border));
        let points = self.points(&name("points"));
        let (from_inclusive, to_inclusive) = (self.form.has(&name("from_in")), self.form.has(&name("to_in")));
        Some(Band { interval: Interval { from: from?, from_inclusive, to: to?, to_inclusive }, points: points? })
    }

    /// A border of percents stays below a thousand, so that "95.000" leaves no doubt.
    fn border(&self) -> Numeric {
        let most = (self.form.text("input") == "percent").then_some(Quantity::new(100, 0));
        Numeric { most, ..Numeric::places(Quantity::MOST_DECIMALS) }
    }

    fn detail(&mut self) -> Option<Detail> {
        let (how, evidence) = (self.check.optional("how", 2000), self.check.optional("evidence", 2000));
        let (measure, clause, source) =
            (self.check.optional("measure", 100), self.check.optional("clause", 300), self.check.optional("source", 300));
        let scale = self.form.text("scale").parse::<u8>().unwrap_or(0).min(Quantity::MOST_DECIMALS);
        let evidence_needed = self.form.has("evidence_needed");
        // Whoever saves the line has decided how it scores.
        Some(Detail {
            how: how?,
            evidence: evidence?,
            evidence_needed,
            measure: measure?,
            scale,
            clause: clause?,
            source: source?,
            assumed: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a form shows of a line reads back as the same line.
    fn check(body: Body) {
        let node = Node { path: "I/1".into(), code: "1".into(), name: "Tiêu chí".into(), max: Points(1000), body };
        let detail = Detail {
            how: "a".into(),
            evidence: "b".into(),
            evidence_needed: true,
            measure: "vụ".into(),
            scale: 2,
            clause: "Điều 6".into(),
            source: "c".into(),
            assumed: false,
        };
        for lang in [values::Lang::Vi, values::Lang::En] {
            let w = Words::new(lang);
            let line = read(w, "I/1", &shown(w, &node, &detail, 2), 2).unwrap();
            let expected = match &node.body {
                Body::Group { cap, .. } => LineBody::Group { cap: *cap },
                Body::Leaf(kind) => LineBody::Leaf(kind.clone()),
            };
            assert_eq!((line.body, line.detail), (expected, detail.clone()));
        }
    }

    #[test]
    fn every_kind_reads_back_from_its_form() {
        check(Body::Group { cap: Some(Points(500)), children: Vec::new() });
        check(Body::Group { cap: None, children: Vec::new() });
        for (leader, direction) in [(Leader::Rate, Direction::Higher), (Leader::Absolute, Direction::Lower)] {
            check(Body::Leaf(Kind::Quantitative(Quantitative { leader, direction, no_target: NoTarget::Zero })));
        }
        let band = |from, to, points| Band {
            interval: Interval { from, from_inclusive: from.is_some(), to, to_inclusive: false },
            points: Points(points),
        };
        let bands = vec![band(Some(Quantity::new(80, 0)), None, 1000), band(None, Some(Quantity::new(80, 0)), 0)];
        check(Body::Leaf(Kind::Bands(Bands { input: Input::Value, bands })));
        for kind in [
            Kind::PassFail,
            Kind::Direct,
            Kind::Assigned { source: "PC06".into() },
            Kind::Proportional(Proportional { cap_at_max: false }),
            Kind::PerOccurrence(PerOccurrence { each: Points(250) }),
            Kind::BonusDeduction(BonusDeduction { bonus_each: Points(1), deduction_each: Points(2), min: Points(-300) }),
        ] {
            check(Body::Leaf(kind));
        }
    }

    #[test]
    fn a_field_that_does_not_read_is_named() {
        let form = Form::of([("kind", "per_occurrence"), ("name", "x"), ("max", "mười"), ("each", "")]);
        let problems = read(Words::default(), "1", &form, 2).unwrap_err();
        assert_eq!(problems.0.iter().map(|p| p.field.as_str()).collect::<Vec<_>>(), ["max", "each"]);
    }
}
