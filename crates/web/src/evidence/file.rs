//! The bytes of a file, to those who may read them. *Tệp minh chứng.*

use std::io::{self, Seek as _, SeekFrom};
use std::sync::Arc;

use app::Cx;
use app::evidence::read::{Content, Much, content};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::io::AsyncReadExt as _;
use tokio_util::io::ReaderStream;

use super::kinds::ending;
use super::part::{Asked, asked};
use crate::at_year::AtYear;
use crate::reply::{Reason, Reply};
use crate::security;

/// As much as is read at once.
const PIECE: usize = 1 << 16;

/// `GET /years/{year}/evidence/{evidence}/file`
pub async fn send(at: AtYear, State(cx): State<Arc<Cx>>, method: Method, headers: HeaderMap) -> Result<Response, Reply> {
    let content = content(&cx, &at.desk, at.id("evidence")?).await?;
    answer(&cx, &content, (&method, &headers), at.query.has("download"))
}

/// The file or the part of it that is asked for; `save` has the browser keep it rather than show it. `HEAD` is told
/// of the whole file, and nothing is read for it.
pub(crate) fn answer(cx: &Cx, content: &Content, (method, headers): (&Method, &HeaderMap), save: bool) -> Result<Response, Reply> {
    // A browser takes the headers of each answer for the file it holds: its policy must always come along.
    let about = (kept(content), shown(content, save));
    let len = content.len;
    match asked(headers, &tag(content), len) {
        Asked::Held => Ok((StatusCode::NOT_MODIFIED, about).into_response()),
        _ if method == Method::HEAD => Ok((about, [(header::CONTENT_LENGTH, len.to_string())]).into_response()),
        Asked::Beyond => {
            Ok((StatusCode::RANGE_NOT_SATISFIABLE, about, [(header::CONTENT_RANGE, format!("bytes */{len}"))]).into_response())
        }
        Asked::Whole => Ok((about, body(cx, content, Much::Whole, (0, len))?).into_response()),
        Asked::Part(range) => {
            let said = format!("bytes {}-{}/{len}", range.start(), range.end());
            let part = body(cx, content, Much::Part, (*range.start(), range.end() - range.start() + 1))?;
            Ok((StatusCode::PARTIAL_CONTENT, about, [(header::CONTENT_RANGE, said)], part).into_response())
        }
    }
}

type Sized = ([(header::HeaderName, String); 1], Body);

/// So many bytes from a start, as they are read from the disk, with their number.
fn body(cx: &Cx, content: &Content, much: Much, (start, len): (u64, u64)) -> Result<Sized, Reply> {
    let damaged = || Reply::Refused(Reason::new("evidence_damaged").with("name", content.name.clone()));
    let file = content.open(cx, much).ok_or_else(damaged)?;
    let stream = from(file, start, len).map_err(Reply::fault)?;
    Ok(([(header::CONTENT_LENGTH, len.to_string())], stream))
}

fn from(mut file: std::fs::File, start: u64, len: u64) -> io::Result<Body> {
    tokio::task::block_in_place(|| file.seek(SeekFrom::Start(start)))?;
    let file = tokio::fs::File::from_std(file).take(len);
    Ok(Body::from_stream(ReaderStream::with_capacity(file, PIECE)))
}

fn tag(content: &Content) -> String {
    format!("\"{}\"", content.hash)
}

/// A file never changes under its hash; only the person who may read it keeps it.
fn kept(content: &Content) -> [(header::HeaderName, String); 3] {
    [(header::ETAG, tag(content)), (header::CACHE_CONTROL, "private, no-cache".into()), (header::ACCEPT_RANGES, "bytes".into())]
}

fn shown(content: &Content, save: bool) -> HeaderMap {
    let inside = matches!(ending(&content.media), Some("pdf" | "png" | "jpg" | "webp")) && !save;
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
