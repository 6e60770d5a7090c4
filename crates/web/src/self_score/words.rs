//! The words that the scripts of the sheet and of evidence ask for, as they stand in a page. *Lời cho ô điểm.*

use std::sync::LazyLock;

use values::Lang;

use crate::words::Words;

/// Everything `sheet.js` says; each name is a key `self_score.word.<name>`.
const SHEET: [&str; 49] = [
    "yes",
    "no",
    "empty",
    "me",
    "cell_waiting",
    "cell_saved",
    "cell_failed",
    "saving",
    "saved_at",
    "retry",
    "held",
    "offline",
    "offline_unsafe",
    "signed_out",
    "denied",
    "unknown",
    "undone",
    "redone",
    "nothing_to_undo",
    "nothing_to_redo",
    "range",
    "not_number",
    "not_answer",
    "over_max",
    "which_number",
    "as_thousand",
    "as_decimal",
    "cancel",
    "conflict",
    "conflict_at",
    "value_by",
    "keep_mine",
    "take_theirs",
    "field_actual",
    "field_points",
    "field_achieved",
    "field_percent",
    "field_count",
    "field_bonus",
    "field_deduction",
    "field_value",
    "field_note",
    "paste_title",
    "paste_over_max",
    "paste_not_number",
    "paste_not_answer",
    "paste_lost",
    "paste_odd",
    "paste_go",
];

/// Everything `upload.js` says; each name is a key `self_score.drop.<name>`.
const DROP: [&str; 12] = [
    "drop_here",
    "queued",
    "sending",
    "checking",
    "stored",
    "failed",
    "too_large",
    "wrong_kind",
    "retry",
    "remove",
    "screenshot",
    "signed_out",
];

static SAID: LazyLock<[(String, String); 2]> = LazyLock::new(|| [Lang::Vi, Lang::En].map(|lang| made(Words::new(lang))));

fn made(w: Words) -> (String, String) {
    let sheet = SHEET.iter().map(|name| ((*name).to_owned(), w.say("self_score.word", name, &[]).into()));
    let drop = DROP.iter().map(|name| ((*name).to_owned(), w.say("self_score.drop", name, &[]).into()));
    let text = |words: serde_json::Map<String, serde_json::Value>| serde_json::Value::Object(words).to_string();
    (text(sheet.collect()), text(drop.collect()))
}

const fn place(w: Words) -> usize {
    match w.lang {
        Lang::Vi => 0,
        Lang::En => 1,
    }
}

/// The sheet's words as JSON.
pub(super) fn sheet(w: Words) -> &'static str {
    SAID.get(place(w)).map_or("{}", |said| said.0.as_str())
}

/// The words of the evidence form as JSON.
pub(super) fn drop(w: Words) -> &'static str {
    SAID.get(place(w)).map_or("{}", |said| said.1.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        for (sheet, drop) in SAID.iter() {
            assert!(!sheet.contains("self_score.") && !drop.contains("self_score."), "{sheet} {drop}");
        }
    }

    #[test]
    fn the_scripts_ask_for_nothing_else() {
        let asked = |script: &'static str| script.split("word('").skip(1).filter_map(|rest| rest.split('\'').next());
        for name in asked(include_str!("../../assets/js/sheet.js")) {
            assert!(SHEET.contains(&name), "{name}");
        }
        for name in asked(include_str!("../../assets/js/upload.js")) {
            assert!(DROP.contains(&name), "{name}");
        }
    }
}
