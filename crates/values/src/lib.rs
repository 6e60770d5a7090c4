//! Small exact types that every layer shares: dates, moments, points, quantities, ids, names.
//!
//! No rules live here, and nothing here asks the time or touches the outside.

pub mod amount;
pub mod date;
pub mod id;
pub mod lang;
pub mod moment;
pub mod points;
pub mod quantity;
pub mod quoted;

pub use amount::Amount;
pub use date::Date;
pub use id::*;
pub use lang::Lang;
pub use moment::Moment;
pub use points::{Points, Times};
pub use quantity::Quantity;
