//! One file for each command.

pub mod demo;
pub mod score;
pub mod serve;
pub mod verify;
