//! Workbooks in and out. *Tệp Excel.*
//!
//! Reading goes `guard` → `grid` → an import; each import gives everything it could read and every
//! problem at once, by cell. Writing uses text cells for text and sets the results of its formulas.
//! Knows nothing of accounts, phases or storage.

pub mod address;
pub mod cells;
mod criterion;
pub mod figures;
pub mod finding;
pub mod fold;
pub mod grid;
pub mod guard;
mod layout;
pub mod number;
pub mod old_text;
mod paper;
pub mod ranking_export;
pub mod results_import;
pub mod samples;
mod sayings;
pub mod self_score_form;
pub mod table_export;
pub mod table_import;
pub mod targets_import;

pub use finding::{CellFinding, Severity, any_error};
