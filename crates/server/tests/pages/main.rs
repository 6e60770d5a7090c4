//! The pages of every step as people meet them, over a told year: through the router, without a network.
#![expect(clippy::unwrap_used, reason = "tests")]

mod person;
mod site;

mod account;
mod cluster;
mod evidence;
mod home;
mod journal;
mod ranking;
mod self_score;
mod table;
mod table_comments;
mod target;
mod verification;
