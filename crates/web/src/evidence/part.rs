//! Which part of a file a browser asks for. *Phần tệp được yêu cầu.*
//!
//! A viewer of PDF files fetches the pages it shows, a download goes on where it was cut off: RFC 9110, parts
//! 13 and 14. One range is answered as asked; several are answered by the whole file, as a server may.

use std::ops::RangeInclusive;

use axum::http::{HeaderMap, HeaderName, header};
use http_range_header::parse_range_header;

/// What is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Whole,
    /// These bytes, the last one included.
    Part(RangeInclusive<u64>),
    /// The browser holds the file as it is.
    Held,
    /// There are no such bytes.
    Beyond,
}

/// What these headers ask of a file of `len` bytes whose content is named by `tag`, quotes included.
pub(super) fn asked(headers: &HeaderMap, tag: &str, len: u64) -> Asked {
    let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if said(header::IF_NONE_MATCH).is_some_and(|tags| names(tags, tag)) {
        return Asked::Held;
    }
    let still = headers.get(header::IF_RANGE).is_none_or(|held| held.as_bytes() == tag.as_bytes());
    said(header::RANGE).filter(|_| still).map_or(Asked::Whole, |range| part(range, len))
}

/// Whether one of `tags` is this one; marks of weakness do not count here.
fn names(tags: &str, tag: &str) -> bool {
    tags.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// A range that cannot be read is passed over.
fn part(range: &str, len: u64) -> Asked {
    match parse_range_header(range) {
        Ok(ranges) if ranges.len() == 1 => match ranges.validate(len) {
            Ok(valid) => valid.into_iter().next().map_or(Asked::Whole, Asked::Part),
            Err(_) => Asked::Beyond,
        },
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(headers: &[(HeaderName, &str)], expected: &Asked) {
        let map = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        assert_eq!(asked(&map, "\"ab\"", 10), *expected, "{headers:?}");
    }

    #[test]
    fn one_range_is_answered_as_asked_and_several_by_the_whole() {
        for (range, expected) in [
            ("bytes=0-3", Asked::Part(0..=3)),
            ("bytes=4-", Asked::Part(4..=9)),
            ("bytes=-3", Asked::Part(7..=9)),
            ("bytes=-99", Asked::Part(0..=9)),
            ("bytes=8-99", Asked::Part(8..=9)),
            ("bytes=10-", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=0-1,4-5", Asked::Whole),
            ("bytes=3-1", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("lines=1-2", Asked::Whole),
        ] {
            check(&[(header::RANGE, range)], &expected);
        }
        check(&[], &Asked::Whole);
    }

    #[test]
    fn a_part_is_of_the_file_that_was_seen() {
        let range = (header::RANGE, "bytes=0-3");
        check(&[range.clone(), (header::IF_RANGE, "\"ab\"")], &Asked::Part(0..=3));
        for other in ["\"cd\"", "W/\"ab\"", "Mon, 05 Nov 2018 08:00:00 GMT"] {
            check(&[range.clone(), (header::IF_RANGE, other)], &Asked::Whole);
        }
    }

    #[test]
    fn what_is_held_is_not_sent_again() {
        for (tags, expected) in [("\"ab\"", Asked::Held), ("\"cd\", W/\"ab\"", Asked::Held), ("*", Asked::Held), ("\"cd\"", Asked::Whole)] {
            check(&[(header::IF_NONE_MATCH, tags)], &expected);
        }
        check(&[(header::IF_NONE_MATCH, "\"ab\""), (header::RANGE, "bytes=0-3")], &Asked::Held);
    }
}
