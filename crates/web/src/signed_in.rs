//! Who is asking: the session's cookie becomes a person; pages that need one take [`SignedIn`].

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use app::account::form_token;
use app::account::sign_in::{self, From};
use app::{Actor, Cx, Error};
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{HOST, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use crate::layout::{Ground, Look, Visitor, cookie};
use crate::reply::Reply;
use crate::security::FormToken;
use crate::told::{Names, named};

/// The cookie that carries a session's secret. The `__Host-` prefix needs HTTPS, so a plain one serves loopback.
const fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-session" } else { "session" }
}

/// The signed-in person; without one the answer is the sign-in page, which leads back here. Who has to
/// choose another password is led there before anything else.
pub struct SignedIn(pub Actor);

impl<S: Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Reply> {
        let Known(actor) = Known::from_request_parts(parts, state).await?;
        if actor.must_change { Err(Reply::ChoosePassword) } else { Ok(Self(actor)) }
    }
}

/// As [`SignedIn`], for the few pages that serve even who has to choose another password.
pub struct Known(pub Actor);

impl<S: Sync> FromRequestParts<S> for Known {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Reply> {
        let Anybody(actor) = Anybody::from_request_parts(parts, &()).await?;
        let back = || parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
        actor.map(Self).ok_or_else(|| Reply::SignIn { back: back() })
    }
}

/// Who is asking, if anybody is signed in, for pages that serve everybody. A session that could not be read
/// is a fault, never a signed-out person.
pub struct Anybody(pub Option<Actor>);

impl<S: Sync> FromRequestParts<S> for Anybody {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Reply> {
        match parts.extensions.get::<Unread>() {
            Some(Unread(error)) => Err(error.clone().into()),
            None => Ok(Self(parts.extensions.get::<Actor>().cloned())),
        }
    }
}

/// Why the session of this request could not be read.
#[derive(Clone)]
struct Unread(Error);

/// Where a request comes from, and the site's own address as that browser knows it.
pub struct Whence {
    /// Kept with a session, so that its owner can recognise it.
    pub from: From,
    /// `https://host`, for links that leave the page.
    pub base: String,
    pub https: bool,
}

impl<S: Sync> FromRequestParts<S> for Whence {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let said = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let https = parts.extensions.get::<Ground>().is_some_and(|ground| ground.https);
        let address = address(parts).map(|address| address.to_string()).unwrap_or_default();
        Ok(Self {
            from: From { address, agent: said(USER_AGENT).to_owned() },
            base: format!("{}://{}", if https { "https" } else { "http" }, said(HOST)),
            https,
        })
    }
}

/// The one neighbour that is believed when it says for whom it asks. *Máy chủ trung gian.*
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proxy(pub IpAddr);

/// Whose request it is: the neighbour's, or that of the caller whom the installation's own proxy names
/// last. What stands before that name anybody may have written.
fn address(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
    let believed = parts.extensions.get::<Proxy>().is_some_and(|proxy| proxy.0 == peer);
    let named = parts.headers.get_all("x-forwarded-for").iter().next_back().filter(|_| believed);
    let last = named.and_then(|line| line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    Some(last.unwrap_or(peer))
}

/// Where sessions are looked up, and how people come.
#[derive(Clone)]
pub struct Door {
    pub cx: Arc<Cx>,
    /// Then only the cookie that no other site of the same domain could have set is taken.
    pub https: bool,
}

/// Looks the session up once and puts the person into the request.
pub async fn recognise(State(Door { cx, https }): State<Door>, mut request: Request, next: Next) -> Response {
    let secret = cookie(request.headers(), cookie_name(https)).map(str::to_owned);
    let actor = match &secret {
        Some(secret) => sign_in::who(&cx, secret).await,
        None => Ok(None),
    };
    let actor = actor.unwrap_or_else(|error| {
        request.extensions_mut().insert(FormToken(secret.as_deref().map(form_token).unwrap_or_default().into()));
        request.extensions_mut().insert(Unread(error));
        None
    });
    if let Some(actor) = &actor {
        request.extensions_mut().insert(FormToken(actor.form_token.as_str().into()));
        request.extensions_mut().insert(visitor(actor));
        request.extensions_mut().insert(actor.clone());
    }
    next.run(request).await
}

/// Puts names into a refusal on its way out. Stands nearer to the pages than whoever words it.
pub async fn name(State(cx): State<Arc<Cx>>, request: Request, next: Next) -> Response {
    let actor = request.extensions().get::<Actor>().cloned();
    let mut answer = next.run(request).await;
    if let Some(actor) = &actor {
        name_things(&cx, actor, &mut answer).await;
    }
    answer
}

/// Whether the browser still sends a session, running or ended.
pub(crate) fn carries_session(headers: &HeaderMap) -> bool {
    [true, false].iter().any(|https| cookie(headers, cookie_name(*https)).is_some())
}

fn visitor(actor: &Actor) -> Visitor {
    let p = &actor.preference;
    let look = Look { lang: p.lang, theme: p.theme.code(), density: p.density.code() };
    Visitor { name: actor.name.clone(), seat: actor.title.clone(), look: Some(look), year: None }
}

/// A refusal names units and people by id; the page wants their names.
async fn name_things(cx: &Cx, actor: &Actor, answer: &mut Response) {
    let Some(reply) = answer.extensions().get::<Arc<Reply>>().cloned() else { return };
    let (units, people) = match reply.as_ref() {
        Reply::Told { reasons, .. } => named(reasons),
        _ => return,
    };
    let mut names = Names::default();
    if !units.is_empty()
        && let Ok(all) = app::cluster::units::all(cx, actor.org).await
    {
        names.units = all.into_iter().map(|u| (u.id, u.short_name)).collect();
    }
    if !people.is_empty()
        && let Ok(all) = app::account::everybody(cx, actor.org).await
    {
        names.people = all.into_iter().map(|a| (a.id, a.name)).collect();
    }
    answer.extensions_mut().insert(names);
}

/// The header that starts a session in the browser.
pub fn start_cookie(secret: &str, https: bool) -> Option<(axum::http::HeaderName, HeaderValue)> {
    let secure = if https { "; Secure" } else { "" };
    let line = format!("{}={secret}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(https));
    HeaderValue::from_str(&line).ok().map(|value| (SET_COOKIE, value))
}

/// The header that ends it.
pub fn end_cookie(https: bool) -> Option<(axum::http::HeaderName, HeaderValue)> {
    let secure = if https { "; Secure" } else { "" };
    let line = format!("{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}", cookie_name(https));
    HeaderValue::from_str(&line).ok().map(|value| (SET_COOKIE, value))
}

impl core::convert::From<Error> for Reply {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(reasons) => Self::Told { denied: false, reasons },
            Error::Denied(reason) => Self::Told { denied: true, reasons: vec![reason] },
            Error::NotFound => Self::NotFound,
            Error::Stale(stale) => Self::Stale { by: String::new(), at: stale.at },
            full if full.is_full() => Self::Full,
            Error::Fault(fault) => Self::fault(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_own_proxy_is_believed_and_only_its_last_word() {
        let asks = |peer: &str, proxy: Option<&str>, named: &[&str]| {
            let request = Request::builder().extension(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
            let request = named.iter().fold(request, |request, line| request.header("x-forwarded-for", *line));
            let mut parts = request.body(()).unwrap().into_parts().0;
            if let Some(proxy) = proxy {
                parts.extensions.insert(Proxy(proxy.parse().unwrap()));
            }
            address(&parts).unwrap().to_string()
        };
        let own = Some("127.0.0.1");
        assert_eq!(asks("127.0.0.1", own, &["10.0.0.7"]), "10.0.0.7");
        assert_eq!(asks("::ffff:127.0.0.1", own, &["1.1.1.1", "2.2.2.2, 10.0.0.7"]), "10.0.0.7");
        assert_eq!(asks("127.0.0.1", own, &[]), "127.0.0.1");
        assert_eq!(asks("127.0.0.1", own, &["unknown"]), "127.0.0.1");
        assert_eq!(asks("10.0.0.9", own, &["10.0.0.7"]), "10.0.0.9");
        assert_eq!(asks("127.0.0.1", None, &["10.0.0.7"]), "127.0.0.1");
    }
}
