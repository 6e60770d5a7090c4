//! What the sheet's script sends: JSON with the session's token in a header.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use crate::forms::Problems;
use crate::reply::Reply;
use crate::security::{FormToken, header_matches};

/// The body of a fetch, read as `T`. Refuses a request without the session's token.
pub(super) struct Fetched<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Fetched<T> {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &S) -> Result<Self, Reply> {
        let known = request.extensions().get::<FormToken>().is_some_and(|token| header_matches(request.headers(), token));
        if !known {
            return Err(Reply::CrossSite);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Reply::TooLarge)?;
        serde_json::from_slice(&body).map(Self).map_err(|_| Reply::BadForm(Problems::default()))
    }
}
