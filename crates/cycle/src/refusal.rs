//! What a refusal carries, so that pages can word it: a stable code and typed figures.
//!
//! A code is a rule's code (`V-03`), with a case after a dot where one rule can refuse in several
//! ways (`C-02.two-heads`).

use crate::calendar::Step;
use crate::cluster::seats::{Act, SeatKind};
use crate::year::{Phase, Requirement};
use values::{AccountId, Date, Points, Quantity, UnitId};

/// One figure of a refusal; the page writes it in its own form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Date(Date),
    Number(i64),
    Quantity(Quantity),
    Points(Points),
    Unit(UnitId),
    Units(Vec<UnitId>),
    Account(AccountId),
    Path(String),
    Paths(Vec<String>),
    Seats(Vec<SeatKind>),
    Phase(Phase),
    Phases(Vec<Phase>),
    Step(Step),
    Act(Act),
    Requirements(Vec<Requirement>),
    /// A date that may be missing, as the end of a seat.
    Open,
}

/// Figures by name.
pub type Args = Vec<(&'static str, Arg)>;

/// Anything a rule refuses with.
pub trait Refusal {
    /// Stable; the key of its words in the catalogues.
    fn code(&self) -> &'static str;

    /// The figures its words need.
    fn args(&self) -> Args;

    /// The rule's code: the part before the dot.
    fn rule(&self) -> &'static str {
        self.code().split('.').next().unwrap_or_default()
    }
}

/// A permit given for another act or another unit was handed to a rule. Rule `C-00`; source: this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongPermit;

macro_rules! arg_of {
    ($($kind:ty => $variant:ident),* $(,)?) => {$(
        impl From<$kind> for Arg {
            fn from(value: $kind) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

arg_of! {
    String => Text, &'static str => Text, Date => Date, i64 => Number, i32 => Number, u16 => Number, u32 => Number,
    Quantity => Quantity, Points => Points, UnitId => Unit, Vec<UnitId> => Units, AccountId => Account,
    Vec<String> => Paths, Vec<SeatKind> => Seats, Phase => Phase, Vec<Phase> => Phases, Step => Step, Act => Act,
    Vec<Requirement> => Requirements,
}

impl From<Option<Date>> for Arg {
    fn from(value: Option<Date>) -> Self {
        value.map_or(Self::Open, Self::Date)
    }
}

/// A line of the table: written as a path, not as a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinePath(pub String);

impl LinePath {
    pub fn new(path: &str) -> Self {
        Self(path.to_owned())
    }
}

impl From<LinePath> for Arg {
    fn from(value: LinePath) -> Self {
        Self::Path(value.0)
    }
}

/// Declares the ways one rule file refuses: an enum whose every case has its code, with `code()`,
/// `args()` and the conversion from [`WrongPermit`].
macro_rules! refusals {
    ($(#[$doc:meta])* $name:ident { $( $(#[$case_doc:meta])* $case:ident { $($field:ident : $kind:ty),* $(,)? } = $code:literal, )* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $( $(#[$case_doc])* $case { $($field: $kind),* }, )*
            /// The permit was for something else.
            Permit,
        }

        impl $crate::refusal::Refusal for $name {
            fn code(&self) -> &'static str {
                match self {
                    $( Self::$case { .. } => $code, )*
                    Self::Permit => "C-00",
                }
            }

            fn args(&self) -> $crate::refusal::Args {
                match self {
                    $( Self::$case { $($field),* } => vec![$((stringify!($field), $field.clone().into())),*], )*
                    Self::Permit => Vec::new(),
                }
            }
        }

        impl From<$crate::refusal::WrongPermit> for $name {
            fn from(_: $crate::refusal::WrongPermit) -> Self {
                Self::Permit
            }
        }
    };
}

/// Declares an enum that the store keeps as text: `code()`, `of_code()` and `ALL`.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $( $(#[$case_doc:meta])* $case:ident = $code:literal, )* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[$case_doc])* $case, )*
        }

        impl $name {
            /// Every case, in order.
            pub const ALL: &[Self] = &[$(Self::$case),*];

            /// The stable word the store and the addresses use.
            pub const fn code(self) -> &'static str {
                match self { $( Self::$case => $code, )* }
            }

            /// Reads a stable word; `None` for any other text.
            pub fn of_code(code: &str) -> Option<Self> {
                match code { $( $code => Some(Self::$case), )* _ => None }
            }
        }
    };
}

pub(crate) use {coded, refusals};
