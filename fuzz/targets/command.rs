//! The command `score`: a table and its results, parted by a line of two hyphens.
#![no_main]

#[allow(dead_code, reason = "each target looks at one reader")]
#[path = "../../crates/exchange/tests/fuzz/holds.rs"]
mod holds;

const BETWEEN: &[u8] = b"\n--\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let at = bytes.windows(BETWEEN.len()).position(|part| part == BETWEEN);
    let (table, results) = at.map_or((bytes, &b""[..]), |at| (&bytes[..at], &bytes[at + BETWEEN.len()..]));
    holds::command(table, results);
});
