//! A table's file, and the same bytes as a file of results.
#![no_main]

#[allow(dead_code, reason = "each target looks at one reader")]
#[path = "../../crates/exchange/tests/fuzz/holds.rs"]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    holds::table(bytes);
    holds::results(bytes);
});
