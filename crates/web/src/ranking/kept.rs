//! A part of a page that was rendered by a template before and is kept for everybody who sees the same.

use std::sync::Arc;

use app::book::Book;
use askama::Template;

use crate::reply::Reply;

/// What a template wrote, to stand in another page as it is. Only [`Kept::once`] makes one.
pub struct Kept(Arc<str>);

impl Kept {
    /// Renders the part, or takes the one made before for this state of the year.
    pub fn once<T: Template>(book: &Book, key: &str, make: impl FnOnce() -> Result<T, Reply>) -> Result<Self, Reply> {
        book.once(key, || Ok(make()?.render()?)).map(Self)
    }
}

impl core::fmt::Display for Kept {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        to.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Kept {}
