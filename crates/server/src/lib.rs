//! What the binary `giaouoc` is made of: settings, wiring, commands. A library too, so that tests and
//! benchmarks serve exactly what people are served.

pub mod arguments;
pub mod commands;
#[cfg(test)]
mod documents;
pub mod listen;
mod log;
pub mod settings;
pub mod site;
