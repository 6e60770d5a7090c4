//! Runs one command of the tests, shows what it prints, and says in one line how it ended.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One command and how its closing line is read from what it printed.
pub struct Runner<'a> {
    pub name: &'a str,
    pub program: &'a str,
    pub words: &'a [&'a str],
    pub variables: &'a [(&'a str, &'a str)],
    /// Minutes after which it is ended, with everything it started: a test that hangs has failed.
    pub longest: u32,
    pub closing: fn(&[String]) -> String,
}

/// How a command ended.
#[derive(Clone, Debug)]
pub struct Ended {
    pub name: String,
    pub sound: bool,
    pub closing: String,
    pub took: Duration,
}

impl Runner<'_> {
    /// Runs the command to its end, whatever that is.
    pub fn run(&self) -> Ended {
        println!("\n$ {} {}", self.program, self.words.join(" "));
        let begun = Instant::now();
        let (sound, closing) = match self.lines() {
            Ok((sound, lines)) => (sound, (self.closing)(&lines)),
            Err(why) => (false, format!("cannot start `{}`: {why}", self.program)),
        };
        Ended { name: self.name.to_owned(), sound, closing, took: begun.elapsed() }
    }

    fn lines(&self) -> std::io::Result<(bool, Vec<String>)> {
        let mut command = Command::new("timeout");
        command.args(["--kill-after=10s", &format!("{}m", self.longest), self.program]);
        command.args(self.words).envs(self.variables.iter().copied()).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let lines =
            child.stdout.take().map(|out| BufReader::new(out).lines().map_while(Result::ok).inspect(|line| println!("{line}")).collect());
        Ok((child.wait()?.success(), lines.unwrap_or_default()))
    }
}

/// Prints the closing line of every runner.
///
/// # Errors
/// Names the runners that failed.
pub fn summary(all: &[Ended]) -> Result<(), String> {
    println!("\nsummary");
    for ended in all {
        let word = if ended.sound { "passed" } else { "FAILED" };
        println!("  {word} {} in {} s: {}", ended.name, ended.took.as_secs(), ended.closing);
    }
    let failed: Vec<&str> = all.iter().filter(|ended| !ended.sound).map(|ended| ended.name.as_str()).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// The last line that says something.
pub fn last(lines: &[String]) -> String {
    lines.iter().rev().find(|line| !line.trim().is_empty()).cloned().unwrap_or_else(|| "done".to_owned())
}

/// The sum of the lines in which `cargo test` closes each of its programs.
pub fn counted(lines: &[String]) -> String {
    let closings = || lines.iter().filter(|line| line.starts_with("test result: "));
    let sum = |what: &str| closings().filter_map(|line| number_before(line, what)).sum::<u64>();
    format!("{} tests passed, {} failed, {} ignored", sum(" passed"), sum(" failed"), sum(" ignored"))
}

/// The number that stands before a word.
fn number_before(line: &str, word: &str) -> Option<u64> {
    let before = line.get(..line.find(word)?)?;
    before.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_of_a_test_run_are_summed_up() {
        let lines = [
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured",
            "noise 9 passed",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored",
        ];
        assert_eq!(counted(&lines.map(str::to_owned)), "15 tests passed, 2 failed, 1 ignored");
    }

    #[test]
    fn a_failed_runner_is_named() {
        let ended = |name: &str, sound| Ended { name: name.to_owned(), sound, closing: String::new(), took: Duration::ZERO };
        assert_eq!(summary(&[ended("a", true), ended("b", false)]), Err("failed: b".to_owned()));
        assert_eq!(summary(&[ended("a", true)]), Ok(()));
    }
}
