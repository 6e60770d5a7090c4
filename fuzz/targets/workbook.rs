//! One part of a workbook, the rest of it sound: the first byte says which.
#![no_main]

#[allow(dead_code, reason = "each target looks at one reader")]
#[path = "../../crates/exchange/tests/fuzz/holds.rs"]
mod holds;

use std::sync::LazyLock;

type Parts = Vec<(String, Vec<u8>)>;

static SOUND: LazyLock<Parts> = LazyLock::new(|| {
    let sample = exchange::workbook::samples::sample_table_workbook();
    holds::unpacked(&sample.unwrap_or_default())
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((which, content)) = bytes.split_first() else { return };
    let mut parts = SOUND.clone();
    let at = usize::from(*which) % parts.len();
    parts[at].1 = content.to_vec();
    holds::workbook(&holds::packed(&parts));
});
