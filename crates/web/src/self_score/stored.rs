//! Files of the store attached to the line that is worked on. *Chọn từ kho minh chứng.*

use std::sync::Arc;

use app::evidence::change::{Place, attach};
use app::evidence::{Filed, of_unit};
use app::self_score::look;
use app::{Cx, IdemKey};
use axum::extract::State;
use axum::response::Response;
use values::EvidenceId;

use super::line;
use super::rows::Over;
use crate::done::done;
use crate::evidence::from_store::STORED;
use crate::forms::{Form, Problems};
use crate::reply::Reply;
use crate::{AtYear, addresses};

/// `POST /years/{year}/self-score/{unit}/line/{path}`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (unit, path) = (at.id("unit")?, at.part("path"));
    let files = chosen(&of_unit(&cx, &at.desk, unit).await?, &form)?;
    if files.is_empty() {
        return Err(nothing_chosen(&at, &cx).await?);
    }
    for (n, file) in files.iter().enumerate() {
        let key = IdemKey::of(&format!("{}/{n}", form.key())).ok_or_else(|| Reply::BadForm(Problems::default()))?;
        let place = Place { path: path.to_owned(), ..Place::default() };
        attach(&cx, at.actor(), at.year(), file.id, &key, &[place]).await?;
    }
    let again = files.iter().any(|file| file.used_elsewhere() || file.uses.iter().any(|one| one.path != path));
    let here = addresses::sheet_line(at.year(), unit, path);
    Ok(done(&here, if again { "evidence_attached_again" } else { "evidence_attached" }))
}

/// The files that were ticked; all are the unit's own.
fn chosen(kept: &[Filed], form: &Form) -> Result<Vec<Filed>, Reply> {
    let file = |id: &str| {
        let id: EvidenceId = id.parse().map_err(|_| Reply::NotFound)?;
        kept.iter().find(|file| file.id == id).cloned().ok_or(Reply::NotFound)
    };
    form.all(STORED).map(file).collect()
}

async fn nothing_chosen(at: &AtYear, cx: &Arc<Cx>) -> Result<Reply, Reply> {
    let opened = look::open(cx, &at.desk, at.id("unit")?).await?;
    let mut problems = Problems::default();
    problems.add(STORED, at.w().t("evidence.choose_stored"));
    let with = at.form(cx, Form::default()).with(problems);
    Ok(Reply::page(&line::page(at, cx, &opened, at.part("path"), (with, &Over::default())).await?))
}
