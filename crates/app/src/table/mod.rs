//! Versions of the scoring table. *Thang bảng điểm.*

pub mod details;
pub mod versions;
