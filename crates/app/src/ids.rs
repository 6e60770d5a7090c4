//! The one source of ids and of randomness.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::clock::Clock;

/// 2018-01-01 in milliseconds: ids count from here, 41 bits of time and 20 of sequence.
const FIRST_MILLI: i64 = 1_514_764_800_000;

/// Makes sortable ids. A store refuses a number twice, so two processes can share one.
///
/// The machine's time only gives the ids a start: a clock may be put back, and two machines differ. Where
/// the order of ids says what is newer, the maker [follows](Ids::follow) what is already kept.
#[derive(Debug)]
pub struct Ids {
    last: AtomicI64,
    follows_time: bool,
}

impl Ids {
    /// Ids that follow the machine's time, so that later things sort later.
    pub fn by_time() -> Self {
        Self { last: AtomicI64::new(0), follows_time: true }
    }

    /// Ids counted from `start`: the same story gets the same ids.
    pub const fn counted_from(start: i64) -> Self {
        Self { last: AtomicI64::new(start), follows_time: false }
    }

    /// The next number, greater than all before it.
    pub fn next(&self) -> i64 {
        let floor = if self.follows_time { time_floor() } else { 0 };
        let bump = |last: i64| Some(last.max(floor).saturating_add(1));
        let before = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, bump).unwrap_or(floor);
        before.max(floor).saturating_add(1)
    }
}

impl Ids {
    /// Every id from now on is greater than `kept`.
    pub fn follow(&self, kept: i64) {
        self.last.fetch_max(kept, Ordering::Relaxed);
    }
}

fn time_floor() -> i64 {
    let millis = Clock::system().now().micros() / 1000 - FIRST_MILLI;
    (millis << 20) | i64::from(u16::from_le_bytes(random())) << 4
}

/// `N` random bytes from the system's source; aborts the process if the system has none.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the system gives no randomness; stopping");
        std::process::abort();
    }
    bytes
}

/// A secret of 256 random bits as 64 hexadecimal letters, for links and sessions.
pub fn secret() -> String {
    hex(&random::<32>())
}

/// Bytes as lower-case hexadecimal letters.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A hash from its hexadecimal letters.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, two) in hash.iter_mut().zip(digits.chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_only_grow() {
        let ids = Ids::by_time();
        let made: Vec<i64> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_is_kept_is_followed_whatever_the_clock_says() {
        let ids = Ids::by_time();
        let ahead = ids.next() + (1 << 50);
        ids.follow(ahead);
        ids.follow(7);
        assert_eq!([ids.next(), ids.next()], [ahead + 1, ahead + 2]);
    }

    #[test]
    fn a_counted_source_repeats_itself() {
        let (a, b) = (Ids::counted_from(7), Ids::counted_from(7));
        assert_eq!([a.next(), a.next()], [b.next(), b.next()]);
    }

    #[test]
    fn a_hash_reads_back_from_its_letters() {
        let hash = [0xa7; 32];
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        assert_eq!([unhex("a7"), unhex(&"+1".repeat(32)), unhex(&"é".repeat(32))], [None; 3]);
    }
}
