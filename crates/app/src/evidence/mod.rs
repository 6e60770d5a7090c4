//! Evidence: files kept once by content, serving many lines. *Minh chứng.*

pub mod add;
pub mod change;
pub mod kind;
pub mod read;

pub use read::{FileUse, Filed, LineFiles, of_line, of_unit};
