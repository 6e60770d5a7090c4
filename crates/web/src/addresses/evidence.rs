//! Evidence.

use values::{EvidenceId, UnitId, YearId};

/// See [`unit_evidence`].
pub const UNIT_EVIDENCE: &str = "/years/{year}/evidence/of/{unit}";

/// Everything a unit has put in as evidence. *Minh chứng.*
pub fn unit_evidence(year: YearId, unit: UnitId) -> String {
    format!("/years/{year}/evidence/of/{unit}")
}

/// See [`evidence`].
pub const EVIDENCE: &str = "/years/{year}/evidence/{evidence}";

/// One piece: what it is, what it serves, its preview.
pub fn evidence(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}")
}

/// See [`evidence_file`].
pub const EVIDENCE_FILE: &str = "/years/{year}/evidence/{evidence}/file";

/// The file itself.
pub fn evidence_file(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}/file")
}
