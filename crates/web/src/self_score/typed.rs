//! Typed cells into figures of the store, stored figures into what a field shows. *Đọc ô đã gõ.*
//!
//! A figure is kept as a plain decimal text even where the line will not take it: the person sees the
//! sentence and the text stays. What is no figure at all is not kept.

use app::search::clean;
use scoring::kind::{Bands, Input};
use scoring::{Entry, Kind, Leaf, Problem};
use values::Quantity;
use values::quantity::NotAQuantity;

use crate::forms;
use crate::reading::{self, Numeric, Unread};
use crate::words::Words;

/// The longest note.
const MOST_NOTE: usize = 2_000;

/// What a text means in a field, as the store keeps it.
///
/// # Errors
/// The sentence that says why it is not kept.
pub(super) fn kept(w: Words, field: &str, text: &str, numeric: Numeric) -> Result<String, String> {
    match field {
        "note" => note(w, text),
        "achieved" if matches!(text, "" | "0" | "1") => Ok(text.to_owned()),
        "achieved" => Err(w.fill("self_score.word.not_answer", &[("text", text)])),
        _ => figure(field, text, numeric).map(|q| q.map(Quantity::plain).unwrap_or_default()).map_err(|why| forms::sentence(w, &why)),
    }
}

fn note(w: Words, text: &str) -> Result<String, String> {
    let text = clean(text);
    if text.chars().count() > MOST_NOTE { Err(forms::sentence(w, &Unread::TooMuchText(MOST_NOTE))) } else { Ok(text) }
}

/// Whole counts leave one meaning of "1.000".
fn figure(field: &str, text: &str, numeric: Numeric) -> Result<Option<Quantity>, Unread> {
    match reading::number(text, numeric) {
        Err(Unread::Ambiguous { thousands, .. }) if matches!(field, "count" | "bonus" | "deduction") => Ok(Some(thousands)),
        read => read,
    }
}

/// From the sheet's script: a comma is always the decimal sign.
pub(super) const SCRIPT: Numeric = Numeric { decimals: Quantity::MOST_DECIMALS, most: None, sign: Some(','), signed: true };

/// From a plain form: both signs; where a text has two readings, the sentence names both.
pub(super) const BY_HAND: Numeric = Numeric { sign: None, ..SCRIPT };

/// What the field shows: the language's decimal sign, no grouping.
pub(super) fn shown(w: Words, field: &str, text: &str) -> String {
    if matches!(field, "note" | "achieved") {
        return text.to_owned();
    }
    Quantity::read_signed(text, Quantity::MOST_DECIMALS).map_or_else(|_| text.to_owned(), |q| w.typed(q))
}

/// Whether two kept texts are the same number: 17.5 and 17.50.
pub(super) fn same_figure(one: &str, other: &str) -> bool {
    let read = |text: &str| Quantity::read_signed(text, Quantity::MOST_DECIMALS).ok();
    read(one).is_some_and(|one| read(other) == Some(one))
}

/// What a person reads in a cell: *Đạt* for `1`.
pub(super) fn read_out(w: Words, field: &str, text: &str) -> String {
    match (field, text) {
        (_, "") => w.t("self_score.word.empty").to_owned(),
        ("achieved", "1") => w.t("self_score.word.yes").to_owned(),
        ("achieved", "0") => w.t("self_score.word.no").to_owned(),
        _ => shown(w, field, text),
    }
}

/// The sentence under a row: why its figures give no points, or that more was typed than counts.
pub(super) fn doubt(w: Words, leaf: &Leaf, reported: &Result<Entry, Problem>) -> String {
    match (&leaf.kind, reported) {
        (_, Err(problem)) => trouble(w, problem),
        (Kind::Proportional(line), Ok(Entry::Percent(percent))) if line.cap_at_max && *percent > Quantity::new(100, 0) => {
            let max = w.points(leaf.max, leaf.decimals);
            w.fill("self_score.over_hundred", &[("text", &w.typed(*percent)), ("max", &max)])
        }
        (Kind::Bands(bands), Ok(Entry::Value(value))) if passes_hundred(bands, *value) => {
            w.fill("self_score.over_hundred_band", &[("text", &w.typed(*value))])
        }
        _ => String::new(),
    }
}

/// Whether a percentage is above 100 in bands of which none begins there: the table knows no such rates. Where
/// one does, as for work done beyond its plan, there is nothing to doubt.
fn passes_hundred(bands: &Bands, value: Quantity) -> bool {
    let hundred = Quantity::new(100, 0);
    let beyond = bands.bands.iter().any(|band| band.interval.from.is_some_and(|from| from > hundred));
    bands.input == Input::Percent && value > hundred && !beyond
}

/// The sentence about figures that their line does not take.
pub(crate) fn trouble(w: Words, problem: &Problem) -> String {
    match problem {
        Problem::AboveMaximum { given, max } => {
            w.fill("self_score.word.over_max", &[("max", &w.number(max.trimmed())), ("text", &w.typed(*given))])
        }
        Problem::NotWhole { text, .. } => w.fill("self_score.not_whole", &[("text", &text.replace('.', ","))]),
        Problem::NoBand { value } => w.fill("self_score.no_band", &[("value", &w.typed(*value))]),
        Problem::MissingField { .. } => w.t("self_score.no_answer").to_owned(),
        Problem::NotAQuantity { why, .. } => forms::sentence(w, &unread(*why)),
        _ => problem.say(w.lang),
    }
}

const fn unread(why: NotAQuantity) -> Unread {
    match why {
        NotAQuantity::NotPlain => Unread::NotANumber,
        NotAQuantity::TooManyDecimals(most) => Unread::TooManyDecimals(most),
        NotAQuantity::TooManyDigits => Unread::TooLong,
        NotAQuantity::Negative => Unread::Negative,
    }
}

/// Whether a line is answered in the column of points rather than in that of results.
pub(super) const fn in_points(kind: &Kind) -> bool {
    matches!(kind, Kind::PassFail | Kind::Direct | Kind::Assigned { .. } | Kind::BonusOutside(_))
}

#[cfg(test)]
mod tests {
    use super::*;
    use scoring::kind::{Band, Interval};
    use values::Lang;

    const W: Words = Words::new(Lang::Vi);

    #[test]
    fn figures_are_kept_plain_and_anything_else_is_named() {
        let check = |field: &str, text: &str, expected: Result<&str, &str>| {
            assert_eq!(kept(W, field, text, SCRIPT).as_deref().map_err(String::as_str), expected, "{field} {text}");
        };
        check("actual", "9,5", Ok("9.5"));
        check("actual", "12,500", Ok("12.500"));
        check("points", "-1", Ok("-1"));
        check("points", "", Ok(""));
        check("achieved", "1", Ok("1"));
        check("note", " có  ", Ok("có"));
        check("actual", "abc", Err("Chưa đọc được thành số. Ví dụ: 9,5"));
        check("achieved", "có lẽ", Err("“có lẽ”: gõ đ hoặc 1 nếu đạt, k hoặc 0 nếu không đạt"));
    }

    #[test]
    fn a_percentage_above_hundred_is_doubted_where_no_band_begins_there() {
        let check = |input, from: i64, value: i64, doubted| {
            let interval = |from, to| Interval { from, from_inclusive: true, to, to_inclusive: false };
            let border = Some(Quantity::new(from, 0));
            let band = |interval| Band { interval, points: values::Points(100) };
            let bands = Bands { input, bands: vec![band(interval(None, border)), band(interval(border, None))] };
            assert_eq!(passes_hundred(&bands, Quantity::new(value, 0)), doubted, "{input:?} from {from}: {value}");
        };
        check(Input::Percent, 95, 100, false);
        check(Input::Percent, 95, 150, true);
        check(Input::Percent, 100, 101, true);
        check(Input::Percent, 120, 110, false);
        check(Input::Percent, 120, 150, false);
        check(Input::Value, 5, 150, false);
    }

    #[test]
    fn what_a_field_shows_is_kept_as_it_was() {
        for text in ["9.50", "1234.5", "-2", "0"] {
            assert_eq!(kept(W, "actual", &shown(W, "actual", text), SCRIPT).as_deref(), Ok(text));
        }
    }

    #[test]
    fn by_hand_a_count_settles_a_doubt() {
        assert_eq!(kept(W, "count", "1.000", BY_HAND).as_deref(), Ok("1000"));
        assert!(kept(W, "actual", "1.000", BY_HAND).is_err());
        assert_eq!(kept(W, "actual", "9.5", BY_HAND).as_deref(), Ok("9.5"));
    }
}
