//! One file for each command.

pub mod score;
pub mod verify;
