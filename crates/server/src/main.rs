//! The binary `giaouoc`: settings, wiring, commands.

mod commands;
#[cfg(test)]
mod documents;
mod listen;
mod log;
mod settings;
mod site;

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
    Demo(settings::DemoSettings),
    Serve(settings::ServeSettings),
    Score(commands::score::Score),
    Verify(commands::verify::Verify),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Demo(settings) => served(commands::demo::run(settings)),
        Command::Serve(settings) => served(commands::serve::run(settings)),
        Command::Score(score) => score.run(),
        Command::Verify(verify) => verify.run(),
    }
}

/// Runs a server to its end.
fn served(work: impl Future<Output = Result<(), String>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let ended = runtime.map_err(|why| why.to_string()).and_then(|runtime| {
        let ended = runtime.block_on(work);
        runtime.shutdown_background();
        ended
    });
    ended.map_or_else(
        |why| {
            eprintln!("{why}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}
