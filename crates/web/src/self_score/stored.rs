//! Files of the store attached to the line that is worked on. *Chọn từ kho minh chứng.*

use std::sync::Arc;

use app::evidence::change::attach_kept;
use app::evidence::{Filed, of_unit};
use app::self_score::look;
use app::{Cx, Error, IdemKey, Reason};
use axum::extract::State;
use axum::response::Response;
use values::EvidenceId;

use super::line;
use super::rows::Over;
use crate::done::done;
use crate::evidence::from_store::STORED;
use crate::forms::{Form, Problems};
use crate::reply::Reply;
use crate::told::{self, Names};
use crate::{AtYear, addresses};

/// `POST /years/{year}/self-score/{unit}/line/{path}`
pub(super) async fn post(at: AtYear, State(cx): State<Arc<Cx>>, form: Form) -> Result<Response, Reply> {
    let (unit, path) = (at.id("unit")?, at.part("path"));
    let files = chosen(&of_unit(&cx, &at.desk, unit).await?, &form)?;
    if files.is_empty() {
        let nothing = at.w().t("evidence.choose_stored").to_owned();
        return Err(again(&at, &cx, form, nothing).await?);
    }
    let key = IdemKey::of(form.key()).ok_or_else(|| Reply::BadForm(Problems::default()))?;
    let ids: Vec<EvidenceId> = files.iter().map(|file| file.id).collect();
    match attach_kept(&cx, at.actor(), at.year(), &ids, &key, path).await {
        Err(Error::Refused(reasons)) => return Err(again(&at, &cx, form, why(&at, &reasons)).await?),
        kept => kept?,
    }
    let twice = files.iter().any(|file| file.used_elsewhere() || file.uses.iter().any(|one| one.path != path));
    let here = addresses::sheet_line(at.year(), unit, path);
    Ok(done(&here, if twice { "evidence_attached_again" } else { "evidence_attached" }))
}

/// The files that were ticked; all are the unit's own.
fn chosen(kept: &[Filed], form: &Form) -> Result<Vec<Filed>, Reply> {
    let file = |id: &str| {
        let id: EvidenceId = id.parse().map_err(|_| Reply::NotFound)?;
        kept.iter().find(|file| file.id == id).cloned().ok_or(Reply::NotFound)
    };
    form.all(STORED).map(file).collect()
}

fn why(at: &AtYear, reasons: &[Reason]) -> String {
    let sentences: Vec<String> = reasons.iter().map(|reason| told::sentence(at.w(), &Names::default(), reason)).collect();
    sentences.join(" ")
}

/// The page of the line again, with the same files ticked.
async fn again(at: &AtYear, cx: &Arc<Cx>, form: Form, why: String) -> Result<Reply, Reply> {
    let opened = look::open(cx, &at.desk, at.id("unit")?).await?;
    let mut problems = Problems::default();
    problems.add(STORED, why);
    let with = at.form(cx, form).with(problems);
    Ok(Reply::page(&line::page(at, cx, &opened, at.part("path"), (with, &Over::default())).await?))
}
