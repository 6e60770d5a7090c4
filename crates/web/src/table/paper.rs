//! The table on paper: numbered lines and a blank column for remarks. *Bản in lấy ý kiến.*

use std::sync::Arc;

use app::Cx;
use askama::Template;
use axum::extract::State;
use axum::response::Html;

use super::outline::{self, Row};
use super::{frame, opened};
use crate::reply::{self, Reply};
use crate::{AtYear, Frame, Words};

#[derive(Template)]
#[template(path = "table/paper.html")]
struct PaperPage {
    w: Words,
    frame: Frame,
    title: String,
    size: String,
    rows: Vec<Row>,
}

/// `GET /years/{year}/table/{version}/print`
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let (opened, w) = (opened(&at, &cx).await?, at.w());
    reply::page(&PaperPage {
        w,
        frame: frame(&at, &opened, w.t("table.paper")).wide(),
        title: opened.draft.title.clone(),
        size: outline::size(w, &opened.draft),
        rows: outline::rows(w, &opened.draft, &opened.details),
    })
}
