//! Corrections: proposed, compared, applied or cancelled. *Đính chính.*

mod list;
mod one;
mod propose;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::routing::{get, post};

use crate::addresses;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(addresses::CORRECTIONS, get(list::show))
        .route(addresses::PROPOSE_CORRECTION, get(propose::show).post(propose::post))
        .route(addresses::CORRECTION, get(one::show))
        .route(addresses::APPLY_CORRECTION, post(one::apply))
        .route(addresses::CANCEL_CORRECTION, post(one::cancel))
}
