//! The form that takes evidence for one line: the contract of `e2e/README.md`. *Gắn minh chứng.*

use app::self_score::look::Opened;
use cycle::cluster::Act;

use super::words;
use crate::{AtYear, addresses};

/// Endings that are taken.
const KINDS: &str = "pdf docx xlsx png jpg jpeg";

/// The form's settings.
pub(super) struct Drop {
    pub to: String,
    pub words: &'static str,
    pub most_bytes: u32,
    pub kinds: &'static str,
    /// The same endings as a file field takes them.
    pub accept: String,
    pub line: String,
    pub back: String,
}

/// The form for one line, where the person may attach evidence now.
pub(super) fn drop(at: &AtYear, opened: &Opened, path: &str, here: &str) -> Option<Drop> {
    let may = at.desk.may(Act::AttachEvidence, opened.on);
    may.then(|| Drop {
        to: addresses::unit_evidence(at.year(), opened.unit),
        words: words::drop(at.w()),
        most_bytes: at.desk.regulation.evidence_most_bytes,
        kinds: KINDS,
        accept: KINDS.split(' ').map(|kind| format!(".{kind}")).collect::<Vec<_>>().join(","),
        line: path.to_owned(),
        back: here.to_owned(),
    })
}
