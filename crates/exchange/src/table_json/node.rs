//! Reading the lines of a table.

use scoring::entry::{points, quantity, signed_points};
use scoring::kind::{
    Band, Bands, BonusDeduction, BonusOutside, Direction, Input, Interval, Leader, NoTarget, PerOccurrence, Proportional, Quantitative,
};
use scoring::{Body, Kind, Node, Place, Problem};
use values::{Points, Quantity};

use crate::Finding;
use crate::fields::{Fields, Findings};
use crate::json::Value;

/// The fields every line has.
const COMMON: [&str; 5] = ["path", "code", "name", "max", "kind"];

/// The lines listed in a field.
pub(super) fn nodes(fields: &Fields, name: &str, decimals: u8, found: &mut Findings) -> Vec<Node> {
    let at = fields.pointer(name);
    let items = fields.list(name, found).iter().enumerate();
    items.filter_map(|(index, value)| node(value, format!("{at}/{index}"), decimals, found)).collect()
}

fn node(value: &Value, at: String, decimals: u8, found: &mut Findings) -> Option<Node> {
    let mut fields = Fields::of(value, at, found)?;
    let path = fields.text("path", found);
    fields.place = path.map(Place::path).unwrap_or_default();
    let line = Line { fields, decimals };
    let (code, name) = (line.fields.text("code", found), line.fields.text("name", found));
    let max = line.points("max", found);
    let body = line.body(found);
    Some(Node { path: path?.into(), code: code?.into(), name: name?.into(), max: max?, body: body? })
}

/// One line being read, with the table's number of decimals.
struct Line<'a> {
    fields: Fields<'a>,
    decimals: u8,
}

impl Line<'_> {
    /// What a rule's own reading says, on this line.
    fn read<T>(&self, name: &str, read: Result<T, Problem>, found: &mut Findings) -> Option<T> {
        read.map_err(|problem| {
            let finding = Finding::from(scoring::Finding::new(self.fields.place.clone(), problem));
            found.0.push(Finding { at: Some(self.fields.pointer(name)), ..finding });
        })
        .ok()
    }

    fn points(&self, name: &'static str, found: &mut Findings) -> Option<Points> {
        let text = self.fields.text(name, found)?;
        self.read(name, points(name, text, self.decimals), found)
    }

    fn optional_points(&self, name: &'static str, found: &mut Findings) -> Option<Points> {
        self.fields.get(name)?;
        self.points(name, found)
    }

    fn only(&self, own: &[&str], found: &mut Findings) {
        let known: Vec<&str> = COMMON.iter().chain(own).copied().collect();
        self.fields.only(&known, found);
    }

    fn body(&self, found: &mut Findings) -> Option<Body> {
        let kind = self.fields.text("kind", found)?;
        if kind == "group" {
            self.only(&["cap", "children"], found);
            let cap = self.optional_points("cap", found);
            return Some(Body::Group { cap, children: nodes(&self.fields, "children", self.decimals, found) });
        }
        if Kind::WORDS.contains(&kind) && self.fields.get("children").is_some() {
            let (vi, en) =
                ("tiêu chí không được có mục con; hãy đổi loại thành \"group\"", "a criterion cannot have children; make it a \"group\"");
            self.fields.find(Finding::error("table.leaf_with_children", self.fields.pointer("children"), vi, en), found);
            return None;
        }
        self.kind(kind, found).map(Body::Leaf)
    }

    fn kind(&self, kind: &str, found: &mut Findings) -> Option<Kind> {
        match kind {
            "quantitative" => Some(self.quantitative(found)),
            "pass_fail" => Some(self.bare(Kind::PassFail, found)),
            "direct" => Some(self.bare(Kind::Direct, found)),
            "assigned" => self.assigned(found),
            "proportional" => Some(self.proportional(found)),
            "per_occurrence" => self.per_occurrence(found),
            "bonus_deduction" => self.bonus_deduction(found),
            "bands" => self.bands(found),
            "bonus_outside" => self.bonus_outside(found),
            other => {
                let known: Vec<&str> = core::iter::once("group").chain(Kind::WORDS).collect();
                self.fields.unknown_word("kind", other, &known, found);
                None
            }
        }
    }

    fn bare(&self, kind: Kind, found: &mut Findings) -> Kind {
        self.only(&[], found);
        kind
    }

    fn quantitative(&self, found: &mut Findings) -> Kind {
        self.only(&["leader", "no_target", "direction"], found);
        Kind::Quantitative(Quantitative {
            leader: self.fields.word_or_first("leader", &[("rate", Leader::Rate), ("absolute", Leader::Absolute)], found),
            no_target: self.fields.word_or_first("no_target", &[("own_group", NoTarget::OwnGroup), ("zero", NoTarget::Zero)], found),
            direction: self.fields.word_or_first("direction", &[("higher", Direction::Higher), ("lower", Direction::Lower)], found),
        })
    }

    fn assigned(&self, found: &mut Findings) -> Option<Kind> {
        self.only(&["source"], found);
        self.fields.text("source", found).map(|source| Kind::Assigned { source: source.into() })
    }

    fn proportional(&self, found: &mut Findings) -> Kind {
        self.only(&["cap_at_max"], found);
        Kind::Proportional(Proportional { cap_at_max: self.fields.flag("cap_at_max", found).unwrap_or(true) })
    }

    fn per_occurrence(&self, found: &mut Findings) -> Option<Kind> {
        self.only(&["each"], found);
        self.points("each", found).map(|each| Kind::PerOccurrence(PerOccurrence { each }))
    }

    fn bonus_deduction(&self, found: &mut Findings) -> Option<Kind> {
        self.only(&["bonus_each", "deduction_each", "min"], found);
        let (bonus_each, deduction_each) = (self.points("bonus_each", found), self.points("deduction_each", found));
        let min = self.fields.text("min", found).and_then(|text| self.read("min", signed_points("min", text, self.decimals), found));
        Some(Kind::BonusDeduction(BonusDeduction { bonus_each: bonus_each?, deduction_each: deduction_each?, min: min? }))
    }

    fn bonus_outside(&self, found: &mut Findings) -> Option<Kind> {
        self.only(&["bonus_max"], found);
        self.points("bonus_max", found).map(|bonus_max| Kind::BonusOutside(BonusOutside { bonus_max }))
    }

    fn bands(&self, found: &mut Findings) -> Option<Kind> {
        self.only(&["input", "bands"], found);
        let words = [("percent", Input::Percent), ("days_late", Input::DaysLate), ("value", Input::Value)];
        let input = self.fields.word("input", &words, found);
        let at = self.fields.pointer("bands");
        let items = self.fields.list("bands", found).iter().enumerate();
        let bands = items.filter_map(|(index, value)| self.band(value, format!("{at}/{index}"), found)).collect();
        Some(Kind::Bands(Bands { input: input?, bands }))
    }

    fn band(&self, value: &Value, at: String, found: &mut Findings) -> Option<Band> {
        let mut fields = Fields::of(value, at, found)?;
        fields.place = self.fields.place.clone();
        fields.only(&["from", "from_inclusive", "to", "to_inclusive", "points"], found);
        let line = Line { fields, decimals: self.decimals };
        let interval = Interval {
            from: line.border("from", found),
            from_inclusive: line.fields.flag("from_inclusive", found).unwrap_or(true),
            to: line.border("to", found),
            to_inclusive: line.fields.flag("to_inclusive", found).unwrap_or(false),
        };
        line.points("points", found).map(|points| Band { interval, points })
    }

    fn border(&self, name: &'static str, found: &mut Findings) -> Option<Quantity> {
        let text = self.fields.optional_text(name, found)?;
        self.read(name, quantity(name, text, Quantity::MOST_DECIMALS), found)
    }
}
