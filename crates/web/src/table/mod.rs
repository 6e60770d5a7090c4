//! Building, importing, comparing, commenting on and applying the scoring table. *Thang bảng điểm.*

pub mod formula;

mod apply;
mod comments;
mod compare;
mod grid;
mod import;
mod line;
mod line_comments;
mod line_form;
mod outline;
mod paper;
mod rules;
mod said;
mod shape;
mod start;
mod trial;
mod version;
mod versions;
mod workbook;

use std::sync::Arc;

use app::cluster::found::SETUP_DONE;
use app::table::read::{self, Opened};
use app::{Cx, IdemKey};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use cycle::cluster::{Act, On};
use values::TableId;

use crate::forms::Form;
use crate::upload::WITH_WORKBOOK;
use crate::{AtYear, Frame, Reply, addresses};

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    let large = Router::new()
        .route(addresses::TABLE_IMPORT, get(import::show).post(import::read))
        .route(addresses::TABLE_KEPT, post(import::keep))
        .layer(DefaultBodyLimit::max(WITH_WORKBOOK));
    Router::new()
        .route(addresses::TABLE, get(versions::show))
        .route(addresses::TABLE_NEW, post(start::post))
        .route(addresses::TABLE_FORM, get(workbook::form))
        .route(addresses::TABLE_VERSION, get(version::show))
        .route(addresses::TABLE_LINE, get(line::show).post(line::post))
        .route(addresses::TABLE_SHAPE, post(shape::post))
        .route(addresses::TABLE_GRID, get(grid::show).post(grid::post))
        .route(addresses::TABLE_RULES, get(rules::show).post(rules::post))
        .route(addresses::TABLE_TRIAL, get(trial::show).post(trial::post))
        .route(addresses::TABLE_COMPARE, get(compare::show))
        .route(addresses::TABLE_APPLY, get(apply::show).post(apply::post))
        .route(addresses::TABLE_COMMENTS, get(comments::show))
        .route(addresses::TABLE_SEND_OUT, post(comments::send))
        .route(addresses::TABLE_AGREE, post(comments::agree))
        .route(addresses::TABLE_ANSWER_COMMENT, post(comments::answer))
        .route(addresses::TABLE_WITHDRAW_COMMENT, post(comments::withdraw))
        .route(addresses::TABLE_WHOLE_COMMENTS, get(line_comments::show).post(line_comments::post))
        .route(addresses::TABLE_LINE_COMMENTS, get(line_comments::show).post(line_comments::post))
        .route(addresses::TABLE_PRINT, get(paper::show))
        .route(addresses::TABLE_WORKBOOK, get(workbook::export))
        .merge(large)
}

/// The version in the address.
async fn opened(at: &AtYear, cx: &Cx) -> Result<Opened, Reply> {
    Ok(read::open(cx, &at.desk, at.id::<TableId>("version")?).await?)
}

/// The version in the address, for someone who is about to edit it.
async fn draft(at: &AtYear, cx: &Cx) -> Result<Opened, Reply> {
    at.desk.require(Act::EditTable, On::CLUSTER)?;
    let opened = opened(at, cx).await?;
    if opened.is_draft() { Ok(opened) } else { Err(app::table::read::not_a_draft(&opened.listed).into()) }
}

/// The frame of a page of this step; while the year is set up, with the way back to the steps.
fn start_frame(at: &AtYear, title: impl Into<String>) -> Frame {
    let frame = at.frame(title);
    if in_setup(at) { frame.crumb(addresses::setup_step(at.year(), SETUP_STEP), at.w().t("table.in_setup")) } else { frame }
}

/// The step of the set-up that this step of the year is.
const SETUP_STEP: u8 = 3;

/// Whether this person is setting up the year.
fn in_setup(at: &AtYear) -> bool {
    at.desk.year.setup_step < SETUP_DONE && at.desk.may(Act::SetUpYear, On::CLUSTER)
}

/// The frame of a page under a version's own page.
fn frame(at: &AtYear, opened: &Opened, title: impl Into<String>) -> Frame {
    let w = at.w();
    let name = w.fill("table.version", &[("n", &w.count(opened.listed.number))]);
    start_frame(at, title)
        .crumb(addresses::table(at.year()), w.t("table.title"))
        .crumb(addresses::table_version(at.year(), opened.listed.id), name)
}

/// The key of a form's sending; a form without one has none of ours.
fn key(form: &Form) -> Result<IdemKey, Reply> {
    IdemKey::of(form.key()).ok_or(Reply::CrossSite)
}

/// The version that the form saw.
fn seen(form: &Form) -> i64 {
    form.text("seen").parse().unwrap_or(0)
}
