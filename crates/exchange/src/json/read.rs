//! Reading JSON.

use super::Value;

/// How deep lists and objects may lie in each other.
const DEEPEST: usize = 200;

/// What is wrong with a text as JSON, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax {
    pub trouble: Trouble,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// The kinds of trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file is in UTF-16.
    Utf16,
    /// Bytes that are no UTF-8; the offset of the first.
    NotUtf8 { offset: usize },
    /// The text ends too early.
    Ended,
    /// Something else was expected here.
    Unexpected { found: char },
    /// Something follows the value.
    Trailing { found: char },
    /// The same key twice in one object.
    KeyTwice { key: String },
    /// Lists and objects lie too deep in each other.
    TooDeep,
    /// A text with a bare control character, a wrong escape or half a character.
    BadText,
    /// A number that JSON does not know.
    BadNumber,
}

/// Reads one JSON value from bytes. A byte order mark at the beginning is skipped.
///
/// # Errors
/// The first trouble, with its line and column.
pub fn parse(bytes: &[u8]) -> Result<Value, Syntax> {
    if is_utf16(bytes) {
        return Err(Syntax { trouble: Trouble::Utf16, line: 1, column: 1 });
    }
    let text = core::str::from_utf8(bytes).map_err(|e| not_utf8(bytes, e.valid_up_to()))?;
    let mut reader = Reader { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0 };
    let value = reader.value(0).and_then(|value| reader.end().map(|()| value));
    value.map_err(|trouble| reader.place(trouble))
}

/// By its byte order mark, or because JSON begins with an ASCII character and no text holds a zero.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=0x7f, ..] | [1..=0x7f, 0, ..])
}

fn not_utf8(bytes: &[u8], offset: usize) -> Syntax {
    let before = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default());
    let (line, column) = line_and_column(&before);
    Syntax { trouble: Trouble::NotUtf8 { offset }, line, column }
}

fn line_and_column(before: &str) -> (usize, usize) {
    let last = before.rsplit('\n').next().unwrap_or("");
    (before.matches('\n').count() + 1, last.chars().count() + 1)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn place(&self, trouble: Trouble) -> Syntax {
        let (line, column) = line_and_column(self.text.get(..self.at).unwrap_or(""));
        Syntax { trouble, line, column }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// What stands here, as trouble.
    fn unexpected(&self) -> Trouble {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => Trouble::Unexpected { found },
            None => Trouble::Ended,
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), Trouble> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn end(&mut self) -> Result<(), Trouble> {
        self.skip_space();
        match self.unexpected() {
            Trouble::Unexpected { found } => Err(Trouble::Trailing { found }),
            _ => Ok(()),
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.skip_space();
        match self.peek() {
            Some(b'{') => self.object(deeper(depth)?),
            Some(b'[') => self.list(deeper(depth)?),
            Some(b'"') => self.string().map(Value::Text),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.unexpected()),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, Trouble> {
        word.bytes().try_for_each(|byte| self.take(byte)).map(|()| value)
    }

    fn list(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.take(b'[')?;
        let mut items = Vec::new();
        self.skip_space();
        while self.peek() != Some(b']') {
            if !items.is_empty() {
                self.take(b',')?;
            }
            items.push(self.value(depth)?);
            self.skip_space();
        }
        self.take(b']').map(|()| Value::List(items))
    }

    fn object(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.take(b'{')?;
        let mut fields: Vec<(String, Value)> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        self.skip_space();
        while self.peek() != Some(b'}') {
            if !fields.is_empty() {
                self.take(b',')?;
                self.skip_space();
            }
            let key = self.string()?;
            if !keys.insert(key.clone()) {
                return Err(Trouble::KeyTwice { key });
            }
            self.skip_space();
            self.take(b':')?;
            fields.push((key, self.value(depth)?));
            self.skip_space();
        }
        self.take(b'}').map(|()| Value::Object(fields))
    }

    fn number(&mut self) -> Result<Value, Trouble> {
        let from = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let text = self.text.get(from..self.at).unwrap_or("");
        if is_number(text) {
            Ok(Value::Number(text.into()))
        } else {
            self.at = from;
            Err(Trouble::BadNumber)
        }
    }

    fn string(&mut self) -> Result<String, Trouble> {
        self.take(b'"')?;
        let mut out = String::new();
        loop {
            let from = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            out.push_str(self.text.get(from..self.at).unwrap_or(""));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push(self.escape()?);
                }
                Some(_) => return Err(Trouble::BadText),
                None => return Err(Trouble::Ended),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Trouble> {
        let byte = self.peek().ok_or(Trouble::Ended)?;
        let plain = match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(Trouble::BadText),
        };
        self.at += 1;
        Ok(plain)
    }

    /// `\uXXXX`, or two of them for a character beyond 16 bits.
    fn unicode(&mut self) -> Result<char, Trouble> {
        let high = self.hex()?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high).ok_or(Trouble::BadText);
        }
        self.take(b'\\').and_then(|()| self.take(b'u')).map_err(|_| Trouble::BadText)?;
        let low = self.hex()?;
        if !(0xdc00..0xe000).contains(&low) {
            return Err(Trouble::BadText);
        }
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).ok_or(Trouble::BadText)
    }

    fn hex(&mut self) -> Result<u32, Trouble> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit())).ok_or(Trouble::BadText)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Trouble::BadText)
    }
}

const fn deeper(depth: usize) -> Result<usize, Trouble> {
    if depth < DEEPEST { Ok(depth + 1) } else { Err(Trouble::TooDeep) }
}

/// Whether a text is a number by JSON's grammar.
fn is_number(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let body = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = body.split_once(['e', 'E']).map_or((body, None), |(m, e)| (m, Some(e)));
    let (whole, part) = mantissa.split_once('.').map_or((mantissa, None), |(w, p)| (w, Some(p)));
    let exponent = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(digits) && exponent.is_none_or(digits)
}
