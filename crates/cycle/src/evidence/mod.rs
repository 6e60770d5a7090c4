//! What is taken as evidence, what its uses say, and what it may be called. *Minh chứng.*

use crate::cluster::seats::{Act, Permit};
use crate::refusal::{LinePath, refusals};
use crate::regulation::Regulation;
use values::{Date, EvidenceId, UnitId};

mod offered;
pub use offered::{Offered, offered};

/// The kinds of file that are taken, found by content, each with the endings its name may have.
pub const TAKEN: &[(&str, &[&str])] = &[
    ("application/pdf", &["pdf"]),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/webp", &["webp"]),
    ("image/tiff", &["tif", "tiff"]),
    ("application/msword", &["doc"]),
    ("application/vnd.ms-excel", &["xls"]),
];

/// A file as it comes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub unit: UnitId,
    pub name: String,
    /// Found by content; empty where nothing was recognised.
    pub media: String,
    pub bytes: u64,
    /// Whether it opens with a password only, as far as its content tells.
    pub locked: bool,
}

refusals! {
    /// Why a file is not taken.
    NotTaken {
        Empty { name: String } = "E-01.empty",
        /// More bytes than the regulation allows.
        TooLarge { name: String, bytes: i64, most: u32 } = "E-01.large",
        /// Its content is of no kind that is taken.
        KindNotTaken { name: String, media: String } = "E-02",
        /// Its name ends as another kind than its content is.
        EndingDiffers { name: String, kind: &'static str } = "E-06",
        /// It opens with a password only.
        Locked { name: String } = "E-07",
    }
}

refusals! {
    /// What is worth a second look; a warning, never a refusal.
    Noticed {
        /// The same content already serves another line.
        UsedInLine { unit: UnitId, path: LinePath } = "E-03.line",
        /// The same content was used by another unit.
        UsedByUnit { unit: UnitId, path: LinePath } = "E-03.unit",
        /// The same content was used in another year.
        UsedInYear { unit: UnitId, path: LinePath, year: i32 } = "E-03.year",
        /// The paper's date lies outside the year it should prove.
        OutsideYear { dated_on: Date, year: i32 } = "E-04.outside",
        /// The paper has no number.
        NoNumber {} = "E-04.number",
    }
}

impl Noticed {
    /// Whether the same content is used somewhere else. *Dùng lần hai.*
    pub const fn is_second_use(&self) -> bool {
        matches!(self, Self::UsedInLine { .. } | Self::UsedByUnit { .. } | Self::UsedInYear { .. })
    }
}

/// One use of a file by one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub evidence: EvidenceId,
    pub unit: UnitId,
    pub path: LinePath,
    pub year: i32,
}

/// Takes a file or says why not. Rules `E-01`, size, `E-02`, kind by content, `E-06`, the ending agrees with
/// the content, and `E-07`, whoever verifies can open it; source: domain facts, two-level review; the size is
/// the regulation's.
///
/// # Errors
/// [`NotTaken`].
pub fn take(permit: &Permit, file: &Incoming, regulation: &Regulation) -> Result<(), NotTaken> {
    permit.only_for(Act::AttachEvidence, file.unit)?;
    fits(file, regulation)
}

/// Whether a document may be kept at all, for evidence and for the decision behind an exclusion alike.
///
/// # Errors
/// [`NotTaken`].
pub fn fits(file: &Incoming, regulation: &Regulation) -> Result<(), NotTaken> {
    let (name, most) = (file.name.clone(), regulation.evidence_most_bytes);
    if file.bytes == 0 {
        return Err(NotTaken::Empty { name });
    }
    if file.bytes > u64::from(most) {
        return Err(NotTaken::TooLarge { name, bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX), most });
    }
    let Some((_, endings)) = TAKEN.iter().find(|(media, _)| *media == file.media) else {
        return Err(NotTaken::KindNotTaken { name, media: file.media.clone() });
    };
    let ending = file.name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    if !endings.contains(&ending.as_str()) {
        return Err(NotTaken::EndingDiffers { name, kind: endings.first().copied().unwrap_or_default() });
    }
    if file.locked { Err(NotTaken::Locked { name }) } else { Ok(()) }
}

/// Second uses of the same content, as seen from one use. Rule `E-03`; source: peers, evidence once.
/// `others` are all uses of that content; the use itself is skipped.
pub fn second_uses(this: &Use, others: &[Use]) -> Vec<Noticed> {
    others.iter().filter(|other| *other != this).filter_map(|other| second_use(this, other)).collect()
}

fn second_use(this: &Use, other: &Use) -> Option<Noticed> {
    let (unit, path) = (other.unit, other.path.clone());
    if other.year != this.year {
        Some(Noticed::UsedInYear { unit, path, year: other.year })
    } else if other.unit != this.unit {
        Some(Noticed::UsedByUnit { unit, path })
    } else {
        (other.path != this.path).then_some(Noticed::UsedInLine { unit, path })
    }
}

/// What the paper's own marks say. Rule `E-04`; source: peers, metadata rules.
pub fn marks(number: &str, dated_on: Option<Date>, year: i32) -> Vec<Noticed> {
    let outside = dated_on.filter(|day| day.year() != year).map(|dated_on| Noticed::OutsideYear { dated_on, year });
    outside.into_iter().chain(number.trim().is_empty().then_some(Noticed::NoNumber {})).collect()
}

/// A name that is safe on every system: no folders, no control or reserved characters, at most 120
/// characters, never empty. *Tên tệp an toàn.* Rule `E-05`; source: this program.
pub fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !is_unsafe(*c)).collect();
    let trimmed = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    match shorten(trimmed) {
        short if short.is_empty() => "file".to_owned(),
        short => short,
    }
}

/// Control characters, reserved ones, and marks that turn the direction of writing.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || "<>:\"|?*".contains(c)
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Cuts the stem, so that a short ending stays.
fn shorten(name: &str) -> String {
    const MOST: usize = 120;
    let (stem, end) = name
        .rsplit_once('.')
        .filter(|(_, end)| end.chars().count() <= 8)
        .map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let room = MOST.saturating_sub(end.chars().count());
    stem.chars().take(room).chain(end.chars()).collect()
}

#[cfg(test)]
mod tests;
