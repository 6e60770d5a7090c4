//! Versions of the scoring table: started, edited, compared, commented on, put in force. *Thang bảng điểm.*

pub mod compare;
pub mod consult;
pub mod details;
pub mod edit;
pub mod fit;
pub mod heard;
pub mod read;
pub mod sample;
pub mod start;
pub mod versions;
