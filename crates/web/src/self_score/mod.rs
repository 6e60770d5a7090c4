//! The sheet. *Tự chấm.*

use std::sync::Arc;

use app::Cx;
use axum::Router;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
}
