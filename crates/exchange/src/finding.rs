//! What is wrong with a file, with its place, in both languages. *Lỗi kèm vị trí.*

use scoring::{Item, Place, Severity};
use values::Lang;
use values::quoted::{brief, visible};

use crate::json::{Syntax, Trouble};

/// One thing to be put right in a file that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The stable code machines read.
    pub code: &'static str,
    pub severity: Severity,
    /// Unit and path, as far as they are known.
    pub place: Place,
    /// Where in the file: a JSON pointer or two, a line and column, a cell.
    pub at: Option<String>,
    pub vi: String,
    pub en: String,
}

impl Finding {
    /// An error at a place of the file. What its sentences quote of the file is made visible.
    pub fn error(code: &'static str, at: impl AsRef<str>, vi: impl AsRef<str>, en: impl AsRef<str>) -> Self {
        let (at, vi, en) = (visible(at.as_ref()), visible(vi.as_ref()), visible(en.as_ref()));
        Self { code, severity: Severity::Error, place: Place::default(), at: Some(at), vi, en }
    }

    /// The same finding on a line of the table.
    #[must_use]
    pub fn on(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The problem without its place.
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }

    /// The problem with its place before it.
    pub fn say_with_place(&self, lang: Lang) -> String {
        let place = self.place.say(lang);
        let at = self.at.as_deref().unwrap_or("");
        let parts: Vec<&str> = [place.as_str(), at].into_iter().filter(|part| !part.is_empty()).collect();
        if parts.is_empty() { self.say(lang).into() } else { format!("{}: {}", parts.join(", "), self.say(lang)) }
    }
}

impl From<scoring::Finding> for Finding {
    fn from(found: scoring::Finding) -> Self {
        let (vi, en) = (found.say(Lang::Vi), found.say(Lang::En));
        let at = (!found.items.is_empty()).then(|| found.items.iter().map(pointer).collect::<Vec<_>>().join(", "));
        Self { code: found.code(), severity: found.severity(), place: found.place, at, vi, en }
    }
}

/// The JSON pointer of an item in its file.
fn pointer(item: &Item) -> String {
    match item {
        Item::Id => "/id".into(),
        Item::Line(trail) => format!("/nodes/{}", trail.iter().map(usize::to_string).collect::<Vec<_>>().join("/children/")),
        Item::Unit(at) => format!("/units/{at}"),
        Item::Participant(at) => format!("/participants/{at}"),
        Item::Entry(at) => format!("/entries/{at}"),
    }
}

impl From<Syntax> for Finding {
    fn from(syntax: Syntax) -> Self {
        let (code, vi, en) = trouble(&syntax.trouble);
        Self::error(code, format!("{}:{}", syntax.line, syntax.column), vi, en)
    }
}

/// Code, Vietnamese and English of a syntax error.
fn trouble(trouble: &Trouble) -> (&'static str, String, String) {
    match trouble {
        Trouble::Utf16 => (
            "json.utf16",
            "tệp được lưu dưới dạng UTF-16; hãy lưu lại là UTF-8".into(),
            "the file is saved as UTF-16; save it as UTF-8".into(),
        ),
        Trouble::NotUtf8 { offset } => (
            "json.not_utf8",
            format!(
                "byte thứ {offset} không phải UTF-8; tệp có thể đang dùng bảng mã cũ (TCVN3, VNI, Windows-1258): hãy lưu lại dạng UTF-8"
            ),
            format!("byte {offset} is not UTF-8; the file may be in an old encoding (TCVN3, VNI, Windows-1258): save it as UTF-8"),
        ),
        Trouble::Ended => ("json.ended", "tệp kết thúc giữa chừng".into(), "the file ends too early".into()),
        Trouble::Unexpected { found } => {
            ("json.unexpected", format!("không chờ gặp {found:?} ở đây"), format!("{found:?} was not expected here"))
        }
        Trouble::Trailing { found } => {
            ("json.trailing", format!("sau nội dung còn thừa {found:?}"), format!("{found:?} follows the end of the content"))
        }
        Trouble::KeyTwice { key } => {
            let key = brief(key);
            ("json.key_twice", format!("trường \"{key}\" có hai lần"), format!("field \"{key}\" stands twice"))
        }
        Trouble::TooDeep => ("json.too_deep", "các mục lồng nhau quá sâu".into(), "lists and objects are nested too deeply".into()),
        Trouble::BadText => ("json.bad_text", "chuỗi ký tự không hợp lệ".into(), "this text is not valid JSON text".into()),
        Trouble::BadNumber => ("json.bad_number", "số không hợp lệ".into(), "this is not a valid JSON number".into()),
    }
}
