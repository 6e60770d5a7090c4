//! What all units reported, laid out for the engine. *Số liệu của các đơn vị.*

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{Entry, Finding, Given, Item, Kind, Place, Problem, Table};

/// Results as a file or a form gives them: nothing checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResultsDraft {
    /// Identity of the table they are for.
    pub table: String,
    pub units: Vec<String>,
    /// Who is scored; none means all units.
    pub participants: Option<Vec<String>>,
    pub entries: Vec<GivenEntry>,
}

/// One entry with its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenEntry {
    pub unit: String,
    pub path: String,
    pub given: Given,
}

/// Entries of every unit for every criterion of one table.
///
/// Dense: criterion by criterion, and within one all units in their declared order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    units: Vec<String>,
    takes_part: Vec<bool>,
    entries: Vec<Entry>,
}

impl ResultsDraft {
    /// What is wrong with the units and participants, whatever the table.
    pub fn findings(&self) -> Vec<Finding> {
        Results::declared(self).1
    }
}

impl Results {
    /// Nobody has reported anything yet; all units take part.
    pub fn empty(table: &Table, units: Vec<String>) -> Self {
        let entries = vec![Entry::Missing; table.leaves().len() * units.len()];
        Self { takes_part: vec![true; units.len()], units, entries }
    }

    /// Takes a draft as far as it can stand, and says everything that cannot.
    ///
    /// An entry with an error becomes [`Entry::Refused`]: its line gets no points. What has no place in the
    /// table is left out. Missing entries of participants are warnings. Rule `S-22`; source: `FORMAT.md`.
    pub fn check(table: &Table, draft: &ResultsDraft) -> (Self, Vec<Finding>) {
        let (mut results, mut found) = Self::declared(draft);
        results.entries = vec![Entry::Missing; table.leaves().len() * results.units.len()];
        if draft.table != table.id() {
            let (expected, given) = (table.id().into(), draft.table.clone());
            found.push(Finding::new(Place::default(), Problem::OtherTable { expected, given }));
            return (results, found);
        }
        results.take(table, &draft.entries, &mut found);
        found.extend(results.capped(table));
        found.extend(results.missing(table));
        (results, found)
    }

    /// The units and who of them takes part, without entries.
    fn declared(draft: &ResultsDraft) -> (Self, Vec<Finding>) {
        let mut found = Vec::new();
        let units = declared(draft, &mut found);
        let mut results = Self { takes_part: vec![true; units.len()], units, entries: Vec::new() };
        results.participants(draft, &mut found);
        (results, found)
    }

    fn participants(&mut self, draft: &ResultsDraft, found: &mut Vec<Finding>) {
        let Some(named) = &draft.participants else { return };
        self.takes_part.fill(false);
        for (item, name) in named.iter().enumerate() {
            let at = self.units.iter().position(|unit| unit == name);
            let problem = match at.and_then(|at| self.takes_part.get_mut(at)) {
                None => Some(Problem::UnknownParticipant),
                Some(taken) if *taken => Some(Problem::ParticipantTwice),
                Some(takes_part) => {
                    *takes_part = true;
                    None
                }
            };
            let twice = problem == Some(Problem::ParticipantTwice);
            let first = named.iter().position(|other| twice && other == name);
            let items = first.into_iter().chain([item]).map(Item::Participant);
            found.extend(problem.map(|problem| Finding::new(Place::unit(name), problem).at(items)));
        }
        if named.is_empty() {
            found.push(Finding::new(Place::default(), Problem::NoParticipants));
        }
    }

    fn take(&mut self, table: &Table, given: &[GivenEntry], found: &mut Vec<Finding>) {
        let units: BTreeMap<String, usize> = self.units.iter().enumerate().map(|(at, unit)| (unit.clone(), at)).collect();
        let mut taken = vec![false; self.entries.len()];
        for (at, one) in given.iter().enumerate() {
            let problem = self.take_one(table, &units, one, &mut taken);
            let nameless = one.unit.trim().is_empty() || one.path.trim().is_empty();
            let items = nameless.then_some(Item::Entry(at));
            found.extend(problem.map(|problem| Finding::new(Place::entry(&one.unit, &one.path), problem).at(items)));
        }
    }

    fn take_one(&mut self, table: &Table, units: &BTreeMap<String, usize>, one: &GivenEntry, taken: &mut [bool]) -> Option<Problem> {
        let Some(unit) = units.get(&one.unit) else { return Some(Problem::UnknownUnit) };
        let Some(leaf) = table.leaf(&one.path) else {
            return Some(if table.is_group(&one.path) { Problem::EntryForGroup } else { Problem::UnknownPath });
        };
        let at = leaf.index * self.units.len() + unit;
        let twice = taken.get_mut(at).is_some_and(|taken| core::mem::replace(taken, true));
        let read = if twice { Err(Problem::EntryTwice) } else { Entry::read(leaf, table.decimals(), &one.given) };
        let place = self.entries.get_mut(at)?;
        *place = *read.as_ref().unwrap_or(&Entry::Refused);
        read.err()
    }

    /// A finding for every bonus of a participant that counts less than was given.
    fn capped(&self, table: &Table) -> Vec<Finding> {
        let mut found = Vec::new();
        for leaf in table.leaves() {
            let Kind::BonusOutside(bonus) = &leaf.kind else { continue };
            for unit in self.scored() {
                let Entry::Points(given) = self.entry(leaf.index, unit) else { continue };
                let (given, max) = (given.quantity(leaf.decimals), bonus.bonus_max.quantity(leaf.decimals));
                let problem = (given > max).then_some(Problem::BonusCapped { given, max });
                found.extend(problem.map(|problem| Finding::new(Place::entry(self.unit(unit), &leaf.path), problem)));
            }
        }
        found
    }

    /// A finding for every criterion a participant said nothing about.
    pub fn missing(&self, table: &Table) -> Vec<Finding> {
        let missing = |leaf: usize, unit: usize| self.entry(leaf, unit) == Entry::Missing;
        let pairs = self.scored().flat_map(|unit| table.leaves().iter().map(move |leaf| (unit, leaf)));
        let pairs = pairs.filter(|(unit, leaf)| missing(leaf.index, *unit));
        pairs.map(|(unit, leaf)| Finding::new(Place::entry(self.unit(unit), &leaf.path), Problem::MissingEntry)).collect()
    }

    /// Sets one entry, if leaf and unit exist. Whether it may stand is [`Entry::check`]'s to say.
    pub fn set(&mut self, leaf: usize, unit: usize, entry: Entry) {
        let at = leaf * self.units.len() + unit;
        if unit < self.units.len()
            && let Some(place) = self.entries.get_mut(at)
        {
            *place = entry;
        }
    }

    /// Says whether a unit takes part.
    pub fn set_takes_part(&mut self, unit: usize, takes_part: bool) {
        if let Some(place) = self.takes_part.get_mut(unit) {
            *place = takes_part;
        }
    }

    /// One entry; [`Entry::Missing`] where leaf or unit do not exist.
    pub fn entry(&self, leaf: usize, unit: usize) -> Entry {
        self.row(leaf).get(unit).copied().unwrap_or_default()
    }

    /// All units' entries for one criterion.
    #[inline]
    pub fn row(&self, leaf: usize) -> &[Entry] {
        let from = leaf * self.units.len();
        self.entries.get(from..from + self.units.len()).unwrap_or_default()
    }

    pub fn units(&self) -> &[String] {
        &self.units
    }

    /// A unit's name; empty where there is none.
    pub fn unit(&self, at: usize) -> &str {
        self.units.get(at).map_or("", String::as_str)
    }

    pub fn takes_part(&self) -> &[bool] {
        &self.takes_part
    }

    /// The places of the units that are scored, in declared order.
    pub fn scored(&self) -> impl Iterator<Item = usize> {
        self.takes_part.iter().enumerate().filter(|(_, takes_part)| **takes_part).map(|(at, _)| at)
    }
}

/// The units, each once.
fn declared(draft: &ResultsDraft, found: &mut Vec<Finding>) -> Vec<String> {
    let mut seen = BTreeMap::new();
    let (mut units, mut problems) = (Vec::new(), Vec::new());
    for (at, unit) in draft.units.iter().enumerate() {
        let first = *seen.entry(unit).or_insert(at);
        if unit.trim().is_empty() {
            problems.push(Finding::new(Place::default(), Problem::EmptyUnit).at([Item::Unit(at)]));
        } else if first == at {
            units.push(unit.clone());
        } else {
            problems.push(Finding::new(Place::unit(unit), Problem::UnitTwice).at([first, at].map(Item::Unit)));
        }
    }
    if draft.units.is_empty() {
        problems.push(Finding::new(Place::default(), Problem::NoUnits));
    }
    found.extend(problems);
    units
}
