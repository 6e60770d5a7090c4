//! A cluster's year told as code: the demo, and fixtures of other tests. *Dữ liệu minh họa.*
//!
//! The units existed in 2018; the people, the figures and the papers are invented and say so. The story
//! goes only through the use cases, so whatever it shows can happen to anyone.

pub mod cast;
pub mod day;
pub mod figures;
pub mod large;
pub mod letters;
pub mod papers;
pub mod pdf;
mod tell;

pub use day::Day;
pub use tell::{Told, is_told, person, tell};
