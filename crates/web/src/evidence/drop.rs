//! The form that takes files, with or without its script. *Khung tải tệp lên.*

use app::Desk;
use askama::Template;
use values::UnitId;

use super::kinds::{accepted, endings};
use super::upload::most;
use crate::addresses;
use crate::forms::Sheet;
use crate::words::Words;

/// The form; write it into a page as `{{ drop }}`, beside the script `upload.js`.
#[derive(Template)]
#[template(path = "evidence/drop.html")]
pub struct Drop<'a> {
    w: Words,
    sheet: &'a Sheet,
    to: String,
    /// The line the files will serve; empty leaves the choice to the list of lines.
    line: &'a str,
    lines: &'a [(String, String)],
    back: String,
    most: u64,
    size: String,
    words: String,
}

impl askama::filters::HtmlSafe for Drop<'_> {}

impl Drop<'_> {
    /// The endings the browser offers; the server looks at the content.
    fn kinds() -> String {
        endings().collect::<Vec<_>>().join(" ")
    }

    fn accept() -> String {
        accepted()
    }
}

/// A form for files of `unit`. They serve `line`; where it is empty, one of `lines` (path and words) may be
/// chosen. A plain browser comes back to `back`.
pub fn drop<'a>(desk: &Desk, sheet: &'a Sheet, unit: UnitId, line: &'a str, lines: &'a [(String, String)], back: &str) -> Drop<'a> {
    let w = sheet.w;
    let most = most(desk);
    let size = w.size(most);
    Drop {
        w,
        sheet,
        to: addresses::unit_evidence(desk.scope().year, unit),
        line,
        lines,
        back: addresses::local(back),
        most,
        words: script_words(w, &size),
        size,
    }
}

/// The words of the script, as the contract names them; `most` is the largest size in words.
fn script_words(w: Words, most: &str) -> String {
    serde_json::json!({
        "drop_here": w.t("evidence.js.drop_here"),
        "queued": w.t("evidence.js.queued"),
        "sending": w.t("evidence.js.sending"),
        "checking": w.t("evidence.js.checking"),
        "stored": w.t("evidence.js.stored"),
        "failed": w.t("evidence.js.failed"),
        "too_large": w.fill("evidence.js.too_large", &[("max", most)]),
        "wrong_kind": w.fill("evidence.js.wrong_kind", &[("remedy", w.t("evidence.remedy_kind"))]),
        "retry": w.t("evidence.js.retry"),
        "remove": w.t("evidence.js.remove"),
        "screenshot": w.t("evidence.js.screenshot"),
        "signed_out": w.t("evidence.js.signed_out"),
    })
    .to_string()
}
