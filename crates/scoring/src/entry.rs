//! What a unit reported for one criterion. *Số liệu của đơn vị.*

use values::quantity::NotAQuantity;
use values::quoted::brief;
use values::{Points, Quantity, Times};

use crate::{Kind, Leaf, Problem};

/// One unit's entry for one leaf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Entry {
    /// Nothing was reported: no points, the maximum stays, and a finding says so.
    #[default]
    Missing,
    /// What was reported cannot stand: no points, the maximum stays.
    Refused,
    /// The line does not apply to the unit: it leaves points and maximum. *Không giao.*
    NotAssigned,
    /// The line was not assigned and counts as nothing done; the maximum stays.
    Nothing,
    /// Target and actual result in the criterion's unit; a target of zero means none.
    Measured { target: Quantity, actual: Quantity },
    /// Pass or fail. *Đạt / không đạt.*
    Achieved(bool),
    /// Points typed by a person or given by another body.
    Points(Points),
    /// Percent done: 80 means 80 %.
    Percent(Quantity),
    /// How often something happened.
    Count(Times),
    /// How many bonuses and how many deductions.
    Counts { bonus: Times, deduction: Times },
    /// The value that falls into a band.
    Value(Quantity),
}

/// An entry as texts, before its kind is known. One field per thing a file or a form can say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub not_assigned: Option<bool>,
    pub achieved: Option<bool>,
    pub target: Option<String>,
    pub actual: Option<String>,
    pub points: Option<String>,
    pub percent: Option<String>,
    pub count: Option<String>,
    pub bonus: Option<String>,
    pub deduction: Option<String>,
    pub value: Option<String>,
}

impl Entry {
    /// An entry of a quantitative line; no target is a target of zero.
    pub fn measured(target: Option<Quantity>, actual: Quantity) -> Self {
        Self::Measured { target: target.unwrap_or(Quantity::ZERO), actual }
    }

    /// So many occurrences.
    pub const fn count(times: u64) -> Self {
        Self::Count(Times(times))
    }

    /// So many bonuses and so many deductions.
    pub const fn counts(bonus: u64, deduction: u64) -> Self {
        Self::Counts { bonus: Times(bonus), deduction: Times(deduction) }
    }

    /// Reads the texts of one entry for `leaf`; `decimals` is how many places the table's points have.
    ///
    /// # Errors
    /// The first problem: a field that does not belong to the kind, one that is missing, a text that is
    /// not a quantity, or a figure above what the line allows.
    pub fn read(leaf: &Leaf, decimals: u8, given: &Given) -> Result<Self, Problem> {
        let entry = if given.not_assigned == Some(true) {
            given.only(&["not_assigned"], leaf)?;
            Self::NotAssigned
        } else {
            given.of_kind(leaf, decimals)?
        };
        entry.check(leaf, decimals).map(|()| entry)
    }

    /// Whether the entry may stand on `leaf`: right kind, not above what the line allows.
    ///
    /// # Errors
    /// [`Problem::EntryKind`], [`Problem::AboveMaximum`], [`Problem::NumberTooLarge`] or [`Problem::NoBand`].
    pub fn check(&self, leaf: &Leaf, decimals: u8) -> Result<(), Problem> {
        match (self, &leaf.kind) {
            (Self::Missing | Self::Refused | Self::NotAssigned | Self::Nothing, _)
            | (Self::Measured { .. }, Kind::Quantitative(_))
            | (Self::Achieved(_), Kind::PassFail)
            | (Self::Count(_), Kind::PerOccurrence(_))
            | (Self::Counts { .. }, Kind::BonusDeduction(_))
            | (Self::Points(_), Kind::BonusOutside(_)) => Ok(()),
            (Self::Points(given), Kind::Direct | Kind::Assigned { .. }) if *given > leaf.max => {
                Err(Problem::AboveMaximum { given: given.quantity(decimals), max: leaf.max.quantity(decimals) })
            }
            (Self::Points(_), Kind::Direct | Kind::Assigned { .. }) => Ok(()),
            (Self::Percent(percent), Kind::Proportional(line)) if !line.holds(leaf, *percent) => {
                Err(Problem::NumberTooLarge { field: "percent", text: percent.plain() })
            }
            (Self::Percent(_), Kind::Proportional(_)) => Ok(()),
            (Self::Value(value), Kind::Bands(bands)) => bands.holding(*value).map(|_| ()).ok_or(Problem::NoBand { value: *value }),
            _ => Err(Problem::EntryKind { kind: leaf.kind.word() }),
        }
    }
}

impl Given {
    fn present(&self) -> Vec<&'static str> {
        let texts = [
            ("target", &self.target),
            ("actual", &self.actual),
            ("points", &self.points),
            ("percent", &self.percent),
            ("count", &self.count),
            ("bonus", &self.bonus),
            ("deduction", &self.deduction),
            ("value", &self.value),
        ];
        let flags = [("not_assigned", self.not_assigned == Some(true)), ("achieved", self.achieved.is_some())];
        let flags = flags.into_iter().filter(|(_, is)| *is).map(|(name, _)| name);
        flags.chain(texts.into_iter().filter(|(_, text)| text.is_some()).map(|(name, _)| name)).collect()
    }

    fn only(&self, fields: &[&str], leaf: &Leaf) -> Result<(), Problem> {
        match self.present().into_iter().find(|name| !fields.contains(name)) {
            None => Ok(()),
            Some(field) => Err(Problem::ForeignField { field, kind: leaf.kind.word() }),
        }
    }

    fn of_kind(&self, leaf: &Leaf, decimals: u8) -> Result<Entry, Problem> {
        self.only(leaf.kind.fields(), leaf)?;
        let six = Quantity::MOST_DECIMALS;
        Ok(match &leaf.kind {
            Kind::Quantitative(_) => {
                let target = self.target.as_deref().map(|text| quantity("target", text, six)).transpose()?;
                Entry::measured(target, quantity("actual", needed("actual", self.actual.as_deref())?, six)?)
            }
            Kind::PassFail => Entry::Achieved(self.achieved.ok_or(Problem::MissingField { field: "achieved" })?),
            Kind::Direct | Kind::Assigned { .. } | Kind::BonusOutside(_) => {
                Entry::Points(points("points", needed("points", self.points.as_deref())?, decimals)?)
            }
            Kind::Proportional(_) => Entry::Percent(quantity("percent", needed("percent", self.percent.as_deref())?, six)?),
            Kind::PerOccurrence(_) => Entry::Count(count("count", self.count.as_deref())?),
            Kind::BonusDeduction(_) => {
                Entry::Counts { bonus: count("bonus", self.bonus.as_deref())?, deduction: count("deduction", self.deduction.as_deref())? }
            }
            Kind::Bands(_) => Entry::Value(quantity("value", needed("value", self.value.as_deref())?, six)?),
        })
    }
}

fn needed<'a>(field: &'static str, text: Option<&'a str>) -> Result<&'a str, Problem> {
    text.ok_or(Problem::MissingField { field })
}

fn refused(field: &'static str, text: &str, why: NotAQuantity) -> Problem {
    Problem::NotAQuantity { field, text: brief(text), why }
}

/// A quantity of at most `decimals` places, not negative.
///
/// # Errors
/// [`Problem::NotAQuantity`] with the field and the text.
pub fn quantity(field: &'static str, text: &str, decimals: u8) -> Result<Quantity, Problem> {
    Quantity::read(text, decimals).map_err(|why| refused(field, text, why))
}

/// Points of a table with `decimals` places, not negative.
///
/// # Errors
/// [`Problem::NotAQuantity`] with the field and the text.
pub fn points(field: &'static str, text: &str, decimals: u8) -> Result<Points, Problem> {
    in_units(field, quantity(field, text, decimals)?, decimals)
}

/// Points that may stand below zero.
///
/// # Errors
/// [`Problem::NotAQuantity`] with the field and the text.
pub fn signed_points(field: &'static str, text: &str, decimals: u8) -> Result<Points, Problem> {
    let read = Quantity::read_signed(text, decimals).map_err(|why| refused(field, text, why))?;
    in_units(field, read, decimals)
}

fn in_units(field: &'static str, read: Quantity, decimals: u8) -> Result<Points, Problem> {
    read.in_units(decimals).map(Points).ok_or_else(|| Problem::NumberTooLarge { field, text: read.plain() })
}

/// A whole number of occurrences; `3.00` is three.
fn count(field: &'static str, text: Option<&str>) -> Result<Times, Problem> {
    let text = needed(field, text)?;
    let read = quantity(field, text, Quantity::MOST_DECIMALS)?;
    let whole = read.in_units(0).and_then(|n| u64::try_from(n).ok());
    whole.map(Times).ok_or_else(|| Problem::NotWhole { field, text: brief(text) })
}
