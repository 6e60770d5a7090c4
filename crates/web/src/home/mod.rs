//! What is due for the signed-in person. *Việc của tôi.*

use std::sync::Arc;

use app::Cx;
use axum::Router;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
}
