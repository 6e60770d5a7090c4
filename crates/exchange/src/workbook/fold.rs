//! Keys for comparing words as people type them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Small letters without marks, `đ` as `d`, runs of anything else as one space. *Khóa không dấu.*
pub fn fold(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let words: String =
        plain.chars().map(|c| if c == 'đ' { 'd' } else { c }).map(|c| if c.is_alphanumeric() || c == '%' { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Composed, without bidi controls and zero-width characters, trimmed.
pub fn tidy(text: &str) -> String {
    let hidden = |c: &char| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    text.nfc().filter(hidden).map(|c| if c == '\u{A0}' { ' ' } else { c }).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_and_without_marks_meet() {
        assert_eq!(fold("  ĐIỂM\n TỐI ĐA (điểm) "), "diem toi da diem");
        assert_eq!(fold("Ca\u{301}ch tính"), "cach tinh");
        assert_eq!(tidy("Ca\u{301}ch\u{200B} "), "Cách");
    }
}
