//! Targets: what the assigning side sets, and its history. *Giao chỉ tiêu.*

pub mod assign;
pub mod history;
