//! Who reads whom: a fair rotation, and the checks of an assignment made by hand. *Phân công thẩm định.*

use crate::refusal::{coded, refusals};
use std::collections::BTreeMap;
use values::UnitId;

/// `reader` reads the sheet of `unit`; `place` counts the readers of one sheet from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reads {
    pub unit: UnitId,
    pub reader: UnitId,
    pub place: u16,
}

/// What a kept reading is: somebody's reading of a sheet, or the decisions where readings differ. Whoever asks
/// the store for readings says which. *Lượt thẩm định; quyết định.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingKind {
    Reading,
    /// Nobody's turn: it counts for no load, gives nobody leave, and is sent from the start.
    Decision,
}

impl ReadingKind {
    pub const ALL: [Self; 2] = [Self::Reading, Self::Decision];

    /// As the store keeps it.
    pub const fn round(self) -> i64 {
        match self {
            Self::Reading => 1,
            Self::Decision => 2,
        }
    }
}

coded! {
    /// Where a reading stands. *Trạng thái lượt thẩm định.*
    ReadingState {
        /// Its reader is at work. *Đang thẩm định.*
        Open = "open",
        /// *Đã gửi.*
        Sent = "sent",
    }
}

refusals! {
    /// What is wrong with an assignment. Only [`ReaderFault::is_warning`] may stay.
    ReaderFault {
        /// Fewer other units than readers wanted.
        TooFewUnits { units: i64, readers: u16 } = "V-01.few",
        /// A unit would read itself.
        Itself { unit: UnitId } = "V-02",
        /// One unit twice for the same sheet.
        Twice { unit: UnitId, reader: UnitId } = "V-01.twice",
        /// Not a member.
        NotAMember { unit: UnitId } = "V-01.member",
        /// The two units read each other; a warning.
        EachOther { unit: UnitId, reader: UnitId } = "V-01.each-other",
        /// A sheet with more or fewer readers than wanted.
        WrongNumber { unit: UnitId, has: i64, wanted: u16 } = "V-01.number",
        /// Loads differ by more than one; a warning.
        Uneven { reader: UnitId, reads: i64, fewest: i64 } = "V-01.uneven",
    }
}

impl ReaderFault {
    /// Whether the assignment may still be used.
    pub const fn is_warning(&self) -> bool {
        matches!(self, Self::EachOther { .. } | Self::Uneven { .. })
    }
}

/// Assigns `count` readers to each unit by rotation over the protocol order. *Phân công xoay vòng.*
///
/// Rules `V-01` and `V-02`; source: peers, verification by fair rotation. Each unit reads as many sheets
/// as it has readers, nobody reads itself, and no two units read each other while `count` is less than
/// half the number of units; beyond that such pairs cannot be avoided and are as few as possible.
/// `turn` (the year) changes who meets whom. The same input gives the same answer.
///
/// # Errors
/// [`ReaderFault::TooFewUnits`], [`ReaderFault::Twice`] for a unit listed twice.
pub fn assign_readers(units: &[UnitId], count: u16, turn: i32) -> Result<Vec<Reads>, ReaderFault> {
    if usize::from(count) >= units.len() || count == 0 {
        return Err(ReaderFault::TooFewUnits { units: i64::try_from(units.len()).unwrap_or(i64::MAX), readers: count });
    }
    if let Some(unit) = repeated(units) {
        return Err(ReaderFault::Twice { unit, reader: unit });
    }
    let stride = stride(units.len(), turn);
    let reads = |at: usize, place: u16| {
        let reader = units.iter().cycle().nth(at + stride * usize::from(place)).copied();
        units.get(at).copied().zip(reader).map(|(unit, reader)| Reads { unit, reader, place })
    };
    Ok((0..units.len()).flat_map(|at| (1..=count).filter_map(move |place| reads(at, place))).collect())
}

fn repeated(units: &[UnitId]) -> Option<UnitId> {
    let mut sorted = units.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first().copied())
}

/// A step that visits every unit before it returns: one that shares no divisor with their number. Its
/// multiples up to `count` then pair two units both ways only where one has no choice.
fn stride(units: usize, turn: i32) -> usize {
    let steps: Vec<usize> = (1..units).filter(|step| divisor(*step, units) == 1).collect();
    let turn = usize::try_from(turn.unsigned_abs()).unwrap_or(0);
    steps.get(turn % steps.len().max(1)).copied().unwrap_or(1)
}

const fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}

/// Everything wrong with an assignment, however it was made. Rule `V-02`, nobody reads their own unit,
/// and the fairness of `V-01`; source: domain facts, the head is judge in its own case.
pub fn reader_faults(units: &[UnitId], assigned: &[Reads], count: u16) -> Vec<ReaderFault> {
    let strangers =
        assigned.iter().flat_map(|r| [r.unit, r.reader]).filter(|u| !units.contains(u)).map(|unit| ReaderFault::NotAMember { unit });
    let own = assigned.iter().filter(|r| r.unit == r.reader).map(|r| ReaderFault::Itself { unit: r.unit });
    strangers
        .chain(own)
        .chain(pair_faults(assigned))
        .chain(number_faults(units, assigned, count))
        .chain(load_faults(units, assigned))
        .collect()
}

fn pair_faults(assigned: &[Reads]) -> Vec<ReaderFault> {
    let each = assigned.iter().enumerate();
    each.flat_map(|(at, this)| assigned.iter().skip(at + 1).filter_map(move |other| pair_fault(this, other))).collect()
}

fn pair_fault(this: &Reads, other: &Reads) -> Option<ReaderFault> {
    let (unit, reader) = (this.unit, this.reader);
    if (other.unit, other.reader) == (unit, reader) {
        Some(ReaderFault::Twice { unit, reader })
    } else {
        ((other.unit, other.reader) == (reader, unit)).then_some(ReaderFault::EachOther { unit, reader })
    }
}

fn number_faults(units: &[UnitId], assigned: &[Reads], wanted: u16) -> Vec<ReaderFault> {
    let has = |unit: UnitId| tally(assigned.iter().filter(|r| r.unit == unit));
    units
        .iter()
        .map(|unit| (*unit, has(*unit)))
        .filter(|(_, has)| *has != i64::from(wanted))
        .map(|(unit, has)| ReaderFault::WrongNumber { unit, has, wanted })
        .collect()
}

fn load_faults(units: &[UnitId], assigned: &[Reads]) -> Vec<ReaderFault> {
    let loads: BTreeMap<UnitId, i64> = units.iter().map(|unit| (*unit, tally(assigned.iter().filter(|r| r.reader == *unit)))).collect();
    let fewest = loads.values().copied().min().unwrap_or(0);
    loads
        .into_iter()
        .filter(|(_, reads)| *reads > fewest + 1)
        .map(|(reader, reads)| ReaderFault::Uneven { reader, reads, fewest })
        .collect()
}

fn tally<T>(items: impl Iterator<Item = T>) -> i64 {
    i64::try_from(items.count()).unwrap_or(i64::MAX)
}
