//! Whose rows a question is about. *Phạm vi.*

use values::{ClusterId, OrgId, YearId};

/// One cluster's year inside its organisation. Functions of a step take it, so that no question can be
/// asked across clusters by forgetting a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    pub org: OrgId,
    pub cluster: ClusterId,
    pub year: YearId,
}

impl Scope {
    /// The journal log of this cluster's year.
    pub const fn log(self) -> i64 {
        self.year.raw()
    }
}
