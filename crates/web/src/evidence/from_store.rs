//! Attaching a file that is kept already to the line that is worked on. *Chọn từ kho minh chứng.*

use app::evidence::Filed;
use askama::Template;

use super::kinds;
use super::piece::matches;
use super::shown::Look;
use crate::forms::Sheet;
use crate::words::Words;

/// The field of the chosen files.
pub const STORED: &str = "stored";
/// So many files are listed before one is looked for.
const FIRST: usize = 12;

/// The form; write it into the page of a line as `{{ from_store }}`.
#[derive(Template)]
#[template(path = "evidence/from_store.html")]
pub struct FromStore<'a> {
    w: Words,
    sheet: &'a Sheet,
    /// Where it is sent, which is the page it stands in.
    here: &'a str,
    query: &'a str,
    open: bool,
    title: String,
    files: Vec<Choice>,
    /// How many more there are, in words; empty if none.
    more: String,
}

/// A file that can be chosen.
struct Choice {
    id: String,
    name: String,
    about: String,
    used: Vec<String>,
    /// Whether it was ticked on a form that was not taken.
    ticked: bool,
}

impl askama::filters::HtmlSafe for FromStore<'_> {}

/// The form for the files of `all` that do not serve `path` yet, the newest first; `None` where there are none.
pub fn from_store<'a>(
    look: Look<'_>,
    sheet: &'a Sheet,
    (here, path): (&'a str, &str),
    all: &[Filed],
    query: Option<&'a str>,
) -> Option<FromStore<'a>> {
    let w = look.w;
    let kept: Vec<&Filed> = all.iter().rev().filter(|file| !file.withdrawn && file.use_of(path).is_none()).collect();
    let asked = query.unwrap_or_default();
    let found: Vec<&&Filed> = kept.iter().filter(|file| asked.is_empty() || matches(&searched(file), asked)).collect();
    let more = found.len().saturating_sub(FIRST);
    (!kept.is_empty()).then(|| FromStore {
        w,
        sheet,
        here,
        query: asked,
        open: query.is_some() || !sheet.problems.of(STORED).is_empty(),
        title: w.fill("evidence.from_store", &[("n", &w.count(kept.len()))]),
        files: found.iter().take(FIRST).map(|file| choice(look, sheet, (file, path))).collect(),
        more: if more == 0 { String::new() } else { w.fill("evidence.more_stored", &[("n", &w.count(more))]) },
    })
}

fn searched(file: &Filed) -> String {
    [file.name.as_str(), &file.number, &file.summary].join(" ")
}

fn choice(look: Look<'_>, sheet: &Sheet, (file, path): (&Filed, &str)) -> Choice {
    let w = look.w;
    let about = [kinds::short(w, &file.media), w.size(file.size), file.number.clone(), file.summary.clone()];
    Choice {
        id: file.id.to_string(),
        name: file.name.clone(),
        about: about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        used: look.used_too(file, path),
        ticked: sheet.form.all(STORED).any(|id| id == file.id.to_string()),
    }
}
