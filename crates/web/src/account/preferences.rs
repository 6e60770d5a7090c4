//! How one likes the screens: kept with the account, or in the browser before signing in. *Hiển thị.*

use std::sync::Arc;

use app::{Cx, Density, Preference, Theme};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use values::Lang;

use crate::addresses;
use crate::forms::Form;
use crate::layout::keep_in_browser;
use crate::reply::Reply;
use crate::signed_in::{Anybody, Whence};

/// `POST /preferences`
pub async fn post(State(cx): State<Arc<Cx>>, Anybody(actor): Anybody, whence: Whence, form: Form) -> Result<Response, Reply> {
    let mut answer = Redirect::to(&addresses::local(form.text("back"))).into_response();
    match actor {
        Some(actor) => app::account::prefer(&cx, &actor, &preferred(&actor.preference, &form)).await?,
        None => keep_in_browser(&mut answer, &form, whence.https),
    }
    Ok(answer)
}

/// What the form names, over what was preferred before.
fn preferred(before: &Preference, form: &Form) -> Preference {
    Preference {
        lang: Lang::of_code(form.text("lang")).unwrap_or(before.lang),
        theme: if form.has("theme") { Theme::of_code(form.text("theme")) } else { before.theme },
        density: if form.has("density") { Density::of_code(form.text("density")) } else { before.density },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_changes_what_it_names_and_nothing_else() {
        let before = Preference { lang: Lang::En, theme: Theme::Dark, density: Density::Dense };
        let check = |fields: &[(&str, &str)], expected: Preference| {
            assert_eq!(preferred(&before, &Form::of(fields.iter().copied())), expected);
        };
        check(&[], before.clone());
        check(&[("lang", "vi")], Preference { lang: Lang::Vi, ..before.clone() });
        check(&[("theme", "light"), ("density", "airy")], Preference { theme: Theme::Light, density: Density::Airy, ..before.clone() });
        check(&[("lang", "xx"), ("theme", "pink")], Preference { theme: Theme::System, ..before.clone() });
    }
}
