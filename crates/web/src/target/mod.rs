//! Assigning targets. *Giao chỉ tiêu.*

mod edit;
mod grid;
mod history;
mod paste;
mod targets;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::routing::{get, post};

use crate::addresses;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(addresses::TARGETS, get(targets::show).post(edit::post))
        .route(addresses::TARGETS_PASTE, post(paste::post))
        .route(addresses::TARGET_HISTORY, get(history::show))
}
