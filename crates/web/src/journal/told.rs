//! An entry in people's words: the act, what it was done to, old and new, and why.

use std::collections::{BTreeSet, HashMap};

use app::journal::Written;
use app::search::folded;
use app::{Desk, ids};
use serde_json::{Map, Value as Json};
use values::{AccountId, Date, Quantity, UnitId};

use crate::told::label_of;
use crate::verification::cause;
use crate::words::Words;

/// Letters of a hash that are enough to tell it from others; the entry's page shows the kept text whole.
const SHOWN_OF_A_HASH: usize = 12;

/// What changed from what to what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub what: String,
    pub old: String,
    pub new: String,
}

/// One entry, ready to be shown.
pub struct Told {
    pub seq: i64,
    pub at: String,
    pub who: String,
    pub act: String,
    pub subject: String,
    pub facts: Vec<(String, String)>,
    pub changes: Vec<Change>,
    pub why: String,
    /// What it says is hidden from this reader for now.
    pub hidden: bool,
}

/// Words, and the names that ids stand for.
pub struct Teller<'a> {
    pub w: Words,
    pub units: &'a HashMap<UnitId, String>,
    pub people: &'a HashMap<AccountId, String>,
}

impl Teller<'_> {
    /// The whole entry.
    pub fn entry(&self, e: &Written, hidden: bool) -> Told {
        let body: Map<String, Json> = serde_json::from_str(&e.body).unwrap_or_default();
        let kind = kind_of(&e.act);
        let mut told = Told {
            seq: e.seq,
            at: self.w.moment(e.at),
            who: self.actor(&e.actor),
            act: self.act(&e.act),
            subject: self.subject(&e.subject),
            facts: Vec::new(),
            changes: self.old_and_new(kind, &body),
            why: body.get("why").map(|why| self.text("why", why)).unwrap_or_default(),
            hidden,
        };
        for (key, value) in body.iter().filter(|(key, _)| !matches!(key.as_str(), "old" | "new" | "why" | "reading")) {
            self.put(&mut told, kind, key, value);
        }
        told.facts.retain(|(_, value)| !value.is_empty() && *value != told.subject);
        if folded(&told.act).contains(&folded(&told.subject)) {
            told.subject.clear();
        }
        told
    }

    /// An act in words.
    pub fn act(&self, code: &str) -> String {
        self.known("entry", code)
    }

    fn actor(&self, text: &str) -> String {
        let known = text.parse::<AccountId>().ok().and_then(|id| self.people.get(&id).cloned());
        known.unwrap_or_else(|| if text == "system" { self.w.t("journal.system").to_owned() } else { text.to_owned() })
    }

    /// The unit's or person's name; the kind of any other thing; a line's label.
    fn subject(&self, text: &str) -> String {
        let named = self.name(text);
        let kind = text.rsplit_once('_').map_or("", |(kind, _)| kind);
        named.unwrap_or_else(|| if kind.is_empty() { label_of(text) } else { self.known_or("entry_subject", kind, text) })
    }

    /// A list becomes changes, anything else facts.
    fn put(&self, told: &mut Told, kind: &str, key: &str, value: &Json) {
        match value {
            Json::Array(all) if all.iter().any(Json::is_object) => {
                let (same, changed): (Vec<_>, Vec<_>) = all.iter().filter_map(Json::as_object).partition(|one| changes_nothing(one));
                if !same.is_empty() {
                    told.facts.push((self.key("unchanged"), self.w.count(same.len())));
                }
                told.changes.extend(changed.into_iter().map(|one| self.change(kind, one)));
            }
            Json::Array(all) => {
                let texts: Vec<String> = all.iter().map(|one| self.text(key, one)).collect();
                told.facts.push((self.key(key), texts.join(", ")));
            }
            Json::Object(of) => told.facts.extend(of.iter().map(|(key, one)| (self.key(key), self.text(key, one)))),
            one => told.facts.push((self.key(key), self.text(key, one))),
        }
    }

    /// One item of a list: what it is about, old and new; its own reason stands behind the new. An item
    /// that tells neither old nor new is new as a whole.
    fn change(&self, kind: &str, one: &Map<String, Json>) -> Change {
        let kind = if one.get("field").and_then(Json::as_str) == Some("achieved") { "achieved" } else { kind };
        let word = |name| if kind.is_empty() || name == "why" { name } else { kind };
        let said = |name| one.get(name).map(|value| self.text(word(name), value)).unwrap_or_default();
        let about = one.iter().filter(|(key, _)| !matches!(key.as_str(), "old" | "new" | "why"));
        let about = about.filter(|(key, _)| key.as_str() != "unit" || !one.contains_key("name"));
        if !one.contains_key("old") && !one.contains_key("new") {
            let parts: Vec<String> = about.map(|(key, value)| format!("{}: {}", self.key(key), self.text(key, value))).collect();
            return Change { new: parts.join("; "), ..Change::default() };
        }
        let about: Vec<String> = about.map(|(key, value)| self.text(key, value)).filter(|text| !text.is_empty()).collect();
        let why = said("why");
        let new = if why.is_empty() { said("new") } else { format!("{} ({why})", said("new")) };
        Change { what: about.join(" · "), old: said("old"), new }
    }

    fn old_and_new(&self, key: &str, body: &Map<String, Json>) -> Vec<Change> {
        match (body.get("old").map(opened), body.get("new").map(opened)) {
            (None, None) => Vec::new(),
            (old, Some(Json::Object(new))) => self.by_key(&old.and_then(|o| o.as_object().cloned()).unwrap_or_default(), &new),
            (old, new) => {
                let said = |value: Option<Json>| value.map(|value| self.text(key, &value)).unwrap_or_default();
                let what = if key == "number" { self.key(key) } else { String::new() };
                vec![Change { what, old: said(old), new: said(new) }]
            }
        }
    }

    /// The keys that the new value names, each with its old value.
    fn by_key(&self, old: &Map<String, Json>, new: &Map<String, Json>) -> Vec<Change> {
        let said = |of: &Map<String, Json>, key: &str| of.get(key).map(|value| self.text(key, value)).unwrap_or_default();
        let keys: BTreeSet<&String> = new.keys().collect();
        let change = |key: &String| Change { what: self.key(key), old: said(old, key), new: said(new, key) };
        keys.into_iter().map(change).filter(|change| change.old != change.new).collect()
    }

    /// A name in a body: a field's, a step's of the calendar, a setting's; itself where nobody worded it.
    fn key(&self, key: &str) -> String {
        let found = ["entry_key", "step", "setting"].iter().map(|kind| self.known(kind, key)).find(|words| words != key);
        found.unwrap_or_else(|| key.to_owned())
    }

    /// A value as people read it.
    fn text(&self, key: &str, value: &Json) -> String {
        match value {
            Json::Null => String::new(),
            Json::Bool(yes) => self.w.t(if *yes { "journal.yes" } else { "journal.no" }).to_owned(),
            Json::Number(year) if key == "year" => year.to_string(),
            Json::Number(number) => number.as_i64().map(|n| self.w.count(n)).unwrap_or_default(),
            Json::String(text) => self.string(key, text),
            Json::Array(all) => all.iter().map(|one| self.text(key, one)).collect::<Vec<_>>().join(", "),
            Json::Object(of) => {
                of.iter().map(|(key, one)| format!("{}: {}", self.key(key), self.text(key, one))).collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn string(&self, key: &str, text: &str) -> String {
        if let Some(name) = self.name(text) {
            return name;
        }
        if let Some(date) = Date::of_iso(text) {
            return self.w.date(date);
        }
        match key {
            "phase" => self.known("phase", text),
            "state" => self.known("comment_state", text),
            "line_state" => self.known("verification.line_state", text),
            "kind" => self.known("seat", text),
            "office" => self.known("office", text),
            "achieved" => self.known(
                "self_score.word",
                match text {
                    "1" => "yes",
                    "0" => "no",
                    other => other,
                },
            ),
            "path" => label_of(text),
            "cause" => cause::words(self.w, text),
            "reasons" => text.lines().map(|cause| cause::words(self.w, cause)).collect::<Vec<_>>().join("; "),
            "field" => self.known("entry_key", text),
            "content" | "hash" => text.chars().take(SHOWN_OF_A_HASH).chain(['…']).collect(),
            "old" | "new" if number(text).is_some() => number(text).map(|n| self.w.number(n)).unwrap_or_default(),
            _ => match opened(&Json::from(text)) {
                Json::String(text) => text,
                entry => self.text(key, &entry),
            },
        }
    }

    fn name(&self, text: &str) -> Option<String> {
        let unit = text.parse::<UnitId>().ok().and_then(|unit| self.units.get(&unit).cloned());
        unit.or_else(|| text.parse::<AccountId>().ok().and_then(|id| self.people.get(&id).cloned()))
    }

    fn known(&self, kind: &str, code: &str) -> String {
        self.known_or(kind, code, code)
    }

    /// The words of a code; `other` where nobody worded it.
    fn known_or(&self, kind: &str, code: &str, other: &str) -> String {
        let words = match kind {
            "entry" => self.w.say("entry", code, &[]),
            "entry_subject" => self.w.say("entry_subject", code, &[]),
            "entry_key" => self.w.say("entry_key", code, &[]),
            kind => self.w.say(kind, code, &[]),
        };
        if words == format!("{kind}.{code}") { other.to_owned() } else { words }
    }
}

/// What an act's old and new values are codes of; empty where they are texts and figures.
fn kind_of(act: &str) -> &'static str {
    match act {
        "cluster.move_phase" => "phase",
        "table.apply" => "number",
        "verification.answer" | "verification.accept_by_deadline" => "line_state",
        _ => "",
    }
}

/// The short names of the year's units.
pub fn units(desk: &Desk) -> HashMap<UnitId, String> {
    desk.members.iter().map(|member| (member.unit, member.short_name.clone())).collect()
}

/// A line that was looked at and left as it is.
fn changes_nothing(one: &Map<String, Json>) -> bool {
    let empty = |key: &str| one.get(key).is_none_or(|value| value.as_str() == Some("") || value.is_null());
    one.contains_key("new") && ["old", "new", "why"].into_iter().all(empty)
}

/// A figure as it is kept: digits with at most one point.
fn number(text: &str) -> Option<Quantity> {
    Quantity::read_signed(text, Quantity::MOST_DECIMALS).ok()
}

/// A text that holds an object is opened: entries and settings are kept so.
fn opened(value: &Json) -> Json {
    let text = value.as_str().filter(|text| text.starts_with('{'));
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
}

/// A hash as people compare it.
pub fn hash(bytes: &[u8; 32]) -> String {
    ids::hex(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use values::{Moment, SheetId};

    /// An entry as one text: subject, facts, changes, reason.
    fn said(act: &str, subject: &str, body: &Json) -> String {
        let units = HashMap::from([(UnitId::from_raw(1), "Trà Vinh".to_owned())]);
        let people = HashMap::from([(AccountId::from_raw(2), "Sơn Dừa Sáp".to_owned())]);
        let teller = Teller { w: Words::default(), units: &units, people: &people };
        let at = Moment::from_micros(0);
        let (actor, act, subject, body) = (AccountId::from_raw(2).to_string(), act.into(), subject.into(), body.to_string());
        let told = teller
            .entry(&Written { log: 1, seq: 1, at, actor, act, subject, body, changes: String::new(), salt: [0; 32], leaf: [0; 32] }, false);
        assert_eq!(told.who, "Sơn Dừa Sáp");
        let facts = told.facts.iter().map(|(label, value)| format!("{label}={value}"));
        let changes = told.changes.iter().map(|c| format!("{}[{}→{}]", c.what, c.old, c.new));
        let why = (!told.why.is_empty()).then(|| format!("vì {}", told.why));
        std::iter::once(told.subject.clone()).chain(facts).chain(changes).chain(why).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn bodies_of_every_shape_are_told() {
        let (unit, sheet) = (UnitId::from_raw(1).to_string(), SheetId::from_raw(3).to_string());
        let check = |act: &str, subject: &str, body: Json, expected: &str| assert_eq!(said(act, subject, &body), expected, "{act}");
        let moved = json!({ "old": "running", "new": "self_scoring", "why": "Đủ chỉ tiêu" });
        check("cluster.move_phase", "year_0000000000001", moved, "năm thi đua | [Thực hiện→Tự chấm] | vì Đủ chỉ tiêu");
        let applied = json!({ "old": null, "new": 1, "why": "" });
        check("table.apply", "year_0000000000001", applied, "năm thi đua | bản số[→1]");
        let cells = json!({ "unit": unit, "cells": [{ "path": "I/1", "field": "actual", "old": "", "new": "10.5" }] });
        check("self_score.save", &sheet, cells, "bảng tự chấm | đơn vị=Trà Vinh | thực hiện · I.1[→10,5]");
        let found = json!({ "unit": unit, "lines": [{ "path": "I/1", "new": "", "why": "" },
            { "path": "I/2", "new": "{\"percent\":\"96\"}", "why": "Thiếu biên bản" }] });
        let expected = "lượt thẩm định | giữ nguyên, nhất trí=1 | đơn vị=Trà Vinh | I.2[→phần trăm: 96 (Thiếu biên bản)]";
        check("verification.find", "reading_0000000000001", found, expected);
        let answered = json!({ "unit": unit, "path": "I/2", "old": "proposed", "new": "explained", "why": "Có biên bản" });
        let expected = "I.2 | đơn vị=Trà Vinh | [Chờ trả lời→Đã giải trình] | vì Có biên bản";
        check("verification.answer", "I/2", answered, expected);
        let silent = json!({ "lines": [{ "unit": unit, "path": "I/2", "old": "proposed", "new": "accepted_by_deadline" }] });
        let expected = "năm thi đua | I.2 · Trà Vinh[Chờ trả lời→Quá hạn, coi như chấp nhận]";
        check("verification.accept_by_deadline", "year_0000000000001", silent, expected);
        let dated = json!({ "old": { "targets": null }, "new": { "targets": "2018-06-29" }, "why": "" });
        check("cluster.set_deadlines", "year_0000000000001", dated, "năm thi đua | giao chỉ tiêu[→29/6/2018]");
        let settings = json!({ "old": "{\"readers\":\"2\",\"ties\":\"shared\"}", "new": { "readers": "1" } });
        assert!(said("cluster.regulate", "year_0000000000001", &settings).ends_with("[2→1]"), "only what was changed");
        let roster = json!({ "members": [{ "unit": unit, "name": "Công an tỉnh Trà Vinh", "office": "head" }] });
        check("cluster.set_members", "I/1", roster, "I.1 | [→tên: Công an tỉnh Trà Vinh; tư cách: cụm trưởng]");
        check("some.thing", &unit, json!({ "unit": unit, "year": 2018, "odd": 1234 }), "Trà Vinh | odd=1.234 | năm=2018");
    }
}
