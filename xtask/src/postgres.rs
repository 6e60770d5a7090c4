//! A private PostgreSQL for the tests: its own folder and port, gone when dropped.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A server that answers on this machine's loopback only.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Makes a new cluster in a temporary folder and starts it.
    ///
    /// # Errors
    /// Says which step failed; the package `postgresql` must be installed.
    pub fn start() -> Result<Self, String> {
        let programs = programs()?;
        let folder = std::env::temp_dir().join(format!("giaouoc-postgres-{}", std::process::id()));
        fs::create_dir_all(&folder).map_err(|why| format!("cannot make {}: {why}", folder.display()))?;
        let server = Self { folder, programs, port: spare_port()? };
        if is_root() {
            server.run("chown", &[Path::new("postgres"), &server.folder])?;
        }
        server.as_owner("initdb", &["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"])?;
        server.as_owner("pg_ctl", &["-w", "-l", &server.inside("log"), "-o", &server.settings(), "start"])?;
        Ok(server)
    }

    /// The address for `GIAOUOC_TEST_POSTGRES`.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn settings(&self) -> String {
        let quick = "-c fsync=off -c max_connections=300 -c shared_buffers=64MB";
        format!("-p {} -c listen_addresses=127.0.0.1 -k {} {quick}", self.port, self.folder.display())
    }

    fn inside(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Runs one of the server's programs as a user that is not root, which the server refuses.
    fn as_owner(&self, program: &str, words: &[&str]) -> Result<(), String> {
        let program = self.programs.join(program);
        let data = self.inside("data");
        let mut all: Vec<&Path> = vec![Path::new("-D"), Path::new(&data)];
        all.extend(words.iter().map(Path::new));
        if is_root() {
            all.splice(0..0, ["-u", "postgres", "--"].map(Path::new).into_iter().chain([program.as_path()]));
            return self.run("runuser", &all);
        }
        self.run(&program.display().to_string(), &all)
    }

    fn run(&self, program: &str, words: &[&Path]) -> Result<(), String> {
        let ended = Command::new(program).args(words).current_dir(&self.folder).stdout(Stdio::null()).stdin(Stdio::null()).status();
        match ended {
            Ok(ended) if ended.success() => Ok(()),
            Ok(ended) => Err(format!("{program} ended with {ended}; see {}", self.inside("log"))),
            Err(why) => Err(format!("cannot start {program}: {why}")),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.as_owner("pg_ctl", &["-m", "immediate", "stop"]).is_ok() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The newest installed version's programs.
fn programs() -> Result<PathBuf, String> {
    let versions =
        fs::read_dir("/usr/lib/postgresql").map_err(|_| "PostgreSQL is missing; run: sudo apt-get install postgresql".to_owned())?;
    let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse::<u32>().ok());
    let newest = versions.filter_map(|entry| entry.ok().map(|entry| entry.path())).max_by_key(number);
    newest.map(|version| version.join("bin")).ok_or_else(|| "PostgreSQL has no programs; run: sudo apt-get install postgresql".to_owned())
}

fn spare_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|why| format!("no spare port: {why}"))?;
    listener.local_addr().map(|at| at.port()).map_err(|why| format!("no spare port: {why}"))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|ended| ended.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_server_starts_answers_and_goes() {
        if programs().is_err() {
            eprintln!("skipped: no PostgreSQL");
            return;
        }
        let server = Postgres::start().unwrap();
        let (port, folder) = (server.port, server.folder.clone());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
