//! One line per test: what was done to the server and what became of its promises.

use std::fmt;
use std::time::Duration;

use crate::oracle::Verdict;
use crate::writers::Counts;

/// What one test found.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub name: &'static str,
    /// What one round is called: a kill, a power loss, a full disk.
    pub round: &'static str,
    pub rounds: u64,
    pub wanted: u64,
    pub acknowledged: u64,
    pub files: u64,
    pub lost: u64,
    pub unknown: u64,
    pub corrupt: u64,
    pub slowest_start: Duration,
    /// Set for the control run, which is wrong when it loses nothing.
    pub must_lose: bool,
    /// Anything else that must not happen, in words.
    pub faults: Vec<String>,
    /// Why the test could not run here.
    pub skipped: Option<String>,
}

impl Tally {
    pub fn new(name: &'static str, round: &'static str, wanted: u64) -> Self {
        Self { name, round, wanted, ..Self::default() }
    }

    pub fn skipped(name: &'static str, why: String) -> Self {
        Self { name, skipped: Some(why), ..Self::default() }
    }

    pub fn judged(&mut self, verdict: Verdict) {
        self.lost += verdict.lost;
        self.corrupt += verdict.corrupt;
    }

    pub fn counted(&mut self, counts: Counts) {
        self.acknowledged += counts.acknowledged;
        self.files += counts.files;
        self.unknown += counts.unknown;
    }

    pub fn started(&mut self, after: Duration) {
        self.slowest_start = self.slowest_start.max(after);
    }

    /// Keeps a fault in words; the first few are enough.
    pub fn fault(&mut self, why: impl Into<String>) {
        if self.faults.len() < 5 {
            self.faults.push(why.into());
        }
    }

    /// Whether the server kept its promises and the test was able to notice.
    pub fn passes(&self) -> bool {
        if self.skipped.is_some() {
            return true;
        }
        if self.must_lose {
            return self.lost > 0;
        }
        let done = self.rounds == self.wanted && self.acknowledged > 0;
        done && self.lost == 0 && self.corrupt == 0 && self.faults.is_empty()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.skipped {
            return write!(f, "{}: skipped: {why}", self.name);
        }
        let passed = if self.passes() { "ok" } else { "FAILED" };
        write!(f, "{}: {} {}, acknowledged {} values", self.name, self.rounds, self.round, self.acknowledged)?;
        write!(f, " and {} files, lost {}", self.files, self.lost)?;
        write!(f, ", unknown {}, corrupt {}, slowest start {} ms", self.unknown, self.corrupt, self.slowest_start.as_millis())?;
        write!(f, "{}: {passed}", if self.must_lose { " (must lose)" } else { "" })?;
        let short = !self.must_lose && self.rounds < self.wanted;
        if short {
            write!(f, "\n  only {} of {} rounds were done in time", self.rounds, self.wanted)?;
        }
        self.faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lost: u64, must_lose: bool, passes: bool) {
        let tally = Tally { rounds: 1, wanted: 1, acknowledged: 9, lost, must_lose, ..Tally::default() };
        assert_eq!(tally.passes(), passes, "{tally}");
    }

    #[test]
    fn a_loss_fails_and_the_control_run_fails_without_one() {
        check(0, false, true);
        check(1, false, false);
        check(0, true, false);
        check(1, true, true);
    }

    #[test]
    fn a_test_that_acknowledged_nothing_proved_nothing() {
        assert!(!Tally { rounds: 1, wanted: 1, ..Tally::default() }.passes());
    }
}
