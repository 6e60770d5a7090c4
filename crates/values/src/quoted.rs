//! Texts of files in our own sentences: nothing in them moves the reader's eye or cursor. *Trích lời trong tệp.*

/// Most characters of a value that are quoted.
const MOST: usize = 40;

/// The text with every control, direction and invisible character written out, as `\n` or `\u202e`.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hidden(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// The beginning of a value, as much as a sentence carries; `…` where it goes on.
pub fn brief(text: &str) -> String {
    text.char_indices().nth(MOST).and_then(|(end, _)| text.get(..end)).map_or_else(|| text.into(), |begun| format!("{begun}…"))
}

/// Controls, line ends, marks of direction and what has no width. Soft hyphens stay: old encodings have a letter there.
fn is_hidden(c: char) -> bool {
    let marks = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    c.is_control() || marks || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_eye_or_cursor_is_written_out() {
        let check = |text: &str, expected: &str| assert_eq!(visible(text), expected);
        check("Đạt 5,00 «ơ» 😀", "Đạt 5,00 «ơ» 😀");
        check("a\nb\r\tc", "a\\nb\\r\\tc");
        check("\u{1b}[2J\u{7f}\u{9b}", "\\u001b[2J\\u007f\\u009b");
        check("\u{202e}5\u{2066}\u{200b}\u{feff}\u{2028}", "\\u202e5\\u2066\\u200b\\ufeff\\u2028");
    }

    #[test]
    fn a_value_is_quoted_by_its_beginning() {
        assert_eq!(brief(&"ế".repeat(40)), "ế".repeat(40));
        assert_eq!(brief(&"ế".repeat(41)), format!("{}…", "ế".repeat(40)));
        assert_eq!(brief(""), "");
    }
}
