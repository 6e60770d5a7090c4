//! Files and what they prove. *Minh chứng.*

pub mod drop;
pub(crate) mod file;
pub mod from_store;
pub mod kinds;
mod part;
mod piece;
pub mod shown;
mod store;
pub(crate) mod upload;
mod withdraw;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::addresses;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    let files = get(store::show).post(upload::post).layer(DefaultBodyLimit::max(upload::MOST_SENT));
    Router::new()
        .route(addresses::UNIT_EVIDENCE, files)
        .route(addresses::EVIDENCE, get(piece::show).post(piece::describe))
        .route(addresses::EVIDENCE_FILE, get(file::send))
        .route(addresses::EVIDENCE_ATTACH, post(piece::attach))
        .route(addresses::EVIDENCE_DETACH, post(piece::detach))
        .route(addresses::EVIDENCE_WITHDRAW, get(withdraw::show).post(withdraw::post))
}
