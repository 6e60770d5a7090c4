//! Who is acting: one signed-in person.

use values::{AccountId, Lang, Moment, OrgId};

/// A signed-in person, as every use case sees them. *Người đang làm việc.*
///
/// What they may do follows from their seats in a cluster's year, never from this.
#[derive(Clone, Debug)]
pub struct Actor {
    pub account: AccountId,
    pub org: OrgId,
    pub name: String,
    pub title: String,
    /// May set up clusters and invite people of the organisation. *Quản trị.*
    pub administers: bool,
    /// Must choose an own password before anything else.
    pub must_change: bool,
    pub preference: Preference,
    /// The token every form of this session carries.
    pub form_token: String,
    /// The session, named by the hash of its secret.
    pub session: [u8; 32],
    pub signed_in_at: Moment,
}

/// How one person likes the screens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    pub lang: Lang,
    pub theme: Theme,
    pub density: Density,
}

impl Default for Preference {
    fn default() -> Self {
        Self { lang: Lang::Vi, theme: Theme::System, density: Density::Airy }
    }
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    System,
    Light,
    Dark,
}

/// *Thoáng* or *dày*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Density {
    Airy,
    Dense,
}

impl Theme {
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn of_code(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

impl Density {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Airy => "airy",
            Self::Dense => "dense",
        }
    }

    pub fn of_code(code: &str) -> Self {
        if code == "dense" { Self::Dense } else { Self::Airy }
    }
}
