//! Assigning targets. *Giao chỉ tiêu.*

mod edit;
mod grid;
mod history;
mod paste;
mod targets;
mod workbook;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::addresses;
use crate::upload::WITH_WORKBOOK;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(addresses::TARGETS, get(targets::show).post(edit::post))
        .route(addresses::TARGETS_PASTE, post(paste::post))
        .route(addresses::TARGETS_WORKBOOK, post(workbook::post).layer(DefaultBodyLimit::max(WITH_WORKBOOK)))
        .route(addresses::TARGET_HISTORY, get(history::show))
}
