//! Vietnamese order and search keys. *Xếp theo bảng chữ cái, tìm không dấu.*

use unicode_normalization::UnicodeNormalization as _;

/// A key for searching without marks: lower case, marks off, `đ` as `d`, one blank between words.
/// Both spellings of a tone (`ủy`, `uỷ`) give one key, since no mark remains.
pub fn folded(text: &str) -> String {
    let bare: String = text.nfd().filter(|c| !is_mark(*c)).flat_map(char::to_lowercase).map(|c| if c == 'đ' { 'd' } else { c }).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key for searching with marks: NFC, lower case, and the tone of `oa oe uy` on one agreed letter.
pub fn exact(text: &str) -> String {
    let lower: String = text.nfc().flat_map(char::to_lowercase).collect();
    lower.split_whitespace().map(agreed_tone).collect::<Vec<_>>().join(" ")
}

/// Whether `text` answers `query`: a query without marks matches all, one with marks means them.
pub fn matches(text: &str, query: &str) -> bool {
    let marked = exact(query) != folded(query);
    if marked { exact(text).contains(&exact(query)) } else { folded(text).contains(&folded(query)) }
}

/// Moves the tone of an open `oa`, `oe`, `uy` to the second vowel: `hòa` → `hoà`, `ủy` → `uỷ`.
fn agreed_tone(word: &str) -> String {
    let letters: Vec<char> = word.nfd().collect();
    let tone = letters.iter().copied().find(|c| tone_place(*c).is_some());
    let Some(tone) = tone else { return word.into() };
    let bare: Vec<char> = letters.iter().copied().filter(|c| *c != tone).collect();
    let open = matches!(bare.as_slice(), [.., 'o', 'a' | 'e'] | [.., 'u', 'y']) && !matches!(bare.as_slice(), [.., 'q', 'u', 'y']);
    if open { bare.into_iter().chain([tone]).nfc().collect() } else { word.into() }
}

/// The key by which words sort in Vietnamese: letters first (a ă â … d đ e ê …), then tones
/// (ngang, huyền, hỏi, ngã, sắc, nặng), then small before capital letters.
pub fn sort_key(text: &str) -> (Vec<u16>, Vec<u8>, String) {
    let mut letters = Vec::new();
    let mut tones = Vec::new();
    for c in text.nfd() {
        match (tone_place(c), shape_place(c)) {
            (Some(tone), _) => put(&mut tones, tone),
            (_, Some(shape)) => raise(&mut letters, shape),
            _ => {
                letters.extend(c.to_lowercase().map(letter_place));
                tones.push(0);
            }
        }
    }
    (letters, tones, text.nfc().collect())
}

/// The key by which people sort: given name, then family name, then what stands between.
pub fn person_key(name: &str) -> [(Vec<u16>, Vec<u8>, String); 3] {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (given, before) = words.split_last().map_or(("", [].as_slice()), |(given, before)| (*given, before));
    let (family, between) = before.split_first().map_or(("", [].as_slice()), |(family, between)| (*family, between));
    [sort_key(given), sort_key(family), sort_key(&between.join(" "))]
}

fn put(tones: &mut [u8], tone: u8) {
    if let Some(last) = tones.last_mut() {
        *last = tone;
    }
}

fn raise(letters: &mut [u16], by: u16) {
    if let Some(last) = letters.last_mut() {
        *last += by;
    }
}

/// Room for the shapes of a letter behind each Latin letter; others keep their order after these.
fn letter_place(c: char) -> u16 {
    match c {
        'đ' => letter_place('d') + 1,
        ' ' => 0,
        c if c.is_ascii() => u16::from(c as u8) * 4,
        c => 1024 + u16::try_from(u32::from(c) & 0x7FFF).unwrap_or(0),
    }
}

const fn tone_place(c: char) -> Option<u8> {
    match c {
        '\u{300}' => Some(1),
        '\u{309}' => Some(2),
        '\u{303}' => Some(3),
        '\u{301}' => Some(4),
        '\u{323}' => Some(5),
        _ => None,
    }
}

/// Breve (ă) comes before circumflex (â ê ô) and horn (ơ ư) after it.
const fn shape_place(c: char) -> Option<u16> {
    match c {
        '\u{306}' => Some(1),
        '\u{302}' => Some(2),
        '\u{31B}' => Some(3),
        _ => None,
    }
}

const fn is_mark(c: char) -> bool {
    tone_place(c).is_some() || shape_place(c).is_some() || matches!(c, '\u{308}' | '\u{327}' | '\u{30A}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut words: Vec<&str>) -> Vec<&str> {
        words.sort_by_key(|word| sort_key(word));
        words
    }

    #[test]
    fn tones_come_in_the_order_of_the_alphabet_books() {
        assert_eq!(sorted(vec!["mạ", "má", "mã", "mả", "mà", "ma"]), ["ma", "mà", "mả", "mã", "má", "mạ"]);
    }

    #[test]
    fn letters_with_hooks_follow_their_plain_ones() {
        let alphabet = vec!["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "u", "ư", "v", "x", "y"];
        let mut mixed = alphabet.clone();
        mixed.reverse();
        assert_eq!(sorted(mixed), alphabet);
    }

    #[test]
    fn provinces_sort_as_on_paper() {
        let sorted = sorted(vec!["Sóc Trăng", "Đồng Tháp", "Cà Mau", "Cần Thơ", "An Giang", "Bạc Liêu", "Đắk Lắk", "Dak Nong"]);
        assert_eq!(sorted, ["An Giang", "Bạc Liêu", "Cà Mau", "Cần Thơ", "Dak Nong", "Đắk Lắk", "Đồng Tháp", "Sóc Trăng"]);
    }

    #[test]
    fn a_letter_decides_before_a_tone() {
        assert_eq!(sorted(vec!["mà b", "ma c", "má a"]), ["má a", "mà b", "ma c"]);
    }

    #[test]
    fn people_sort_by_given_name() {
        let mut people = vec!["Trần Văn Bình", "Nguyễn Thị An", "Lê Văn An", "Lê Thị Bình"];
        people.sort_by_key(|name| person_key(name));
        assert_eq!(people, ["Lê Văn An", "Nguyễn Thị An", "Lê Thị Bình", "Trần Văn Bình"]);
    }

    #[test]
    fn a_query_without_marks_finds_all_and_one_with_marks_means_them() {
        assert!(matches("Đồng Tháp", "dong thap"));
        assert!(matches("Hội đồng Thi đua", "THI DUA"));
        assert!(matches("Ủy ban", "uỷ ban") && matches("Uỷ ban", "ủy ban"));
        assert!(matches("Hòa Bình", "hoà bình"));
        assert!(!matches("ma", "má"));
        assert!(matches("So\u{301}c Tra\u{306}ng", "Sóc Trăng"), "file names of a Mac");
    }

    #[test]
    fn quy_keeps_its_tone() {
        assert_eq!(exact("Quý"), "quý");
        assert_eq!(exact("quỳ"), "quỳ");
        assert_eq!(exact("HÒA"), "hoà");
        assert_eq!(exact("toàn"), "toàn");
    }
}
