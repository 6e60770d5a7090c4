//! Files in and out: the JSON formats, workbooks. Every problem is a [`Finding`] with its place, in
//! Vietnamese and English. Nothing here knows a store or a page.

mod fields;
pub mod finding;
pub mod json;
pub mod results_json;
pub mod scores_json;
pub mod table_json;
pub mod workbook;

pub use finding::Finding;
pub use results_json::{read_results, read_results_draft};
pub use scores_json::{Outcome, score_command, scores_value};
pub use table_json::{read_table, read_table_draft, write_table};
