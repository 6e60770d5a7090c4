//! Beginning a draft. *Lập dự thảo.*

use std::sync::Arc;

use app::Cx;
use app::table::read;
use app::table::start::{self, Start};
use axum::extract::State;
use axum::response::Response;

use super::key;
use crate::forms::Form;
use crate::{AtYear, Reply, addresses, done};

/// `POST /years/{year}/table/new`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let from = from(&at, &cx, &form).await?;
    let id = start::start(&cx, at.actor(), at.year(), &key(&form)?, &from).await?;
    Ok(done(&addresses::table_version(at.year(), id), "table_drafted"))
}

/// A version by its id, or one of the four beginnings.
async fn from(at: &AtYear, cx: &Cx, form: &Form) -> Result<Start, Reply> {
    match form.text("from") {
        "sample" => Ok(Start::Sample),
        "last_year" => Ok(Start::LastYear),
        "in_force" => read::in_force(cx, &at.desk).await?.map(|held| Start::Version(held.listed.id)).ok_or(Reply::NotFound),
        "empty" => Ok(Start::Empty),
        id => id.parse().map(Start::Version).map_err(|_| Reply::NotFound),
    }
}
