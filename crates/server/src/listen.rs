//! Listening, and the three ways to stop: asked to, the store has failed, or the address is taken.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::Cx;
use axum::Router;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// How long requests in hand may take once the server was asked to stop.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the address, before anything else is made; port 0 takes any free one.
///
/// # Errors
/// Names the address and what to try.
pub async fn take(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|why| {
        format!("Không nghe được ở {address}: {why}. Thử --listen với cổng khác.\nCannot listen on {address}: {why}. Try another port with --listen.")
    })
}

/// The address that was taken.
///
/// # Errors
/// The system does not say.
pub fn taken(listener: &TcpListener) -> Result<SocketAddr, String> {
    listener.local_addr().map_err(|why| why.to_string())
}

/// Serves until somebody stops it (Ctrl+C), or the store has met an I/O error.
///
/// # Errors
/// The store has failed: what was said to be saved is safe; start again from disk.
pub async fn serve(listener: TcpListener, site: Router, cx: Arc<Cx>) -> Result<(), String> {
    let (ask, asked) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, site.into_make_service_with_connect_info::<SocketAddr>());
    let running = tokio::spawn(server.with_graceful_shutdown(async { drop(asked.await) }).into_future());
    tokio::select! {
        () = cx.store.broken() => Err(FAILED.to_owned()),
        () = told_to_stop() => {
            drop(ask);
            drop(tokio::time::timeout(PATIENCE, running).await);
            Ok(())
        }
    }
}

const FAILED: &str = "Ổ đĩa báo lỗi khi ghi; máy chủ dừng để không ghi sai. Những gì đã báo “Đã lưu” vẫn an toàn. Kiểm tra ổ đĩa rồi chạy lại.\n\
    The disk reported an error; the server stops rather than write again. What was said to be saved is safe. Check the disk, then start again.";

/// Ends with Ctrl+C or the system's polite request.
async fn told_to_stop() {
    let asked = async {
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => drop(asked.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = asked => {}
    }
}
