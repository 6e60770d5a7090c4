//! Keys to look names up by: folded (no marks, đ as d, lower case) beside the exact text. *Tìm kiếm.*

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded key of a text: "Đồng Tháp" becomes "dong thap"; white space is single.
pub fn folded(text: &str) -> String {
    let plain: String = text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).map(undash).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

const fn undash(letter: char) -> char {
    match letter {
        'đ' | 'Đ' => 'd',
        other => other,
    }
}

/// What people typed as it is kept: NFC, without marks that hide or turn text, lines ended by `\n`, no blank ends.
pub fn clean(text: &str) -> String {
    let composed: String = text.nfc().filter(|letter| !unseen(*letter)).collect();
    composed.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// Controls other than line breaks and tabs, directional marks, zero-width letters.
fn unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_without_marks_finds_every_name() {
        assert_eq!(folded("Công an tỉnh  Đồng Tháp"), "cong an tinh dong thap");
        assert_eq!(folded("SÓC TRĂNG"), "soc trang");
        assert_eq!(folded("Hòa"), folded("Hoà"));
    }

    #[test]
    fn unseen_signs_are_taken_out() {
        assert_eq!(clean(" Cà\u{202e} Mau\u{200b} "), "Cà Mau");
        assert_eq!(clean("a\u{202E}b\u{200B}c\0d"), "abcd");
    }

    #[test]
    fn text_is_composed_and_its_lines_end_alike() {
        assert_eq!(clean("Ca\u{300} Mau"), "Cà Mau");
        assert_eq!(clean("  Tha\u{302}\u{309}m đi\u{323}nh\r\n"), "Thẩm định");
        assert_eq!(clean("một\r\nhai\tba"), "một\nhai\tba");
    }
}
