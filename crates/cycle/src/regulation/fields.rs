//! The settings as pairs of key and text, so that stores keep them without this crate knowing how.

use super::*;
use crate::refusal::refusals;

refusals! {
    /// A stored or typed setting that cannot be read. Rule `Q-04`; source: this program.
    NotASetting {
        /// No setting has this name.
        Unknown { key: String } = "Q-04.unknown",
        /// The text is not a value of this setting.
        Unreadable { key: String, text: String } = "Q-04.unreadable",
    }
}

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn optional<T>(value: Option<T>, write: impl Fn(T) -> String) -> String {
    value.map_or_else(String::new, write)
}

fn tie_text(rule: &TieRule) -> String {
    match rule {
        TieRule::Group(path) => format!("group:{path}"),
        TieRule::FewerDeductions => "fewer_deductions".to_owned(),
    }
}

fn tie_of(text: &str) -> Option<TieRule> {
    match text {
        "fewer_deductions" => Some(TieRule::FewerDeductions),
        _ => text.strip_prefix("group:").filter(|path| !path.is_empty()).map(|path| TieRule::Group(path.to_owned())),
    }
}

/// `code|name|from|yes|to|no`
fn class_text(band: &ClassBand) -> String {
    let to = optional(band.to, Quantity::plain);
    [band.code.clone(), band.name.replace(['|', ';'], " "), band.from.plain(), yes_no(band.from_inclusive), to, yes_no(band.to_inclusive)]
        .join("|")
}

fn class_of(text: &str) -> Option<ClassBand> {
    let parts: Vec<&str> = text.split('|').collect();
    let [code, name, from, from_inclusive, to, to_inclusive] = parts.as_slice() else { return None };
    Some(ClassBand {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        from: Quantity::read(from, 2).ok()?,
        from_inclusive: truth(from_inclusive)?,
        to: maybe(to, |t| Quantity::read(t, 2).ok())?,
        to_inclusive: truth(to_inclusive)?,
    })
}

fn truth(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Empty is a value of its own; anything else must read.
fn maybe<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { read(text).map(Some) }
}

fn list<T>(text: &str, part: char, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(part).filter(|piece| !piece.is_empty()).map(read).collect()
}

/// A line of the list of reasons, short enough to pick from.
fn reason(line: &str) -> Option<String> {
    let line = line.trim();
    (1..=120).contains(&line.chars().count()).then(|| line.to_owned())
}

fn put<T>(place: &mut T, read: Option<T>) -> Option<()> {
    *place = read?;
    Some(())
}

impl Regulation {
    /// Every setting as key and text, in a fixed order.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("in_force_from", optional(self.in_force_from, |d| d.to_string())),
            ("decision", self.decision.clone()),
            ("ties", self.ties.iter().map(tie_text).collect::<Vec<_>>().join(";")),
            ("ties_end", self.ties_end.code().to_owned()),
            ("classes", self.classes.iter().map(class_text).collect::<Vec<_>>().join(";")),
            ("no_target", self.no_target.code().to_owned()),
            ("readers", self.readers.to_string()),
            ("double_blind", yes_no(self.double_blind)),
            ("difference_limit", self.difference_limit.plain()),
            ("second_reader_limit", optional(self.second_reader_limit, Quantity::plain)),
            ("head_changes_table", yes_no(self.head_changes_table)),
            ("table_waits", yes_no(self.table_waits)),
            ("peer_view", self.peer_view.code().to_owned()),
            ("ranking_from", self.ranking_from.code().to_owned()),
            ("explanation_days", self.explanation_days.to_string()),
            ("explanation_count", self.explanation_count.code().to_owned()),
            ("silence_accepts", yes_no(self.silence_accepts)),
            ("extension", self.extension.code().to_owned()),
            ("late", self.late.code().to_owned()),
            ("reason_least", self.reason_least.to_string()),
            ("reasons", self.reasons.join("\n")),
            ("evidence_most_bytes", self.evidence_most_bytes.to_string()),
        ]
    }

    /// Reads settings over the starting ones; a key that is absent keeps its starting value.
    ///
    /// # Errors
    /// Every key that is unknown or does not read.
    pub fn from_fields<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Vec<NotASetting>> {
        let mut read = Self::default_2018();
        let faults: Vec<NotASetting> = pairs.into_iter().filter_map(|(key, text)| read.set(key, text).err()).collect();
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    /// Sets one setting from its text.
    ///
    /// # Errors
    /// [`NotASetting`] for an unknown key or a text that is not its value.
    pub fn set(&mut self, key: &str, text: &str) -> Result<(), NotASetting> {
        if !self.fields().iter().any(|(known, _)| *known == key) {
            return Err(NotASetting::Unknown { key: key.to_owned() });
        }
        self.put_field(key, text.trim()).ok_or_else(|| NotASetting::Unreadable { key: key.to_owned(), text: text.to_owned() })
    }

    fn put_field(&mut self, key: &str, text: &str) -> Option<()> {
        match key {
            "in_force_from" => put(&mut self.in_force_from, maybe(text, Date::of_iso)),
            "decision" => put(&mut self.decision, Some(text.to_owned())),
            "ties" => put(&mut self.ties, list(text, ';', tie_of)),
            "ties_end" => put(&mut self.ties_end, TiesEnd::of_code(text)),
            "classes" => put(&mut self.classes, list(text, ';', class_of)),
            "no_target" => put(&mut self.no_target, Meaning::of_code(text)),
            "readers" => put(&mut self.readers, text.parse().ok().filter(|n| (1..=5).contains(n))),
            "double_blind" => put(&mut self.double_blind, truth(text)),
            "difference_limit" => put(&mut self.difference_limit, Quantity::read(text, 6).ok()),
            "second_reader_limit" => put(&mut self.second_reader_limit, maybe(text, |t| Quantity::read(t, 6).ok())),
            "head_changes_table" => put(&mut self.head_changes_table, truth(text)),
            "table_waits" => put(&mut self.table_waits, truth(text)),
            "peer_view" => put(&mut self.peer_view, PeerView::of_code(text)),
            "ranking_from" => put(&mut self.ranking_from, Phase::of_code(text)),
            "explanation_days" => put(&mut self.explanation_days, text.parse().ok().filter(|n| *n <= 90)),
            "explanation_count" => put(&mut self.explanation_count, DayCount::of_code(text)),
            "silence_accepts" => put(&mut self.silence_accepts, truth(text)),
            "extension" => put(&mut self.extension, Extension::of_code(text)),
            "late" => put(&mut self.late, Late::of_code(text)),
            "reason_least" => put(&mut self.reason_least, text.parse().ok().filter(|n| (1..=500).contains(n))),
            "reasons" => put(&mut self.reasons, list(text, '\n', reason)),
            "evidence_most_bytes" => put(&mut self.evidence_most_bytes, text.parse().ok().filter(|n| *n > 0)),
            _ => None,
        }
    }
}
