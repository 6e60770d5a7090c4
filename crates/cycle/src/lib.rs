//! The rules of a cluster's year, in the order in which the year meets them. *Năm thi đua.*
//!
//! Everything here is pure: the day, the ids and the leave to act come in as arguments, and what
//! comes out is a new value or a refusal with its code. This crate knows no clock, no store and no
//! words for people; `docs/rulebook.md` lists its rules.

pub mod refusal;

pub mod year;

pub mod calendar;

pub mod cluster;

pub mod regulation;

pub mod table;

pub mod target;

pub mod self_score;

pub mod evidence;

pub mod verification;

pub mod ranking;

pub mod correction;

#[cfg(test)]
mod desk;

pub use refusal::{Arg, Args, Refusal, WrongPermit};
pub use year::Phase;
