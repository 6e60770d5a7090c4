//! `giaouoc demo`: an invented year, told anew in a folder of its own, for this machine only.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use app::{Clock, Cx, Ids};
use scenario::Day;
use values::Moment;

use crate::commands::serve::open;
use crate::settings::{DemoSettings, Place};
use crate::{listen, site};

/// The folder of a demo that was not told where to keep its data: removed and made anew each time.
const FOLDER: &str = "data/demo";

/// Tells the story and serves it.
///
/// # Errors
/// A sentence for the person who started it.
pub async fn run(settings: DemoSettings) -> Result<(), String> {
    only_here(settings.listen)?;
    crate::log::to_stderr("warn");
    let listener = listen::take(settings.listen).await?;
    let day = settings.at.map_or(Day::FIRST_SHOWN, Day::at);
    let begun = Instant::now();
    let address = listen::taken(&listener)?;
    let data = folder(settings.data.as_deref(), address.port())?;
    let mut cx = open(&Place { data, store: settings.store }, Ids::counted_from(0), true).await?;
    prepare(&mut cx, day).await?;
    let cx = Arc::new(cx);
    println!(
        "DỮ LIỆU MINH HỌA, ngày {}, dựng trong {} ms. Dừng: Ctrl+C. Invented data; stop with Ctrl+C.",
        day.iso(),
        begun.elapsed().as_millis()
    );
    println!("http://{address}/");
    listen::serve(listener, site::of_demo(Arc::clone(&cx), day), cx).await
}

/// The demo lets anyone be anyone, so nobody else's machine may reach it.
fn only_here(listen: SocketAddr) -> Result<(), String> {
    let refused = || {
        format!(
            "Bản minh họa chỉ mở trên máy này (127.0.0.1), không mở ở {listen}.\nThe demo opens on this machine only (127.0.0.1), not on {listen}."
        )
    };
    if listen.ip().is_loopback() { Ok(()) } else { Err(refused()) }
}

/// A folder that was named is kept; the demo's own starts empty. Each port has one, so that two demos
/// do not meet.
fn folder(named: Option<&Path>, port: u16) -> Result<PathBuf, String> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let own = Path::new(FOLDER).join(port.to_string());
    match std::fs::remove_dir_all(&own) {
        Err(why) if why.kind() != std::io::ErrorKind::NotFound => Err(format!("{}: {why}", own.display())),
        _ => Ok(own),
    }
}

/// Tells the story where nothing was told; where something was, the clock only runs on from the day.
async fn prepare(cx: &mut Cx, day: Day) -> Result<(), String> {
    let told = scenario::is_told(cx).await.map_err(|why| format!("{why:?}"))?;
    if !told {
        scenario::tell(cx, day).await.map_err(|why| format!("Không dựng được dữ liệu minh họa. The story cannot be told: {why:?}"))?;
    }
    cx.clock = Clock::starting_at(Moment::at(day.date(), 8, 0));
    cx.ids = Ids::by_time();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_opens_on_this_machine_only() {
        let check = |address: &str, fine: bool| assert_eq!(only_here(address.parse().unwrap()).is_ok(), fine, "{address}");
        check("127.0.0.1:8018", true);
        check("[::1]:8018", true);
        check("0.0.0.0:8018", false);
        check("192.168.1.5:8018", false);
    }
}
