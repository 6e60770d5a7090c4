//! What forms of this step share: keys of sendings, refusals beside their fields, choices.

use app::{Desk, IdemKey, Reason};
use cycle::Arg;

use crate::at_year::AtYear;
use crate::forms::{Form, Problems};
use crate::reply::Reply;
use crate::told::{self, Names};

/// The key of this sending.
///
/// # Errors
/// A form without one was not made by a page.
pub fn key(form: &Form) -> Result<IdemKey, Reply> {
    IdemKey::of(form.key()).ok_or_else(|| Reply::BadForm(Problems::default()))
}

/// The text a refusal carries under `name`.
pub fn text_of<'r>(reason: &'r Reason, name: &str) -> &'r str {
    reason.args.iter().find(|(n, _)| *n == name).map_or("", |(_, arg)| if let Arg::Text(text) = arg { text.as_str() } else { "" })
}

/// The number a refusal carries under `name`.
pub fn number_of(reason: &Reason, name: &str) -> Option<i64> {
    reason.args.iter().find(|(n, _)| *n == name).and_then(|(_, arg)| if let Arg::Number(number) = arg { Some(*number) } else { None })
}

/// Why `act` may not be done now, and who can change that; empty where it may.
pub fn why_not(at: &AtYear, act: cycle::cluster::Act, on: cycle::cluster::On) -> String {
    let said = |reason: Reason| format!("{} {}", told::sentence(at.w(), &Names::of(&at.desk), &reason), told::remedy(at.w(), &reason));
    at.desk.why_not(act, on).map(said).unwrap_or_default().trim().to_owned()
}

/// The year's units as choices of a list, after `first`.
pub fn unit_choices(desk: &Desk, first: (&str, &str)) -> Vec<(String, String)> {
    let units = desk.members.iter().map(|m| (m.unit.to_string(), m.name.clone()));
    std::iter::once((first.0.to_owned(), first.1.to_owned())).chain(units).collect()
}

/// Words that stand at the beginning of a line.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
