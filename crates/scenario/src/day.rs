//! The days a visitor can arrive on. *Ngày minh họa.*

use values::Date;

/// A day of the story. What happened up to its morning has been told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Day {
    /// The cluster is set up; the table waits for comments. *Hội nghị ký giao ước.*
    Signing,
    /// Targets are assigned, the sheets are empty. *Sơ kết 6 tháng.*
    MidYear,
    /// Self-scoring has been opened; every sheet is empty. *Mở tự chấm.*
    Opened,
    /// Seven sheets are in; Trà Vinh's is half full. *Tự chấm.*
    SelfScoring,
    /// Readers compare sheets and evidence. *Thẩm định.*
    Verifying,
    /// Five findings are explained, three of them settled. *Thẩm định lần 2.*
    SecondReading,
    /// Every line is settled. *Tổng kết, xếp hạng.*
    Settled,
    /// Seven years on: the units were merged, a new cluster begins. *Sau sáp nhập.*
    Merged,
}

impl Day {
    /// In the order of the year.
    pub const ALL: [Self; 8] =
        [Self::Signing, Self::MidYear, Self::Opened, Self::SelfScoring, Self::Verifying, Self::SecondReading, Self::Settled, Self::Merged];

    /// The day a visitor arrives on who asks for none: there is something to type, and much to read.
    pub const FIRST_SHOWN: Self = Self::SelfScoring;

    /// The civil date.
    pub const fn iso(self) -> &'static str {
        match self {
            Self::Signing => "2018-03-23",
            Self::MidYear => "2018-07-10",
            Self::Opened => "2018-11-13",
            Self::SelfScoring => "2018-11-20",
            Self::Verifying => "2018-11-28",
            Self::SecondReading => "2018-12-03",
            Self::Settled => "2018-12-05",
            Self::Merged => "2025-07-15",
        }
    }

    /// A stable word for catalogues.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signing => "signing",
            Self::MidYear => "mid_year",
            Self::Opened => "opened",
            Self::SelfScoring => "self_scoring",
            Self::Verifying => "verifying",
            Self::SecondReading => "second_reading",
            Self::Settled => "settled",
            Self::Merged => "merged",
        }
    }

    /// The civil date.
    pub fn date(self) -> Date {
        on(self.iso())
    }

    /// The day that shows the state of `date`: the last one not after it, or the first.
    pub fn at(date: Date) -> Self {
        Self::ALL.into_iter().rev().find(|day| day.date() <= date).unwrap_or(Self::Signing)
    }
}

/// A date written in the story. The story's own tests read every one of them.
pub(crate) fn on(iso: &str) -> Date {
    Date::of_iso(iso).unwrap_or(Date::from_days(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_follow_the_year() {
        assert!(Day::ALL.windows(2).all(|pair| pair[0].date() < pair[1].date()));
        assert_eq!(Day::at(on("2018-11-25")), Day::SelfScoring);
        assert_eq!(Day::at(on("2018-01-02")), Day::Signing);
    }
}
