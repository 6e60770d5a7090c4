//! What the server has promised, and whether it kept it.
//!
//! Each cell has one writer that waits for each answer, so a cell's history is a plain list. After a
//! restart a cell may hold the last acknowledged value or any later one whose answer never came.

use std::collections::BTreeMap;

/// One field of one line of one unit's sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: String,
    pub field: String,
}

/// What is known of one cell.
#[derive(Clone, Debug)]
struct History {
    /// The last value that was acknowledged, or found at the start.
    promised: String,
    /// Values sent since, without an answer.
    unsure: Vec<String>,
}

/// The promises of one unit's sheet.
#[derive(Clone, Debug, Default)]
pub struct Promises {
    cells: BTreeMap<Place, History>,
    pub acknowledged: u64,
    pub unknown: u64,
}

/// What a look after the restart showed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Acknowledged values that are gone.
    pub lost: u64,
    /// Values that nobody sent.
    pub corrupt: u64,
}

impl Promises {
    /// Takes what the sheet holds as the starting point.
    pub fn found(&mut self, place: Place, text: String) {
        self.cells.insert(place, History { promised: text, unsure: Vec::new() });
    }

    /// Says that a value is on its way; until [`Self::kept`] it may or may not arrive.
    pub fn sent(&mut self, place: &Place, text: &str) {
        if let Some(history) = self.cells.get_mut(place) {
            history.unsure.push(text.to_owned());
        }
        self.unknown += 1;
    }

    /// The server said the value is saved.
    pub fn kept(&mut self, place: &Place, text: &str) {
        if let Some(history) = self.cells.get_mut(place) {
            *history = History { promised: text.to_owned(), unsure: Vec::new() };
        }
        self.unknown -= 1;
        self.acknowledged += 1;
    }

    /// The server said the value is not saved.
    pub fn refused(&mut self, place: &Place, text: &str) {
        if let Some(history) = self.cells.get_mut(place) {
            history.unsure.retain(|unsure| unsure != text);
        }
        self.unknown -= 1;
    }

    /// Compares with what the sheet holds now, then takes that as the new starting point.
    pub fn judge(&mut self, now: &BTreeMap<Place, String>) -> Verdict {
        let mut verdict = Verdict::default();
        for (place, history) in &mut self.cells {
            let text = now.get(place).cloned().unwrap_or_default();
            let known = history.promised == text || history.unsure.contains(&text);
            verdict.corrupt += u64::from(!known && !earlier(&history.promised, &text));
            verdict.lost += u64::from(!known && earlier(&history.promised, &text));
            *history = History { promised: text, unsure: Vec::new() };
        }
        verdict
    }
}

/// Whether `text` is a value from before `promised`: nothing, or a smaller number of the same series.
fn earlier(promised: &str, text: &str) -> bool {
    let number = |text: &str| text.parse::<u64>().ok();
    text.is_empty() || number(text).zip(number(promised)).is_some_and(|(now, then)| now < then)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(told: fn(&mut Promises, &Place), now: &str, expected: (u64, u64)) {
        let place = Place { path: "I.1".to_owned(), field: "result".to_owned() };
        let mut promises = Promises::default();
        promises.found(place.clone(), "10".to_owned());
        told(&mut promises, &place);
        let verdict = promises.judge(&BTreeMap::from([(place, now.to_owned())]));
        assert_eq!((verdict.lost, verdict.corrupt), expected, "found {now}");
    }

    #[test]
    fn an_acknowledged_value_must_be_there() {
        let kept = |p: &mut Promises, at: &Place| {
            p.sent(at, "11");
            p.kept(at, "11");
        };
        check(kept, "11", (0, 0));
        check(kept, "10", (1, 0));
        check(kept, "", (1, 0));
        check(kept, "12", (0, 1));
    }

    #[test]
    fn a_value_without_an_answer_may_be_there_or_not() {
        let unsure = |p: &mut Promises, at: &Place| p.sent(at, "11");
        check(unsure, "10", (0, 0));
        check(unsure, "11", (0, 0));
        check(unsure, "9", (1, 0));
    }

    #[test]
    fn a_refused_value_must_not_be_there() {
        let refused = |p: &mut Promises, at: &Place| {
            p.sent(at, "11");
            p.refused(at, "11");
        };
        check(refused, "10", (0, 0));
        check(refused, "11", (0, 1));
    }
}
