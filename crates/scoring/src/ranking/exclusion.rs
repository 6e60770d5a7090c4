//! Disqualification: a dated fact with a scope, never a negative score. *Loại, không xét.*

use values::Date;

use super::{Ranking, Standing};

/// What a disqualification takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Titles and classes; the unit keeps points and rank. *Không xét danh hiệu.*
    Title,
    /// The rank too; points are shown beside the ranking. *Không xếp hạng.*
    Rank,
    /// The points do not stand either. *Không công nhận điểm.*
    Score,
}

/// A recorded disqualification. *Không xét thi đua.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disqualification {
    pub unit: usize,
    /// From this day, its whole day included.
    pub from: Date,
    /// To this day, included; none means until the end of the year.
    pub until: Option<Date>,
    pub scope: Scope,
    pub reason: String,
}

impl Disqualification {
    pub fn in_force(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// The widest scope in force for a unit on a day. Rule `S-20`; source: domain notes 4.6.
pub fn scope_of(unit: usize, facts: &[Disqualification], on: Date) -> Option<Scope> {
    facts.iter().filter(|fact| fact.unit == unit && fact.in_force(on)).map(|fact| fact.scope).max()
}

/// The standings that may be ranked on a day; the others' points stay exactly as they were.
pub fn rankable(standings: &[Standing], facts: &[Disqualification], on: Date) -> Vec<Standing> {
    let barred = |standing: &&Standing| scope_of(standing.unit, facts, on).is_some_and(|scope| scope >= Scope::Rank);
    standings.iter().filter(|standing| !barred(standing)).cloned().collect()
}

impl Ranking {
    /// The best place of a unit that may also be considered for titles on a day.
    pub fn leading(&self, facts: &[Disqualification], on: Date) -> Vec<usize> {
        let free = |unit: usize| scope_of(unit, facts, on).is_none();
        let first = self.places.iter().find(|place| free(place.unit)).map(|place| place.rank);
        self.places.iter().filter(|place| Some(place.rank) == first && free(place.unit)).map(|place| place.unit).collect()
    }
}
