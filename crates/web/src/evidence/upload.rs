//! Files come in: several at once, each under its own key, in memory within bounds. *Tải tệp lên.*

use std::sync::Arc;

use app::evidence::add::{File, Taken, take_in};
use app::search::clean;
use app::{Cx, Desk, Error, IdemKey, Reason};
use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use values::UnitId;

use super::{shown::Look, store};
use crate::addresses;
use crate::at_year::AtYear;
use crate::done::done;
use crate::forms::{Form, Problems, TOKEN};
use crate::reading;
use crate::reply::Reply;
use crate::security::{self, FormToken};
use crate::told::{self, Names};
use crate::words::Words;

/// The most bytes of one sending, all its files and fields together.
pub const MOST_SENT: usize = 64 << 20;
/// A field that is not a file is no longer than this.
const MOST_TEXT: usize = 1 << 16;

/// The most bytes of one file here.
pub fn most(desk: &Desk) -> u64 {
    u64::from(desk.regulation.evidence_most_bytes).min(MOST_SENT as u64)
}

/// A file's name and its bytes; none where they were too many.
type Named = (String, Option<Vec<u8>>);

/// A sending as it came: its fields, and its files with their names.
#[derive(Default)]
struct Sent {
    fields: Vec<(String, String)>,
    files: Vec<Named>,
}

/// `POST /years/{year}/evidence/of/{unit}`
pub async fn post(
    token: Option<axum::Extension<FormToken>>,
    headers: HeaderMap,
    at: AtYear,
    State(cx): State<Arc<Cx>>,
    parts: Multipart,
) -> Result<Response, Reply> {
    let unit: UnitId = at.id("unit")?;
    at.desk.member(unit)?;
    let sent = read(parts, most(&at.desk)).await.map_err(|_| Reply::TooLarge)?;
    let form = Form::of(sent.fields);
    let allowed = token.is_none_or(|t| t.matches(form.text(TOKEN)) || security::header_matches(&headers, &t));
    if !allowed {
        return Err(Reply::CrossSite);
    }
    let wants_json = headers.get(header::ACCEPT).is_some_and(|kinds| kinds.as_bytes().starts_with(b"application/json"));
    let key = header_key(&headers).unwrap_or_else(|| form.key().to_owned());
    let outcomes = take_all(&cx, &at, unit, &form, (&key, sent.files)).await?;
    if wants_json { in_json(&cx, &at, outcomes).await } else { in_page(&cx, &at, unit, form, outcomes).await }
}

fn header_key(headers: &HeaderMap) -> Option<String> {
    headers.get("idempotency-key").and_then(|key| key.to_str().ok()).filter(|key| !key.is_empty()).map(str::to_owned)
}

/// Reads everything that was sent; a file past `most` bytes is read to its end and not kept.
async fn read(mut parts: Multipart, most: u64) -> Result<Sent, MultipartError> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut sent = Sent::default();
    while let Some(field) = parts.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(clean) {
            Some(file) if name == "file" => {
                let bytes = bounded(field, most).await?;
                if !(file.is_empty() && bytes.as_ref().is_some_and(Vec::is_empty)) {
                    sent.files.push((file, bytes));
                }
            }
            _ => {
                let text = bounded(field, MOST_TEXT).await?.unwrap_or_default();
                sent.fields.push((name, clean(&String::from_utf8_lossy(&text))));
            }
        }
    }
    Ok(sent)
}

async fn bounded(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, MultipartError> {
    let mut bytes = Some(Vec::new());
    while let Some(part) = field.chunk().await? {
        let fits = bytes.as_ref().is_some_and(|kept| kept.len() + part.len() <= most);
        bytes = bytes.filter(|_| fits);
        if let Some(kept) = &mut bytes {
            kept.extend_from_slice(&part);
        }
    }
    Ok(bytes)
}

/// What became of one file: taken, or the sentence why not.
struct Outcome {
    taken: Result<Taken, String>,
    /// A file that was too large.
    large: bool,
}

async fn take_all(cx: &Cx, at: &AtYear, unit: UnitId, form: &Form, (key, files): (&str, Vec<Named>)) -> Result<Vec<Outcome>, Reply> {
    let mut outcomes = Vec::with_capacity(files.len());
    for (place, (name, bytes)) in files.into_iter().enumerate() {
        let Some(bytes) = bytes else {
            outcomes.push(Outcome { taken: Err(too_large(at, &name)), large: true });
            continue;
        };
        let key = file_key(cx, key, place)?;
        match take_in(cx, at.actor(), at.year(), unit, &key, &file(at, form, name, bytes)).await {
            Ok(taken) => outcomes.push(Outcome { taken: Ok(taken), large: false }),
            Err(Error::Refused(reasons)) => {
                let said = reasons.iter().map(|reason| not_taken(at.w(), reason));
                outcomes.push(Outcome { taken: Err(said.collect::<Vec<_>>().join(" ")), large: false });
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(outcomes)
}

/// Each file of a sending has a key of its own; a sending without a key counts as often as it comes.
fn file_key(cx: &Cx, key: &str, place: usize) -> Result<IdemKey, Reply> {
    let key = if key.is_empty() { format!("{:016x}", cx.ids.next()) } else { key.to_owned() };
    IdemKey::of(&format!("{key}/{place}")).ok_or_else(|| Reply::fault("a key that is no key"))
}

fn file(at: &AtYear, form: &Form, name: String, bytes: Vec<u8>) -> File {
    let year = at.desk.today.year();
    File {
        name,
        bytes,
        number: form.text("number").to_owned(),
        dated_on: reading::date(form.text("dated_on"), year).ok().flatten(),
        summary: form.text("summary").to_owned(),
        serves: form.all("line").filter(|path| !path.is_empty()).map(str::to_owned).collect(),
    }
}

/// Why a file was not taken, and what to do about it.
fn not_taken(w: Words, reason: &Reason) -> String {
    let said = told::sentence(w, &Names::default(), reason);
    let remedy = match reason.code {
        "E-01.empty" => w.t("evidence.remedy_empty"),
        "E-02" => w.t("evidence.remedy_kind"),
        _ => "",
    };
    format!("{said} {remedy}").trim_end().to_owned()
}

fn too_large(at: &AtYear, name: &str) -> String {
    at.w().fill("evidence.too_large", &[("name", name), ("size", &at.w().size(most(&at.desk)))])
}

/// The answer to the script, one file at a time.
async fn in_json(cx: &Cx, at: &AtYear, outcomes: Vec<Outcome>) -> Result<Response, Reply> {
    let Some(outcome) = outcomes.into_iter().next() else {
        let message = json!({ "message": at.w().t("evidence.nothing_sent") });
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(message)).into_response());
    };
    let status = if outcome.large { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::UNPROCESSABLE_ENTITY };
    match outcome.taken {
        Err(message) => Ok((status, Json(json!({ "message": message }))).into_response()),
        Ok(taken) => {
            let book = store::book(cx, at).await?;
            let message = worth_saying(Look { w: at.w(), desk: &at.desk, book: &book }, &taken);
            let file =
                json!({ "id": taken.file.id.to_string(), "name": taken.file.name, "href": addresses::evidence(at.year(), taken.file.id) });
            Ok(Json(json!({ "file": file, "message": message })).into_response())
        }
    }
}

/// What is worth saying of a file that was taken; empty for an ordinary one.
fn worth_saying(look: Look<'_>, taken: &Taken) -> String {
    let lines: Vec<String> = taken.file.uses.iter().map(|one| look.line(&one.path).0).collect();
    let already = match (taken.already, lines.is_empty()) {
        (true, true) => Some(look.w.t("evidence.already").to_owned()),
        (true, false) => Some(look.w.fill("evidence.already_for", &[("lines", &lines.join(", "))])),
        (false, _) => None,
    };
    let mut said: Vec<String> = already.into_iter().collect();
    said.extend(taken.file.noticed.iter().map(|noticed| look.noticed(noticed)));
    said.join(" ")
}

/// The answer to a plain form: where it came from, or the store again with what was wrong.
async fn in_page(cx: &Cx, at: &AtYear, unit: UnitId, form: Form, outcomes: Vec<Outcome>) -> Result<Response, Reply> {
    let mut problems = Problems::default();
    if outcomes.is_empty() {
        problems.add("file", at.w().t("evidence.nothing_sent"));
    }
    for message in outcomes.iter().filter_map(|outcome| outcome.taken.as_ref().err()) {
        problems.add("file", message);
    }
    if !problems.is_empty() {
        return Err(store::again(cx, at, unit, form, problems).await?);
    }
    let flagged = outcomes.iter().filter_map(|outcome| outcome.taken.as_ref().ok()).any(|t| t.already || t.file.used_elsewhere());
    let back = form.text("back");
    let to = if back.is_empty() { addresses::unit_evidence(at.year(), unit) } else { addresses::local(back) };
    Ok(done(&to, if flagged { "evidence_seen_before" } else { "evidence_stored" }))
}
