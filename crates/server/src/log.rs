//! The technical log: on standard error, for whoever runs the server.

use tracing_subscriber::EnvFilter;

/// Logs from `level` on; `GIAOUOC_LOG` says otherwise, for example `info,storage=debug`.
pub fn to_stderr(level: &str) {
    let filter = EnvFilter::try_from_env("GIAOUOC_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
