//! A log's size and root as text that people can keep elsewhere and compare later.
//!
//! The form is that of C2SP tlog-checkpoint without signatures: origin, size and root, each on its
//! line; several checkpoints are parted by an empty line.

use core::fmt;

use crate::journal::Seq;
use crate::merkle::Hash;

const ORIGIN: &str = "giaouoc/log/";
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a log was at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub log: i64,
    pub size: Seq,
    pub root: Hash,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{ORIGIN}{}\n{}\n{}", self.log, self.size, base64(&self.root))
    }
}

/// Reads every checkpoint of a file; signature lines are passed over.
/// # Errors
/// The number of the line, from 1, that is not as it should be.
pub fn parse(text: &str) -> Result<Vec<Checkpoint>, usize> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('—'));
    let mut found = Vec::new();
    while let Some((at, origin)) = lines.next() {
        let log = origin.strip_prefix(ORIGIN).and_then(|log| log.parse().ok()).ok_or(at + 1)?;
        let (at, size) = lines.next().ok_or(at + 2)?;
        let size = size.parse().ok().filter(|size| *size > 0).ok_or(at + 1)?;
        let (at, root) = lines.next().ok_or(at + 2)?;
        found.push(Checkpoint { log, size, root: unbase64(root).ok_or(at + 1)? });
    }
    Ok(found)
}

/// Bits of `bytes` from number `at`, six at a time, as if zeros followed.
fn six_bits(bytes: &[u8], at: usize) -> usize {
    let byte = |n: usize| usize::from(bytes.get(n).copied().unwrap_or(0));
    let pair = byte(at / 8) << 8 | byte(at / 8 + 1);
    (pair >> (10 - at % 8)) & 63
}

fn base64(hash: &Hash) -> String {
    let letters = (0..256).step_by(6).map(|at| LETTERS.get(six_bits(hash, at)).map_or('A', |letter| char::from(*letter)));
    letters.chain(['=']).collect()
}

fn unbase64(text: &str) -> Option<Hash> {
    let mut hash = [0_u8; 32];
    let letters = text.strip_suffix('=').filter(|letters| letters.len() == 43)?;
    for (n, letter) in letters.bytes().enumerate() {
        let bits = LETTERS.iter().position(|one| *one == letter)?;
        for bit in 0..6 {
            let at = n * 6 + bit;
            let set = u8::try_from(bits >> (5 - bit) & 1).ok()?;
            match hash.get_mut(at / 8) {
                Some(byte) => *byte |= set << (7 - at % 8),
                None if set == 0 => {}
                None => return None,
            }
        }
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let all: Vec<_> =
            (0_u8..40).map(|n| Checkpoint { log: i64::from(n) - 3, size: 1 + i64::from(n), root: crate::merkle::leaf(&[n]) }).collect();
        let text: String = all.iter().map(|one| format!("{one}\n")).collect();
        assert_eq!(parse(&text), Ok(all));
    }

    #[test]
    fn the_form_is_the_usual_one() {
        let one = Checkpoint { log: 7, size: 3, root: [0xff; 32] };
        assert_eq!(one.to_string(), "giaouoc/log/7\n3\n//////////////////////////////////////////8=\n");
        let signed = format!("{one}\n— somebody c2lnbmF0dXJl\n");
        assert_eq!(parse(&signed), Ok(vec![one]));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(parse("x\n"), Err(1));
        assert_eq!(parse("giaouoc/log/1\n"), Err(2));
        assert_eq!(parse("giaouoc/log/1\n0\nAA="), Err(2));
        assert_eq!(parse("giaouoc/log/1\n4\nAA="), Err(3));
        assert_eq!(parse("giaouoc/log/1\n4\n//////////////////////////////////////////9="), Err(3));
    }
}
