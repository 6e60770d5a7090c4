//! How often a password may be tried. *Chặn dò mật khẩu.*
//!
//! A try is counted before its password is looked at, so that tries at once cost what tries one after
//! another cost, and by what was typed, so that an unknown login is answered like a known one. Pauses
//! grow and end; a try during a pause is not counted. From one address, a login pauses for at most 15
//! minutes; from all addresses together for seconds only, and not at all where its owner has signed in
//! before: a rival must not be able to shut a leader out.

use std::net::IpAddr;

use sha2::{Digest as _, Sha256};
use storage::Tx;
use storage::attempt::{self, Bucket};
use values::Moment;

use super::sign_in::From;
use crate::{Cx, Error, ids};

/// What one bucket lets pass.
#[derive(Clone, Copy, Debug)]
struct Limit {
    /// Wrong passwords that cost nothing yet.
    free: i64,
    longest_pause: i64,
    /// One wrong password is forgotten after so many seconds.
    forgets: i64,
}

/// One login from one address.
const HERE: Limit = Limit { free: 5, longest_pause: 15 * 60, forgets: 3600 };
/// One login from everywhere its owner has not signed in from.
const LOGIN: Limit = Limit { free: 30, longest_pause: 30, forgets: 60 };
/// Every login from one address where its owner has not signed in: guessing of logins stays slow.
const ADDRESS: Limit = Limit { free: 100, longest_pause: 10, forgets: 20 };

const DAY: i64 = 24 * 3600;
/// Where somebody signed in stays known so long.
const KNOWN_SECONDS: i64 = 180 * DAY;
/// Buckets kept at most.
const MOST: i64 = 50_000;

/// The buckets that a try was counted in: the login from its address first.
pub(crate) struct Counted(Vec<[u8; 32]>);

/// Counts one try of a password for `login`, before it is looked at. `None` while a pause runs: then the
/// password must not be looked at.
pub(super) async fn count(cx: &Cx, login: &str, from: &From) -> Result<Option<Counted>, Error> {
    let (now, buckets) = (cx.clock.now(), buckets(login, &from.address));
    let sweeps = ids::random() == [0_u8];
    let counted = storage::write!(cx.store, |tx| {
        if sweeps {
            forget(tx, now).await?;
        }
        count_in(tx, &buckets, now).await.and_then(|counted| counted.ok_or(Error::plain(PAUSED)))
    });
    match counted {
        Err(Error::Refused(_)) => Ok(None),
        done => done.map(Some),
    }
}

const PAUSED: &str = "sign-in-paused";

async fn count_in(tx: &mut Tx, buckets: &[([u8; 32], Limit)], now: Moment) -> Result<Option<Counted>, Error> {
    let mut counted = Vec::new();
    for (name, limit) in buckets {
        let kept = attempt::of(tx, name).await?.unwrap_or(EMPTY);
        let Some(next) = limit.after(kept, now) else { return Ok(None) };
        attempt::put(tx, name, &next).await?;
        counted.push(*name);
        if kept.known {
            break;
        }
    }
    Ok(Some(Counted(counted)))
}

/// The password was right: the login is known here from now on, and the try costs nobody anything.
pub(super) async fn right(tx: &mut Tx, Counted(names): &Counted, now: Moment) -> Result<(), Error> {
    for (at, name) in names.iter().enumerate() {
        let kept = attempt::of(tx, name).await?.unwrap_or(EMPTY);
        let failures = if at == 0 { 0 } else { (kept.failures - 1).max(0) };
        attempt::put(tx, name, &Bucket { failures, opens: now, tried: now, known: at == 0 }).await?;
    }
    Ok(())
}

/// Drops what no try will be held against any more.
pub(crate) async fn forget(tx: &mut Tx, now: Moment) -> Result<(), Error> {
    attempt::forget(tx, now.plus_seconds(-DAY), now.plus_seconds(-KNOWN_SECONDS), MOST).await?;
    Ok(())
}

const EMPTY: Bucket = Bucket { failures: 0, opens: Moment::from_micros(0), tried: Moment::from_micros(0), known: false };

impl Limit {
    /// The bucket after one more wrong password; `None` while it pauses.
    fn after(self, kept: Bucket, now: Moment) -> Option<Bucket> {
        // No pause is longer than the longest: a later end was set by a clock that has been put back.
        if kept.opens > now && kept.opens <= now.plus_seconds(self.longest_pause) {
            return None;
        }
        let quiet = (now.micros() - kept.tried.micros()).max(0) / 1_000_000;
        let failures = (kept.failures - quiet / self.forgets).max(0) + 1;
        Some(Bucket { failures, opens: now.plus_seconds(self.pause_after(failures)), tried: now, known: kept.known })
    }

    /// How many seconds a bucket pauses after its `failures`th wrong password in a row.
    fn pause_after(self, failures: i64) -> i64 {
        let over = u32::try_from((failures - self.free).clamp(0, 20)).unwrap_or(0);
        if over == 0 { 0 } else { 2_i64.pow(over).min(self.longest_pause) }
    }
}

fn buckets(login: &str, address: &str) -> [([u8; 32], Limit); 3] {
    let from = network(address);
    let named = |parts: [&str; 3]| -> [u8; 32] { Sha256::digest(parts.join("\n").as_bytes()).into() };
    [(named(["here", &from, login]), HERE), (named(["login", "", login]), LOGIN), (named(["address", &from, ""]), ADDRESS)]
}

/// What one caller can hardly leave: an address, or the half of an IPv6 address that is given to a household.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(six)) => six.segments().iter().take(4).map(|part| format!("{part:x}:")).collect(),
        Ok(four) => four.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Moment {
        Moment::from_micros(second * 1_000_000)
    }

    #[test]
    fn wrong_passwords_cost_a_growing_pause_with_an_end() {
        assert_eq!([5, 6, 7, 10, 15, 1000].map(|failures| HERE.pause_after(failures)), [0, 2, 4, 32, 900, 900]);
        assert_eq!([30, 31, 35, 1000].map(|failures| LOGIN.pause_after(failures)), [0, 2, 30, 30]);
    }

    #[test]
    fn tries_at_once_are_let_pass_until_the_pause() {
        let mut bucket = EMPTY;
        let passed = (0..150).filter(|_| HERE.after(bucket, at(7)).map(|next| bucket = next).is_some()).count();
        assert_eq!((passed, bucket.opens), (6, at(9)));
    }

    #[test]
    fn a_pause_ends_and_what_is_long_ago_is_forgotten() {
        let kept = Bucket { failures: 15, opens: at(900), tried: at(0), known: true };
        let failures = |second| HERE.after(kept, at(second)).map(|next| next.failures);
        assert_eq!([899, 900, 3600, 10 * 3600, 1_000_000].map(failures), [None, Some(16), Some(15), Some(6), Some(1)]);
        assert!(HERE.after(kept, at(900)).unwrap().known);
    }

    #[test]
    fn a_clock_put_back_shuts_nobody_out() {
        let kept = Bucket { failures: 15, opens: at(100_900), tried: at(100_000), known: false };
        assert_eq!(HERE.after(kept, at(5)).map(|next| (next.failures, next.opens)), Some((16, at(905))));
    }

    #[test]
    fn neighbours_of_one_network_share_its_bucket() {
        let same = |a: &str, b: &str| network(a) == network(b);
        assert!(same("2001:db8:1:2::5", "2001:db8:1:2:ffff::9") && !same("2001:db8:1:2::5", "2001:db8:1:3::5"));
        assert!(same("::ffff:10.0.0.7", "10.0.0.7") && !same("10.0.0.7", "10.0.0.8"));
    }
}
