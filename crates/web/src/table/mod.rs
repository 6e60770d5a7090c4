//! Building, importing, comparing and applying the scoring table. *Thang bảng điểm.*

pub mod formula;

use std::sync::Arc;

use app::Cx;
use axum::Router;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
}
