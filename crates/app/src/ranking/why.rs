//! Why a figure is what it is: everything that stands behind one line, one group, one total.
//! *Vì sao được điểm này.*

use std::collections::{BTreeMap, HashMap};

use cycle::Phase;
use cycle::cluster::{Act, On};
use cycle::table::{TableState, Version, is_frozen_as};
use scoring::{Bounds, Entry, Leaf, Line, Step, totals};
use storage::evidence::{self, Evidence};
use storage::{Tx, account};
use values::{AccountId, EvidenceId, Points, UnitId};

use super::{all_scores, sees_all};
use crate::book::{Book, LineFacts, Scored, UnitBook};
use crate::correction::Correction;
use crate::table::versions::frozen;
use crate::verification::readers::read_by_own;
use crate::{Cx, Desk, Error};

/// Leave to read how a unit's figures came about: its own people, whoever sees all scores, its readers.
///
/// # Errors
/// Not found for a unit outside the year; denied.
pub async fn may_see(tx: &mut Tx, book: &Book, desk: &Desk, unit: UnitId) -> Result<(), Error> {
    desk.member(unit)?;
    let on = On { unit: Some(unit), ..all_scores(book, desk) };
    if desk.may(Act::SeeOwnScores, On::unit(unit)) || desk.may(Act::SeeAllScores, on) {
        return Ok(());
    }
    desk.require(Act::SeeAllScores, read_by_own(tx, desk, unit).await?.own_submitted(on.own_submitted))
}

/// One unit's points as this person may see them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// By the table's criteria.
    pub lines: Vec<(Entry, Points)>,
    /// As the unit scored itself.
    pub own: Vec<Points>,
    /// By path of the group.
    pub groups: BTreeMap<String, totals::Sum>,
    pub total: totals::Sum,
    /// Others have not sent their figures yet: only what they cannot take away is counted.
    pub certain: bool,
    /// The unit is not scored at all: no figure here is one.
    pub outside: bool,
}

/// What a unit's figures are to this person. Before self-scoring is over, nobody learns from a formula what
/// others have typed: lines that depend on the cluster then show what is certain.
///
/// # Errors
/// Not found; refused with `no-table`.
pub fn figures(book: &Book, desk: &Desk, unit: UnitId) -> Result<Figures, Error> {
    let table = &book.in_force()?.table;
    let place = book.place(unit).ok_or(Error::NotFound)?;
    let (certain, scored) = (is_guarded(book, desk), counting(book, desk));
    let points = |leaf: &Leaf| {
        let (entry, points) = scored.line(place, leaf.index);
        let bounds = if certain { scored.bounds(table, place, &leaf.path, &book.submitted()) } else { None };
        (entry, bounds.map_or(points, |bounds| bounds.certain))
    };
    let lines: Vec<(Entry, Points)> = table.leaves().iter().map(points).collect();
    let own = table.leaves().iter().map(|leaf| book.own.line(place, leaf.index).1).collect();
    let part = |leaf: usize| {
        let (entry, points) = lines.get(leaf).copied().unwrap_or_default();
        totals::of_line(table.leaves().get(leaf).map_or(Points::ZERO, |leaf| leaf.max), entry, points)
    };
    let mut groups = BTreeMap::new();
    let total = totals::total(table, part, |node, sum| {
        groups.insert(node.path.clone(), sum);
    });
    Ok(Figures { lines, own, groups, total, certain, outside: !scored.takes_part(place) })
}

/// Whether formulas may not tell this person what others have typed.
fn is_guarded(book: &Book, desk: &Desk) -> bool {
    desk.phase <= Phase::SelfScoring && !sees_all(book, desk)
}

/// Whether readings are blind to each other and still being made: what was found is not shown.
pub fn is_blind(desk: &Desk) -> bool {
    desk.regulation.double_blind && desk.phase == Phase::Verifying
}

fn counting<'b>(book: &'b Book, desk: &Desk) -> &'b Scored {
    if is_blind(desk) { &book.own } else { &book.counting }
}

/// A paper that serves the line. *Minh chứng.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub id: EvidenceId,
    pub name: String,
    pub number: String,
    pub summary: String,
    pub passage: String,
    pub page: Option<i64>,
}

/// Everything behind one line of one unit.
#[derive(Clone, Debug)]
pub struct LineWhy {
    pub leaf: Leaf,
    pub facts: LineFacts,
    pub entry: Entry,
    pub points: Points,
    pub max: Points,
    /// Points by the unit's own entry.
    pub own: Points,
    /// How the points came about; empty while that would tell what others have typed.
    pub steps: Vec<Step>,
    /// What is certain and what is possible, while others have not sent theirs.
    pub bounds: Option<Bounds>,
    /// Units with the figures that the formula measures by.
    pub leaders: Vec<UnitId>,
    pub papers: Vec<Paper>,
    pub corrections: Vec<Correction>,
    /// Everybody named above.
    pub people: HashMap<AccountId, String>,
}

/// Gathers everything behind one line.
///
/// # Errors
/// Not found for a unit or a path outside the year; denied; a fault.
pub async fn line(cx: &Cx, book: &Book, desk: &Desk, unit: UnitId, path: &str) -> Result<LineWhy, Error> {
    let mut tx = cx.store.read().await?;
    may_see(&mut tx, book, desk, unit).await?;
    let mut why = told(book, desk, unit, path)?;
    why.papers = papers(&mut tx, desk, unit, path).await?;
    let corrections = storage::correction::of_year(&mut tx, desk.scope()).await?;
    why.corrections = corrections.into_iter().filter(|c| c.unit == unit && c.path == path).collect();
    why.people = names(&mut tx, people_of(&why)).await?;
    Ok(why)
}

fn told(book: &Book, desk: &Desk, unit: UnitId, path: &str) -> Result<LineWhy, Error> {
    let table = &book.in_force()?.table;
    let leaf = table.leaf(path).ok_or(Error::NotFound)?;
    let place = book.place(unit).ok_or(Error::NotFound)?;
    let facts = book.unit(unit)?.lines.get(leaf.index).ok_or(Error::NotFound)?.clone();
    let scored = counting(book, desk);
    let line = scored.explain(table, place, path).unwrap_or_else(|| unscored(scored, place, leaf));
    let bounds = if is_guarded(book, desk) { scored.bounds(table, place, path, &book.submitted()) } else { None };
    // A relative formula shows the leader's figures; those are not this person's to see yet.
    let hides = bounds.is_some() && matches!(leaf.kind, scoring::Kind::Quantitative(_));
    Ok(LineWhy {
        leaf: leaf.clone(),
        facts,
        entry: line.entry,
        points: bounds.map_or(line.points, |bounds| bounds.certain),
        max: line.max,
        own: book.own.line(place, leaf.index).1,
        leaders: if hides { Vec::new() } else { leaders(book, scored, leaf, &line.steps) },
        steps: if hides { Vec::new() } else { line.steps },
        bounds: bounds.filter(|_| hides),
        papers: Vec::new(),
        corrections: Vec::new(),
        people: HashMap::new(),
    })
}

/// The line of a unit outside: what it says, and no points.
fn unscored(scored: &Scored, place: usize, leaf: &Leaf) -> Line {
    let (entry, points) = scored.line(place, leaf.index);
    Line { leaf: leaf.index, entry, points, max: totals::of_line(leaf.max, entry, points).max, steps: Vec::new() }
}

/// The units whose figures a step measures by.
fn leaders(book: &Book, scored: &Scored, leaf: &Leaf, steps: &[Step]) -> Vec<UnitId> {
    let leader = steps.iter().find_map(|step| match step {
        Step::Exceeds { leader, .. } => Some(Entry::Measured { target: leader.target, actual: leader.actual }),
        _ => None,
    });
    let Some(leader) = leader else { return Vec::new() };
    book.members.iter().enumerate().filter(|(place, _)| scored.line(*place, leaf.index).0 == leader).map(|(_, m)| m.unit).collect()
}

async fn papers(tx: &mut Tx, desk: &Desk, unit: UnitId, path: &str) -> Result<Vec<Paper>, Error> {
    let files: HashMap<EvidenceId, Evidence> =
        evidence::of_unit(tx, desk.scope(), unit).await?.into_iter().filter(|e| !e.withdrawn).map(|e| (e.id, e)).collect();
    let uses = evidence::uses(tx, desk.scope()).await?.into_iter().filter(|u| u.unit == unit && u.path == path);
    let paper = |used: evidence::Use| {
        let file = files.get(&used.evidence)?;
        let (name, number, summary) = (file.name.clone(), file.number.clone(), file.summary.clone());
        Some(Paper { id: file.id, name, number, summary, passage: used.passage, page: used.page })
    };
    Ok(uses.filter_map(paper).collect())
}

fn people_of(why: &LineWhy) -> Vec<AccountId> {
    let facts = &why.facts;
    let cells = facts.cells.iter().map(|c| c.by);
    let target = facts.target.iter().map(|t| t.set_by);
    let findings = facts.findings.iter().map(|f| f.changed_by);
    let response = facts.response.iter().chain(&facts.void.response).filter_map(|r| r.answered_by);
    let settlement = facts.settlement.iter().chain(&facts.void.settlement).filter_map(|s| s.settled_by);
    let corrections = why.corrections.iter().flat_map(|c| [Some(c.proposed_by), c.closed_by]).flatten();
    cells.chain(target).chain(findings).chain(response).chain(settlement).chain(corrections).collect()
}

/// The names of these people, each looked up once.
async fn names(tx: &mut Tx, mut ids: Vec<AccountId>) -> Result<HashMap<AccountId, String>, Error> {
    ids.sort_unstable();
    ids.dedup();
    let mut names = HashMap::with_capacity(ids.len());
    for id in ids {
        if let Some(account) = account::by_id(tx, id).await? {
            names.insert(id, account.name);
        }
    }
    Ok(names)
}

/// The names of these people, for a page.
///
/// # Errors
/// A fault of the store.
pub async fn people(cx: &Cx, ids: Vec<AccountId>) -> Result<HashMap<AccountId, String>, Error> {
    names(&mut cx.store.read().await?, ids).await
}

/// Leave to read a unit's figures, for pages that need nothing else of the store.
///
/// # Errors
/// As [`may_see`].
pub async fn unit(cx: &Cx, book: &Book, desk: &Desk, unit: UnitId) -> Result<(), Error> {
    may_see(&mut cx.store.read().await?, book, desk, unit).await
}

/// Whether the table in force still is the one that was frozen. Rule `T-05`; a page of figures says when not.
///
/// # Errors
/// A fault of the store.
pub async fn table_is_frozen(cx: &Cx, desk: &Desk) -> Result<bool, Error> {
    let Some(kept) = storage::table::in_force(&mut cx.store.read().await?, desk.scope()).await? else { return Ok(true) };
    let hash = frozen(&kept);
    let (id, number, effective_on) = (kept.id, kept.number, kept.effective_on);
    let version = Version { id, number, state: TableState::Applied, hash: kept.hash, effective_on, reason: kept.reason };
    Ok(is_frozen_as(&version, hash).is_ok())
}

/// The lines of a unit that verification or a correction changed, by place among the criteria.
pub fn changed_lines(unit: &UnitBook, figures: &Figures) -> Vec<usize> {
    let differs = |at: &usize| figures.lines.get(*at).map(|line| line.1) != figures.own.get(*at).copied();
    (0..unit.lines.len()).filter(|at| !figures.certain && differs(at)).collect()
}
