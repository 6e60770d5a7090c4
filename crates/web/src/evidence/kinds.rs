//! What people call a kind of file. *Loại tệp.*

use cycle::evidence::TAKEN;

use crate::words::Words;

/// Kinds that people send and that are not taken, each with the beginnings of its media types.
const OTHERS: [(&str, &[&str]); 10] = [
    ("heic", &["image/heif", "image/heic", "image/avif"]),
    ("picture", &["image/"]),
    ("film", &["video/"]),
    ("sound", &["audio/"]),
    ("slides", &["application/vnd.ms-powerpoint"]),
    ("open_document", &["application/vnd.oasis.opendocument"]),
    (
        "packed",
        &["application/zip", "application/vnd.rar", "application/x-7z", "application/gzip", "application/x-tar", "application/x-xz"],
    ),
    ("locked_office", &["application/x-ole-storage"]),
    ("page", &["text/html", "text/xml"]),
    (
        "program",
        &["application/vnd.microsoft.portable-executable", "application/x-executable", "application/x-mach-binary", "text/x-shell"],
    ),
];

/// The first ending of a kind that is taken, for a media type or for any of its endings.
pub fn ending(kind: &str) -> Option<&'static str> {
    let known = TAKEN.iter().find(|(media, endings)| *media == kind || endings.contains(&kind));
    known.and_then(|(_, endings)| endings.first()).copied()
}

/// A kind that is taken as a mark beside its file: *Word*.
pub fn short(w: Words, media: &str) -> String {
    w.say("file_kind", ending(media).unwrap_or("other"), &[])
}

/// A kind inside a sentence, from a media type or an ending: *tệp Word*, *ảnh HEIC*.
pub fn said(w: Words, kind: &str) -> String {
    let other = || OTHERS.iter().find(|(_, begins)| begins.iter().any(|begin| kind.starts_with(begin))).map(|(code, _)| *code);
    w.say("file_is", ending(kind).or_else(other).unwrap_or("unknown"), &[])
}

/// What a field for files accepts.
pub fn accepted() -> String {
    endings().map(|end| format!(".{end}")).collect::<Vec<_>>().join(",")
}

/// Every ending that is taken.
pub fn endings() -> impl Iterator<Item = &'static str> {
    TAKEN.iter().flat_map(|(_, endings)| endings.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use values::Lang;

    #[test]
    fn every_kind_has_a_name_in_people_s_words() {
        let check = |kind: &str, vi: &str, en: &str| {
            assert_eq!((said(Words::new(Lang::Vi), kind).as_str(), said(Words::new(Lang::En), kind).as_str()), (vi, en), "{kind}");
        };
        check("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "tệp Word", "a Word file");
        check("docx", "tệp Word", "a Word file");
        check("jpeg", "ảnh JPEG", "a JPEG picture");
        check("image/heif", "ảnh HEIC", "a HEIC picture");
        check("image/gif", "ảnh loại khác", "another kind of picture");
        check("video/mp4", "tệp phim", "a film");
        check("", "tệp không rõ loại", "a file of unknown kind");
        check("application/x-something", "tệp không rõ loại", "a file of unknown kind");
        for kind in endings().chain(OTHERS.iter().map(|(_, begins)| begins[0])) {
            assert!(!said(Words::new(Lang::En), kind).starts_with("file_is"), "{kind}");
        }
    }
}
