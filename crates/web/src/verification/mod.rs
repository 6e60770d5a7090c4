//! Readings, answers, settlement. *Thẩm định.*

mod agree;
mod answer;
mod answers;
mod assign;
pub(crate) mod cause;
mod criterion;
mod difference;
pub(crate) mod entry;
mod known;
mod line;
mod overview;
mod questions;
mod queue;
mod readers;
mod replies;
mod send;
mod settle;
mod settlements;
pub mod thread;
mod verdict;

use std::sync::Arc;

use app::{Cx, Desk};
use axum::Router;
use cycle::cluster::{Act, On};
use cycle::verification::QuestionState;
use values::UnitId;

use crate::Reply;

pub use known::Known;
pub use thread::Thread;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .merge(overview::routes())
        .merge(assign::routes())
        .merge(readers::routes())
        .merge(queue::routes())
        .merge(line::routes())
        .merge(agree::routes())
        .merge(send::routes())
        .merge(questions::routes())
        .merge(difference::routes())
        .merge(answers::routes())
        .merge(answer::routes())
        .merge(settlements::routes())
        .merge(settle::routes())
}

/// Asks leave to see what was found on a unit's sheet.
fn may_see(desk: &Desk, unit: UnitId) -> Result<(), Reply> {
    desk.member(unit)?;
    if desk.may(Act::SeeOwnScores, On::unit(unit)) {
        return Ok(());
    }
    Ok(desk.require(Act::SeeAllScores, On::unit(unit))?)
}

/// The badge of a question's state.
const fn badge_of(state: QuestionState) -> &'static str {
    match state {
        QuestionState::Gathered => "badge",
        QuestionState::Asked => "badge badge-warning",
        QuestionState::Replied => "badge badge-info",
    }
}
