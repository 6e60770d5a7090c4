//! Looks at a file before any workbook library does, and refuses what could hurt.
//!
//! Everything is counted while it is inflated and thrown away at once, so a bomb costs neither time
//! nor memory. Knows containers only; what a sheet says is read later.

use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;

use super::finding::CellFinding;

/// How large a workbook may be, in bytes, entries and times. *Giới hạn tệp.*
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub file_bytes: usize,
    pub entries: usize,
    pub inflated_bytes: u64,
    /// Inflated ÷ packed, asked once more than [`Limits::SMALL`] bytes have come out.
    pub ratio: u64,
}

impl Limits {
    /// Bytes of a workbook at most. *Dung lượng lớn nhất.*
    pub const FILE_BYTES: usize = 25 << 20;
    /// Below this many inflated bytes the ratio says nothing.
    const SMALL: u64 = 1 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: Self::FILE_BYTES, entries: 2_000, inflated_bytes: 100 << 20, ratio: 100 }
    }
}

/// A file that passed the guard; only the guard makes one.
pub struct Admitted<'a>(&'a [u8]);

impl<'a> Admitted<'a> {
    pub fn bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// Admits an .xlsx file within `limits`.
///
/// # Errors
/// One finding for the whole file: its type, size, entries, ratio, nesting, entities or damage.
pub fn admit(bytes: &[u8], limits: Limits) -> Result<Admitted<'_>, CellFinding> {
    if bytes.len() > limits.file_bytes {
        return Err(CellFinding::of_file("file-too-large").with("limit", limits.file_bytes >> 20));
    }
    is_zip(bytes)?;
    few_entries(bytes, limits)?;
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| CellFinding::of_file("file-damaged"))?;
    is_xlsx(&mut zip)?;
    inflate_all(&mut zip, bytes.len(), limits)?;
    Ok(Admitted(bytes))
}

fn is_zip(bytes: &[u8]) -> Result<(), CellFinding> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(());
    }
    if bytes.is_empty() {
        return Err(CellFinding::of_file("file-empty"));
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") && is_locked(bytes) {
        return Err(CellFinding::of_file("file-locked"));
    }
    Err(CellFinding::of_file("file-wrong-type").with("type", type_of(bytes)))
}

fn type_of(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 7] = [
        (b"\xD0\xCF\x11\xE0", ".xls (Excel 97-2003)"),
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xFF\xD8\xFF", "JPEG"),
        (b"Rar!", "RAR"),
        (b"7z\xBC\xAF", "7z"),
        (b"{", "JSON"),
    ];
    let known = KNOWN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    known.unwrap_or(if looks_like_text(bytes) { "CSV/TXT" } else { "?" })
}

fn looks_like_text(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    !start.contains(&0)
}

/// A workbook with a password is an OLE file that names its encrypted stream in UTF-16.
fn is_locked(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
    contains(bytes, &name)
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memmem::find(haystack, needle).is_some()
}

/// Counts central directory headers before anything is allocated for them.
fn few_entries(bytes: &[u8], limits: Limits) -> Result<(), CellFinding> {
    let count = memmem::find_iter(bytes, b"PK\x01\x02").count();
    if count > limits.entries {
        return Err(CellFinding::of_file("zip-too-many-entries").with("count", count).with("limit", limits.entries));
    }
    Ok(())
}

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn is_xlsx(zip: &mut Zip<'_>) -> Result<(), CellFinding> {
    const PARTS: [(&str, &str); 4] = [
        ("word/document.xml", ".docx (Word)"),
        ("ppt/presentation.xml", ".pptx"),
        ("content.xml", ".ods/.odt (OpenDocument)"),
        ("xl/workbook.bin", ".xlsb"),
    ];
    if zip.index_for_name("xl/workbook.xml").is_some() {
        return Ok(());
    }
    let kind = PARTS.iter().find(|(part, _)| zip.index_for_name(part).is_some()).map_or("ZIP", |(_, kind)| *kind);
    Err(CellFinding::of_file("file-wrong-type").with("type", kind))
}

fn inflate_all(zip: &mut Zip<'_>, packed: usize, limits: Limits) -> Result<(), CellFinding> {
    let packed = u64::try_from(packed).unwrap_or(u64::MAX);
    let most = limits.inflated_bytes.min(packed.saturating_mul(limits.ratio).max(Limits::SMALL));
    let mut left = most;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|_| CellFinding::of_file("file-damaged"))?;
        let name = entry.name().map_err(|_| CellFinding::of_file("file-damaged"))?.into_owned();
        harmless_name(&name)?;
        left = inflate(entry, &name, left)?.ok_or_else(|| bomb(&name, most))?;
    }
    Ok(())
}

fn bomb(name: &str, most: u64) -> CellFinding {
    CellFinding::of_file("zip-bomb").with("part", name).with("limit", most >> 20)
}

fn harmless_name(name: &str) -> Result<(), CellFinding> {
    const NESTED: [&str; 9] = [".zip", ".xlsx", ".xlsm", ".docx", ".rar", ".7z", ".gz", ".ods", ".jar"];
    let lower = name.to_lowercase();
    if NESTED.iter().any(|end| lower.ends_with(end)) {
        return Err(CellFinding::of_file("zip-nested").with("part", name));
    }
    if lower.ends_with("vbaproject.bin") {
        return Err(CellFinding::of_file("file-macros"));
    }
    Ok(())
}

/// Inflates one entry into nothing; `None` when more than `left` bytes came out.
fn inflate(mut entry: impl Read, name: &str, mut left: u64) -> Result<Option<u64>, CellFinding> {
    let mut scan = Scan::default();
    let mut buffer = [0u8; 32_768];
    loop {
        let read = entry.read(&mut buffer).map_err(|_| CellFinding::of_file("file-damaged"))?;
        if read == 0 {
            return Ok(Some(left));
        }
        match left.checked_sub(u64::try_from(read).unwrap_or(u64::MAX)) {
            Some(rest) => left = rest,
            None => return Ok(None),
        }
        scan.see(buffer.get(..read).unwrap_or_default(), name)?;
    }
}

/// Watches the inflated bytes of one entry for other archives, DTDs, foreign encodings and boasts.
#[derive(Default)]
struct Scan {
    started: bool,
    tail: Vec<u8>,
}

impl Scan {
    fn see(&mut self, chunk: &[u8], name: &str) -> Result<(), CellFinding> {
        if !self.started {
            self.started = true;
            start_is_harmless(chunk, name)?;
        }
        self.tail.extend_from_slice(chunk);
        if declares_entities(&self.tail) {
            return Err(CellFinding::of_file("xml-entities").with("part", name));
        }
        if promises_too_much(&self.tail) {
            return Err(CellFinding::of_file("file-damaged"));
        }
        let seen = self.tail.len().saturating_sub(LONGEST);
        self.tail.drain(..seen);
        Ok(())
    }
}

fn start_is_harmless(chunk: &[u8], name: &str) -> Result<(), CellFinding> {
    const ARCHIVES: [&[u8]; 4] = [b"PK\x03\x04", b"Rar!", b"7z\xBC\xAF", b"\x1F\x8B"];
    if ARCHIVES.iter().any(|magic| chunk.starts_with(magic)) {
        return Err(CellFinding::of_file("zip-nested").with("part", name));
    }
    if chunk.starts_with(b"\xFF\xFE") || chunk.starts_with(b"\xFE\xFF") {
        return Err(CellFinding::of_file("xml-encoding").with("part", name));
    }
    Ok(())
}

/// As many bytes of an entry are looked at twice, so that nothing hides between two chunks.
const LONGEST: usize = 128;

/// Whether a table of shared texts says it holds ten million or more: the workbook library sets memory aside
/// for as many as are promised, whatever then comes.
fn promises_too_much(bytes: &[u8]) -> bool {
    const WORD: &[u8] = b"uniqueCount";
    memmem::find_iter(bytes, WORD).any(|at| {
        let rest = bytes.get(at + WORD.len()..).unwrap_or_default();
        let value = rest.iter().take(LONGEST - WORD.len()).skip_while(|b| !b.is_ascii_digit() && !b"<>".contains(b));
        value.take_while(|b| b.is_ascii_digit()).count() > 7
    })
}

fn declares_entities(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"<!").any(|at| {
        let starts = |word: &[u8]| bytes.get(at + 2..at + 2 + word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word));
        starts(b"DOCTYPE") || starts(b"ENTITY")
    })
}
