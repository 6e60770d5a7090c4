//! What is known of each unit and line.

use cycle::target::Assignment;
use scoring::{Entry, Leaf, Problem};
use storage::self_score::Sheet;
use storage::target::Target;
use storage::verification::questions::Question;
use storage::verification::{Finding, Response, Settlement};
use values::{AccountId, Moment, Points, UnitId};

use crate::self_score::fields::{self, Fields};

/// One unit in the book; lines follow the table's leaves.
#[derive(Clone, Debug)]
pub struct UnitBook {
    pub unit: UnitId,
    /// `None` until somebody touched it.
    pub sheet: Option<Sheet>,
    pub lines: Vec<LineFacts>,
}

impl UnitBook {
    /// Whether the sheet was ever sent: it is locked, or came back.
    pub fn was_sent(&self) -> bool {
        self.sheet.as_ref().is_some_and(|s| s.submitted_at.is_some())
    }

    /// Whether the sheet is sent and locked.
    pub fn submitted(&self) -> bool {
        self.sheet.as_ref().is_some_and(|s| s.state == cycle::self_score::SheetState::Submitted.code())
    }
}

/// One cell as kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellFacts {
    pub field: String,
    pub typed: String,
    pub version: i64,
    pub by: AccountId,
    pub at: Moment,
}

/// Everything about one unit and one line.
#[derive(Clone, Debug, Default)]
pub struct LineFacts {
    pub cells: Vec<CellFacts>,
    pub target: Option<Target>,
    /// Files that serve this line.
    pub files: u32,
    /// Findings of readings that are sent, first reader first; a decision between readers comes last.
    pub findings: Vec<Finding>,
    /// Which of them stands; none while readings differ. See [`LineFacts::found`].
    pub stands: Option<usize>,
    /// Whether a sent reading is about another entry than the one the unit has now (`V-18`).
    pub outdated: bool,
    /// The version of the decision between readings that stands, if one does.
    pub decision: Option<i64>,
    /// By how much readings differ beyond the limit, until somebody decides (`V-03`).
    pub differs: Option<Points>,
    /// Whether a reader proposes a change beyond the limit of one reader (`V-04`).
    pub large: bool,
    /// What the unit was asked back, and replied, in the order of asking. Not for everybody (`V-24`).
    pub questions: Vec<Question>,
    /// The unit's answer to the proposal that stands.
    pub response: Option<Response>,
    /// What was settled after everything else was said, or by a correction.
    pub settlement: Option<Settlement>,
    /// Whether a correction counts, but the line was disputed anew since.
    pub overtaken: bool,
    pub void: Void,
}

/// What is kept of a line but belongs to something that no longer stands. *Không còn hiệu lực.*
#[derive(Clone, Debug, Default)]
pub struct Void {
    pub response: Option<Response>,
    pub settlement: Option<Settlement>,
}

/// Which of a line's entries counts now, and since when. *Điểm đang tính theo.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What the unit reported.
    Reported,
    /// What a sent reading proposes.
    Found,
    Settled,
}

impl LineFacts {
    /// The texts of this line's cells.
    pub fn fields(&self) -> Fields {
        self.cells.iter().map(|c| (c.field.clone(), c.typed.clone())).collect()
    }

    /// One field's cell.
    pub fn cell(&self, field: &str) -> Option<&CellFacts> {
        self.cells.iter().find(|c| c.field == field)
    }

    /// What the assigning side said, if anything.
    pub fn assignment(&self) -> Option<Assignment> {
        let target = self.target.as_ref()?;
        let quantity = target.quantity.as_deref().and_then(|text| values::Quantity::read(text, values::Quantity::MOST_DECIMALS).ok());
        Assignment::restore(&target.assignment, quantity)
    }

    /// The entry the unit's own cells make.
    ///
    /// # Errors
    /// What is wrong with what was typed.
    pub fn reported(&self, leaf: &Leaf) -> Result<Entry, Problem> {
        fields::entry(leaf, leaf.decimals, &self.fields(), self.assignment())
    }

    /// The entry that counts now, and what it follows.
    pub fn counting(&self, leaf: &Leaf) -> (Entry, Standing) {
        let read = |text: &str| fields::entry(leaf, leaf.decimals, &fields::of_text(text), self.assignment()).unwrap_or(Entry::Refused);
        match (&self.settlement, self.proposed()) {
            (Some(settled), _) => (read(&settled.entry), Standing::Settled),
            (None, Some(found)) => (read(&found.entry), Standing::Found),
            (None, None) => (self.reported(leaf).unwrap_or(Entry::Refused), Standing::Reported),
        }
    }

    /// The finding that stands among those sent.
    pub fn found(&self) -> Option<&Finding> {
        self.stands.and_then(|at| self.findings.get(at))
    }

    /// The finding that stands, if it proposes another entry.
    pub fn proposed(&self) -> Option<&Finding> {
        self.found().filter(|f| !f.entry.is_empty())
    }

    /// The version of the kept answer, be it void; 0 while there is none.
    pub fn response_version(&self) -> i64 {
        self.response.as_ref().or(self.void.response.as_ref()).map_or(0, |said| said.version)
    }

    /// The version of the kept settlement, be it void; 0 while there is none.
    pub fn settlement_version(&self) -> i64 {
        self.settlement.as_ref().or(self.void.settlement.as_ref()).map_or(0, |settled| settled.version)
    }

    /// Whether a large change was read by one reader only (`V-04`).
    pub fn wants_second_reader(&self) -> bool {
        self.large && self.findings.len() == 1
    }

    /// Whether the unit has answered, or the line does not concern it.
    pub fn answered(&self, leaf: &Leaf) -> bool {
        !matches!(self.reported(leaf), Ok(Entry::Missing))
    }

    /// Whether the assigning side has taken the line out for this unit.
    pub fn concerns(&self) -> bool {
        !matches!(self.assignment(), Some(Assignment::Absent(cycle::target::Meaning::NotApplicable | cycle::target::Meaning::CountsAsZero)))
    }
}
