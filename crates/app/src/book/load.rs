//! Making a book from the store: one question for each kind of row, whatever the number of units.

use std::collections::HashMap;
use std::sync::Arc;

use cycle::Phase;
use cycle::ranking::{Outside, Reach, outside};
use storage::ranking::Exclusion;
use storage::{Scope, Seq, Tx};
use storage::{cluster, evidence, ranking, self_score, table, target, verification};
use values::UnitId;

use super::facts::{CellFacts, LineFacts, UnitBook};
use super::hold::hold;
use super::scored::{Scored, Which};
use super::weigh::{Readings, weigh};
use super::{Book, InForce, Pages};
use crate::Error;
use crate::table::details;
use crate::verification::lines::is_about;

/// A place among units and lines for each row that names a unit and a path.
struct Places<'a> {
    units: HashMap<UnitId, usize>,
    table: &'a scoring::Table,
}

impl Places<'_> {
    fn of<'b>(&self, units: &'b mut [UnitBook], unit: UnitId, path: &str) -> Option<&'b mut LineFacts> {
        units.get_mut(*self.units.get(&unit)?)?.lines.get_mut(self.table.index_of(path)?)
    }
}

/// Everything of the year as the store has it now.
pub(super) async fn load(tx: &mut Tx, scope: Scope, seq: Seq) -> Result<Book, Error> {
    let members: Arc<[cluster::Member]> = cluster::members(tx, scope).await?.into();
    let table = table::in_force(tx, scope).await?.map(in_force).transpose()?.map(Arc::new);
    let read = Readings::load(tx, scope).await?;
    let mut units: Vec<UnitBook> = members.iter().map(|m| UnitBook { unit: m.unit, sheet: None, lines: Vec::new() }).collect();
    if let Some(table) = &table {
        fill(tx, scope, &read, &table.table, &mut units).await?;
    }
    let mut units: Vec<Arc<UnitBook>> = units.into_iter().map(Arc::new).collect();
    let exclusions: Arc<[Exclusion]> = ranking::exclusions(tx, scope).await?.into();
    let outside: Arc<[_]> = units.iter().map(|unit| outside_of(read.phase, unit, &exclusions)).collect();
    let scored =
        |units: &[_], which| Arc::new(table.as_deref().map_or_else(Scored::default, |t| Scored::of(&t.table, units, which, &outside)));
    let own = scored(&units, Which::Reported);
    if let Some(table) = &table {
        weigh(&table.table, &own, &read.regulation, &read.decisions, &mut units);
        hold(&read, &mut units);
    }
    Ok(Book {
        scope,
        seq,
        root: [0; 32],
        named_at: None,
        own,
        counting: scored(&units, Which::Counting),
        outside,
        exclusions,
        tie_decisions: ranking::tie_decisions(tx, scope).await?.into(),
        pages: Arc::new(Pages::default()),
        members,
        table,
        units,
    })
}

fn outside_of(phase: Phase, unit: &UnitBook, exclusions: &[Exclusion]) -> Option<Outside> {
    let holds = exclusions.iter().filter(|fact| fact.unit == unit.unit && fact.lifted_reason.is_none());
    outside(phase, unit.was_sent(), holds.filter_map(|fact| Reach::of_code(&fact.scope)).max())
}

/// Reads an applied version; it was checked when it was applied.
fn in_force(row: table::TableVersion) -> Result<InForce, Error> {
    let broken = || Error::Fault(storage::Fault::Shape(format!("table {}", row.id)));
    let table = exchange::read_table(row.document.as_bytes()).map_err(|_| broken())?;
    Ok(InForce::of(&row, row.hash.ok_or_else(broken)?, table, details::of_text(&row.details)))
}

async fn fill(tx: &mut Tx, scope: Scope, read: &Readings, table: &scoring::Table, units: &mut [UnitBook]) -> Result<(), Error> {
    let places = Places { units: units.iter().enumerate().map(|(place, u)| (u.unit, place)).collect(), table };
    for unit in units.iter_mut() {
        unit.lines = vec![LineFacts::default(); table.leaves().len()];
    }
    for sheet in self_score::sheets(tx, scope).await? {
        if let Some(unit) = places.units.get(&sheet.unit).and_then(|place| units.get_mut(*place)) {
            unit.sheet = Some(sheet);
        }
    }
    for row in self_score::cells(tx, scope).await? {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.cells.push(CellFacts { field: row.field, typed: row.typed, version: row.version, by: row.changed_by, at: row.changed_at });
        }
    }
    for row in target::current(tx, scope).await? {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.target = Some(row);
        }
    }
    fill_files(tx, scope, &places, units).await?;
    fill_verification(tx, scope, read, &places, units).await
}

async fn fill_files(tx: &mut Tx, scope: Scope, places: &Places<'_>, units: &mut [UnitBook]) -> Result<(), Error> {
    let withdrawn: Vec<_> = evidence::of_year(tx, scope).await?.into_iter().filter(|e| e.withdrawn).map(|e| e.id).collect();
    for row in evidence::uses(tx, scope).await?.into_iter().filter(|u| !withdrawn.contains(&u.evidence)) {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.files += 1;
        }
    }
    Ok(())
}

/// Findings count once their reading is sent; drafts are their reader's own.
async fn fill_verification(tx: &mut Tx, scope: Scope, read: &Readings, places: &Places<'_>, units: &mut [UnitBook]) -> Result<(), Error> {
    let mut findings: Vec<_> = verification::findings(tx, scope).await?.into_iter().filter(|f| read.counts(f)).collect();
    findings.sort_by_key(|f| read.order(f));
    for row in findings {
        match places.of(units, row.unit, &row.path) {
            Some(line) if is_about(line, &row, read.phase) => line.findings.push(row),
            Some(line) => line.outdated = true,
            None => {}
        }
    }
    for row in verification::questions::of_year(tx, scope).await?.into_iter().filter(|question| question.sent_at.is_some()) {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.questions.push(row);
        }
    }
    for row in verification::responses(tx, scope).await? {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.response = Some(row);
        }
    }
    for row in verification::settlements(tx, scope).await? {
        if let Some(line) = places.of(units, row.unit, &row.path) {
            line.settlement = Some(row);
        }
    }
    Ok(())
}
