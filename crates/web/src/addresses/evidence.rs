//! Evidence.

use values::{EvidenceId, UnitId, YearId};

/// See [`unit_evidence`].
pub const UNIT_EVIDENCE: &str = "/years/{year}/evidence/of/{unit}";

/// Everything a unit has put in as evidence; files are sent here. *Minh chứng.*
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

/// The file itself; with `?download` it is saved and not shown.
pub fn evidence_file(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}/file")
}

/// See [`evidence_attach`].
pub const EVIDENCE_ATTACH: &str = "/years/{year}/evidence/{evidence}/attach";

/// Where a piece is attached to more lines. *Gắn.*
pub fn evidence_attach(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}/attach")
}

/// See [`evidence_detach`].
pub const EVIDENCE_DETACH: &str = "/years/{year}/evidence/{evidence}/detach";

/// Where a piece is taken off a line. *Gỡ.*
pub fn evidence_detach(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}/detach")
}

/// See [`evidence_withdraw`].
pub const EVIDENCE_WITHDRAW: &str = "/years/{year}/evidence/{evidence}/withdraw";

/// Where a piece is withdrawn, with a reason. *Thu hồi.*
pub fn evidence_withdraw(year: YearId, evidence: EvidenceId) -> String {
    format!("/years/{year}/evidence/{evidence}/withdraw")
}
