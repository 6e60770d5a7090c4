//! Saving, undoing and redoing cells for the sheet's script. *Lưu ô.*

use std::sync::Arc;

use app::self_score::save::{self, Typed};
use app::self_score::undo::{self, Way};
use app::{Cx, Error, IdemKey};
use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use values::{UnitId, YearId};

use super::answer::{Answer, Refused, answer};
use super::fetched::Fetched;
use super::typed::{SCRIPT, kept};
use crate::forms::Problems;
use crate::reply::Reply;
use crate::signed_in::SignedIn;
use crate::words::Words;

#[derive(Deserialize)]
pub(super) struct Save {
    key: String,
    cells: Vec<Cell>,
}

#[derive(Deserialize)]
struct Cell {
    path: String,
    field: String,
    text: String,
    version: i64,
}

#[derive(Deserialize)]
pub(super) struct Step {
    key: String,
}

type Ids = Path<(String, String)>;

/// `POST /years/{year}/self-score/{unit}/cells`: one transaction for each acknowledged request.
pub(super) async fn save(
    SignedIn(actor): SignedIn,
    Path(ids): Ids,
    State(cx): State<Arc<Cx>>,
    Fetched(sent): Fetched<Save>,
) -> Result<Json<Answer>, Reply> {
    let (w, (year, unit), key) = (Words::new(actor.preference.lang), ids_of(&ids)?, key_of(&sent.key)?);
    let (cells, refused) = read(w, sent.cells);
    let done = save::save_and_look(&cx, &actor, year, unit, &key, &cells).await?;
    answer(&cx, w, unit, &done, refused).await.map(Json)
}

/// `POST …/undo`
pub(super) async fn undo(signed: SignedIn, ids: Ids, cx: State<Arc<Cx>>, sent: Fetched<Step>) -> Result<Json<Answer>, Reply> {
    step(signed, ids, cx, sent, Way::Undo).await
}

/// `POST …/redo`
pub(super) async fn redo(signed: SignedIn, ids: Ids, cx: State<Arc<Cx>>, sent: Fetched<Step>) -> Result<Json<Answer>, Reply> {
    step(signed, ids, cx, sent, Way::Redo).await
}

async fn step(
    SignedIn(actor): SignedIn,
    Path(ids): Ids,
    State(cx): State<Arc<Cx>>,
    Fetched(sent): Fetched<Step>,
    way: Way,
) -> Result<Json<Answer>, Reply> {
    let (w, (year, unit), key) = (Words::new(actor.preference.lang), ids_of(&ids)?, key_of(&sent.key)?);
    match undo::step(&cx, &actor, year, unit, &key, way).await {
        Ok(done) => answer(&cx, w, unit, &done, Vec::new()).await.map(Json),
        Err(Error::Refused(reasons)) if reasons.iter().all(|r| r.code.starts_with("nothing-to")) => Ok(Json(Answer::default())),
        Err(error) => Err(error.into()),
    }
}

fn ids_of((year, unit): &(String, String)) -> Result<(YearId, UnitId), Reply> {
    Ok((year.parse().map_err(|_| Reply::NotFound)?, unit.parse().map_err(|_| Reply::NotFound)?))
}

fn key_of(text: &str) -> Result<IdemKey, Reply> {
    IdemKey::of(text).ok_or_else(|| Reply::BadForm(Problems::default()))
}

/// Cells as the store keeps them, and those whose text means nothing in their field.
fn read(w: Words, cells: Vec<Cell>) -> (Vec<Typed>, Vec<Refused>) {
    let (mut good, mut refused) = (Vec::with_capacity(cells.len()), Vec::new());
    for Cell { path, field, text, version } in cells {
        match kept(w, &field, &text, SCRIPT) {
            Ok(text) => good.push(Typed { path, field, text, version }),
            Err(message) => refused.push(Refused { path, field, message }),
        }
    }
    (good, refused)
}
