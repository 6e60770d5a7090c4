//! Verification: who reads whom, what is found, answered and settled. *Thẩm định.*

pub mod answer;
pub mod lines;
pub mod readers;
pub mod readings;
pub mod settle;
