//! The catalogues of words: `i18n/{vi,en}/<step>.txt`, embedded, read once.
//!
//! A line is `key = text with {name}`. A key without a text shows itself; nothing here can fail.

use std::collections::HashMap;
use std::sync::LazyLock;

use values::Lang;

/// One step's lines in Vietnamese and in English.
type Step = (&'static str, &'static str, &'static str);

macro_rules! steps {
    ($($step:literal,)*) => {
        &[$(($step, include_str!(concat!("../i18n/vi/", $step, ".txt")), include_str!(concat!("../i18n/en/", $step, ".txt")))),*]
    };
}

/// One line per step.
const STEPS: &[Step] = steps![
    "layout",
    "form",
    "refusal",
    "rule",
    "demo",
    "home",
    "account",
    "cluster",
    "table",
    "target",
    "self_score",
    "evidence",
    "verification",
    "ranking",
    "correction",
    "journal",
];

type Catalogue = HashMap<&'static str, &'static str>;

static VIETNAMESE: LazyLock<Catalogue> = LazyLock::new(|| catalogue(Lang::Vi));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| catalogue(Lang::En));

fn catalogue(lang: Lang) -> Catalogue {
    STEPS.iter().flat_map(|(_, vi, en)| lines(if lang == Lang::Vi { vi } else { en })).collect()
}

/// The pairs of one file; blank lines and lines that begin with `#` are remarks.
fn lines(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let said = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.filter_map(|line| line.split_once('=')).map(|(key, text)| (key.trim(), text.trim()))
}

/// The words of one language, and (in `show.rs`) its forms of numbers and dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub lang: Lang,
}

impl Words {
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text of `key`, or the key itself.
    pub fn t(self, key: &'static str) -> &'static str {
        self.find(key).unwrap_or(key)
    }

    /// The text of `key` with its `{names}` filled in.
    pub fn fill(self, key: &'static str, with: &[(&str, &str)]) -> String {
        filled(self.t(key), with)
    }

    /// The text of `<kind>.<code>`, for codes that rules give; the code itself if nobody worded it.
    pub fn say(self, kind: &str, code: &str, with: &[(&str, &str)]) -> String {
        let key = format!("{kind}.{code}");
        filled(self.find(&key).unwrap_or(&key), with)
    }

    /// The code of the language, for `lang="…"`.
    pub const fn code(self) -> &'static str {
        self.lang.code()
    }

    fn find(self, key: &str) -> Option<&'static str> {
        let catalogue = if self.lang == Lang::Vi { &*VIETNAMESE } else { &*ENGLISH };
        catalogue.get(key).copied()
    }
}

fn filled(text: &str, with: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut left = text;
    while let Some((before, name, after)) = next_place(left) {
        out.push_str(before);
        match with.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.extend(["{", name, "}"]),
        }
        left = after;
    }
    out.push_str(left);
    out
}

/// The text before the first `{name}`, the name, and the text after it.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
