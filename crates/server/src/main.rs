//! The binary `giaouoc`.

fn main() {}
