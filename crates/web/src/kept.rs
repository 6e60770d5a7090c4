//! A part of a page that a template wrote before, and that everybody who sees the same may be given.

use std::sync::Arc;

use app::book::Book;
use askama::Template;

use crate::reply::Reply;

/// What a template of ours wrote, to stand in another page as it is.
pub struct Kept(Arc<str>);

impl Kept {
    /// Renders the part, or takes the one made before for this state of the year.
    pub fn once<T: Template>(book: &Book, key: &str, make: impl FnOnce() -> Result<T, Reply>) -> Result<Self, Reply> {
        book.once(key, || Ok(make()?.render()?)).map(Self)
    }

    /// Renders the part for this one answer.
    pub fn of(part: &impl Template) -> Result<Self, Reply> {
        Ok(Self(part.render()?.into()))
    }

    /// Markup that was written when the program started.
    pub const fn written(markup: Arc<str>) -> Self {
        Self(markup)
    }
}

impl core::fmt::Display for Kept {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        to.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Kept {}
