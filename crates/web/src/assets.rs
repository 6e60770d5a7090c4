//! Styles, icons and scripts: inside the binary, named by their content, compressed once.

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::{LazyLock, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sha2::{Digest as _, Sha256};

use crate::reply::Reply;

/// One line per file that is sent.
const FILES: &[(&str, &[&[u8]])] = &[
    ("app.css", &[include_bytes!("../assets/app.css")]),
    ("sprite.svg", &[include_bytes!("../assets/sprite.svg")]),
    ("favicon.svg", &[include_bytes!("../assets/favicon.svg")]),
    ("sheet.js", SHEET),
    ("upload.js", &[include_bytes!("../assets/js/upload.js")]),
    ("outline.js", &[include_bytes!("../assets/js/outline.js")]),
    ("verify.js", &[include_bytes!("../assets/js/verify.js")]),
    ("preview.js", &[include_bytes!("../assets/js/preview.js")]),
    ("copy.js", &[include_bytes!("../assets/js/copy.js")]),
];

/// The scoring sheet's script: each file after those whose names it takes.
const SHEET: &[&[u8]] = &[
    include_bytes!("../assets/js/sheet/decimals.js"),
    include_bytes!("../assets/js/sheet/clipboard.js"),
    include_bytes!("../assets/js/sheet/outbox.js"),
    include_bytes!("../assets/js/sheet/make.js"),
    include_bytes!("../assets/js/sheet/fields.js"),
    include_bytes!("../assets/js/sheet/moving.js"),
    include_bytes!("../assets/js/sheet/keys.js"),
    include_bytes!("../assets/js/sheet/commit.js"),
    include_bytes!("../assets/js/sheet/sending.js"),
    include_bytes!("../assets/js/sheet/undo.js"),
    include_bytes!("../assets/js/sheet/answers.js"),
    include_bytes!("../assets/js/sheet/notices.js"),
    include_bytes!("../assets/js/sheet/blocks.js"),
    include_bytes!("../assets/js/sheet/element.js"),
];

static SHELF: LazyLock<Vec<Asset>> = LazyLock::new(|| FILES.iter().map(|(name, body)| Asset::new(name, body)).collect());

/// One embedded file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    body: Cow<'static, [u8]>,
    address: String,
    tag: String,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Asset {
    fn new(name: &'static str, parts: &[&'static [u8]]) -> Self {
        let body = match parts {
            [whole] if !name.ends_with(".js") => Cow::Borrowed(*whole),
            parts => lean(&parts.concat()),
        };
        let print = fingerprint(&body);
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let address = format!("/assets/{stem}.{print}.{end}");
        Self { name, kind: kind(end), body, address, tag: format!("\"{print}\""), brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// The body in the best coding that `accepted` allows, and the coding's name.
    fn coded(&self, accepted: &str) -> (Bytes, Option<&'static str>) {
        let allows =
            |coding: &str| accepted.split(',').any(|offer| offer.trim().split(';').next() == Some(coding) && !offer.contains("q=0"));
        if allows("br") {
            (self.brotli.get_or_init(|| brotli(&self.body)).clone(), Some("br"))
        } else if allows("gzip") {
            (self.gzip.get_or_init(|| gzip(&self.body)).clone(), Some("gzip"))
        } else {
            (Bytes::copy_from_slice(&self.body), None)
        }
    }
}

/// A script as it is sent: without the lines that are only comments, without indentation, and one with what it
/// imports.
fn lean(script: &[u8]) -> Cow<'static, [u8]> {
    let mut inside = false;
    let kept = |line: &&str| {
        let comment = inside || line.starts_with("/*") || line.starts_with("//");
        inside = (inside || line.starts_with("/*")) && !line.ends_with("*/");
        !comment && !line.is_empty() && !line.starts_with("import ")
    };
    let text = String::from_utf8_lossy(script);
    let own = |line: &'_ str| line.strip_prefix("export ").unwrap_or(line).to_owned();
    let lines: Vec<String> = text.lines().map(str::trim).filter(kept).map(own).collect();
    Cow::Owned(lines.join("\n").into_bytes())
}

/// The content type that an ending stands for.
fn kind(end: &str) -> &'static str {
    match end {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The address of a file, with its fingerprint; an unknown name is served by nobody.
pub fn url(name: &str) -> &'static str {
    SHELF.iter().find(|asset| asset.name == name).map_or("/assets/missing", |asset| asset.address.as_str())
}

/// The route that serves them.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/assets/{name}", get(serve))
        .route("/favicon.ico", get(|| async { axum::response::Redirect::permanent(url("favicon.svg")) }))
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = SHELF.iter().find(|asset| asset.address.strip_prefix("/assets/") == Some(&name)) else {
        return Reply::NotFound.into_response();
    };
    let said = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kept = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::ETAG, asset.tag.as_str()),
        (header::VARY, "Accept-Encoding"),
    ];
    if said(header::IF_NONE_MATCH).contains(&asset.tag) {
        return (StatusCode::NOT_MODIFIED, kept).into_response();
    }
    let (body, coding) = asset.coded(said(header::ACCEPT_ENCODING));
    let mut answer = (kept, [(header::CONTENT_TYPE, asset.kind)], body).into_response();
    if let Some(coding) = coding {
        answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    answer
}

/// The first 64 bits of the content's SHA-256, enough to tell versions apart.
fn fingerprint(body: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(body).iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Writing into memory does not fail; if it did, an empty body would be noticed by the tests below.
fn brotli(body: &[u8]) -> Bytes {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    let _ = writer.write_all(body);
    drop(writer);
    out.into()
}

fn gzip(body: &[u8]) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = writer.write_all(body);
    writer.finish().unwrap_or_default().into()
}

/// A script as it is sent, for tests of what it says.
#[cfg(test)]
pub(crate) fn script(name: &str) -> String {
    let asset = SHELF.iter().find(|asset| asset.name == name);
    asset.map(|asset| String::from_utf8_lossy(&asset.body).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compressed(name: &str) -> (usize, usize) {
        let asset = SHELF.iter().find(|asset| asset.name == name).unwrap();
        (asset.coded("br").0.len(), asset.coded("gzip").0.len())
    }

    #[test]
    fn styles_and_icons_stay_within_their_budget() {
        let check = |name: &str, most: usize| {
            let (br, gz) = compressed(name);
            assert!(br > 0 && gz > 0 && br <= most && gz <= most, "{name}: {br} B brotli, {gz} B gzip, at most {most}");
        };
        check("app.css", 14_000);
        check("sprite.svg", 6_000);
    }

    #[test]
    fn every_file_on_the_shelf_is_served() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
        let scripts = std::fs::read_dir(folder.join("js")).into_iter().flatten().flatten();
        for entry in scripts.filter(|e| e.path().extension().is_some_and(|end| end == "js")) {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(FILES.iter().any(|file| file.0 == name), "{name} is not in FILES");
        }
        for part in std::fs::read_dir(folder.join("js/sheet")).unwrap().flatten() {
            let text = std::fs::read(part.path()).unwrap();
            assert!(SHEET.contains(&&*text), "{:?} is not in SHEET", part.file_name());
        }
    }

    /// The parts of the sheet become one script, so no two may give a name twice.
    #[test]
    fn the_parts_of_the_sheet_share_no_name() {
        let text = script("sheet.js");
        let named = |line: &str| {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            matches!(words.next(), Some("const" | "function" | "class")).then(|| words.next().unwrap_or_default().to_owned())
        };
        let parts = SHEET.iter().flat_map(|part| std::str::from_utf8(part).unwrap().lines());
        let own = parts.map(|line| line.strip_prefix("export ").unwrap_or(line));
        let mut names: Vec<String> = own.filter_map(named).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert!(all == names.len() && all > 20 && !text.contains("\nimport ") && !text.contains("\nexport "), "{names:?}");
    }

    /// Stacked marks (Ẳ, ộ) need their room: no text is cut.
    #[test]
    fn no_style_cuts_text() {
        let css = std::str::from_utf8(include_bytes!("../assets/app.css")).unwrap();
        for cut in ["text-overflow", "line-clamp", "overflow:hidden", "overflow: hidden"] {
            assert!(!css.contains(cut), "{cut}");
        }
    }

    #[test]
    fn scripts_are_sent_without_their_comments() {
        let script = b"// What it does.\n\nimport { two } from './two.js';\n/** Two\n * lines. */\nexport function one() {\n  return 1; // kept\n}\n";
        let sent = lean(script);
        assert_eq!(String::from_utf8_lossy(&sent), "function one() {\nreturn 1; // kept\n}");
    }

    #[test]
    fn a_coding_the_browser_refuses_is_not_used() {
        let asset = Asset::new("a.css", &[b"body{}"]);
        assert_eq!(asset.coded("br;q=0, gzip").1, Some("gzip"));
        assert_eq!(asset.coded("").1, None);
    }
}
