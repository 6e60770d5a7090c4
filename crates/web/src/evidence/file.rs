//! The bytes of a file, to those who may read them. *Tệp minh chứng.*

use std::sync::Arc;

use app::Cx;
use app::evidence::read::{Content, content};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::shown::ending;
use crate::at_year::AtYear;
use crate::reply::{Reason, Reply};
use crate::security;

/// `GET /years/{year}/evidence/{evidence}/file`
pub async fn send(at: AtYear, State(cx): State<Arc<Cx>>, headers: HeaderMap) -> Result<Response, Reply> {
    let seen = headers.get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok()).unwrap_or_default().trim_matches('"');
    let content = content(&cx, &at.desk, at.id("evidence")?, seen).await?;
    if seen == content.hash {
        // A browser takes the headers of this answer for the file it holds: its policy must come along.
        return Ok((StatusCode::NOT_MODIFIED, kept(&content), shown(&content, at.query.has("download"))).into_response());
    }
    let damaged = || Reply::Refused(Reason::new("evidence_damaged").with("name", content.name.clone()));
    let bytes = content.bytes.clone().ok_or_else(damaged)?;
    Ok((kept(&content), shown(&content, at.query.has("download")), bytes).into_response())
}

/// A file never changes under its hash; only the person who may read it keeps it.
fn kept(content: &Content) -> [(header::HeaderName, String); 2] {
    [(header::ETAG, format!("\"{}\"", content.hash)), (header::CACHE_CONTROL, "private, no-cache".into())]
}

fn shown(content: &Content, save: bool) -> HeaderMap {
    let inside = matches!(ending(&content.media), "pdf" | "png" | "jpg" | "webp") && !save;
    let how = if inside { "inline" } else { "attachment" };
    let policy = if content.media == "application/pdf" { security::PDF } else { security::FILE };
    let mut headers = HeaderMap::new();
    let mut put = |name, text: &str| HeaderValue::from_str(text).map(|value| headers.insert(name, value)).is_ok();
    put(header::CONTENT_TYPE, &content.media);
    put(header::CONTENT_DISPOSITION, &format!("{how}; filename*=UTF-8''{}", encoded(&content.name)));
    put(header::CONTENT_SECURITY_POLICY, policy);
    headers
}

/// A name as RFC 5987 takes it.
fn encoded(name: &str) -> String {
    crate::addresses::encoded(name).replace('/', "%2F").replace('~', "%7E")
}
