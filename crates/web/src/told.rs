//! Refusals of the rules in people's words: the sentence of the rule's code with its figures, and who can help.

use std::collections::HashMap;

use app::{Desk, Error, Reason};
use cycle::Arg;
use cycle::cluster::SeatKind;
use values::{AccountId, UnitId};

use crate::evidence::kinds;
use crate::forms::Problems;
use crate::{Reply, Words};

/// Names of the units and people that a refusal speaks of.
#[derive(Clone, Debug, Default)]
pub struct Names {
    pub units: HashMap<UnitId, String>,
    pub people: HashMap<AccountId, String>,
}

impl Names {
    /// The names of the year's units.
    pub fn of(desk: &Desk) -> Self {
        Self { units: desk.members.iter().map(|m| (m.unit, m.short_name.clone())).collect(), ..Self::default() }
    }
}

/// A use case's refusals as problems of the form they came from; whatever else it answers goes on as it is.
///
/// # Errors
/// Everything that is not a refusal of a rule.
pub fn problems(w: Words, names: &Names, error: Error, field: impl Fn(&Reason) -> String) -> Result<Problems, Reply> {
    let Error::Refused(reasons) = error else { return Err(error.into()) };
    let mut problems = Problems::default();
    for reason in &reasons {
        problems.add(&field(reason), sentence(w, names, reason));
    }
    Ok(problems)
}

/// A reason as one or two sentences: why not and, where a rule knows, who can change it.
pub fn sentence(w: Words, names: &Names, reason: &Reason) -> String {
    let figures: Vec<(&str, String)> = reason.args.iter().map(|(name, arg)| (*name, named_figure(w, names, name, arg))).collect();
    let with: Vec<(&str, &str)> = figures.iter().map(|(name, text)| (*name, text.as_str())).collect();
    w.say("rule", reason.code, &with)
}

/// Who can change it, as a sentence; empty where the refusal names nobody.
pub fn remedy(w: Words, reason: &Reason) -> String {
    who(w, reason).map_or_else(String::new, |who| w.fill("rule.who_can", &[("who", &who)]))
}

/// The seats that can change it, in words.
pub fn who(w: Words, reason: &Reason) -> Option<String> {
    let seats = reason.args.iter().find_map(|(name, arg)| match arg {
        Arg::Seats(seats) if *name == "who" && !seats.is_empty() => Some(seats),
        _ => None,
    });
    seats.map(|seats| seat_words(w, seats))
}

/// The rule behind a code, as `C-17`; empty for refusals that rest on no rule of the year.
pub fn rule(reason: &Reason) -> &'static str {
    let code = reason.code.split('.').next().unwrap_or_default();
    if code.as_bytes().get(1) == Some(&b'-') && code.as_bytes().first().is_some_and(u8::is_ascii_uppercase) { code } else { "" }
}

/// What people call the line at a path: `I.2.3`.
pub fn label_of(path: &str) -> String {
    path.replace('/', ".")
}

fn seat_words(w: Words, seats: &[SeatKind]) -> String {
    seats.iter().map(|seat| w.say("seat", seat.code(), &[])).collect::<Vec<_>>().join(", ")
}

/// A figure by its name: some texts are stable words that the catalogues know.
fn named_figure(w: Words, names: &Names, name: &str, arg: &Arg) -> String {
    match (name, arg) {
        ("setting" | "key", Arg::Text(code)) => w.say("setting", code, &[]),
        ("state", Arg::Text(code)) => w.say("state", code, &[]),
        ("bytes" | "most", Arg::Number(bytes)) => w.size(bytes.unsigned_abs()),
        // A year and a version are names, not amounts.
        ("year" | "number", Arg::Number(number)) => number.to_string(),
        ("media" | "kind", Arg::Text(kind)) => kinds::said(w, kind),
        ("means" | "wanted", Arg::Text(code)) => w.say("means", code, &[]),
        _ => figure(w, names, arg),
    }
}

/// One figure of a refusal as people read it.
pub fn figure(w: Words, names: &Names, arg: &Arg) -> String {
    let unit = |id: &UnitId| names.units.get(id).cloned().unwrap_or_else(|| id.to_string());
    let list = |texts: Vec<String>| if texts.is_empty() { w.t("rule.none").to_owned() } else { texts.join(", ") };
    match arg {
        Arg::Text(text) => text.clone(),
        Arg::Path(path) => label_of(path),
        Arg::Date(date) => w.date(*date),
        Arg::Number(number) => w.count(*number),
        Arg::Quantity(quantity) => w.number(*quantity),
        Arg::Points(points) => w.points(*points, 2),
        Arg::Unit(id) => unit(id),
        Arg::Units(ids) => list(ids.iter().map(unit).collect()),
        Arg::Account(id) => names.people.get(id).cloned().unwrap_or_else(|| id.to_string()),
        Arg::Paths(paths) => list(paths.iter().map(|path| label_of(path)).collect()),
        Arg::Seats(seats) => seat_words(w, seats),
        Arg::Phase(phase) => w.say("phase", phase.code(), &[]),
        Arg::Phases(phases) => list(phases.iter().map(|p| w.say("phase", p.code(), &[])).collect()),
        Arg::Step(step) => w.say("step", step.code(), &[]),
        Arg::Act(act) => w.say("act", act.code(), &[]),
        Arg::Requirements(all) => list(all.iter().map(|r| w.say("requirement", r.code(), &[])).collect()),
        Arg::Open => "…".to_owned(),
    }
}

/// The units and people a list of reasons names.
pub fn named(reasons: &[Reason]) -> (Vec<UnitId>, Vec<AccountId>) {
    let (mut units, mut people) = (Vec::new(), Vec::new());
    for (_, arg) in reasons.iter().flat_map(|reason| &reason.args) {
        match arg {
            Arg::Unit(id) => units.push(*id),
            Arg::Units(ids) => units.extend(ids),
            Arg::Account(id) => people.push(*id),
            _ => {}
        }
    }
    (units, people)
}

#[cfg(test)]
#[path = "told_tests.rs"]
mod tests;
