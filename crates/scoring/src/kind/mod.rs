//! The kinds of criteria. One file per kind: its settings, its rule, its code.

pub mod assigned;
pub mod bands;
pub mod bonus_deduction;
pub mod bonus_outside;
pub mod direct;
pub mod pass_fail;
pub mod per_occurrence;
pub mod proportional;
pub mod quantitative;
#[cfg(test)]
mod tests;

pub use bands::{Band, Bands, Input, Interval};
pub use bonus_deduction::BonusDeduction;
pub use bonus_outside::BonusOutside;
pub use per_occurrence::PerOccurrence;
pub use proportional::Proportional;
pub use quantitative::{Direction, Field, Figures, Leader, NoTarget, Quantitative};

/// How a criterion turns what was reported into points. *Cách tính.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// *Định lượng.*
    Quantitative(Quantitative),
    /// *Đạt / không đạt.*
    PassFail,
    /// *Chấm thẳng.*
    Direct,
    /// *Đơn vị chức năng chấm*: the points come from `source`.
    Assigned { source: String },
    /// *Theo tỷ lệ.*
    Proportional(Proportional),
    /// *Theo lượt.*
    PerOccurrence(PerOccurrence),
    /// *Cộng / trừ.*
    BonusDeduction(BonusDeduction),
    /// *Theo bậc.*
    Bands(Bands),
    /// *Thưởng ngoài tổng điểm.*
    BonusOutside(BonusOutside),
}

impl Kind {
    /// Every word a file may use for a kind, in the order of the format.
    pub const WORDS: [&'static str; 9] =
        ["quantitative", "pass_fail", "direct", "assigned", "proportional", "per_occurrence", "bonus_deduction", "bands", "bonus_outside"];

    /// The word of the file format.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Quantitative(_) => "quantitative",
            Self::PassFail => "pass_fail",
            Self::Direct => "direct",
            Self::Assigned { .. } => "assigned",
            Self::Proportional(_) => "proportional",
            Self::PerOccurrence(_) => "per_occurrence",
            Self::BonusDeduction(_) => "bonus_deduction",
            Self::Bands(_) => "bands",
            Self::BonusOutside(_) => "bonus_outside",
        }
    }

    /// The fields an entry of this kind may have.
    pub const fn fields(&self) -> &'static [&'static str] {
        match self {
            Self::Quantitative(_) => &["target", "actual"],
            Self::PassFail => &["achieved"],
            Self::Direct | Self::Assigned { .. } | Self::BonusOutside(_) => &["points"],
            Self::Proportional(_) => &["percent"],
            Self::PerOccurrence(_) => &["count"],
            Self::BonusDeduction(_) => &["bonus", "deduction"],
            Self::Bands(_) => &["value"],
        }
    }
}
