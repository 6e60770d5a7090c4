//! Adding, moving and taking out lines of a draft. *Thêm, chuyển, bỏ dòng.*

use std::sync::Arc;

use app::Cx;
use app::table::edit::{Edit, Place, edit};
use axum::extract::State;
use axum::response::Response;
use scoring::table::edit::Move;
use values::TableId;

use super::{key, seen};
use crate::forms::Form;
use crate::{AtYear, Reply, addresses, done};

/// `POST /years/{year}/table/{version}/shape`: a new line is opened, a moved one stays in sight.
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let id: TableId = at.id("version")?;
    let (change, what) = asked(&form).ok_or(Reply::NotFound)?;
    let path = edit(&cx, at.actor(), at.year(), (id, seen(&form)), &key(&form)?, &change).await?;
    let next = match change {
        Edit::Add(_) => addresses::table_line(at.year(), id, &path),
        _ => addresses::table_version_at(at.year(), id, &path),
    };
    Ok(done(&next, what))
}

fn asked(form: &Form) -> Option<(Edit, &'static str)> {
    let path = form.text("path").to_owned();
    let shift = |how| Some((Edit::Shift { path: path.clone(), how }, "table_moved"));
    match form.text("do") {
        "after" if path.is_empty() => Some((Edit::Add(Place::Last), "table_added")),
        "after" => Some((Edit::Add(Place::After(path)), "table_added")),
        "inside" => Some((Edit::Add(Place::Inside(path)), "table_added")),
        "up" => shift(Move::Up),
        "down" => shift(Move::Down),
        "in" => shift(Move::In),
        "out" => shift(Move::Out),
        "delete" => Some((Edit::TakeOut { path }, "table_taken_out")),
        _ => None,
    }
}
