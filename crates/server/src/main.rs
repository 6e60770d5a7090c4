//! The binary `giaouoc`: reads the command line and runs one command.

use std::process::ExitCode;

use clap::Parser as _;
use server::arguments::{Arguments, Command};
use server::commands;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
