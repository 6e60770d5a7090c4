//! The real server as a child process: started, waited for, killed without warning.

use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::http::Client;

/// After this a server that does not answer counts as one that does not start.
const LONGEST_START: Duration = Duration::from_secs(60);

/// How to run one installation.
#[derive(Clone, Debug)]
pub struct Installation {
    pub binary: PathBuf,
    pub data: PathBuf,
    pub log: PathBuf,
    pub variables: Vec<(String, String)>,
}

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    pub port: u16,
    /// From the start of the process to its first answer.
    pub start: Duration,
}

impl Installation {
    pub fn new(binary: &Path, data: &Path) -> Self {
        Self { binary: binary.to_owned(), data: data.to_owned(), log: data.with_extension("log"), variables: Vec::new() }
    }

    /// The same with one more variable in its environment.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Starts the server on a free port and waits for its first answer.
    pub fn start(&self) -> io::Result<Server> {
        let port = free_port()?;
        let begun = Instant::now();
        let child = self.command().args(crate::site::serve_words(&self.data, port)).spawn()?;
        let mut server = Server { child, port, start: Duration::ZERO };
        server.wait_until_ready(begun).map_err(|why| self.told(&why))?;
        server.start = begun.elapsed();
        Ok(server)
    }

    /// Runs another command of the product on this installation; answers whether it was content.
    pub fn run(&self, words: &[String]) -> io::Result<bool> {
        Ok(self.command().args(words).status()?.success())
    }

    fn command(&self) -> Command {
        let log = || File::options().create(true).append(true).open(&self.log).map_or_else(|_| Stdio::null(), Stdio::from);
        let mut command = Command::new(&self.binary);
        command.envs(self.variables.iter().map(|(name, value)| (name, value))).stdin(Stdio::null()).stdout(log()).stderr(log());
        command
    }

    fn told(&self, why: &io::Error) -> io::Error {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(8).collect();
        io::Error::other(format!("{why}; its last words:\n{}", last.into_iter().rev().collect::<Vec<_>>().join("\n")))
    }
}

impl Server {
    /// `kill -9`, and the process is gone when this returns.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Whether the process has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    fn wait_until_ready(&mut self, begun: Instant) -> io::Result<()> {
        while begun.elapsed() < LONGEST_START {
            if Client::new(self.port).get("/").is_ok_and(|answer| answer.status < 500) {
                return Ok(());
            }
            if let Some(ended) = self.child.try_wait()? {
                return Err(io::Error::other(format!("the server ended at its start with {ended}")));
            }
            sleep(Duration::from_millis(5));
        }
        Err(io::Error::other("the server did not answer in a minute"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
