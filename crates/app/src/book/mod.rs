//! Everything of one cluster's year that figures follow from, kept ready for pages. *Sổ điểm của cụm.*
//!
//! A book is as old as the top of the year's journal it was made at. Pages ask for the book, which costs one
//! point read while nothing has changed; saves of cells turn it line by line, whoever made them; anything else
//! has it made again. So a page costs what its cluster costs, and no process knows what another does not.

mod facts;
mod forward;
mod hold;
mod load;
mod scored;
mod turn;
mod weigh;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cycle::ranking::Outside;
use storage::cluster::Member;
use storage::journal::{Head, head};
use storage::ranking::{Exclusion, TieDecision};
use storage::table::TableVersion;
use storage::{Scope, Seq, Tx};
use values::{TableId, UnitId, YearId};

use crate::table::details::Details;
use crate::{Cx, Desk, Error};

pub use facts::{CellFacts, LineFacts, Standing, UnitBook, Void};
pub use scored::Scored;
pub(crate) use turn::Turned;

/// The applied table with its words.
#[derive(Debug)]
pub struct InForce {
    pub id: TableId,
    pub number: i64,
    pub hash: [u8; 32],
    pub effective_on: Option<values::Date>,
    pub table: scoring::Table,
    pub details: Details,
    /// By the table's leaves.
    needs_evidence: Vec<bool>,
}

impl InForce {
    /// An applied version as the store keeps it, with its document read.
    pub(crate) fn of(row: &TableVersion, hash: [u8; 32], table: scoring::Table, details: Details) -> Self {
        let needed = |leaf: &scoring::Leaf| details.get(&leaf.path).is_some_and(|detail| detail.evidence_needed);
        let needs_evidence = table.leaves().iter().map(needed).collect();
        Self { id: row.id, number: row.number, hash, effective_on: row.effective_on, table, details, needs_evidence }
    }

    /// Whether a sheet may not be sent without a file for this line.
    pub fn needs_evidence(&self, leaf: &scoring::Leaf) -> bool {
        self.needs_evidence.get(leaf.index).copied().unwrap_or(false)
    }
}

/// One cluster's year, as of one journal entry.
#[derive(Clone, Debug)]
pub struct Book {
    pub scope: Scope,
    pub seq: Seq,
    /// The journal's root at `seq`.
    pub root: [u8; 32],
    /// In protocol order; figures by unit follow this order.
    pub members: Arc<[Member]>,
    /// `None` until a table is applied.
    pub table: Option<Arc<InForce>>,
    pub units: Vec<Arc<UnitBook>>,
    /// Points from what units reported.
    pub own: Arc<Scored>,
    /// Points from what counts now: settled, else found and sent, else reported.
    pub counting: Arc<Scored>,
    /// By place: why a unit is not scored, if it is not (`K-06`).
    pub outside: Arc<[Option<Outside>]>,
    pub exclusions: Arc<[Exclusion]>,
    pub tie_decisions: Arc<[TieDecision]>,
    /// The organisation's journal when the members' names were read.
    named_at: Option<Head>,
    pages: Arc<Pages>,
}

impl Book {
    /// The place of a unit among [`Book::members`].
    pub fn place(&self, unit: UnitId) -> Option<usize> {
        self.members.iter().position(|m| m.unit == unit)
    }

    /// A unit's lines.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a unit outside this year.
    pub fn unit(&self, unit: UnitId) -> Result<&UnitBook, Error> {
        self.place(unit).and_then(|place| self.units.get(place)).map(AsRef::as_ref).ok_or(Error::NotFound)
    }

    /// The applied table.
    ///
    /// # Errors
    /// Refused with `no-table` until one is applied.
    pub fn in_force(&self) -> Result<&InForce, Error> {
        self.table.as_deref().ok_or_else(|| Error::plain("no-table"))
    }

    /// A unit's lines as sending looks at them.
    pub fn lines_to_send(&self, unit: UnitId) -> Vec<cycle::self_score::Line> {
        let (Ok(unit), Ok(table)) = (self.unit(unit), self.in_force()) else { return Vec::new() };
        table.table.leaves().iter().zip(&unit.lines).map(|(leaf, line)| to_send(leaf, line, table.needs_evidence(leaf))).collect()
    }

    /// Which units have sent their sheets, by place.
    pub fn submitted(&self) -> Vec<bool> {
        self.units.iter().map(|u| u.submitted()).collect()
    }

    /// A part of a page that is the same for everybody who may see it, made once for this state of the year.
    ///
    /// # Errors
    /// What `make` answers.
    pub fn once<E>(&self, key: &str, make: impl FnOnce() -> Result<String, E>) -> Result<Arc<str>, E> {
        if let Some(made) = self.pages.get(key) {
            return Ok(made);
        }
        let made: Arc<str> = make()?.into();
        self.pages.put(key, &made);
        Ok(made)
    }
}

#[cfg(test)]
impl Book {
    /// A book of what a test says: members, table, and their units in the same order.
    pub(crate) fn told(scope: Scope, members: Vec<Member>, table: scoring::Table, units: Vec<UnitBook>) -> Self {
        let units: Vec<Arc<UnitBook>> = units.into_iter().map(Arc::new).collect();
        let outside = vec![None; units.len()];
        let scored = |which| Arc::new(Scored::of(&table, &units, which, &outside));
        let (own, counting) = (scored(scored::Which::Reported), scored(scored::Which::Counting));
        let (id, details, needs_evidence) = (TableId::from_raw(1), Details::new(), Vec::new());
        Self {
            scope,
            seq: 0,
            root: [0; 32],
            named_at: None,
            own,
            counting,
            members: members.into(),
            table: Some(Arc::new(InForce { id, number: 1, hash: [0; 32], effective_on: None, table, details, needs_evidence })),
            units,
            outside: outside.into(),
            exclusions: Vec::new().into(),
            tie_decisions: Vec::new().into(),
            pages: Arc::default(),
        }
    }
}

fn to_send(leaf: &scoring::Leaf, line: &LineFacts, needs_evidence: bool) -> cycle::self_score::Line {
    cycle::self_score::Line {
        path: cycle::refusal::LinePath::new(&leaf.path),
        concerns: line.concerns(),
        answered: line.answered(leaf),
        valid: line.reported(leaf).is_ok(),
        needs_evidence,
        has_evidence: line.files > 0,
    }
}

/// Rendered parts of pages by key.
#[derive(Debug, Default)]
struct Pages(Mutex<HashMap<String, Arc<str>>>);

impl Pages {
    fn get(&self, key: &str) -> Option<Arc<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    fn put(&self, key: &str, made: &Arc<str>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), Arc::clone(made));
    }
}

/// The books in use, a bounded number of them.
#[derive(Debug, Default)]
pub struct Books {
    kept: Mutex<HashMap<YearId, Arc<Book>>>,
}

/// Books kept ready; past this number the cache starts anew.
const MOST_BOOKS: usize = 64;

/// The year's book as of the moment the desk was opened, for pages that change nothing.
///
/// # Errors
/// A fault of the store.
pub async fn at(cx: &Cx, desk: &Desk) -> Result<Arc<Book>, Error> {
    match cx.books.ready(desk) {
        Some(book) => Ok(book),
        None => cx.books.of(&mut cx.store.read().await?, desk.scope()).await,
    }
}

impl Books {
    /// The book that is kept, where it is as old as what the desk saw: no further look at the store.
    fn ready(&self, desk: &Desk) -> Option<Arc<Book>> {
        let [top, named_at] = desk.tops;
        self.kept(desk.scope().year).filter(|book| book.named_at == named_at && top.is_some_and(|top| book.is_at(top)))
    }

    /// The book of a year as of now, for reading.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn of(&self, tx: &mut Tx, scope: Scope) -> Result<Arc<Book>, Error> {
        let book = self.within(tx, scope).await?;
        self.keep(&book);
        Ok(book)
    }

    /// The book inside a transaction that may still be rolled back: it is not kept for others.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn within(&self, tx: &mut Tx, scope: Scope) -> Result<Arc<Book>, Error> {
        let (top, named_at) = (head(tx, scope.log()).await?, head(tx, scope.org.raw()).await?);
        let (seq, root) = top.map_or((0, [0; 32]), |head| (head.size, head.root));
        let book = match self.kept(scope.year).filter(|book| book.named_at == named_at) {
            Some(book) if book.seq == seq && book.root == root => return Ok(book),
            Some(book) if book.seq < seq => forward::forward(tx, &book, seq).await?,
            _ => None,
        };
        let mut book = match book {
            Some(book) => book,
            None => load::load(tx, scope, seq).await?,
        };
        (book.root, book.named_at) = (root, named_at);
        Ok(Arc::new(book))
    }

    fn kept(&self, year: YearId) -> Option<Arc<Book>> {
        self.lock().get(&year).cloned()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<YearId, Arc<Book>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, book: &Arc<Book>) {
        let mut kept = self.lock();
        if kept.len() >= MOST_BOOKS && !kept.contains_key(&book.scope.year) {
            kept.clear();
        }
        kept.insert(book.scope.year, Arc::clone(book));
    }
}
