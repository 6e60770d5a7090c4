//! Pages of the year: one struct and one template each, in the folder of its step.
//!
//! Knows people's words, addresses, forms and status codes. Refuses to know SQL and to decide anything.

pub mod addresses;
pub mod assets;
pub mod demo;
pub mod forms;
pub mod layout;
pub mod order;
pub mod reading;
pub mod reply;
pub mod security;
mod show;
pub mod signed_in;
pub mod style;
pub mod told;
pub mod words;

use axum::{Extension, Router};

pub use layout::{Frame, Ground, Visit};
pub use reply::Reply;
pub use signed_in::SignedIn;
pub use words::Words;

/// The site: the pages of the steps with everything that stands around them.
pub fn site<S: Clone + Send + Sync + 'static>(steps: Router<S>, ground: Ground) -> Router<S> {
    let shared = Router::new().merge(assets::routes()).merge(layout::routes());
    let demo_only = if ground.demo { style::routes() } else { Router::new() };
    security::around(steps.merge(shared).merge(demo_only)).layer(Extension(ground))
}
