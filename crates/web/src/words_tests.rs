//! Both languages say the same things, and every key that pages use exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

fn placeholders(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = text;
    while let Some((_, name, after)) = next_place(left) {
        found.insert(name.to_string());
        left = after;
    }
    found
}

/// Every source and template of this crate, without its tests.
fn sources() -> Vec<(PathBuf, String)> {
    let mut left = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                left.push(path);
            } else if !path.to_string_lossy().contains("tests") {
                found.push((path.clone(), fs::read_to_string(path).unwrap_or_default()));
            }
        }
    }
    found
}

/// The literals that follow `opening` in `text`.
fn literals<'a>(text: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(opening).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn both_languages_have_the_same_keys_and_places() {
    for (step, vi, en) in STEPS {
        let (vi, en): (BTreeMap<_, _>, BTreeMap<_, _>) = (lines(vi).collect(), lines(en).collect());
        assert_eq!(vi.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>(), "keys of {step}");
        for (key, text) in &vi {
            assert_eq!(placeholders(text), placeholders(en[key]), "places of {key}");
            assert!(!text.is_empty() && !en[key].is_empty(), "{key} says nothing");
        }
    }
}

#[test]
fn no_key_is_given_twice() {
    let mut seen = BTreeSet::new();
    for (_, vi, _) in STEPS {
        for (key, _) in lines(vi) {
            assert!(seen.insert(key), "{key} is given twice");
        }
    }
}

#[test]
fn every_key_in_use_exists() {
    let mut missing = Vec::new();
    for (path, text) in sources() {
        let used = literals(&text, ".t(\"").chain(literals(&text, ".fill(\""));
        let absent = used.filter(|key| !VIETNAMESE.contains_key(key));
        missing.extend(absent.map(|key| format!("{} uses {key}", path.display())));
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// A key is in use if some source names it, or names its kind in `say`.
#[test]
fn every_key_is_in_use() {
    let all: String = sources().into_iter().map(|(_, text)| text).collect();
    let kinds: BTreeSet<&str> = literals(&all, ".say(\"").collect();
    let named = |key: &str| {
        all.contains(&format!("\"{key}\"")) || kinds.iter().any(|kind| key.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.')))
    };
    let idle: Vec<_> = VIETNAMESE.keys().filter(|key| !named(key)).collect();
    assert_eq!(idle, Vec::<&&str>::new(), "keys nobody uses");
}

#[test]
fn every_catalogue_on_the_shelf_is_embedded() {
    for lang in ["vi", "en"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("i18n").join(lang)).unwrap().flatten() {
            let path = entry.path();
            let step = path.file_stem().unwrap().to_string_lossy();
            assert!(STEPS.iter().any(|s| s.0 == step), "{} is not in STEPS", path.display());
        }
    }
}

#[test]
fn vietnamese_is_composed_and_free_of_old_fonts() {
    use unicode_normalization::is_nfc;
    for (step, vi, _) in STEPS {
        assert!(is_nfc(vi), "{step} is not in NFC");
    }
}

#[test]
fn places_are_filled_and_unknown_ones_stay_visible() {
    assert_eq!(filled("{a} trên {b}", &[("a", "54"), ("b", "60")]), "54 trên 60");
    assert_eq!(filled("còn {n} và {", &[]), "còn {n} và {");
    assert_eq!(filled("{a}", &[("a", "{b}"), ("b", "x")]), "{b}", "values are not filled again");
}

#[test]
fn a_missing_key_shows_itself() {
    assert_eq!(Words::default().t("no.such"), "no.such");
    assert_eq!(Words::default().say("no", "such", &[]), "no.such");
}
