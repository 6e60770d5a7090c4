//! The binary `giaouoc`.

mod commands;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Giao Ước: a cluster's emulation year, from its scoring table to a ranking that explains every point.
#[derive(Parser)]
#[command(name = "giaouoc", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Score(commands::score::Score),
    Verify(commands::verify::Verify),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Score(score) => score.run(),
        Command::Verify(verify) => verify.run(),
    }
}
