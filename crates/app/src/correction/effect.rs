//! What a correction would do to every unit, computed aside. *So sánh trước và sau.*

use cycle::correction::CorrectionState;
use scoring::Entry;
use values::{Points, UnitId};

use super::Correction;
use crate::book::{Book, Scored};
use crate::ranking::{Standings, standings_of};
use crate::self_score::fields::{entry, of_text};
use crate::{Desk, Error};

/// One unit before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub unit: UnitId,
    /// Points of the corrected line.
    pub line: (Points, Points),
    pub total: (Points, Points),
    /// `None` for a unit that is not ranked.
    pub rank: (Option<usize>, Option<usize>),
}

impl Change {
    pub fn is_one(&self) -> bool {
        self.line.0 != self.line.1 || self.total.0 != self.total.1 || self.rank.0 != self.rank.1
    }
}

/// Every unit before and after, in protocol order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub units: Vec<Change>,
}

/// Compares the year with and without a correction. A closed one is compared with the entry it replaced, or
/// would have replaced, in the figures of today.
///
/// # Errors
/// Not found when the line or the unit is gone.
pub fn effect(book: &Book, desk: &Desk, correction: &Correction) -> Result<Effect, Error> {
    let (before, after) = (with(book, correction, &correction.old_entry)?, with(book, correction, &correction.new_entry)?);
    let (before, after) =
        if correction.state == CorrectionState::Proposed.code() { (book.counting.as_ref().clone(), after) } else { (before, after) };
    let (old, new) = (standings_of(book, &before, desk)?, standings_of(book, &after, desk)?);
    let leaf = book.in_force()?.table.index_of(&correction.path).ok_or(Error::NotFound)?;
    let change = |(place, member): (usize, &storage::cluster::Member)| Change {
        unit: member.unit,
        line: (before.line(place, leaf).1, after.line(place, leaf).1),
        total: (total(book, &before, place), total(book, &after, place)),
        rank: (rank(&old, member.unit), rank(&new, member.unit)),
    };
    Ok(Effect { units: book.members.iter().enumerate().map(change).collect() })
}

fn with(book: &Book, correction: &Correction, text: &str) -> Result<Scored, Error> {
    let table = &book.in_force()?.table;
    let leaf = table.leaf(&correction.path).ok_or(Error::NotFound)?;
    let place = book.place(correction.unit).ok_or(Error::NotFound)?;
    let facts = book.unit(correction.unit)?.lines.get(leaf.index).ok_or(Error::NotFound)?;
    let read = entry(leaf, leaf.decimals, &of_text(text), facts.assignment()).unwrap_or(Entry::Refused);
    Ok(book.counting.with(table, place, leaf, read))
}

fn total(book: &Book, scored: &Scored, place: usize) -> Points {
    let scores = book.table.as_ref().map(|table| scored.scores(&table.table));
    scores.and_then(|scores| scores.units.iter().find(|unit| unit.index == place)).map_or(Points::ZERO, |unit| unit.total)
}

fn rank(standings: &Standings, unit: UnitId) -> Option<usize> {
    standings.row(unit).map(|row| row.rank)
}
