//! What is wrong with a table or with results: a problem, its severity and its place.

mod say;

use values::Quantity;
use values::quantity::NotAQuantity;

/// Whether something keeps points from counting, or only asks to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// The word of the file format.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Where something is: the unit and the path as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub unit: Option<String>,
    pub path: Option<String>,
}

impl Place {
    /// The line with this path; nowhere where the path is empty.
    pub fn path(path: &str) -> Self {
        Self { unit: None, path: Some(path.into()).filter(|path: &String| !path.trim().is_empty()) }
    }

    pub fn unit(unit: &str) -> Self {
        Self { unit: Some(unit.into()), path: None }
    }

    pub fn entry(unit: &str, path: &str) -> Self {
        Self { unit: Some(unit.into()), path: Some(path.into()) }
    }
}

/// An item of a draft by its number from 0: where unit and path say nothing, or the same thing twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// The table's own id.
    Id,
    /// A line of the table: its number among the top lines, then among its group's.
    Line(Vec<usize>),
    Unit(usize),
    Participant(usize),
    Entry(usize),
}

/// One thing to be put right, with its place. *Vấn đề cần sửa.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub place: Place,
    pub problem: Problem,
    /// The items meant: none where the place says it, both where something stands twice.
    pub items: Vec<Item>,
}

impl Finding {
    pub const fn new(place: Place, problem: Problem) -> Self {
        Self { place, problem, items: Vec::new() }
    }

    /// The same finding about these items.
    #[must_use]
    pub fn at(self, items: impl IntoIterator<Item = Item>) -> Self {
        Self { items: items.into_iter().collect(), ..self }
    }

    pub const fn code(&self) -> &'static str {
        self.problem.code()
    }

    pub const fn severity(&self) -> Severity {
        self.problem.severity()
    }

    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }
}

/// What can be wrong with tables, results and entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The children's maxima do not make the group's. *Tổng điểm không khớp.*
    Sum {
        declared: Quantity,
        children: Quantity,
    },
    PathTwice,
    EmptyText {
        field: &'static str,
    },
    EmptyGroup,
    NoLeaves,
    Negative {
        field: &'static str,
    },
    /// A line that lowers points must not raise them.
    MinAboveZero,
    /// The least a line gives lies above the most.
    MinAboveMaximum {
        min: Quantity,
        max: Quantity,
    },
    MaxOfBonus,
    TooManyDecimals {
        decimals: u8,
    },
    TooLarge,
    NoBands,
    BandEmpty {
        band: usize,
    },
    BandGap {
        after: Quantity,
        before: Quantity,
    },
    BandOverlap {
        band: usize,
        other: usize,
    },
    BandsEnd {
        at: Quantity,
    },
    BandAboveMaximum {
        band: usize,
        points: Quantity,
        max: Quantity,
    },
    /// The most a counted line can reach stays below its maximum.
    NeverReached {
        most: Quantity,
        max: Quantity,
    },
    OtherTable {
        expected: String,
        given: String,
    },
    UnitTwice,
    /// Another unit's name but for blanks around it or the way its letters are composed.
    UnitAlike {
        other: String,
    },
    EmptyUnit,
    NoUnits,
    NoParticipants,
    UnknownUnit,
    UnknownParticipant,
    ParticipantTwice,
    UnknownPath,
    EntryForGroup,
    EntryTwice,
    EntryKind {
        kind: &'static str,
    },
    ForeignField {
        field: &'static str,
        kind: &'static str,
    },
    MissingField {
        field: &'static str,
    },
    NotAQuantity {
        field: &'static str,
        text: String,
        why: NotAQuantity,
    },
    NotWhole {
        field: &'static str,
        text: String,
    },
    /// A sound number that leads beyond what the program can hold.
    NumberTooLarge {
        field: &'static str,
        text: String,
    },
    AboveMaximum {
        given: Quantity,
        max: Quantity,
    },
    NoBand {
        value: Quantity,
    },
    MissingEntry,
    BonusCapped {
        given: Quantity,
        max: Quantity,
    },
    NothingAssigned,
    /// A group's cap took off what a bonus outside the maximum added.
    BonusInCap {
        lost: Quantity,
        cap: Quantity,
    },
}

impl Problem {
    /// The stable code machines read.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Sum { .. } => "table.sum",
            Self::PathTwice => "table.path_twice",
            Self::EmptyText { .. } => "table.empty_text",
            Self::EmptyGroup => "table.empty_group",
            Self::NoLeaves => "table.no_leaves",
            Self::Negative { .. } => "table.negative",
            Self::MinAboveZero => "table.min_above_zero",
            Self::MinAboveMaximum { .. } => "table.min_above_maximum",
            Self::MaxOfBonus => "table.max_of_bonus",
            Self::TooManyDecimals { .. } => "table.too_many_decimals",
            Self::TooLarge => "table.too_large",
            Self::NoBands => "table.no_bands",
            Self::BandEmpty { .. } => "table.band_empty",
            Self::BandGap { .. } => "table.band_gap",
            Self::BandOverlap { .. } => "table.band_overlap",
            Self::BandsEnd { .. } => "table.bands_end",
            Self::BandAboveMaximum { .. } => "table.band_above_maximum",
            Self::NeverReached { .. } => "table.never_reached",
            Self::OtherTable { .. } => "results.other_table",
            Self::UnitTwice | Self::UnitAlike { .. } => "results.unit_twice",
            Self::EmptyUnit => "results.empty_unit",
            Self::NoUnits => "results.no_units",
            Self::NoParticipants => "results.no_participants",
            Self::UnknownUnit => "entry.unknown_unit",
            Self::UnknownParticipant => "results.unknown_participant",
            Self::ParticipantTwice => "results.participant_twice",
            Self::UnknownPath => "entry.unknown_path",
            Self::EntryForGroup => "entry.for_group",
            Self::EntryTwice => "entry.twice",
            Self::EntryKind { .. } => "entry.kind",
            Self::ForeignField { .. } => "entry.foreign_field",
            Self::MissingField { .. } => "entry.missing_field",
            Self::NotAQuantity { .. } => "quantity.unreadable",
            Self::NotWhole { .. } => "quantity.not_whole",
            Self::NumberTooLarge { .. } => "quantity.too_large",
            Self::AboveMaximum { .. } => "entry.above_maximum",
            Self::NoBand { .. } => "entry.no_band",
            Self::MissingEntry => "entry.missing",
            Self::BonusCapped { .. } => "entry.bonus_capped",
            Self::NothingAssigned => "unit.nothing_assigned",
            Self::BonusInCap { .. } => "unit.bonus_in_cap",
        }
    }

    /// Warnings leave every point as it is; errors do not.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::MissingEntry
            | Self::BonusCapped { .. }
            | Self::NothingAssigned
            | Self::BonusInCap { .. }
            | Self::NeverReached { .. }
            | Self::NoParticipants
            | Self::EmptyGroup
            | Self::MinAboveZero => Severity::Warning,
            _ => Severity::Error,
        }
    }
}
