//! Opening sheets for reading: whose may be seen, who sent them, what may be done. *Xem bảng tự chấm.*

use std::sync::Arc;

use cycle::cluster::{Act, On};
use cycle::self_score::{SheetState, may_go_back};
use storage::{Tx, account};
use values::{AccountId, Moment, UnitId};

use super::{on, rule};
use crate::book::{Book, UnitBook};
use crate::verification::readers::read_by_own;
use crate::{Cx, Desk, Error};

/// One unit's sheet as somebody opened it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub book: Arc<Book>,
    pub unit: UnitId,
    pub place: usize,
    /// Who sent it; empty while nobody has.
    pub sent_by: String,
    /// The unit's sheet as a thing to ask leave for.
    pub on: On,
    /// As [`Opened::on`], read by the asking person's unit where that is one of its readers.
    pub read: On,
}

impl Opened {
    /// The unit's lines.
    ///
    /// # Errors
    /// Not found for a unit outside this year.
    pub fn lines(&self) -> Result<&UnitBook, Error> {
        self.book.unit(self.unit)
    }

    /// Whether the person at `desk` may type into it now.
    pub fn may_edit(&self, desk: &Desk) -> bool {
        !self.is_sent() && desk.may(Act::EnterScore, self.on)
    }

    /// Whether it is sent and locked.
    pub fn is_sent(&self) -> bool {
        self.lines().is_ok_and(UnitBook::submitted)
    }

    /// Whether it may be handed to its unit again now.
    pub fn may_go_back(&self, desk: &Desk) -> bool {
        let state = self.lines().ok().and_then(|unit| unit.sheet.as_ref()).map_or(SheetState::Open, |sheet| rule(sheet).state);
        may_go_back(state, desk.phase) && desk.may(Act::ReturnSheet, self.read)
    }

    /// Why it was sent back; empty unless it was.
    pub fn returned(&self) -> String {
        let sheet = self.lines().ok().and_then(|unit| unit.sheet.as_ref()).map(rule);
        sheet.filter(|s| s.state == SheetState::Returned).map(|s| s.reason).unwrap_or_default()
    }

    pub fn sent_at(&self) -> Option<Moment> {
        self.lines().ok().and_then(|unit| unit.sheet.as_ref()).and_then(|sheet| sheet.submitted_at)
    }
}

/// Opens the sheet of `unit` for whoever may see its points.
///
/// # Errors
/// Denied; not found for a unit outside this year; `no-table`.
pub async fn open(cx: &Cx, desk: &Desk, unit: UnitId) -> Result<Opened, Error> {
    let tx = &mut cx.store.read().await?;
    desk.member(unit)?;
    let book = cx.books.of(tx, desk.scope()).await?;
    book.in_force()?;
    let read = may_see(tx, desk, &book, unit).await?;
    let sheet = book.unit(unit)?.sheet.clone();
    let by = sheet.as_ref().filter(|_| book.unit(unit).is_ok_and(UnitBook::submitted)).and_then(|s| s.submitted_by);
    let sent_by = match by {
        Some(by) => name(tx, by).await?,
        None => String::new(),
    };
    Ok(Opened { place: book.place(unit).ok_or(Error::NotFound)?, on: on(sheet.as_ref(), unit), book, unit, sent_by, read })
}

/// One's own unit's points, or everybody's where the phase and the regulation let them be seen.
async fn may_see(tx: &mut Tx, desk: &Desk, book: &Book, unit: UnitId) -> Result<On, Error> {
    if desk.may(Act::SeeOwnScores, On::unit(unit)) {
        return Ok(On::unit(unit));
    }
    let others = On::unit(unit).own_submitted(own_sent(desk, book));
    if desk.may(Act::SeeAllScores, others) {
        return Ok(others);
    }
    let read = read_by_own(tx, desk, unit).await?.own_submitted(others.own_submitted);
    desk.require(Act::SeeAllScores, read).map(|()| read)
}

/// Whether the sheet of one's own unit is in.
fn own_sent(desk: &Desk, book: &Book) -> bool {
    desk.own_units().into_iter().any(|unit| book.unit(unit).is_ok_and(UnitBook::submitted))
}

/// The year's book, and which units' points this person may see, by place.
///
/// # Errors
/// A fault of the store.
pub async fn all(cx: &Cx, desk: &Desk) -> Result<(Arc<Book>, Vec<bool>), Error> {
    let tx = &mut cx.store.read().await?;
    let book = cx.books.of(tx, desk.scope()).await?;
    let mut seen = Vec::with_capacity(book.members.len());
    for member in book.members.iter() {
        seen.push(may_see(tx, desk, &book, member.unit).await.is_ok());
    }
    Ok((book, seen))
}

/// A person's name beside what they did; empty for somebody unknown.
pub(super) async fn name(tx: &mut Tx, id: AccountId) -> Result<String, Error> {
    Ok(account::by_id(tx, id).await?.map(|account| account.name).unwrap_or_default())
}

/// Names of the people who changed something, in the order asked.
///
/// # Errors
/// A fault of the store.
pub async fn names(cx: &Cx, people: &[AccountId]) -> Result<Vec<String>, Error> {
    let tx = &mut cx.store.read().await?;
    let mut names = Vec::with_capacity(people.len());
    for person in people {
        names.push(name(tx, *person).await?);
    }
    Ok(names)
}
