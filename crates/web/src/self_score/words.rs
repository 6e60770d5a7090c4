//! The words that the sheet's script asks for, as they stand in a page. *Lời cho ô điểm.*

use std::sync::{Arc, LazyLock};

use values::Lang;

use crate::words::Words;

/// Everything `sheet.js` says; each name is a key `self_score.word.<name>`.
const SHEET: [&str; 56] = [
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
    "range_rest",
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
    "heads",
    "paste_title",
    "paste_good",
    "paste_over_max",
    "paste_not_number",
    "paste_not_answer",
    "paste_lost",
    "paste_nowhere",
    "paste_left",
    "paste_fixed",
    "paste_more",
    "paste_odd",
    "paste_go",
];

static SAID: LazyLock<[Arc<str>; 2]> = LazyLock::new(|| [Lang::Vi, Lang::En].map(|lang| made(Words::new(lang))));

/// As JSON inside an attribute.
fn made(w: Words) -> Arc<str> {
    let words = SHEET.iter().map(|name| ((*name).to_owned(), w.say("self_score.word", name, &[]).into()));
    let json = serde_json::Value::Object(words.collect()).to_string();
    [('&', "&#38;"), ('"', "&#34;"), ('<', "&#60;"), ('>', "&#62;")]
        .iter()
        .fold(json, |json, (sign, safe)| json.replace(*sign, safe))
        .into()
}

/// The sheet's words as they stand in `data-words`.
pub(super) fn sheet(w: Words) -> Arc<str> {
    let [vi, en] = &*SAID;
    Arc::clone(if w.lang == Lang::Vi { vi } else { en })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_said_in_both_languages() {
        for said in SAID.iter() {
            assert!(!said.contains("self_score."), "{said}");
        }
    }

    #[test]
    fn the_scripts_ask_for_nothing_else() {
        let script = crate::assets::script("sheet.js");
        let asked: Vec<&str> = script.split("word('").skip(1).filter_map(|rest| rest.split('\'').next()).collect();
        assert!(asked.len() > 20 && asked.iter().all(|name| SHEET.contains(name)), "{asked:?}");
    }
}
