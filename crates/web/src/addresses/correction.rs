//! Corrections.

use values::{CorrectionId, UnitId, YearId};

/// See [`corrections`].
pub const CORRECTIONS: &str = "/years/{year}/corrections";

/// The year's corrections. *Đính chính.*
pub fn corrections(year: YearId) -> String {
    format!("/years/{year}/corrections")
}

/// See [`correction`].
pub const CORRECTION: &str = "/years/{year}/corrections/{correction}";

/// One correction: old and new side by side.
pub fn correction(year: YearId, correction: CorrectionId) -> String {
    format!("/years/{year}/corrections/{correction}")
}

/// See [`apply_correction`].
pub const APPLY_CORRECTION: &str = "/years/{year}/corrections/{correction}/apply";

/// Where a correction's application is sent.
pub fn apply_correction(year: YearId, correction: CorrectionId) -> String {
    format!("/years/{year}/corrections/{correction}/apply")
}

/// See [`cancel_correction`].
pub const CANCEL_CORRECTION: &str = "/years/{year}/corrections/{correction}/cancel";

/// Where a correction's cancellation is sent.
pub fn cancel_correction(year: YearId, correction: CorrectionId) -> String {
    format!("/years/{year}/corrections/{correction}/cancel")
}

/// See [`propose_correction`].
pub const PROPOSE_CORRECTION: &str = "/years/{year}/corrections/new/{unit}/{*path}";

/// Proposing a correction of one line. *Đề nghị đính chính.*
pub fn propose_correction(year: YearId, unit: UnitId, path: &str) -> String {
    format!("/years/{year}/corrections/new/{unit}/{}", super::encoded(path))
}
