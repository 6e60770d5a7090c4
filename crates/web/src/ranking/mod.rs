//! Ranking, heat map, why. *Xếp hạng.*

mod bars;
mod exclusions;
mod export;
mod heat;
mod heat_cells;
mod listing;
mod not_yet;
pub(crate) mod paper;
mod papers;
pub(crate) mod say;
mod tie;
mod why;
mod why_facts;
mod why_group;
mod why_unit;

use std::sync::Arc;

use app::{Cx, IdemKey};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;

use crate::addresses;
use crate::evidence::upload::MOST_SENT;
use crate::forms::{Form, Problems};
use crate::reply::Reply;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    let papers = Router::new()
        .route(addresses::EXCLUSIONS, get(exclusions::show).post(exclusions::post))
        .route(addresses::EXCLUSION_PAPER, get(papers::send).post(papers::post))
        .layer(DefaultBodyLimit::max(MOST_SENT));
    Router::new()
        .route(addresses::RANKING, get(listing::show))
        .route(addresses::RANKING_FILE, get(export::file))
        .route(addresses::TIE, get(tie::show).post(tie::post))
        .route(addresses::WITHDRAW_TIE, get(tie::ask_withdrawal).post(tie::withdraw))
        .route(addresses::HEAT, get(heat::show))
        .merge(papers)
        .route(addresses::LIFT_EXCLUSION, get(exclusions::ask_lifting).post(exclusions::lift))
        .route(addresses::WHY_UNIT, get(why_unit::show))
        .route(addresses::WHY, get(why::show))
}

/// The key of a form's sending, which makes sending twice the same as once.
pub(crate) fn key(form: &Form) -> Result<IdemKey, Reply> {
    IdemKey::of(form.key()).ok_or_else(|| Reply::BadForm(Problems::default()))
}
