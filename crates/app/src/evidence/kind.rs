//! What a file is, told by its content alone. *Loại tệp theo nội dung.*

const PDF: &str = "application/pdf";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const SLIDES: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";

/// How much of a file's end lists what is in it.
const TAIL: usize = 1 << 16;

/// The media type; empty where nothing is recognised.
pub fn media(bytes: &[u8]) -> String {
    let found = infer::get(bytes).map_or("", |kind| kind.mime_type());
    if found == "application/zip" { office(bytes).unwrap_or(found) } else { found }.to_owned()
}

/// Some programs write the parts of a document in an order that hides its kind; the list at its end tells.
fn office(bytes: &[u8]) -> Option<&'static str> {
    let list = tail(bytes, TAIL);
    let parts = [(b"word/document.xml".as_slice(), WORD), (b"xl/workbook.xml", SHEET), (b"ppt/presentation.xml", SLIDES)];
    parts.iter().find(|(part, _)| holds(list, part)).map(|(_, media)| *media)
}

/// Whether a PDF says that it is encrypted, in its trailer or its last cross-reference stream.
pub fn locked(media: &str, bytes: &[u8]) -> bool {
    media == PDF && (encrypts(tail(bytes, 8192)) || last_table(bytes).is_some_and(encrypts))
}

fn encrypts(part: &[u8]) -> bool {
    let word = b"/Encrypt";
    let mut places = part.windows(word.len()).enumerate().filter(|(_, seen)| *seen == word).map(|(at, _)| at + word.len());
    places.any(|at| part.get(at).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'<' | b'0'..=b'9')))
}

/// What stands where `startxref` points.
fn last_table(bytes: &[u8]) -> Option<&[u8]> {
    let end = std::str::from_utf8(tail(bytes, 64)).ok()?;
    let at: usize = end.rsplit_once("startxref")?.1.split_whitespace().next()?.parse().ok()?;
    bytes.get(at..).map(|rest| rest.get(..4096).unwrap_or(rest))
}

fn tail(bytes: &[u8], most: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(most)..).unwrap_or_default()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|seen| seen == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_the_kind_whatever_the_name_says() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(media(bytes), expected);
        check(b"%PDF-1.4\n", PDF);
        check(b"\x89PNG\r\n\x1a\n", "image/png");
        check(b"MZ\x90\0", "application/vnd.microsoft.portable-executable");
        check(b"just words", "");
        check(b"PK\x03\x04....mimetype....word/document.xml", WORD);
        check(b"PK\x03\x04....anything", "application/zip");
    }

    #[test]
    fn a_locked_pdf_says_so_in_its_trailer_or_table() {
        let check = |bytes: &[u8], expected| assert_eq!(locked(PDF, bytes), expected, "{}", String::from_utf8_lossy(bytes));
        check(b"%PDF-1.4 trailer<</Root 1 0 R/Encrypt 5 0 R>> startxref\n9\n%%EOF", true);
        check(b"%PDF-1.4 trailer<</Root 1 0 R>> startxref\n9\n%%EOF", false);
        check(b"%PDF-1.4 /EncryptMetadata false startxref\n9\n%%EOF", false);
        let far = [b"%PDF-1.5\n".as_slice(), b"7 0 obj<</Type/XRef/Encrypt 5 0 R>>", &[b' '; 9000], b"startxref\n9\n%%EOF"].concat();
        check(&far, true);
    }
}
