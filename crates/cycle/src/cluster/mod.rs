//! The cluster: its units over time, the year's members with head and deputies, and who may do what.
//! *Cụm thi đua.*

pub mod units;

pub mod members;

pub mod seats;

mod denied;

mod grants;

mod seating;

pub use members::{Member, Office, Roster, RosterFault};
pub use seating::{NotEnded, end};
pub use seats::{Act, Denied, Now, On, Permit, Seat, SeatKind, Seats, Why};
pub use units::{Lineage, Link, Unit, UnitFault};
