//! Forms: what was typed, what is wrong with it, and the fields that show both again.
//!
//! A page keeps every typed text, names each error beside its field and again in a summary on top that
//! links to the field. *Biểu mẫu.*

mod named;
mod sheet;

use app::search::clean;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::HeaderMap;
use values::{Date, Quantity};

use crate::reading::{self, Numeric, Unread};
use crate::reply::Reply;
use crate::security::{self, FormToken};
use crate::words::Words;

pub use named::named;
pub use sheet::{Field, Hidden, Sheet, Summary};

/// The fields of a form as they were typed, cleaned by [`clean`]. *Nội dung đã gõ.*
///
/// As an extractor it refuses a form whose hidden token is not the session's.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
}

/// The hidden field with the session's token.
pub const TOKEN: &str = "csrf";
/// The hidden field with the key that makes sending twice the same as once.
pub const KEY: &str = "key";

impl Form {
    /// A form that shows `fields` before anyone typed.
    pub fn of<K: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (K, V)>) -> Self {
        Self { fields: fields.into_iter().map(|(k, v)| (k.into(), v.into())).collect() }
    }

    /// The same form with one more field.
    #[must_use]
    pub fn and(mut self, name: &str, text: &str) -> Self {
        self.fields.push((name.to_owned(), text.to_owned()));
        self
    }

    /// Reads `a=b&c=d` as browsers send it.
    pub fn read(body: &[u8]) -> Self {
        let pairs = body.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
        Self { fields: pairs.map(pair).collect() }
    }

    /// The text of a field; empty if it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.iter().find(|field| field.0 == name).map_or("", |field| field.1.as_str())
    }

    /// All texts of fields called `name`, as ticks of one list send them.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |field| field.0 == name).map(|field| field.1.as_str())
    }

    /// Whether a tick or a button called `name` was sent.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.0 == name)
    }

    /// Every field in the order it was sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|field| (field.0.as_str(), field.1.as_str()))
    }

    /// The key of this sending; empty if there was none.
    pub fn key(&self) -> &str {
        self.text(KEY)
    }

    /// Starts checking.
    pub fn check(&self, w: Words) -> Check<'_> {
        Check { form: self, w, problems: Problems::default() }
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &S) -> Result<Self, Reply> {
        let token = request.extensions().get::<FormToken>().cloned();
        let headers: HeaderMap = request.headers().clone();
        let body = Bytes::from_request(request, state).await.map_err(|_| Reply::TooLarge)?;
        let form = Self::read(&body);
        let allowed = token.is_none_or(|token| token.matches(form.text(TOKEN)) || security::header_matches(&headers, &token));
        if allowed { Ok(form) } else { Err(Reply::CrossSite) }
    }
}

fn pair(pair: &[u8]) -> (String, String) {
    let at = pair.iter().position(|b| *b == b'=').unwrap_or(pair.len());
    let (name, value) = pair.split_at(at);
    (decoded(name), clean(&decoded(value.get(1..).unwrap_or_default())))
}

/// Undoes `+` and `%41`; bytes that are not UTF-8 become the replacement letter.
fn decoded(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut left = text;
    while let Some((first, rest)) = left.split_first() {
        let escaped = if *first == b'%' { rest.get(..2).and_then(hex) } else { None };
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        left = if escaped.is_some() { rest.get(2..).unwrap_or_default() } else { rest };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(two: &[u8]) -> Option<u8> {
    let digits = two.iter().all(u8::is_ascii_hexdigit).then_some(two)?;
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// One thing wrong with a form: the field and the sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub text: String,
    pub about: About,
}

/// What the sentence of a problem needs beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Nothing: it says what it speaks of.
    #[default]
    Itself,
    /// The name of its field.
    Field,
    /// The name of its field, and which sign parts decimals.
    Sign,
}

/// Everything wrong with a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, field: &str, text: impl Into<String>) {
        self.push(field, text.into(), About::Itself);
    }

    /// A typed text that was not taken.
    pub fn add_unread(&mut self, w: Words, field: &str, why: &Unread) {
        let about = if matches!(why, Unread::Ambiguous { .. }) { About::Sign } else { About::Field };
        self.push(field, sentence(w, why), about);
    }

    fn push(&mut self, field: &str, text: String, about: About) {
        self.0.push(Problem { field: field.into(), text, about });
    }

    /// Asks once, before everything else, which sign parts decimals, if a number left it open.
    #[must_use]
    pub fn asking_sign(self, w: Words) -> Self {
        let asks = self.0.iter().any(|problem| problem.about == About::Sign);
        if asks { self.with_sign_asked(w) } else { self }
    }

    /// Asks which sign parts decimals, before everything else.
    #[must_use]
    pub fn with_sign_asked(mut self, w: Words) -> Self {
        self.0.insert(0, Problem { field: SIGN.into(), text: w.t("form.sign_problem").into(), about: About::Itself });
        self
    }

    /// The sentence about `field`; empty if nothing is wrong with it.
    pub fn of(&self, field: &str) -> &str {
        self.0.iter().find(|problem| problem.field == field).map_or("", |problem| problem.text.as_str())
    }
}

/// Checks field by field and gathers what is wrong. Each method answers `None` if the field is not usable.
pub struct Check<'f> {
    form: &'f Form,
    w: Words,
    problems: Problems,
}

impl Check<'_> {
    /// A text that must be there, of at most `most` letters.
    pub fn text(&mut self, field: &str, most: usize) -> Option<String> {
        let text = self.optional(field, most)?;
        if text.is_empty() { self.unread(field, &Unread::Missing) } else { Some(text) }
    }

    /// A text that may be empty, of at most `most` letters.
    pub fn optional(&mut self, field: &str, most: usize) -> Option<String> {
        let text = self.form.text(field);
        if text.chars().count() > most { self.unread(field, &Unread::TooMuchText(most)) } else { Some(text.into()) }
    }

    /// A number that must be there.
    pub fn number(&mut self, field: &str, numeric: Numeric) -> Option<Quantity> {
        match self.optional_number(field, numeric)? {
            None => self.unread(field, &Unread::Missing),
            given => given,
        }
    }

    /// A number that may be missing (`Some(None)`).
    pub fn optional_number(&mut self, field: &str, numeric: Numeric) -> Option<Option<Quantity>> {
        let sign = sign_in(self.form, &sign_field(field)).or(sign_in(self.form, SIGN)).or(numeric.sign);
        match reading::number(self.form.text(field), Numeric { sign, ..numeric }) {
            Ok(read) => Some(read),
            Err(why) => self.unread(field, &why),
        }
    }

    /// A date that must be there.
    pub fn date(&mut self, field: &str, this_year: i32) -> Option<Date> {
        match self.optional_date(field, this_year)? {
            None => self.unread(field, &Unread::Missing),
            given => given,
        }
    }

    /// A date that may be missing (`Some(None)`).
    pub fn optional_date(&mut self, field: &str, this_year: i32) -> Option<Option<Date>> {
        match reading::date(self.form.text(field), this_year) {
            Ok(read) => Some(read),
            Err(why) => self.unread(field, &why),
        }
    }

    /// A value that reads from text: an id, a code. What does not read counts as missing.
    pub fn chosen<T: core::str::FromStr>(&mut self, field: &str) -> Option<T> {
        match self.form.text(field).parse() {
            Ok(value) => Some(value),
            Err(_) => self.unread(field, &Unread::Missing),
        }
    }

    /// The language of what is wrong.
    pub const fn w(&self) -> Words {
        self.w
    }

    /// Adds a problem in the step's own words.
    pub fn problem(&mut self, field: &str, text: impl Into<String>) {
        self.problems.add(field, text);
    }

    /// The command, if nothing is wrong.
    ///
    /// # Errors
    /// All problems.
    pub fn done<T>(self, command: Option<T>) -> Result<T, Problems> {
        match command {
            Some(command) if self.problems.is_empty() => Ok(command),
            _ => Err(self.problems),
        }
    }

    fn unread<T>(&mut self, field: &str, why: &Unread) -> Option<T> {
        self.problems.add_unread(self.w, field, why);
        None
    }
}

/// The sentence for a typed text that was not taken.
pub fn sentence(w: Words, why: &Unread) -> String {
    match why {
        Unread::Ambiguous { thousands, decimal } => {
            w.say("form", why.code(), &[("thousands", &w.typed(*thousands)), ("decimal", &short(&w.typed(*decimal)))])
        }
        Unread::TooManyDecimals(most) => w.say("form", why.code(), &[("n", &most.to_string())]),
        Unread::TooMuchText(most) => w.say("form", why.code(), &[("n", &w.count(*most))]),
        _ => w.say("form", why.code(), &[]),
    }
}

/// A number without zeros that could be taken for thousands.
fn short(typed: &str) -> String {
    if typed.contains([',', '.']) { typed.trim_end_matches('0').trim_end_matches([',', '.']).to_owned() } else { typed.to_owned() }
}

/// The field in which a person answers once for a whole form which sign parts decimals.
pub const SIGN: &str = "sign";

/// The answer in the field called `name`, if there is one.
pub fn sign_in(form: &Form, name: &str) -> Option<char> {
    form.text(name).chars().next().filter(|c| matches!(c, ',' | '.'))
}

/// The field in which a person answers what "1.000" meant: `,` or `.` is the decimal sign.
fn sign_field(field: &str) -> String {
    format!("{field}.sign")
}

#[cfg(test)]
mod tests;
