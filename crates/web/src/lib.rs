//! Pages of the year: one struct and one template each, in the folder of its step.
//!
//! Knows people's words, addresses, forms and status codes. Refuses to know SQL and to decide anything.

pub mod addresses;
pub mod assets;
pub mod at_year;
pub mod demo;
pub mod done;
pub mod forms;
mod kept;
pub mod layout;
pub mod order;
pub mod reading;
pub mod reply;
pub mod security;
mod show;
pub mod signed_in;
pub mod told;
mod upload;
pub mod words;

// The steps of the year, each with its pages.
pub mod account;
pub mod cluster;
pub mod correction;
pub mod evidence;
pub mod home;
pub mod journal;
pub mod ranking;
pub mod self_score;
pub mod table;
pub mod target;
pub mod verification;

use std::sync::Arc;

use app::Cx;
use axum::{Extension, Router};

pub use at_year::AtYear;
pub use done::done;
pub use layout::{Frame, Ground, Visit};
pub use reply::Reply;
pub use signed_in::SignedIn;
pub use words::Words;

/// The pages of all steps.
pub fn steps() -> Router<Arc<Cx>> {
    Router::new()
        .merge(home::routes())
        .merge(account::routes())
        .merge(cluster::routes())
        .merge(table::routes())
        .merge(target::routes())
        .merge(self_score::routes())
        .merge(evidence::routes())
        .merge(verification::routes())
        .merge(ranking::routes())
        .merge(correction::routes())
        .merge(journal::routes())
}

/// The site: the pages of the steps with everything that stands around them.
pub fn site<S: Clone + Send + Sync + 'static>(steps: Router<S>, ground: Ground) -> Router<S> {
    security::around(steps.merge(assets::routes())).layer(Extension(ground))
}
