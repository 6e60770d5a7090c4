//! Who stands where, why a figure is what it is, and the facts recorded beside the scores. *Xếp hạng.*

pub mod exclusions;
pub mod papers;
pub mod standings;
pub mod ties;
pub mod why;

use std::sync::Arc;

use cycle::Phase;
use cycle::cluster::{Act, On};

use crate::book::Book;
use crate::{Cx, Desk, Error};

pub use standings::{Excluded, Gap, Open, Row, Standings, standings, standings_of};
pub use storage::ranking::{Exclusion, TieDecision};

/// The year's book, for reading.
///
/// # Errors
/// A fault of the store.
pub async fn book(cx: &Cx, desk: &Desk) -> Result<Arc<Book>, Error> {
    cx.books.of(&mut cx.store.read().await?, desk.scope()).await
}

/// The phase in which the ranking opens to this person, if it does later in the year.
pub fn opens_in(desk: &Desk) -> Option<Phase> {
    let opens = |phase: &Phase| Desk { phase: *phase, ..desk.clone() }.may(Act::SeeRanking, On::CLUSTER);
    Phase::ALL.iter().copied().filter(|phase| *phase > desk.phase).find(opens)
}

/// The cluster's scores as a thing to look at: some leave depends on the own sheet being in.
pub fn all_scores(book: &Book, desk: &Desk) -> On {
    let own = desk.own_units();
    let sent = own.iter().all(|unit| book.unit(*unit).is_ok_and(crate::book::UnitBook::submitted));
    On::CLUSTER.own_submitted(!own.is_empty() && sent)
}

/// Whether this person may see every unit's scores now.
pub fn sees_all(book: &Book, desk: &Desk) -> bool {
    desk.may(Act::SeeAllScores, all_scores(book, desk))
}
