//! Assigning targets, many at a time. *Giao chỉ tiêu.*

use std::collections::{BTreeMap, HashMap};

use cycle::cluster::{Act, On};
use cycle::refusal::LinePath;
use cycle::target::{Assign, Assigned, Assignment, NotAssigned, OffScale, assign as decide, off_scale};
use serde_json::{Value as Json, json};
use storage::target::{self as rows, Target};
use storage::{IdemKey, Tx};
use values::{Date, Quantity, TargetId, UnitId, YearId};

use crate::book::Book;
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// What is set for one unit and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    pub unit: UnitId,
    pub path: String,
    /// `None` when nothing was chosen.
    pub assignment: Option<Assignment>,
}

/// The paper that decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    pub decision: String,
    pub decided_on: Option<Date>,
    pub reason: String,
}

/// What became of a sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This many targets are new.
    Kept(usize),
    /// Nothing was kept: these look mistyped by a power of ten and nobody has confirmed them. Rule `G-06`.
    LooksOff(Vec<Off>),
}

/// A target that looks mistyped, on its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Off {
    pub path: String,
    pub off: OffScale,
}

/// What the person saw when they typed, and what they have confirmed since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The newest target of the year then, from [`newest`]; 0 for none.
    pub newest: i64,
    /// Targets far off the cluster's middle are meant. *Đã kiểm tra đơn vị tính.*
    pub scale: bool,
}

/// Sets targets under one paper, all or none; what stands already as given is left alone.
///
/// # Errors
/// Denied; not found for a line or unit outside the year; every refusal of rules `G-01` to `G-04` at once.
pub async fn assign(cx: &Cx, actor: &Actor, year: YearId, sets: &[Set], paper: &Paper) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        assign_in(tx, cx, &desk, sets, paper).await.map(drop)
    })
}

/// As [`assign`], once for one key, over what the person saw.
///
/// # Errors
/// As [`assign`]; stale when somebody has set targets since.
pub async fn assign_seen(
    cx: &Cx,
    actor: &Actor,
    year: YearId,
    key: &IdemKey,
    seen: Seen,
    (sets, paper): (&[Set], &Paper),
) -> Result<Outcome, Error> {
    storage::write!(cx.store, |tx| {
        if let Some(many) = tx.once(key, actor.account.raw()).await? {
            return Ok(Outcome::Kept(many.parse().unwrap_or(0)));
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::AssignTarget, On::CLUSTER)?;
        let held = rows::current(tx, desk.scope()).await?;
        if let Some(newer) = held.iter().max_by_key(|t| t.id).filter(|t| t.id.raw() > seen.newest) {
            return Err(Error::Stale(Stale { by: Some(newer.set_by), at: Some(newer.set_at) }));
        }
        let off = looks_off(&held, sets);
        if !off.is_empty() && !seen.scale {
            return Ok(Outcome::LooksOff(off));
        }
        let many = assign_in(tx, cx, &desk, sets, paper).await?;
        tx.remember(key, actor.account.raw(), &many.to_string(), desk.now).await?;
        Ok(Outcome::Kept(many))
    })
}

/// The newest target a book knows, for [`Seen`].
pub fn newest(book: &Book) -> i64 {
    let all = book.units.iter().flat_map(|unit| &unit.lines);
    all.filter_map(|line| line.target.as_ref()).map(|target| target.id.raw()).max().unwrap_or(0)
}

async fn assign_in(tx: &mut Tx, cx: &Cx, desk: &Desk, sets: &[Set], paper: &Paper) -> Result<usize, Error> {
    desk.require(Act::AssignTarget, On::CLUSTER)?;
    let decided = decide_all(tx, cx, desk, sets, paper).await?;
    let mut told: Vec<Json> = Vec::with_capacity(decided.len());
    for (target, old) in &decided {
        rows::add(tx, desk.scope(), target).await?;
        told.push(json!({ "unit": target.unit.to_string(), "path": target.path, "old": old, "new": shown(target) }));
    }
    if !told.is_empty() {
        let body = json!({ "targets": told, "decision": clean(&paper.decision), "why": clean(&paper.reason) });
        desk.record(tx, "target.assign", &desk.scope().year.to_string(), body).await?;
    }
    Ok(decided.len())
}

/// The new figures among `sets` that stand far off their line's middle, once all are set.
fn looks_off(held: &[Target], sets: &[Set]) -> Vec<Off> {
    let mut lines: BTreeMap<&str, BTreeMap<UnitId, Quantity>> = BTreeMap::new();
    for target in held {
        if let Some(quantity) = quantity(target) {
            lines.entry(&target.path).or_default().insert(target.unit, quantity);
        }
    }
    for set in sets {
        let line = lines.entry(&set.path).or_default();
        match set.assignment.and_then(|assignment| assignment.quantity()) {
            Some(quantity) => line.insert(set.unit, quantity),
            None => line.remove(&set.unit),
        };
    }
    let asked = |path: &str, unit: UnitId| sets.iter().any(|set| set.path == path && set.unit == unit);
    let off = lines.iter().flat_map(|(path, line)| {
        let all: Vec<(UnitId, Quantity)> = line.iter().map(|(unit, quantity)| (*unit, *quantity)).collect();
        off_scale(&all).into_iter().map(|off| Off { path: (*path).to_owned(), off })
    });
    off.filter(|one| asked(&one.path, one.off.unit)).collect()
}

fn quantity(kept: &Target) -> Option<Quantity> {
    kept.quantity.as_deref().and_then(|text| Quantity::read(text, Quantity::MOST_DECIMALS).ok())
}

type Decided = Vec<(Target, Option<String>)>;

async fn decide_all(tx: &mut Tx, cx: &Cx, desk: &Desk, sets: &[Set], paper: &Paper) -> Result<Decided, Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let table = book.in_force()?;
    let held: HashMap<(UnitId, String), Target> =
        rows::current(tx, desk.scope()).await?.into_iter().map(|t| ((t.unit, t.path.clone()), t)).collect();
    // The greatest id of a line holds: no clock, here or on another machine, may put a new one below it.
    cx.ids.follow(held.values().map(|t| t.id.raw()).max().unwrap_or(0));
    let (mut decided, mut refused) = (Vec::new(), Vec::new());
    for set in sets {
        desk.member(set.unit)?;
        table.table.index_of(&set.path).ok_or(Error::NotFound)?;
        let old = held.get(&(set.unit, set.path.clone()));
        let scale = table.details.get(&set.path).map_or(Quantity::MOST_DECIMALS, |detail| detail.scale);
        match one(desk, old, set, paper, scale)? {
            Ok(assigned) => decided.push((row(cx, desk, &assigned), old.map(shown))),
            Err(NotAssigned::Unchanged { .. }) => {}
            Err(why) => refused.push(Reason::of(&why)),
        }
    }
    if refused.is_empty() { Ok(decided) } else { Err(Error::Refused(refused)) }
}

fn one(desk: &Desk, old: Option<&Target>, set: &Set, paper: &Paper, scale: u8) -> Result<Result<Assigned, NotAssigned>, Error> {
    let permit = desk.permit(Act::AssignTarget, On::unit(set.unit))?;
    let history: Vec<Assigned> = old.and_then(rule).into_iter().collect();
    let ask = Assign {
        unit: set.unit,
        path: LinePath::new(&set.path),
        assignment: set.assignment,
        decision: clean(&paper.decision),
        decided_on: paper.decided_on,
        reason: clean(&paper.reason),
    };
    Ok(decide(&permit, &history, ask, scale, &desk.regulation))
}

/// A kept target as the rules see it.
fn rule(kept: &Target) -> Option<Assigned> {
    Some(Assigned {
        unit: kept.unit,
        path: LinePath::new(&kept.path),
        assignment: Assignment::restore(&kept.assignment, quantity(kept))?,
        decision: kept.decision.clone(),
        decided_on: kept.decided_on,
        reason: kept.reason.clone(),
        by: kept.set_by,
        on: kept.set_at.date(),
    })
}

fn row(cx: &Cx, desk: &Desk, assigned: &Assigned) -> Target {
    Target {
        id: TargetId::from_raw(cx.ids.next()),
        unit: assigned.unit,
        path: assigned.path.0.clone(),
        assignment: assigned.assignment.code().to_owned(),
        quantity: assigned.assignment.quantity().map(Quantity::plain),
        decision: assigned.decision.clone(),
        decided_on: assigned.decided_on,
        reason: assigned.reason.clone(),
        set_by: assigned.by,
        set_at: desk.now,
    }
}

/// A target as the journal says it: its figure, or the word for its absence.
fn shown(target: &Target) -> String {
    target.quantity.clone().unwrap_or_else(|| target.assignment.clone())
}
