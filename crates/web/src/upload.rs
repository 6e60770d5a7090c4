//! A form with a file. *Tệp tải lên.*

use app::search::clean;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use exchange::workbook::guard::Limits;

use crate::forms::{Form, TOKEN};
use crate::reply::Reply;
use crate::security::{self, FormToken};
use crate::words::Words;

/// The most bytes of a form with a workbook in it, or with what was read from one.
pub(crate) const WITH_WORKBOOK: usize = Limits::FILE_BYTES + (1 << 20);

/// The fields that were typed, and the file.
pub(crate) struct Upload {
    pub form: Form,
    /// The file's own name; empty if none was chosen.
    pub name: String,
    pub bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &S) -> Result<Self, Reply> {
        let token = request.extensions().get::<FormToken>().cloned();
        let headers: HeaderMap = request.headers().clone();
        let parts = Multipart::from_request(request, state).await.map_err(|_| Reply::TooLarge)?;
        let upload = read(parts).await?;
        let allowed = token.is_none_or(|token| token.matches(upload.form.text(TOKEN)) || security::header_matches(&headers, &token));
        if allowed { Ok(upload) } else { Err(Reply::CrossSite) }
    }
}

async fn read(mut parts: Multipart) -> Result<Upload, Reply> {
    let (mut fields, mut name, mut bytes) = (Vec::new(), String::new(), Bytes::new());
    while let Some(part) = parts.next_field().await.map_err(|_| Reply::TooLarge)? {
        let field = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(clean) {
            (name, bytes) = (file, part.bytes().await.map_err(|_| Reply::TooLarge)?);
        } else {
            fields.push((field, clean(&part.text().await.map_err(|_| Reply::TooLarge)?)));
        }
    }
    Ok(Upload { form: Form::of(fields), name, bytes })
}

/// What a workbook may be, for the field that takes it.
pub(crate) fn workbook_hint(w: Words) -> String {
    w.fill("form.workbook_hint", &[("size", &w.size(u64::try_from(Limits::FILE_BYTES).unwrap_or(u64::MAX)))])
}
