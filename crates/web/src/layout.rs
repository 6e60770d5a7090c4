//! What every page stands in: language, title, breadcrumb, navigation, the person, notices, footer.
//!
//! A page is one struct with `w: Words` and `frame: Frame`, and one template that extends `layout.html`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use values::{Lang, Moment, YearId};

use crate::addresses;
use crate::forms::Form;
use crate::security::FormToken;
use crate::words::Words;

/// A year in seconds: how long a browser keeps a preference.
const KEPT: u32 = 31_536_000;

/// How one person likes the screens; the codes stand in `data-theme` and `data-density`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub lang: Lang,
    /// `system`, `light` or `dark`.
    pub theme: &'static str,
    /// `airy` (*thoáng*) or `dense` (*dày*).
    pub density: &'static str,
}

impl Default for Look {
    fn default() -> Self {
        Self { lang: Lang::Vi, theme: "system", density: "airy" }
    }
}

impl Look {
    /// The known code equal to `text`, or the system's theme.
    pub fn theme_of(text: &str) -> &'static str {
        ["light", "dark"].into_iter().find(|code| *code == text).unwrap_or("system")
    }

    /// The known code equal to `text`, or airy.
    pub fn density_of(text: &str) -> &'static str {
        if text == "dense" { "dense" } else { "airy" }
    }
}

/// The signed-in person as pages show them; put into the request by whoever opens sessions.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub name: String,
    /// What they are in the year on this page, in words: *chuyên viên, Trà Vinh*.
    pub seat: String,
    /// How they like the screens; `None` leaves it to the browser's cookies.
    pub look: Option<Look>,
    /// The cluster's year the navigation leads to.
    pub year: Option<YearId>,
}

/// What the server tells every page; put into every request by [`site`](crate::site).
#[derive(Clone)]
pub struct Ground {
    /// The demo runs: every page says that its content is invented.
    pub demo: bool,
    /// Cookies are kept for HTTPS only.
    pub https: bool,
    /// The clock, for the footer of printed pages.
    pub now: Arc<dyn Fn() -> Moment + Send + Sync>,
}

/// The roles one may step into in the demo: what the form sends, its words, and whose role it is.
#[derive(Clone, Debug, Default)]
pub struct Roles(pub Arc<Vec<(String, String, String)>>);

/// Who asks, from where, in which language. Every handler of a page takes one; it never fails.
#[derive(Clone)]
pub struct Visit {
    pub w: Words,
    pub look: Look,
    pub visitor: Option<Visitor>,
    /// The session's token for forms; empty before signing in.
    pub token: String,
    /// The address asked for, with its query.
    pub path: String,
    pub demo: bool,
    pub roles: Roles,
    pub printed_at: Option<Moment>,
    /// What the request before this one did, in words; empty if it did nothing worth saying.
    pub done: String,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        let look = visitor.as_ref().and_then(|v| v.look).unwrap_or_else(|| look_of(&parts.headers));
        let ground = parts.extensions.get::<Ground>();
        Ok(Self {
            w: Words::new(look.lang),
            look,
            token: parts.extensions.get::<FormToken>().map(|token| token.0.to_string()).unwrap_or_default(),
            path: parts.uri.path_and_query().map_or_else(addresses::home, ToString::to_string),
            demo: ground.is_some_and(|ground| ground.demo),
            roles: parts.extensions.get::<Roles>().cloned().unwrap_or_default(),
            printed_at: ground.map(|ground| (ground.now)()),
            done: crate::done::said(Words::new(look.lang), &parts.headers),
            visitor,
        })
    }
}

impl Visit {
    /// Keeps the navigation of the year that the address names.
    pub fn stay_in_year(&mut self) {
        let year = self.path.strip_prefix("/years/").and_then(|rest| rest.split(['/', '?']).next()?.parse().ok());
        if let Some(visitor) = &mut self.visitor {
            visitor.year = visitor.year.or(year);
        }
    }
}

/// The look that a browser's cookies ask for; without one, the first language it names that we speak.
fn look_of(headers: &HeaderMap) -> Look {
    let spoken = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = spoken.split(',').find_map(|offer| Lang::of_code(offer.trim().get(..2)?));
    Look {
        lang: cookie(headers, "lang").and_then(Lang::of_code).or(first).unwrap_or_default(),
        theme: Look::theme_of(cookie(headers, "theme").unwrap_or_default()),
        density: Look::density_of(cookie(headers, "density").unwrap_or_default()),
    }
}

/// The value of a cookie.
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('=')).find(|pair| pair.0 == name).map(|pair| pair.1)
}

/// One address with its words: navigation, breadcrumb, filters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub text: String,
    pub current: bool,
}

impl Link {
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into(), current: false }
    }

    #[must_use]
    pub fn current(self, current: bool) -> Self {
        Self { current, ..self }
    }
}

/// How a notice on top of a page is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Success,
    Info,
    Warning,
    Danger,
}

impl Tone {
    /// The class of its box.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Success => "notice notice-success",
            Self::Info => "notice",
            Self::Warning => "notice notice-warning",
            Self::Danger => "notice notice-danger",
        }
    }

    /// Its icon in the sprite.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Success => "check",
            Self::Info => "info",
            Self::Warning | Self::Danger => "alert",
        }
    }
}

/// Everything around a page's own content.
#[derive(Clone)]
pub struct Frame {
    pub visit: Visit,
    pub title: String,
    pub crumbs: Vec<Link>,
    pub nav: Vec<Link>,
    pub notices: Vec<(Tone, String)>,
    /// Scripts of this page, by their names in `assets`.
    pub scripts: Vec<&'static str>,
    /// The cluster's year and its phase, for paper; both empty outside a year.
    pub place: (String, String),
    /// Uses the whole width: the sheet, the heat map, verification.
    pub wide: bool,
}

impl Frame {
    /// A frame with the title that stands in the window and as the page's heading.
    pub fn new(visit: &Visit, title: impl Into<String>) -> Self {
        let nav = navigation(visit);
        let notices = if visit.done.is_empty() { Vec::new() } else { vec![(Tone::Success, visit.done.clone())] };
        Self {
            visit: visit.clone(),
            title: title.into(),
            crumbs: Vec::new(),
            nav,
            notices,
            scripts: Vec::new(),
            place: <(String, String)>::default(),
            wide: false,
        }
    }

    /// Adds a step of the way here.
    #[must_use]
    pub fn crumb(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(href, text));
        self
    }

    /// Says something on top of the page: a stored fact, with its time.
    #[must_use]
    pub fn notice(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.notices.push((tone, text.into()));
        self
    }

    /// Loads a script of this page.
    #[must_use]
    pub fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }

    /// Uses the whole width.
    #[must_use]
    pub const fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The other language, as the switch offers it.
    pub const fn other_lang(&self) -> &'static str {
        match self.visit.look.lang {
            Lang::Vi => "en",
            Lang::En => "vi",
        }
    }

    /// Whether the signed-in person has this name.
    pub fn is_visitor(&self, name: &str) -> bool {
        self.visit.visitor.as_ref().is_some_and(|visitor| visitor.name == name)
    }

    /// The line under a printed page: of which year, in which state, who printed, when.
    pub fn print_line(&self) -> String {
        let (w, (year, phase)) = (self.visit.w, &self.place);
        let who = self.visit.visitor.as_ref().map_or("–", |visitor| visitor.name.as_str());
        let at = self.visit.printed_at.map(|at| w.moment(at)).unwrap_or_default();
        let line = w.fill("layout.print_line", &[("who", who), ("at", &at)]);
        if year.is_empty() { line } else { w.fill("layout.print_in_year", &[("year", year), ("phase", phase), ("line", &line)]) }
    }
}

/// At most six words on top; those of a year only where a year is known.
fn navigation(visit: &Visit) -> Vec<Link> {
    let (w, path) = (visit.w, visit.path.as_str());
    let Some(visitor) = &visit.visitor else { return Vec::new() };
    let home = Link::new(addresses::home(), w.t("layout.nav_home")).current(path == addresses::home());
    let of_year = visitor.year.map(|year| {
        [
            (addresses::year(year), w.t("layout.nav_year")),
            (addresses::table(year), w.t("layout.nav_table")),
            (addresses::sheets(year), w.t("layout.nav_sheets")),
            (addresses::verification(year), w.t("layout.nav_verification")),
            (addresses::ranking(year), w.t("layout.nav_ranking")),
        ]
    });
    let steps = of_year.into_iter().flatten().enumerate().map(|(i, (href, text))| {
        let here = if i == 0 { path == href } else { path.starts_with(&href) };
        Link::new(href, text).current(here)
    });
    std::iter::once(home).chain(steps).collect()
}

/// Keeps language, theme and density in the browser of somebody who is not signed in.
pub fn keep_in_browser(answer: &mut Response, form: &Form, https: bool) {
    let secure = if https { "; Secure" } else { "" };
    for (name, value) in preferences(form) {
        if let Ok(line) = HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={KEPT}; SameSite=Lax; HttpOnly{secure}")) {
            answer.headers_mut().append(SET_COOKIE, line);
        }
    }
}

/// The preferences a form names, as known codes only.
fn preferences(form: &Form) -> Vec<(&'static str, &'static str)> {
    let lang = Lang::of_code(form.text("lang")).map(|lang| ("lang", lang.code()));
    let theme = form.has("theme").then(|| ("theme", Look::theme_of(form.text("theme"))));
    let density = form.has("density").then(|| ("density", Look::density_of(form.text("density"))));
    [lang, theme, density].into_iter().flatten().collect()
}

/// An icon of the sprite; always beside a word. In a page: `{{ crate::layout::icon("check") }}`.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<svg class="icon" aria-hidden="true" focusable="false"><use href="{{ crate::assets::url("sprite.svg") }}#{{ name }}"></use></svg>"#
)]
pub struct Icon<'a> {
    name: &'a str,
}

impl askama::filters::HtmlSafe for Icon<'_> {}

/// See [`Icon`].
pub const fn icon(name: &str) -> Icon<'_> {
    Icon { name }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
