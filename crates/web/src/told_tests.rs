//! Every refusal that rules and use cases can give has its words, in both languages, and fills them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use cycle::calendar::Step;
use cycle::cluster::{Act, SeatKind};
use cycle::correction::CorrectionState;
use cycle::ranking::Means;
use cycle::regulation::Regulation;
use cycle::table::{CommentState, Stand};
use cycle::verification::LineState;
use cycle::year::Requirement;
use cycle::{Phase, Refusal as _};
use values::Lang;

use super::*;

/// The sources of another crate, without its tests.
fn sources_of(krate: &str) -> Vec<String> {
    let mut left = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(krate).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = left.pop() {
        let paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
        let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
        left.extend(folders);
        found.extend(files.iter().filter(|p| !p.ends_with("tests.rs")).map(|p| fs::read_to_string(p).unwrap()));
    }
    found
}

fn literals<'a>(text: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(opening).skip(1).filter_map(|rest| rest.split('"').next())
}

fn is_rule(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() >= 4 && bytes[0].is_ascii_uppercase() && bytes[1] == b'-' && bytes[2].is_ascii_digit() && bytes[3].is_ascii_digit()
}

/// Each case of a rule's refusals with the names of its figures: `Case { a: T, b: T } = "C-01.case",`
fn rule_codes() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in sources_of("cycle").iter().flat_map(|text| text.lines()) {
        let Some(code) = line.split(['=', '>']).next_back().and_then(|rest| rest.split('"').nth(1)).filter(|c| is_rule(c)) else {
            continue;
        };
        let fields = line.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map_or("", |(fields, _)| fields);
        let names = fields.split(',').filter_map(|field| field.split_once(':')).map(|(name, _)| name.trim().to_owned());
        found.insert(code.to_owned(), names.collect());
    }
    for (_, names) in found.iter_mut().filter(|(code, _)| ("C-10"..="C-20").contains(&code.as_str())) {
        names.extend(["act", "phase", "who", "from", "to", "allowed", "step", "due", "setting"].map(String::from));
    }
    found
}

fn app_codes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in sources_of("app") {
        let said = ["Error::plain(\"", "Reason::plain(\"", "Reason { code: \""].into_iter().flat_map(|opening| literals(&text, opening));
        let weak = literals(&text, "=> \"").filter(|code| code.starts_with("password-"));
        found.extend(said.chain(weak).map(String::from));
    }
    found
}

/// The places of a sentence: what stands between braces.
fn places(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
}

fn said(kind: &str, code: &str) -> Vec<String> {
    [Lang::Vi, Lang::En].map(|lang| Words::new(lang).say(kind, code, &[])).to_vec()
}

fn is_worded(kind: &str, code: &str) -> bool {
    let key = format!("{kind}.{code}");
    said(kind, code).iter().all(|text| *text != key)
}

#[test]
fn every_refusal_has_words_and_only_the_figures_it_carries() {
    let rules = rule_codes();
    assert!(rules.len() > 60, "the sources were not read: {rules:?}");
    for (code, figures) in &rules {
        assert!(is_worded("rule", code), "rule.{code} has no words");
        for text in said("rule", code) {
            assert!(places(&text).is_subset(figures), "rule.{code} carries {figures:?}, but says {text}");
        }
    }
}

#[test]
fn every_refusal_of_a_use_case_has_words() {
    let codes = app_codes();
    assert!(codes.len() > 25, "the sources were not read: {codes:?}");
    let silent: Vec<_> = codes.iter().filter(|code| !is_worded("rule", code)).collect();
    assert_eq!(silent, Vec::<&String>::new(), "codes without words");
}

#[test]
fn every_stable_word_of_the_rules_has_words() {
    let mut words: Vec<(&str, &str)> = Vec::new();
    words.extend(Act::ALL.iter().map(|x| ("act", x.code())));
    words.extend(Step::ALL.iter().map(|x| ("step", x.code())));
    words.extend(SeatKind::ALL.iter().map(|x| ("seat", x.code())));
    words.extend(Phase::ALL.iter().map(|x| ("phase", x.code())));
    words.extend(Requirement::ALL.iter().map(|x| ("requirement", x.code())));
    words.extend(LineState::ALL.iter().map(|x| ("state", x.code())));
    words.extend(CorrectionState::ALL.iter().map(|x| ("state", x.code())));
    words.extend(CommentState::ALL.iter().map(|x| ("comment_state", x.code())));
    words.extend(Stand::ALL.iter().map(|x| ("stand", x.code())));
    words.extend(Means::ALL.iter().map(|x| ("means", x.code())));
    words.extend(Regulation::default_2018().fields().iter().map(|(key, _)| ("setting", *key)));
    let silent: Vec<_> = words.into_iter().filter(|(kind, code)| !is_worded(kind, code)).collect();
    assert_eq!(silent, Vec::<(&str, &str)>::new(), "words without words");
}

#[test]
fn a_refusal_names_the_date_and_who_can_change_it() {
    let (w, due) = (Words::new(Lang::Vi), values::Date::of(2018, 11, 25).unwrap());
    let denied = cycle::cluster::Denied {
        act: Act::EnterScore,
        why: cycle::cluster::Why::AfterDeadline { step: Step::SelfScoring, due },
        phase: Phase::SelfScoring,
        who: vec![SeatKind::Head, SeatKind::Superior],
    };
    let reason = Reason { code: denied.code(), args: denied.args() };
    assert_eq!(
        sentence(w, &Names::default(), &reason),
        "Hạn tự chấm đã qua vào hết ngày 25/11/2018, nên không nhập điểm tự chấm được nữa."
    );
    assert_eq!(remedy(w, &reason), "Người có thể thay đổi: cụm trưởng, cơ quan thường trực.");
}

#[test]
fn stable_words_inside_a_refusal_are_worded_and_empty_lists_say_so() {
    let (w, names) = (Words::new(Lang::En), Names::default());
    let closed = Reason { code: "C-19", args: vec![("act", Act::SeeRanking.into()), ("setting", "ranking_from".into())] };
    assert!(sentence(w, &names, &closed).ends_with("(setting: Phase from which members see the ranking)."));
    let unmet = Reason { code: "Y-02", args: vec![("units", Vec::<UnitId>::new().into())] };
    assert!(sentence(w, &names, &unmet).ends_with("Units it waits for: none."));
}
