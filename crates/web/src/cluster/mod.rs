//! The cluster's year: its page, set-up, members, seats, settings, deadlines, phases. *Cụm, năm.*

mod asked;
mod deadlines;
mod members;
mod newcomers;
mod next;
mod pasted_people;
mod phase;
mod seats;
mod settings;
mod setup;
mod units;
mod year;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::routing::get;

use crate::addresses;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(addresses::YEAR, get(year::show))
        .route(addresses::PHASE, get(phase::show).post(phase::post))
        .route(addresses::NEXT_YEAR, get(next::show).post(next::post))
        .route(addresses::MEMBERS, get(members::list::show))
        .route(addresses::MEMBER, get(members::change::show).post(members::change::post))
        .route(addresses::HAND_OVER, get(members::hand_over::show).post(members::hand_over::post))
        .route(addresses::SEATS, get(seats::list::show))
        .route(addresses::NEW_SEAT, get(seats::give::show).post(seats::give::post))
        .route(addresses::SEAT, get(seats::end::show).post(seats::end::post))
        .route(addresses::NEWCOMERS, get(newcomers::show).post(newcomers::post))
        .route(addresses::SETTINGS, get(settings::show).post(settings::post))
        .route(addresses::DEADLINES, get(deadlines::show).post(deadlines::post))
        .merge(setup::routes())
        .merge(units::routes())
}
