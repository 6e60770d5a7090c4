//! Every setting of the server: its flag, its variable, its starting value. *Cấu hình.*

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::Args;
use values::Date;

/// Where an installation's data are.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// Thư mục dữ liệu và tệp minh chứng. Folder of the database file and the evidence.
    #[arg(long, env = "GIAOUOC_DATA", default_value = "data/giaouoc")]
    pub data: PathBuf,
    /// Nơi lưu dữ liệu. Where the data are kept: sqlite:PATH or postgres://… [default: a file in --data]
    #[arg(long, env = "GIAOUOC_STORE", hide_env_values = true)]
    pub store: Option<String>,
}

impl Place {
    /// The store's address.
    pub fn address(&self) -> String {
        self.store.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("giaouoc.db").display()))
    }

    /// Where evidence is kept.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }
}

/// Chạy máy chủ trên dữ liệu của mình. Serves an installation's own data.
#[derive(Clone, Debug, Args)]
pub struct ServeSettings {
    #[command(flatten)]
    pub place: Place,
    /// Địa chỉ nghe. Address to listen on.
    #[arg(long, env = "GIAOUOC_LISTEN", default_value = "127.0.0.1:8018")]
    pub listen: SocketAddr,
    /// Người dùng vào qua HTTPS. People come through HTTPS: cookies are kept for it only.
    #[arg(long, env = "GIAOUOC_HTTPS")]
    pub https: bool,
    /// Địa chỉ máy chủ trung gian đứng trước, ví dụ 127.0.0.1. The proxy in front: its X-Forwarded-For tells who asks.
    #[arg(long, env = "GIAOUOC_PROXY")]
    pub proxy: Option<IpAddr>,
}

/// Mở một năm minh họa để xem thử. Opens an invented year for a look around.
#[derive(Clone, Debug, Args)]
pub struct DemoSettings {
    /// Ngày muốn xem, ví dụ 2018-11-28. The day to arrive on.
    #[arg(long, env = "GIAOUOC_AT", value_parser = day)]
    pub at: Option<Date>,
    /// Địa chỉ nghe; chỉ trên máy này. Address to listen on; this machine only.
    #[arg(long, env = "GIAOUOC_LISTEN", default_value = "127.0.0.1:8018")]
    pub listen: SocketAddr,
    /// Thư mục giữ lại giữa các lần chạy. A folder kept between runs [default: data/demo, made anew]
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Nơi lưu dữ liệu, còn trống ở lần đầu. Where the data are kept; empty the first time.
    #[arg(long, hide_env_values = true)]
    pub store: Option<String>,
}

fn day(text: &str) -> Result<Date, String> {
    Date::of_iso(text).ok_or_else(|| "cần dạng năm-tháng-ngày, ví dụ 2018-11-28 (year-month-day)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_address_the_store_is_a_file_beside_the_evidence() {
        let place = |store: Option<&str>| Place { data: "data/giaouoc".into(), store: store.map(str::to_owned) };
        assert_eq!(place(None).address(), "sqlite:data/giaouoc/giaouoc.db");
        assert_eq!(place(Some("postgres://u@h/db")).address(), "postgres://u@h/db");
        assert_eq!(place(None).files(), PathBuf::from("data/giaouoc/files"));
    }

    #[test]
    fn a_day_is_written_as_files_write_it() {
        assert!(day("2018-11-28").is_ok());
        assert!(day("28/11/2018").is_err_and(|why| why.contains("2018-11-28")));
    }
}
