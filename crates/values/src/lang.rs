//! The languages people read the program in.

/// A language of the interface: Vietnamese first, English second. *Ngôn ngữ.*
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// The two-letter code, as in `lang="vi"`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads a two-letter code; anything unknown is `None`.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}
