//! Taking an object's fields one by one: wrong types, missing and unknown fields are found with their place.

use core::ops::RangeInclusive;

use scoring::Place;
use values::quoted::brief;

use crate::Finding;
use crate::json::Value;

/// An object of a file, its place, and the findings of the whole reading.
pub(crate) struct Fields<'a> {
    fields: &'a [(String, Value)],
    /// JSON pointer of the object.
    pub(crate) at: String,
    pub(crate) place: Place,
}

/// All findings of one reading.
#[derive(Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl<'a> Fields<'a> {
    /// The object at `at`; a finding if it is something else.
    pub(crate) fn of(value: &'a Value, at: String, found: &mut Findings) -> Option<Self> {
        match value {
            Value::Object(fields) => Some(Self { fields, at, place: Place::default() }),
            other => {
                found.0.push(wrong_type(&at, other, "object"));
                None
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub(crate) fn pointer(&self, name: &str) -> String {
        format!("{}/{}", self.at, name.replace('~', "~0").replace('/', "~1"))
    }

    /// Keeps a finding, on this object's place.
    pub(crate) fn find(&self, finding: Finding, found: &mut Findings) {
        found.0.push(finding.on(self.place.clone()));
    }

    pub(crate) fn refuse(&self, name: &str, value: &Value, wanted: &str, found: &mut Findings) {
        self.find(wrong_type(&self.pointer(name), value, wanted), found);
    }

    /// Refuses one item of a list.
    pub(crate) fn refuse_item(&self, name: &str, index: usize, value: &Value, wanted: &str, found: &mut Findings) {
        self.find(wrong_type(&format!("{}/{index}", self.pointer(name)), value, wanted), found);
    }

    /// Refuses every field that is not named.
    pub(crate) fn only(&self, known: &[&str], found: &mut Findings) {
        for (key, _) in self.fields.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let said = brief(key);
            let (vi, en) = (format!("trường \"{said}\" không có trong định dạng"), format!("unknown field \"{said}\""));
            self.find(Finding::error("json.unknown_field", self.pointer(key), vi, en), found);
        }
    }

    fn needed(&self, name: &str, found: &mut Findings) -> Option<&'a Value> {
        let value = self.get(name);
        if value.is_none() {
            let (vi, en) = (format!("thiếu trường \"{name}\""), format!("field \"{name}\" is missing"));
            self.find(Finding::error("json.missing_field", self.at.clone(), vi, en), found);
        }
        value
    }

    pub(crate) fn text(&self, name: &str, found: &mut Findings) -> Option<&'a str> {
        self.needed(name, found).and_then(|value| self.as_text(name, value, found))
    }

    pub(crate) fn optional_text(&self, name: &str, found: &mut Findings) -> Option<&'a str> {
        self.get(name).and_then(|value| self.as_text(name, value, found))
    }

    fn as_text(&self, name: &str, value: &'a Value, found: &mut Findings) -> Option<&'a str> {
        if let Value::Text(text) = value {
            return Some(text);
        }
        self.refuse(name, value, "text", found);
        None
    }

    pub(crate) fn flag(&self, name: &str, found: &mut Findings) -> Option<bool> {
        match self.get(name) {
            None => None,
            Some(Value::Bool(is)) => Some(*is),
            Some(other) => {
                self.refuse(name, other, "true/false", found);
                None
            }
        }
    }

    pub(crate) fn list(&self, name: &str, found: &mut Findings) -> &'a [Value] {
        match self.needed(name, found) {
            Some(Value::List(items)) => items,
            None => &[],
            Some(other) => {
                self.refuse(name, other, "list", found);
                &[]
            }
        }
    }

    /// A whole number inside a range, such as a year; `code` is what is found outside.
    pub(crate) fn whole(&self, name: &str, range: RangeInclusive<i32>, code: &'static str, found: &mut Findings) -> Option<i32> {
        let value = self.needed(name, found)?;
        let Some(text) = integer(value) else {
            self.refuse(name, value, "integer", found);
            return None;
        };
        let whole = text.parse().ok().filter(|whole| range.contains(whole));
        if whole.is_none() {
            self.outside(name, text, &range, code, found);
        }
        whole
    }

    fn outside(&self, name: &str, text: &str, range: &RangeInclusive<i32>, code: &'static str, found: &mut Findings) {
        let (text, from, to) = (brief(text), range.start(), range.end());
        let vi = format!("\"{name}\" là {text}: phải từ {from} đến {to}");
        let en = format!("\"{name}\" is {text}: it must be {from} to {to}");
        self.find(Finding::error(code, self.pointer(name), vi, en), found);
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)], found: &mut Findings) -> Option<T> {
        let text = self.text(name, found)?;
        let word = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if word.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.unknown_word(name, text, &known, found);
        }
        word
    }

    /// One of a few words, or the first of them where nothing is said.
    pub(crate) fn word_or_first<T: Copy + Default>(&self, name: &str, words: &[(&str, T)], found: &mut Findings) -> T {
        match self.get(name) {
            None => words.first().map(|(_, meaning)| *meaning).unwrap_or_default(),
            Some(_) => self.word(name, words, found).unwrap_or_default(),
        }
    }

    pub(crate) fn unknown_word(&self, name: &str, text: &str, known: &[&str], found: &mut Findings) {
        let text = brief(text);
        let known = known.join(", ");
        let vi = format!("\"{name}\" là \"{text}\": chỉ nhận {known}");
        let en = format!("\"{name}\" is \"{text}\": it must be one of {known}");
        self.find(Finding::error("json.unknown_word", self.pointer(name), vi, en), found);
    }
}

/// The digits of a number without part or exponent.
fn integer(value: &Value) -> Option<&str> {
    let Value::Number(text) = value else { return None };
    text.bytes().all(|b| b == b'-' || b.is_ascii_digit()).then_some(text.as_str())
}

/// A value of the wrong type; a number where a decimal text belongs gets its own words.
fn wrong_type(at: &str, value: &Value, wanted: &str) -> Finding {
    if let (Value::Number(number), "text") = (value, wanted) {
        let number = brief(number);
        let vi = format!("số {number} phải viết trong dấu ngoặc kép như \"12.99\"; không nhận số thực");
        let en = format!("number {number} is not a decimal string: write it in quotes, such as \"12.99\"");
        return Finding::error("json.not_a_decimal_string", at, vi, en);
    }
    let (vi, en) =
        (format!("cần {} nhưng gặp {}", vi_word(wanted), vi_word(value.word())), format!("{wanted} expected, {} found", value.word()));
    Finding::error("json.wrong_type", at, vi, en)
}

fn vi_word(word: &str) -> &str {
    match word {
        "text" => "chuỗi ký tự",
        "object" => "đối tượng",
        "list" => "danh sách",
        "number" => "số",
        "integer" => "số nguyên",
        "name" => "tên trong dấu ngoặc kép",
        other => other,
    }
}
