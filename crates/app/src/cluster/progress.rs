//! How far the cluster's year is: each phase with its deadline and units, each unit with one word. *Tiến độ.*

use std::sync::Arc;

use cycle::Phase;
use cycle::calendar::Step;
use cycle::self_score::SheetState;
use cycle::year::Standing;
use values::{Date, UnitId};

use super::phases::standing;
use crate::book::{Book, UnitBook};
use crate::{Cx, Desk, Error};

/// The year's progress as its page shows it.
#[derive(Clone, Debug)]
pub struct Progress {
    pub phases: Vec<PhaseProgress>,
    /// In protocol order.
    pub units: Vec<UnitProgress>,
    pub book: Arc<Book>,
}

/// One phase: until when, and how many units are through with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhaseProgress {
    pub phase: Phase,
    pub due: Option<(Step, Date)>,
    /// `None` where the phase has nothing for each unit to do, or has not come yet.
    pub done: Option<usize>,
}

/// Where one unit stands in the present phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitProgress {
    pub unit: UnitId,
    pub state: UnitState,
    /// Lines done of all lines, where the state counts lines; otherwise 0 of 0.
    pub done: usize,
    pub all: usize,
}

/// A unit's state, in the words of the present phase. *Trạng thái của đơn vị.*
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitState {
    /// Nobody acts for the unit yet.
    WithoutPeople,
    WithPeople,
    WithoutTargets,
    WithTargets,
    NotStarted,
    Scoring,
    Sent,
    Returned,
    NotRead,
    Read,
    /// Findings wait for the unit's answer.
    Unanswered,
    Answered,
    /// Disputed lines wait for the second reading.
    Disputed,
    Settled,
    Correcting,
}

impl UnitState {
    /// Every state, for those who word them.
    pub const ALL: &[Self] = &[
        Self::WithoutPeople,
        Self::WithPeople,
        Self::WithoutTargets,
        Self::WithTargets,
        Self::NotStarted,
        Self::Scoring,
        Self::Sent,
        Self::Returned,
        Self::NotRead,
        Self::Read,
        Self::Unanswered,
        Self::Answered,
        Self::Disputed,
        Self::Settled,
        Self::Correcting,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::WithoutPeople => "without_people",
            Self::WithPeople => "with_people",
            Self::WithoutTargets => "without_targets",
            Self::WithTargets => "with_targets",
            Self::NotStarted => "not_started",
            Self::Scoring => "scoring",
            Self::Sent => "sent",
            Self::Returned => "returned",
            Self::NotRead => "not_read",
            Self::Read => "read",
            Self::Unanswered => "unanswered",
            Self::Answered => "answered",
            Self::Disputed => "disputed",
            Self::Settled => "settled",
            Self::Correcting => "correcting",
        }
    }

    /// Whether the unit has done what the phase asks of it.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::WithPeople | Self::WithTargets | Self::Sent | Self::Read | Self::Answered | Self::Settled)
    }
}

/// The year's progress: a few queries of this cluster only. *Tiến độ của năm.*
///
/// # Errors
/// A fault of the store.
pub async fn of(cx: &Cx, desk: &Desk) -> Result<Progress, Error> {
    let mut tx = cx.store.read().await?;
    let book = cx.books.of(&mut tx, desk.scope()).await?;
    let facts = Facts { standing: standing(&mut tx, cx, desk).await?, seated: seated(&mut tx, desk).await?, desk, book: &book };
    Ok(Progress { phases: phases(&facts), units: units(&facts), book: Arc::clone(&book) })
}

struct Facts<'a> {
    standing: Standing,
    /// Units for which somebody acts today.
    seated: Vec<UnitId>,
    desk: &'a Desk,
    book: &'a Book,
}

async fn seated(tx: &mut storage::Tx, desk: &Desk) -> Result<Vec<UnitId>, Error> {
    let seats = storage::cluster::seats(tx, desk.scope()).await?;
    Ok(seats.into_iter().filter(|s| s.valid_to.is_none_or(|to| desk.today <= to)).filter_map(|s| s.unit).collect())
}

fn phases(facts: &Facts<'_>) -> Vec<PhaseProgress> {
    let of = |phase: &Phase| PhaseProgress {
        phase: *phase,
        due: phase.ends_with().and_then(|step| Some((step, facts.desk.calendar.due(step)?))),
        done: if *phase <= facts.desk.phase { through(facts, *phase) } else { None },
    };
    Phase::ALL.iter().map(of).collect()
}

/// How many units are through with a phase.
fn through(facts: &Facts<'_>, phase: Phase) -> Option<usize> {
    let units = facts.desk.members.iter().map(|m| m.unit);
    let asks_units = phase < Phase::Settled;
    asks_units.then(|| units.filter(|unit| state(facts, phase, *unit).is_done()).count())
}

fn units(facts: &Facts<'_>) -> Vec<UnitProgress> {
    facts.desk.members.iter().map(|m| unit_progress(facts, m.unit)).collect()
}

fn unit_progress(facts: &Facts<'_>, unit: UnitId) -> UnitProgress {
    let state = state(facts, facts.desk.phase, unit);
    let (done, all) = if facts.desk.phase == Phase::SelfScoring { lines_answered(facts.book, unit) } else { (0, 0) };
    UnitProgress { unit, state, done, all }
}

/// Lines with an answer among those that concern the unit.
fn lines_answered(book: &Book, unit: UnitId) -> (usize, usize) {
    let lines = book.lines_to_send(unit);
    let concerned = lines.iter().filter(|l| l.concerns);
    concerned.fold((0, 0), |(done, all), line| (done + usize::from(line.answered), all + 1))
}

fn state(facts: &Facts<'_>, phase: Phase, unit: UnitId) -> UnitState {
    let among = |units: &[UnitId]| units.contains(&unit);
    let either = |waits: bool, open: UnitState, done: UnitState| if waits { open } else { done };
    let at = &facts.standing;
    match phase {
        Phase::Preparing => either(!among(&facts.seated), UnitState::WithoutPeople, UnitState::WithPeople),
        Phase::Running => either(among(&at.without_targets) || !at.table_applied, UnitState::WithoutTargets, UnitState::WithTargets),
        Phase::SelfScoring => facts.book.unit(unit).map_or(UnitState::NotStarted, sheet_state),
        Phase::Verifying if is_returned(facts.book, unit) => UnitState::Returned,
        Phase::Verifying => either(among(&at.not_read) || among(&at.without_readers), UnitState::NotRead, UnitState::Read),
        Phase::Explaining => either(among(&at.unanswered), UnitState::Unanswered, UnitState::Answered),
        Phase::SecondReading => either(among(&at.unsettled), UnitState::Disputed, UnitState::Settled),
        Phase::Settled | Phase::Announced | Phase::Closed => either(among(&at.correcting), UnitState::Correcting, UnitState::Settled),
    }
}

fn sheet_state(unit: &UnitBook) -> UnitState {
    let begun = unit.lines.iter().any(|line| line.cells.iter().any(|cell| !cell.typed.is_empty()));
    match unit.sheet.as_ref().and_then(|sheet| SheetState::of_code(&sheet.state)) {
        Some(SheetState::Submitted) => UnitState::Sent,
        Some(SheetState::Returned) => UnitState::Returned,
        _ if begun => UnitState::Scoring,
        _ => UnitState::NotStarted,
    }
}

fn is_returned(book: &Book, unit: UnitId) -> bool {
    book.unit(unit).is_ok_and(|unit| sheet_state(unit) == UnitState::Returned)
}
