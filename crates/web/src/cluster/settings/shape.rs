//! How each setting is asked for, and which settings belong together. *Nhóm thiết lập.*

use cycle::Phase;
use cycle::regulation::{DayCount, Extension, Late, PeerView, TiesEnd};
use cycle::target::Meaning;

use crate::words::Words;

/// Every setting once, in groups as people look for them.
pub const GROUPS: [(&str, &[&str]); 7] = [
    ("paper", &["decision", "in_force_from"]),
    ("ranking", &["ties", "ties_end", "classes", "ranking_from"]),
    ("verification", &["readers", "double_blind", "difference_limit", "second_reader_limit", "reasons"]),
    ("time", &["explanation_days", "explanation_count", "silence_accepts", "extension", "late"]),
    ("view", &["peer_view"]),
    ("table", &["table_waits", "head_changes_table", "no_target"]),
    ("work", &["reason_least", "evidence_most_bytes"]),
];

/// How a setting is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    Date,
    /// A whole number.
    Count,
    /// A number of points; may be empty where the setting may.
    Points,
    /// Bytes, asked for in megabytes.
    Megabytes,
    Tick,
    Choice,
    Ties,
    Classes,
    /// Reasons, one a line.
    Reasons,
}

impl Shape {
    /// The shape of a setting.
    pub fn of(key: &str) -> Self {
        match key {
            "in_force_from" => Self::Date,
            "readers" | "explanation_days" | "reason_least" => Self::Count,
            "difference_limit" | "second_reader_limit" => Self::Points,
            "evidence_most_bytes" => Self::Megabytes,
            "double_blind" | "head_changes_table" | "table_waits" | "silence_accepts" => Self::Tick,
            "ties_end" | "no_target" | "peer_view" | "ranking_from" | "explanation_count" | "extension" | "late" => Self::Choice,
            "ties" => Self::Ties,
            "classes" => Self::Classes,
            "reasons" => Self::Reasons,
            _ => Self::Text,
        }
    }
}

/// The choices of a setting, as stable words with their words.
pub fn options(w: Words, key: &'static str) -> Vec<(String, String)> {
    let option = |code: &str| (code.to_owned(), w.say("cluster.option", &format!("{key}.{code}"), &[]));
    let codes: Vec<&'static str> = match key {
        "ties_end" => TiesEnd::ALL.iter().map(|x| x.code()).collect(),
        "no_target" => Meaning::ALL.iter().map(|x| x.code()).collect(),
        "peer_view" => PeerView::ALL.iter().map(|x| x.code()).collect(),
        "explanation_count" => DayCount::ALL.iter().map(|x| x.code()).collect(),
        "extension" => Extension::ALL.iter().map(|x| x.code()).collect(),
        "late" => Late::ALL.iter().map(|x| x.code()).collect(),
        "ranking_from" => return Phase::ALL.iter().map(|x| (x.code().to_owned(), w.say("phase", x.code(), &[]))).collect(),
        _ => Vec::new(),
    };
    codes.into_iter().map(option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cycle::regulation::Regulation;
    use values::Lang;

    #[test]
    fn every_setting_has_its_place_its_words_and_words_for_its_choices() {
        let shown: Vec<&str> = GROUPS.iter().flat_map(|(_, keys)| keys.iter().copied()).collect();
        for (key, _) in Regulation::default_2018().fields() {
            assert_eq!(shown.iter().filter(|k| **k == key).count(), 1, "{key} stands in one group");
            for w in [Words::new(Lang::Vi), Words::new(Lang::En)] {
                assert!(!w.say("cluster.used", key, &[]).starts_with("cluster.used"), "{key} says where it is used");
                assert!(options(w, key).iter().all(|(_, text)| !text.starts_with("cluster.option")), "{key} has words for its choices");
            }
        }
        assert_eq!(shown.len(), Regulation::default_2018().fields().len());
    }
}
