//! Corrections.

use values::{CorrectionId, YearId};

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
