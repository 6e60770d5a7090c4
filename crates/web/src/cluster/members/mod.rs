//! The year's members: the list, a change, the head's handing over. *Đơn vị thành viên.*

pub mod change;
pub mod hand_over;
pub mod list;
