//! Who stands where. *Xếp hạng.* Equal units are parted by the cluster's own rules; where those run out, a
//! tie stays a tie until a vote or a draw is recorded.

mod classes;
mod exclusion;
mod order;
#[cfg(test)]
mod tests;

pub use classes::{Class, Classes};
pub use exclusion::{Disqualification, Scope, rankable, scope_of};
pub use order::{Measure, Place, Ranking, Standing, TieDecision, TieRule, Tied, rank, standings};
