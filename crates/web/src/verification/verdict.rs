//! The form in which somebody agrees with a unit's entry or proposes another. *Đồng ý, đề nghị khác.*

use app::self_score::fields::Fields;
use app::table::details::Detail;
use cycle::regulation::Regulation;
use cycle::verification::Verdict;
use scoring::Leaf;

use super::entry;
use crate::Words;
use crate::forms::{Check, Form, Problems};

/// Most letters of a reason, an explanation or a clause.
pub(super) const MOST: usize = 2_000;

pub(super) const AGREE: &str = "agree";
pub(super) const OTHER: &str = "other";
/// Neither yet: the unit is asked back.
pub(super) const ASK: &str = "ask";

/// The two answers, and asking back before either.
pub(super) fn options(w: Words, asks: bool) -> Vec<(String, String)> {
    let asking = asks.then_some((ASK, "verification.ask_back"));
    let all = [(AGREE, "verification.agree"), (OTHER, "verification.propose")].into_iter().chain(asking);
    all.map(|(code, key)| (code.to_owned(), w.t(key).to_owned())).collect()
}

/// The question that a form asks.
///
/// # Errors
/// What is wrong with it.
pub(super) fn question(w: Words, form: &Form, regulation: &Regulation) -> Result<String, Problems> {
    let mut check = form.check(w);
    let words = check.text("question", MOST);
    if let Some(short) = words.as_ref().filter(|text| !regulation.is_reason(text)) {
        check.problem("question", too_short(w, short, regulation));
    }
    check.done(words)
}

/// A form that shows an entry, with what was chosen and said before.
pub(super) fn shown(w: Words, entry: &Fields, chosen: &str, (cause, reason, clause): (&str, &str, &str)) -> Form {
    let said =
        [("verdict", chosen), ("cause", cause), ("reason", reason), ("clause", clause)].map(|(n, text)| (n.to_owned(), text.to_owned()));
    Form::of(entry::typed(w, entry).into_iter().chain(said))
}

/// What the form says; `replaces` where agreeing would replace a proposal (`V-25`).
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(
    w: Words,
    form: &Form,
    (leaf, detail): (&Leaf, &Detail),
    (own, replaces): (&Fields, bool),
    regulation: &Regulation,
) -> Result<Verdict<Fields>, Problems> {
    let mut check = form.check(w);
    let command = match form.text("verdict") {
        AGREE => agreement(&mut check, replaces, regulation),
        OTHER => {
            let entry = entry::read(&mut check, leaf, detail, own);
            let (reason, clause, cause) = (check.text("reason", MOST), check.optional("clause", MOST), form.text("cause").to_owned());
            if let Some(short) = reason.as_ref().filter(|text| !regulation.is_reason(text)) {
                check.problem("reason", too_short(w, short, regulation));
            }
            entry.zip(reason).zip(clause).map(|((entry, reason), clause)| Verdict::Propose { entry, cause, reason, clause })
        }
        _ => {
            check.problem("verdict", w.t("verification.choose"));
            None
        }
    };
    if let Some(Verdict::Propose { entry, .. }) = &command
        && entry == own
    {
        check.problem("verdict", w.t("verification.same_entry"));
    }
    check.done(command)
}

/// Agreement; one that replaces a proposal says why.
fn agreement(check: &mut Check<'_>, replaces: bool, regulation: &Regulation) -> Option<Verdict<Fields>> {
    if !replaces {
        return Some(Verdict::agree());
    }
    let why = check.text("why", MOST)?;
    if !regulation.is_reason(&why) {
        check.problem("why", too_short(check.w(), &why, regulation));
    }
    Some(Verdict::Agree { why })
}

/// *Cần ít nhất 10 ký tự, hiện có 4.*
pub(super) fn too_short(w: Words, text: &str, regulation: &Regulation) -> String {
    let (least, has) = (w.count(regulation.reason_least), w.count(text.trim().chars().count()));
    w.fill("verification.too_short", &[("least", &least), ("has", &has)])
}
