//! Evidence: files kept once by content, serving many lines. *Minh chứng.*

pub mod add;
