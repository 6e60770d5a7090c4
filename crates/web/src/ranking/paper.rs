//! The page's own address, and its square on paper. *Mã QR.*

use askama::Template;
use axum::http::{HeaderMap, header};
use qrcodegen::{QrCode, QrCodeEcc};

use crate::at_year::AtYear;
use crate::words::Words;

/// Where a printed page can be found again; empty where the host is not known.
#[derive(Clone, Debug, Default)]
pub struct Address {
    w: Words,
    href: String,
}

/// The square as a drawing of one path, shown on paper only.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% if !path.is_empty() %}<div class="{% if on_screen %}qr{% else %}print-only{% endif %}"><svg width="80" height="80" viewBox="0 0 {{ side }} {{ side }}" role="img" aria-label="{{ label }}" shape-rendering="crispEdges"><path d="{{ path }}"/></svg></div>{% endif %}"#
)]
pub struct Square<'a> {
    label: &'a str,
    on_screen: bool,
    side: i32,
    path: String,
}

impl askama::filters::HtmlSafe for Square<'_> {}

/// The address in letters, for who has no reader at hand.
#[derive(Template)]
#[template(ext = "html", source = r#"{% if !href.is_empty() %}<p class="print-only small">{{ href }}</p>{% endif %}"#)]
pub struct Line<'a> {
    href: &'a str,
}

impl askama::filters::HtmlSafe for Line<'_> {}

/// Blank modules around the square, as readers want them.
const MARGIN: i32 = 4;

impl Address {
    /// The address that was asked for, by the host the browser named.
    pub fn of(at: &AtYear, headers: &HeaderMap, https: bool) -> Self {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let scheme = if https { "https" } else { "http" };
        let path = at.visit.path.split('?').next().unwrap_or_default();
        Self { w: at.w(), href: host.map(|host| format!("{scheme}://{host}{path}")).unwrap_or_default() }
    }

    /// The address as a line at the end of the paper.
    pub fn line(&self) -> Line<'_> {
        Line { href: &self.href }
    }

    /// The square; nothing without an address, or where it is too long for one.
    pub fn square(&self) -> Square<'_> {
        drawn(&self.href, self.w.t("ranking.qr"), false)
    }
}

/// The square of an address, on paper and on the screen.
pub fn square_of<'a>(href: &str, label: &'a str) -> Square<'a> {
    drawn(href, label, true)
}

fn drawn<'a>(href: &str, label: &'a str, on_screen: bool) -> Square<'a> {
    let code = (!href.is_empty()).then(|| QrCode::encode_text(href, QrCodeEcc::Medium).ok()).flatten();
    let side = code.as_ref().map_or(0, |code| code.size() + 2 * MARGIN);
    Square { label, on_screen, side, path: code.map(|code| path(&code)).unwrap_or_default() }
}

/// One run of dark modules after another, as one path.
fn path(code: &QrCode) -> String {
    use std::fmt::Write as _;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let run = (x..code.size()).take_while(|x| code.get_module(*x, y)).count();
            let run = i32::try_from(run).unwrap_or(0);
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + MARGIN, y + MARGIN);
            }
            x += run.max(1);
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = QrCode::encode_text("https://giaouoc.example/years/year_1/why/unit_2/I/1", QrCodeEcc::Medium).unwrap();
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y))).filter(|(x, y)| code.get_module(*x, *y)).count();
        let drawn: usize = path(&code).split('h').skip(1).filter_map(|part| part.split('v').next()?.parse::<usize>().ok()).sum();
        assert_eq!(drawn, dark);
    }
}
