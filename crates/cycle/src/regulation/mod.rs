//! The settings the year obeys, one dated value. *Quy chế hoạt động.*
//!
//! Nothing in these settings is a constant elsewhere. Where no source fixes a value the default is only
//! a starting point, to be decided by the cluster.

mod fields;

use crate::refusal::coded;
use crate::target::Meaning;
use crate::year::Phase;
use values::{Date, Quantity};

pub use fields::NotASetting;

/// Usual reasons of a proposal, by stable words that the catalogues know. *Lý do thường gặp.*
pub const REASONS: [&str; 6] = ["missing_evidence", "outside_period", "figures_differ", "counted_twice", "above_frame", "other"];

/// One cluster's settings for one year. *Quy chế.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regulation {
    /// The day these settings hold from; `None` while the year is being prepared.
    pub in_force_from: Option<Date>,
    /// Number of the paper that fixed them; may be empty.
    pub decision: String,
    /// Rules that part units with equal totals, tried in this order. *Quy tắc đồng điểm.*
    pub ties: Vec<TieRule>,
    /// What happens when they run out.
    pub ties_end: TiesEnd,
    /// Classes by share of the maximum, best first. *Xếp loại.*
    pub classes: Vec<ClassBand>,
    /// The meaning offered first when a unit has no target; people still choose.
    pub no_target: Meaning,
    /// How many other units read each sheet. *Số đơn vị thẩm định.*
    pub readers: u16,
    /// Whether two readers read apart, each blind to the other. *Đọc độc lập.*
    pub double_blind: bool,
    /// Two blind readings differing by more than this many points go to a decision.
    pub difference_limit: Quantity,
    /// A proposal changing more than this many points wants a second reader; `None` never.
    pub second_reader_limit: Option<Quantity>,
    /// Whether the head may change an applied table; the superior always may.
    pub head_changes_table: bool,
    /// Whether a table is put in force only once every comment is answered and every unit agrees to it.
    pub table_waits: bool,
    /// When members see each other's scores.
    pub peer_view: PeerView,
    /// The phase from which members see the ranking.
    pub ranking_from: Phase,
    /// Days a unit has to explain after findings are sent.
    pub explanation_days: u16,
    pub explanation_count: DayCount,
    /// Whether a unit that says nothing by the deadline has accepted.
    pub silence_accepts: bool,
    /// Who may move a deadline that is set.
    pub extension: Extension,
    /// What happens to a sheet after the deadline.
    pub late: Late,
    /// Least characters of a reason.
    pub reason_least: u16,
    /// Reasons a proposal may pick: usual ones of [`REASONS`] by their stable word, the cluster's own as it words them.
    /// *Danh mục lý do.*
    pub reasons: Vec<String>,
    /// Most bytes of one file of evidence.
    pub evidence_most_bytes: u32,
}

/// A rule that parts two units with equal totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TieRule {
    /// More points in the group at this path.
    Group(String),
    /// Fewer deductions.
    FewerDeductions,
}

coded! {
    /// What happens when the tie rules run out.
    TiesEnd {
        /// Units share the rank: 1, 2, 2, 4. *Đồng hạng.*
        Share = "share",
        /// Ranking stops until a vote is recorded. *Chờ biểu quyết.*
        Vote = "vote",
        /// Ranking stops until a draw is recorded. *Chờ bốc thăm.*
        Draw = "draw",
    }
}

coded! {
    /// When a member unit sees the scores of the others.
    PeerView {
        /// From the settled phase on. *Sau khi chốt điểm.*
        Settled = "settled",
        /// Once its own sheet is submitted. *Sau khi đơn vị mình đã gửi.*
        OwnSubmitted = "own_submitted",
        /// Always. *Luôn luôn.*
        Always = "always",
    }
}

coded! {
    /// How days are counted.
    DayCount {
        Calendar = "calendar",
        Working = "working",
    }
}

coded! {
    /// Who may move a deadline that is set.
    Extension {
        Nobody = "nobody",
        Superior = "superior",
        HeadOrSuperior = "head_or_superior",
    }
}

coded! {
    /// What happens to a sheet after the deadline.
    Late {
        /// Closed; only an extension reopens it.
        Refused = "refused",
        /// Taken, and marked with the days it is late.
        Marked = "marked",
    }
}

/// One class: a share of the maximum in percent, with its borders. *Mức xếp loại.*
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassBand {
    /// Stable word; the catalogue names the usual ones.
    pub code: String,
    /// The cluster's own name for it; empty means the catalogue's.
    pub name: String,
    pub from: Quantity,
    pub from_inclusive: bool,
    /// `None` is open upward.
    pub to: Option<Quantity>,
    pub to_inclusive: bool,
}

impl ClassBand {
    /// Whether a rate in percent falls into this class. Rule `Q-01`; source: cluster regulation.
    pub fn holds(&self, percent: Quantity) -> bool {
        let above = percent > self.from || (self.from_inclusive && percent == self.from);
        let below = self.to.is_none_or(|to| percent < to || (self.to_inclusive && percent == to));
        above && below
    }

    fn starting(code: &str, from: i64, to: Option<i64>) -> Self {
        Self {
            code: code.to_owned(),
            name: String::new(),
            from: Quantity::new(from, 0),
            from_inclusive: true,
            to: to.map(|t| Quantity::new(t, 0)),
            to_inclusive: false,
        }
    }
}

impl Regulation {
    /// Starting settings. None of these values comes from a law; each is the cluster's to change.
    pub fn default_2018() -> Self {
        Self {
            in_force_from: None,
            decision: String::new(),
            ties: Vec::new(),
            ties_end: TiesEnd::Share,
            classes: vec![
                ClassBand::starting("excellent", 90, None),
                ClassBand::starting("good", 80, Some(90)),
                ClassBand::starting("fair", 70, Some(80)),
                ClassBand::starting("incomplete", 0, Some(70)),
            ],
            no_target: Meaning::NoTarget,
            readers: 2,
            double_blind: false,
            difference_limit: Quantity::new(100, 2),
            second_reader_limit: None,
            head_changes_table: false,
            table_waits: false,
            peer_view: PeerView::OwnSubmitted,
            ranking_from: Phase::Settled,
            explanation_days: 5,
            explanation_count: DayCount::Working,
            silence_accepts: true,
            extension: Extension::HeadOrSuperior,
            late: Late::Refused,
            reason_least: 10,
            reasons: REASONS.map(str::to_owned).to_vec(),
            evidence_most_bytes: 20 * 1024 * 1024,
        }
    }

    /// Whether a text is long enough for a reason. Rule `Q-02`; source: cluster regulation,
    /// `reason_least`; blanks at the ends do not count.
    pub fn is_reason(&self, text: &str) -> bool {
        text.trim().chars().count() >= usize::from(self.reason_least)
    }

    /// The class of a rate in percent, best first.
    pub fn class_of(&self, percent: Quantity) -> Option<&ClassBand> {
        self.classes.iter().find(|band| band.holds(percent))
    }

    /// Gaps and overlaps between the classes' borders, by the codes of the two classes. Rule `Q-03`;
    /// source: cluster regulation; each rate belongs to exactly one class.
    pub fn class_faults(&self) -> Vec<(String, String)> {
        let mut ordered: Vec<&ClassBand> = self.classes.iter().collect();
        ordered.sort_by_key(|band| band.from);
        ordered.windows(2).filter_map(|pair| border_fault(pair.first()?, pair.last()?)).collect()
    }
}

/// Two neighbours meet when the border belongs to exactly one of them.
fn border_fault(lower: &ClassBand, upper: &ClassBand) -> Option<(String, String)> {
    let meets = lower.to == Some(upper.from) && lower.to_inclusive != upper.from_inclusive;
    (!meets).then(|| (lower.code.clone(), upper.code.clone()))
}

#[cfg(test)]
mod tests;
