//! Every component on one page, for looking at and for checking; the demo only.

use axum::Router;

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
}
