//! The fields that show again what was typed, each with what is wrong with it.

use askama::Template;

use super::{About, Form, Problems, SIGN};
use crate::words::Words;

/// A form on a page: its typed texts, its problems, and the hidden fields every form carries.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub w: Words,
    pub form: Form,
    pub problems: Problems,
    /// The session's token, from [`Visit`](crate::layout::Visit).
    pub token: String,
    /// The key of the next sending, from the id source.
    pub key: String,
}

impl Sheet {
    pub fn new(w: Words, form: Form, token: &str, key: impl ToString) -> Self {
        Self { w, form, problems: Problems::default(), token: token.into(), key: key.to_string() }
    }

    /// The same form with what is wrong with it.
    #[must_use]
    pub fn with(self, problems: Problems) -> Self {
        Self { problems, ..self }
    }

    /// The summary of problems, for the top of the page; nothing if there are none.
    pub fn summary(&self) -> Summary<'_> {
        Summary { w: self.w, problems: &self.problems }
    }

    /// The hidden fields; the first thing in every `<form>`.
    pub fn hidden(&self) -> Hidden<'_> {
        Hidden { token: &self.token, key: &self.key }
    }

    /// A line of text.
    pub fn text<'a>(&'a self, name: &'a str, label: &'a str) -> Field<'a> {
        Field {
            w: self.w,
            name,
            label,
            hint: "",
            value: self.form.text(name),
            problem: self.problems.of(name),
            shape: Shape::Line,
            kind: "text",
            mode: "",
            complete: "off",
            options: Vec::new(),
            ticked: self.form.has(name),
            needed: false,
        }
    }

    /// A number: a text field that accepts both decimal signs.
    pub fn number<'a>(&'a self, name: &'a str, label: &'a str) -> Field<'a> {
        Field { mode: "decimal", ..self.text(name, label) }
    }

    /// A date, typed day first.
    pub fn date<'a>(&'a self, name: &'a str, label: &'a str) -> Field<'a> {
        Field { hint: self.w.t("form.date_hint"), ..self.text(name, label) }
    }

    /// A password; browsers' managers may fill it.
    pub fn password<'a>(&'a self, name: &'a str, label: &'a str, complete: &'a str) -> Field<'a> {
        Field { kind: "password", value: "", complete, ..self.text(name, label) }
    }

    /// Several lines of text.
    pub fn area<'a>(&'a self, name: &'a str, label: &'a str) -> Field<'a> {
        Field { shape: Shape::Area, ..self.text(name, label) }
    }

    /// One of several, in a list that opens.
    pub fn select<'a>(&'a self, name: &'a str, label: &'a str, options: &[(String, String)]) -> Field<'a> {
        Field { shape: Shape::Select, options: options.to_vec(), ..self.text(name, label) }
    }

    /// One of a few, all in sight.
    pub fn radios<'a>(&'a self, name: &'a str, label: &'a str, options: &[(String, String)]) -> Field<'a> {
        Field { shape: Shape::Radios, options: options.to_vec(), ..self.text(name, label) }
    }

    /// Which sign parts decimals, for every number that leaves it open.
    pub fn sign(&self) -> Field<'_> {
        let options = [(",", "form.sign_comma"), (".", "form.sign_dot")].map(|(sign, key)| (sign.to_owned(), self.w.t(key).to_owned()));
        self.radios(SIGN, self.w.t("form.sign"), &options)
    }

    /// Whether a number left open which sign parts decimals, or it was answered already.
    pub fn asks_sign(&self) -> bool {
        !self.problems.of(SIGN).is_empty() || self.form.has(SIGN)
    }

    /// A tick.
    pub fn tick<'a>(&'a self, name: &'a str, label: &'a str) -> Field<'a> {
        Field { shape: Shape::Tick, ..self.text(name, label) }
    }

    /// A file; `accept` lists endings such as `.pdf,.docx`. The form must be `multipart/form-data`.
    pub fn file<'a>(&'a self, name: &'a str, label: &'a str, accept: &'a str) -> Field<'a> {
        Field { shape: Shape::File, mode: accept, value: "", ..self.text(name, label) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Line,
    Area,
    Select,
    Radios,
    Tick,
    File,
}

/// One labelled field with its hint and its problem; write it into a page as `{{ f.text("name", label) }}`.
#[derive(Template)]
#[template(path = "forms/field.html")]
pub struct Field<'a> {
    w: Words,
    name: &'a str,
    label: &'a str,
    hint: &'a str,
    value: &'a str,
    problem: &'a str,
    shape: Shape,
    kind: &'a str,
    mode: &'a str,
    complete: &'a str,
    options: Vec<(String, String)>,
    ticked: bool,
    needed: bool,
}

impl askama::filters::HtmlSafe for Field<'_> {}

impl<'a> Field<'a> {
    /// A sentence under the label that says what to write.
    #[must_use]
    pub fn hint(self, hint: &'a str) -> Self {
        Self { hint, ..self }
    }

    /// What a browser may fill in: `username`, `name`, `email`…
    #[must_use]
    pub fn complete(self, complete: &'a str) -> Self {
        Self { complete, ..self }
    }

    /// Says to assistive technology that the field must be filled.
    #[must_use]
    pub fn needed(self) -> Self {
        Self { needed: true, ..self }
    }

    /// Ids of the sentences that describe the field.
    fn described(&self) -> String {
        let hint = if self.hint.is_empty() { String::new() } else { format!("{}-hint", self.name) };
        let problem = if self.problem.is_empty() { String::new() } else { format!("{}-problem", self.name) };
        format!("{hint} {problem}").trim().into()
    }
}

/// The list of problems on top of a page.
#[derive(Template)]
#[template(path = "forms/summary.html")]
pub struct Summary<'a> {
    w: Words,
    problems: &'a Problems,
}

impl askama::filters::HtmlSafe for Summary<'_> {}

/// The hidden fields of a form.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<input type="hidden" name="csrf" value="{{ token }}">{% if !key.is_empty() %}<input type="hidden" name="key" value="{{ key }}">{% endif %}"#
)]
pub struct Hidden<'a> {
    token: &'a str,
    key: &'a str,
}

impl askama::filters::HtmlSafe for Hidden<'_> {}
