//! The commands as a person types them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server and what it has printed up to the line with its address.
struct Running {
    child: Child,
    last: String,
    folder: PathBuf,
}

impl Running {
    fn start(name: &str, words: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("giaouoc-command-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut command = Command::new(env!("CARGO_BIN_EXE_giaouoc"));
        command.args(words).arg("--data").arg(&folder).args(["--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let last = said.filter(|line| line.contains("http://")).map(|line| line.trim_start_matches("Giao Ước: ").to_owned()).next();
        Self { child, last: last.unwrap_or_default(), folder }
    }

    /// The page at a path, as text.
    fn page(&self, path: &str) -> String {
        let address = self.last.trim_start_matches("http://").split('/').next().unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    }

    /// Asks the server to stop, politely; answers how it ended and how long it took.
    fn stop(mut self) -> (bool, Duration) {
        let begun = Instant::now();
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        let ended = self.child.wait().unwrap();
        let _ = std::fs::remove_dir_all(&self.folder);
        (ended.success(), begun.elapsed())
    }
}

#[test]
fn the_demo_names_the_page_to_open_and_stops_when_asked() {
    let demo = Running::start("demo", &["demo"]);
    let page = demo.page("/demo");
    for words in ["DỮ LIỆU MINH HỌA", "Chuyên viên Trà Vinh", "Cụm trưởng Sóc Trăng", "Quan sát viên", "--at 2018-12-05"]
    {
        assert!(page.contains(words), "{words}");
    }
    let (well, took) = demo.stop();
    assert!(well && took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn an_empty_installation_prints_a_one_time_link_and_has_no_demo() {
    let server = Running::start("serve", &["serve"]);
    assert!(server.last.contains("/invitation?key="), "{}", server.last);
    assert!(server.page("/demo").starts_with("HTTP/1.0 404"));
    assert!(server.stop().0);
}

#[test]
fn the_demo_does_not_open_for_other_machines() {
    let refused = Command::new(env!("CARGO_BIN_EXE_giaouoc")).args(["demo", "--listen", "0.0.0.0:0"]).output().unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("127.0.0.1"));
}
