//! The steps of a calculation, and how people write them. *Diễn giải điểm.*
//!
//! A rule picks a [`Formula`]; its points and its written form both come from the same operands.

mod formula;
mod say;

use values::{Amount, Quantity};

use crate::kind::quantitative::Figures;
use crate::kind::{Direction, Input, Interval, Leader};

pub use formula::Formula;
pub use say::{kind_sentence, say_interval, say_step};

/// One step of what made a line's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing was reported.
    Missing,
    /// What was reported cannot stand.
    Refused,
    /// The line does not apply to the unit.
    NotAssigned,
    /// Not assigned, counted as nothing done.
    Nothing,
    /// The target was not reached.
    NotReached { figures: Figures, direction: Direction },
    /// The target was reached exactly.
    AtTarget { figures: Figures },
    /// The target was passed, and nobody went further.
    Leads { figures: Figures, direction: Direction },
    /// The target was passed, and another leads.
    Exceeds { figures: Figures, leader: Figures, by: Leader, direction: Direction },
    /// No target: compared with the best of those without one.
    NoTarget { actual: Quantity, best: Quantity, direction: Direction },
    /// No target, and the table gives nothing for that.
    NoTargetZero,
    /// Pass or fail.
    Achieved { achieved: bool, points: Quantity },
    /// Points as a person gave them.
    Given { points: Quantity, max: Quantity },
    /// Points as another body gave them.
    GivenBy { source: String, points: Quantity },
    /// A bonus outside the maximum.
    Bonus { points: Quantity },
    /// The band that holds the value.
    Band { input: Input, value: Quantity, interval: Interval, points: Quantity },
    /// Cut at the most the line gives.
    AtMost { points: Quantity },
    /// Raised to the least the line gives.
    AtLeast { points: Quantity },
    /// A calculation, how it went on before rounding, and what it gave. `ends` where `before` is all of it.
    Worked { formula: Formula, decimals: u8, before: Amount, ends: bool, points: Amount },
}
