//! Who may open the demo's door: this machine, under a name of this machine.

use std::net::{IpAddr, SocketAddr};

use app::account::sign_in::From;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{HOST, HeaderName, USER_AGENT};
use axum::http::request::Parts;

use crate::reply::Reply;

/// Proof that the request came from this machine, and from where its session starts.
pub struct Here(pub From);

impl<S: Sync> FromRequestParts<S> for Here {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Reply> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip()).filter(IpAddr::is_loopback);
        match peer {
            Some(peer) if is_this_machine(said(&parts.headers, HOST)) => {
                Ok(Self(From { address: peer.to_string(), agent: said(&parts.headers, USER_AGENT).to_owned() }))
            }
            _ => Err(Reply::NotFound),
        }
    }
}

fn said(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// A foreign name that is made to point here is refused.
fn is_this_machine(host: &str) -> bool {
    let port = |end: &str| end.bytes().all(|b| b.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, end)| port(end)).map_or(host, |(name, _)| name);
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_let_in() {
        let check = |host: &str, fine: bool| assert_eq!(is_this_machine(host), fine, "{host}");
        check("127.0.0.1:8018", true);
        check("localhost", true);
        check("[::1]:8018", true);
        check("evil.example:8018", false);
        check("192.168.1.5:8018", false);
        check("", false);
    }
}
