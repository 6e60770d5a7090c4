//! The pure arithmetic of a scoring table. *Thang bảng điểm.*
//!
//! A [`Table`] and the units' [`Results`] go in; points come out, each with the [`Step`]s that made
//! it. The crate knows nothing of files, stores, people or the time, and holds no float. Every rule has a
//! code (`S-03`) that stands here, in `docs/rulebook.md` and in the name of a test.

pub mod bounds;
pub mod entry;
pub mod finding;
pub mod kernel;
pub mod kind;
pub mod ranking;
pub mod results;
pub mod rounding;
#[cfg(test)]
mod samples;
pub mod score;
pub mod step;
pub mod table;
pub mod totals;
pub mod trace;
mod wide;

pub use bounds::{Bounds, all_bounds, bounds, say_bounds};
pub use entry::{Entry, Given};
pub use finding::{Finding, Item, Place, Problem, Severity};
pub use kind::Kind;
pub use ranking::{
    Class, Classes, Disqualification, Measure, Place as RankPlace, Ranking, Scope, Standing, TieDecision, TieRule, Tied, rank, standings,
};
pub use results::{GivenEntry, Results, ResultsDraft};
pub use rounding::{Mode, Rounding};
pub use score::{GroupScore, Line, Scores, UnitScore, derive, explain, score, score_explained};
pub use step::{Formula, Step, say_step};
pub use table::{Body, Leaf, Node, NotAssigned, Rules, Table, TableDraft, Ties};
