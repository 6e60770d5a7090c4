//! `giaouoc serve`: an installation's own data. Starts empty, or goes on with what is there.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use app::account::invite;
use app::{Clock, Cx, Ids};
use axum::{Extension, Router};
use storage::{Fault, Store};
use web::signed_in::Proxy;

use crate::settings::{Place, ServeSettings};
use crate::{listen, site};

/// Opens the store and serves it.
///
/// # Errors
/// A sentence for the person who started it.
pub async fn run(settings: ServeSettings) -> Result<(), String> {
    crate::log::to_stderr("info");
    let listener = listen::take(settings.listen).await?;
    let cx = Arc::new(open(&settings.place, Ids::by_time(), false).await?);
    let first = invite::first_run(&cx).await.map_err(|why| format!("{why:?}"))?;
    let base = format!("{}://{}", if settings.https { "https" } else { "http" }, listen::taken(&listener)?);
    println!("{}", greeting(&base, first.as_deref()));
    tokio::spawn(tidy_daily(Arc::clone(&cx)));
    listen::serve(listener, behind(settings.proxy, settings.https, site::of(Arc::clone(&cx), settings.https)), cx).await
}

/// The pages, told who is believed about the address of a caller.
fn behind(proxy: Option<IpAddr>, https: bool, pages: Router) -> Router {
    match proxy {
        Some(proxy) => pages.layer(Extension(Proxy(proxy.to_canonical()))),
        None => {
            if https {
                tracing::warn!("--https without --proxy: all who come through a proxy count as one address when passwords are guessed");
            }
            pages
        }
    }
}

const DAY: Duration = Duration::from_secs(24 * 3600);

/// At the start and once a day, what nobody can need any more is dropped.
async fn tidy_daily(cx: Arc<Cx>) {
    let mut day = tokio::time::interval(DAY);
    loop {
        day.tick().await;
        if let Err(why) = app::tidy::tidy(&cx).await {
            tracing::warn!(?why, "old keys and sessions could not be dropped");
        }
    }
}

/// Opens either engine and the folder of files.
///
/// # Errors
/// Says what cannot be opened.
pub async fn open(place: &Place, ids: Ids, demo: bool) -> Result<Cx, String> {
    let said = |fault: Fault| format!("Không mở được nơi lưu dữ liệu: {fault}\nThe data cannot be opened: {fault}");
    let store = Store::open(&place.address()).await.map_err(said)?;
    let cx = Cx::new(store, place.files(), Clock::system(), ids, demo).map_err(said)?;
    cx.follow().await.map_err(said)?;
    Ok(cx)
}

/// What the start prints; the address stands last.
fn greeting(base: &str, first: Option<&str>) -> String {
    match first {
        None => format!("Giao Ước: {base}/"),
        Some(secret) => format!(
            "Liên kết thiết lập, dùng một lần, trong 7 ngày. One-time set-up link, good for 7 days:\n{base}{}",
            web::addresses::invitation(secret)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_to_open_is_the_last_line() {
        assert_eq!(greeting("http://127.0.0.1:8018", None).lines().last(), Some("Giao Ước: http://127.0.0.1:8018/"));
        assert!(greeting("http://127.0.0.1:8018", Some("abc")).lines().last().is_some_and(|line| line.contains("abc")));
    }
}
