//! Six steps from an empty store to a year that can begin; each can be left and taken up again. *Thiết lập.*

mod first;
mod proof;
mod roster;
pub mod steps;

use std::sync::Arc;

use app::Cx;
use app::cluster::settings;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};
use cycle::cluster::{Act, On};

use crate::addresses;
use crate::at_year::AtYear;
use crate::cluster::{deadlines, newcomers};
use crate::done;
use crate::forms::Form;
use crate::layout::Ground;
use crate::reply::{self, Reply};

/// The pages of the set-up.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new().route(&addresses::setup(), get(first::show).post(first::post)).route(addresses::SETUP_STEP, get(show).post(post))
}

/// The step in the address.
fn step(at: &AtYear) -> Result<u8, Reply> {
    at.id::<u8>("step").and_then(|n| if (1..=6).contains(&n) { Ok(n) } else { Err(Reply::NotFound) })
}

/// `GET /years/{year}/setup/{step}`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let step = step(&at)?;
    at.desk.require(Act::SetUpYear, On::CLUSTER)?;
    let html = match step {
        1 => first::again(&at, &cx).await?,
        2 => roster::show(&at, &cx).await?,
        3 => steps::table(&at, &cx).await?,
        4 => reply::page(&deadlines::fresh(&at, &cx, true))?,
        5 => newcomers::in_setup(&at, &cx)?,
        _ => proof::show(&at, &cx).await?,
    };
    Ok(html.into_response())
}

/// `POST /years/{year}/setup/{step}`: keeps the step and goes on to the next.
async fn post(
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    ground: Option<Extension<Ground>>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Reply> {
    let step = step(&at)?;
    at.desk.require(Act::SetUpYear, On::CLUSTER)?;
    match step {
        1 => first::correct(&at, &cx, form).await?,
        2 => {
            if let Some(html) = roster::save(&at, &cx, form).await? {
                return Ok(html.into_response());
            }
        }
        4 => deadlines::save(&at, &cx, form, true).await?,
        5 => return people(&at, &cx, &newcomers::origin(ground.as_deref(), &headers), form).await,
        _ => {}
    }
    settings::setup_reached(&cx, at.actor(), at.year(), i64::from(step)).await?;
    Ok(if step == 6 {
        done(&addresses::year(at.year()), "setup_done")
    } else {
        Redirect::to(&addresses::setup_step(at.year(), step + 1)).into_response()
    })
}

/// The fifth step is through once somebody was invited; asking for more rows or pasting a list invites nobody.
async fn people(at: &AtYear, cx: &Cx, origin: &str, form: Form) -> Result<Response, Reply> {
    let looks_first = form.has("more") || !form.text("paste").is_empty();
    let answer = newcomers::invite(at, cx, origin, form, true).await?;
    if !looks_first {
        settings::setup_reached(cx, at.actor(), at.year(), 5).await?;
    }
    Ok(answer)
}
