//! The command line.

use clap::{Parser, Subcommand};

use crate::{commands, settings};

/// Giao Ước: a cluster's emulation year, from its scoring table to a ranking that explains every point.
#[derive(Parser)]
#[command(name = "giaouoc", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Demo(settings::DemoSettings),
    Serve(settings::ServeSettings),
    Score(commands::score::Score),
    Verify(commands::verify::Verify),
}
