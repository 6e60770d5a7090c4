//! Text typed with fonts from before Unicode, found and turned into Unicode.
//!
//! Both old sets put Vietnamese letters in the places of Latin-1 letters, so such a cell reads
//! `QuyÕt ®Þnh` (TCVN3, fonts `.Vn…`) or `Quyeát ñònh` (VNI, fonts `VNI-…`).

use unicode_normalization::UnicodeNormalization;

/// An encoding from before Unicode. *Bảng mã cũ.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldEncoding {
    Tcvn3,
    Vni,
}

impl OldEncoding {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        }
    }

    /// The same text in Unicode, composed.
    pub fn to_unicode(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text.chars().map(|c| place_of(TCVN3, c).unwrap_or(c)).collect(),
            Self::Vni => from_vni(text),
        }
    }
}

/// The old encoding `text` was most likely typed in; `font` decides where the text alone cannot.
pub fn detect(text: &str, font: Option<&str>) -> Option<OldEncoding> {
    if text.is_ascii() || text.chars().any(is_only_unicode) {
        return None;
    }
    of_font(font).or_else(|| of_letters(text))
}

fn of_font(font: Option<&str>) -> Option<OldEncoding> {
    let font = font?.to_lowercase();
    if font.starts_with(".vn") {
        Some(OldEncoding::Tcvn3)
    } else if font.starts_with("vni-") || font.starts_with("vni ") {
        Some(OldEncoding::Vni)
    } else {
        None
    }
}

/// Letters Unicode Vietnamese has and Latin-1 has not: their presence settles the matter.
fn is_only_unicode(c: char) -> bool {
    matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1EA0}'..='\u{1EF9}' | '\u{300}'..='\u{323}')
}

fn of_letters(text: &str) -> Option<OldEncoding> {
    let letters: Vec<char> = text.chars().collect();
    let beside_letter = |at: usize| {
        let near = |i: Option<usize>| i.and_then(|i| letters.get(i)).is_some_and(|c| c.is_ascii_alphabetic());
        near(at.checked_sub(1)) || near(at.checked_add(1))
    };
    let has = |marks: &str| letters.iter().enumerate().any(|(i, c)| marks.contains(*c) && beside_letter(i));
    if has("µ¶¸¹»¼½¾¨©®ª«¬\u{AD}×Ø÷Þþß§") {
        Some(OldEncoding::Tcvn3)
    } else if has("øûåäïöüëñæîØÛÅÄÏÖÜËÑÆÎ") {
        Some(OldEncoding::Vni)
    } else {
        None
    }
}

fn place_of(table: &[(&str, &str)], c: char) -> Option<char> {
    table.iter().find_map(|(from, to)| from.chars().zip(to.chars()).find(|(f, _)| *f == c).map(|(_, t)| t))
}

/// TCVN 5712:1993 VN3, by vowel; capitals with tones use the small letters in a capital font.
const TCVN3: &[(&str, &str)] = &[
    ("µ¶·¸¹", "àảãáạ"),
    ("¨»¼½¾Æ", "ăằẳẵắặ"),
    ("©ÇÈÉÊË", "âầẩẫấậ"),
    ("®ÌÎÏÐÑ", "đèẻẽéẹ"),
    ("ªÒÓÔÕÖ", "êềểễếệ"),
    ("×ØÜÝÞ", "ìỉĩíị"),
    ("ßáâãä", "òỏõóọ"),
    ("«åæçèé", "ôồổỗốộ"),
    ("¬êëìíî", "ơờởỡớợ"),
    ("ïñòóô", "ùủũúụ"),
    ("\u{AD}õö÷øù", "ưừửữứự"),
    ("úûüýþ", "ỳỷỹýỵ"),
    ("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ"),
];

/// VNI letters that stand alone.
const VNI_ALONE: &[(&str, &str)] = &[("ñÑôÔöÖ", "đĐơƠưƯ"), ("íìæóò", "íìỉĩị"), ("ÍÌÆÓÒ", "ÍÌỈĨỊ"), ("îÎ", "ỵỴ")];

/// VNI marks that follow a vowel, small and capital, and the combining marks they stand for.
const VNI_MARKS: &[(char, char, &str)] = &[
    ('ù', 'Ù', "\u{301}"),
    ('ø', 'Ø', "\u{300}"),
    ('û', 'Û', "\u{309}"),
    ('õ', 'Õ', "\u{303}"),
    ('ï', 'Ï', "\u{323}"),
    ('â', 'Â', "\u{302}"),
    ('á', 'Á', "\u{302}\u{301}"),
    ('à', 'À', "\u{302}\u{300}"),
    ('å', 'Å', "\u{302}\u{309}"),
    ('ã', 'Ã', "\u{302}\u{303}"),
    ('ä', 'Ä', "\u{302}\u{323}"),
    ('ê', 'Ê', "\u{306}"),
    ('é', 'É', "\u{306}\u{301}"),
    ('è', 'È', "\u{306}\u{300}"),
    ('ú', 'Ú', "\u{306}\u{309}"),
    ('ü', 'Ü', "\u{306}\u{303}"),
    ('ë', 'Ë', "\u{306}\u{323}"),
];

fn from_vni(text: &str) -> String {
    let mut out = String::new();
    let mut vowel = false;
    for c in text.chars() {
        let mark = VNI_MARKS.iter().find(|(s, l, _)| c == *s || c == *l).filter(|_| vowel);
        match mark {
            Some((_, _, marks)) => out.push_str(marks),
            None => out.push(place_of(VNI_ALONE, c).unwrap_or(c)),
        }
        vowel = mark.is_none() && "aeouyAEOUYôÔöÖ".contains(c);
    }
    out.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_text_is_found_and_reads_as_it_was_meant() {
        let check = |text: &str, encoding: OldEncoding, expected: &str| {
            assert_eq!(detect(text, None), Some(encoding), "{text}");
            assert_eq!(encoding.to_unicode(text), expected);
        };
        check("QuyÕt ®Þnh khen th\u{AD}ëng", OldEncoding::Tcvn3, "Quyết định khen thưởng");
        check("§iÓm chuÈn", OldEncoding::Tcvn3, "Điểm chuẩn");
        check("Céng hoµ x· héi chñ nghÜa ViÖt Nam", OldEncoding::Tcvn3, "Cộng hoà xã hội chủ nghĩa Việt Nam");
        check("Quyeát ñònh khen thöôûng", OldEncoding::Vni, "Quyết định khen thưởng");
        check("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", OldEncoding::Vni, "Cộng hòa xã hội chủ nghĩa Việt Nam");
        check("ÑIEÅM TOÁI ÑA", OldEncoding::Vni, "ĐIỂM TỐI ĐA");
    }

    #[test]
    fn unicode_and_plain_text_are_left_alone() {
        for text in ["Quyết định", "Nội dung", "STT", "hoà toán khoá", "5 m² ± 2", "Điểm chuẩn · a", "Ca\u{301}ch ti\u{301}nh"]
        {
            assert_eq!(detect(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_font_decides_where_letters_do_not() {
        assert_eq!(detect("Céng", Some(".VnTime")), Some(OldEncoding::Tcvn3));
        assert_eq!(detect("oá", Some("VNI-Times")), Some(OldEncoding::Vni));
        assert_eq!(detect("oá", Some("Times New Roman")), None);
    }

    #[test]
    fn every_small_letter_of_both_tables_reads_back_as_one_vietnamese_letter() {
        let all: String = TCVN3.iter().map(|(_, to)| *to).collect();
        assert_eq!(all.chars().filter(|c| c.is_lowercase()).count(), 67);
        for (from, to) in TCVN3 {
            assert_eq!(from.chars().count(), to.chars().count());
        }
        for base in "aoue".chars() {
            for (small, _, _) in VNI_MARKS.iter().take(5) {
                assert_eq!(from_vni(&format!("{base}{small}")).chars().count(), 1);
            }
        }
    }
}
