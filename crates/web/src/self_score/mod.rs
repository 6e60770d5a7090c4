//! The sheet. *Tự chấm.*

mod answer;
mod cells;
mod fetched;
mod give_back;
mod import;
mod line;
mod plain;
mod rows;
mod send;
mod sheet;
mod stored;
mod typed;
mod units;
mod words;
mod workbook;

pub(crate) use typed::trouble;

use std::sync::Arc;

use app::Cx;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::addresses;
use crate::upload::WITH_WORKBOOK;

/// The pages of this step.
pub fn routes() -> Router<Arc<Cx>> {
    let import = post(import::preview).layer(DefaultBodyLimit::max(WITH_WORKBOOK)).get(import::ask);
    Router::new()
        .route(addresses::SHEETS, get(units::show))
        .route(addresses::SHEET, get(sheet::show).post(plain::post))
        .route(addresses::SHEET_CELLS, post(cells::save))
        .route(addresses::SHEET_UNDO, post(cells::undo))
        .route(addresses::SHEET_REDO, post(cells::redo))
        .route(addresses::SEND_SHEET, get(send::show).post(send::post))
        .route(addresses::RETURN_SHEET, get(give_back::show).post(give_back::post))
        .route(addresses::SHEET_FORM, get(workbook::download))
        .route(addresses::IMPORT_SHEET, import)
        .route(addresses::SHEET_LINE, get(line::show).post(stored::post))
}
