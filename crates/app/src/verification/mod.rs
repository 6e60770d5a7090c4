//! Verification: who reads whom, what is found, answered and settled. *Thẩm định.*

pub mod answer;
pub mod deadline;
pub mod differences;
pub mod files;
pub mod lines;
pub mod queue;
pub mod readers;
pub mod readings;
pub mod settle;
