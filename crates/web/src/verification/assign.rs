//! Confirming the rotation that gives every sheet its readers. *Phân công xoay vòng.*

use std::sync::Arc;

use app::Cx;
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, Response};
use axum::routing::get;
use cycle::cluster::{Act, On};
use cycle::verification::assign_readers;
use values::UnitId;

use crate::forms::{Form, Sheet};
use crate::{AtYear, Frame, Reply, Words, addresses, done, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::VERIFICATION_ASSIGN, get(show).post(assign))
}

#[derive(Template)]
#[template(path = "verification/assign.html")]
struct AssignPage {
    w: Words,
    frame: Frame,
    sheet: Sheet,
    rotation: String,
    /// Unit and readers, as the rotation would have it.
    pairs: Vec<(String, String)>,
    back: String,
}

/// `GET /years/{year}/verification/assign`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::AssignReaders, On::CLUSTER)?;
    let (w, desk) = (at.w(), &at.desk);
    let units: Vec<UnitId> = desk.members.iter().map(|m| m.unit).collect();
    let reads = assign_readers(&units, desk.regulation.readers, desk.year.year).map_err(|refused| app::Error::refused(&refused))?;
    let readers = |unit: UnitId| reads.iter().filter(|r| r.unit == unit).map(|r| desk.short_name(r.reader)).collect::<Vec<_>>().join(", ");
    reply::page(&AssignPage {
        w,
        frame: at.frame(w.t("verification.assign")).crumb(addresses::verification(at.year()), w.t("verification.title")),
        sheet: at.form(&cx, Form::default()),
        rotation: super::overview::rotation(w, desk),
        pairs: units.iter().map(|unit| (desk.short_name(*unit).to_owned(), readers(*unit))).collect(),
        back: addresses::verification(at.year()),
    })
}

/// `POST /years/{year}/verification/assign`
async fn assign(at: AtYear, State(cx): State<Arc<Cx>>, _: Form) -> Result<Response, Reply> {
    app::verification::readers::assign(&cx, at.actor(), at.year()).await?;
    Ok(done(&addresses::verification(at.year()), "readers_assigned"))
}
