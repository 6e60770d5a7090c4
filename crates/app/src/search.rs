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

/// What people typed, as one exact text: NFC, trimmed, without control and direction signs.
pub fn clean(text: &str) -> String {
    let unseen = |c: char| {
        c.is_control() && c != '\n' || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.nfc().filter(|c| !unseen(*c)).collect::<String>().trim().to_owned()
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
        assert_eq!(clean("Ca\u{300} Mau"), "Cà Mau");
    }
}
