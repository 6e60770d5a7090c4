//! Who changed what, when and why, with proofs. *Nhật ký.*

mod entry;
mod list;
mod told;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::routing::get;

use crate::addresses as at;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new().route(at::JOURNAL, get(list::show)).route(at::JOURNAL_ENTRY, get(entry::show))
}
