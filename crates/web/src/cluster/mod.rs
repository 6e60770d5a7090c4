//! The cluster's year: its page, set-up, members, seats, settings, deadlines, phases. *Cụm, năm.*

use std::sync::Arc;

use app::Cx;
use axum::Router;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
}
