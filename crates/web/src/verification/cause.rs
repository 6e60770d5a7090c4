//! Reasons to pick from: usual ones by a stable word, and the cluster's own in its own words. *Danh mục lý do.*

use cycle::regulation::{REASONS, Regulation};

use crate::Words;

/// A reason in words.
pub fn words(w: Words, cause: &str) -> String {
    if REASONS.contains(&cause) { w.say("verification.cause", cause, &[]) } else { cause.to_owned() }
}

/// *Tính trùng: hai văn bản nêu cùng một nội dung*
pub fn before(w: Words, cause: &str, reason: &str) -> String {
    if cause.is_empty() { reason.to_owned() } else { format!("{}: {reason}", words(w, cause)) }
}

/// The reason that somebody wrote down: a usual one stays itself in every language.
pub fn of_words(w: Words, text: &str) -> String {
    let usual = REASONS.iter().find(|cause| words(w, cause) == text);
    usual.map_or_else(|| text.to_owned(), |cause| (*cause).to_owned())
}

/// What a form offers, after picking none: the regulation's list, and what was picked before where it is no longer on
/// it; nothing where there is neither.
pub fn options(w: Words, regulation: &Regulation, picked: &str) -> Vec<(String, String)> {
    let old = Some(picked).filter(|cause| !cause.is_empty() && regulation.reasons.iter().all(|known| known != cause));
    let all: Vec<&str> = regulation.reasons.iter().map(String::as_str).chain(old).collect();
    let none = (!all.is_empty()).then(|| (String::new(), w.t("verification.no_cause").to_owned()));
    none.into_iter().chain(all.into_iter().map(|cause| (cause.to_owned(), words(w, cause)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use values::Lang;

    #[test]
    fn usual_reasons_read_back_from_their_words_and_own_ones_stay() {
        for w in [Words::new(Lang::Vi), Words::new(Lang::En)] {
            for cause in REASONS {
                assert!(!words(w, cause).contains("verification."), "{cause} has words");
                assert_eq!(of_words(w, &words(w, cause)), cause);
            }
            assert_eq!((of_words(w, "Sai mẫu"), words(w, "Sai mẫu")), ("Sai mẫu".to_owned(), "Sai mẫu".to_owned()));
        }
    }
}
