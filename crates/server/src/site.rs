//! Puts the pages together: the installation's own, or the demo's.

use std::sync::Arc;

use app::Cx;
use axum::{Extension, Router, middleware};
use scenario::Day;
use scenario::cast::{PEOPLE, Part, Person, UNITS};
use values::Lang;
use web::demo::{DayShown, Role, Stage};
use web::signed_in::Door;
use web::{Ground, Words};

/// The pages of an installation.
pub fn of(cx: Arc<Cx>, https: bool) -> Router {
    site(cx, web::steps(), https)
}

/// The pages of the demo: the same, with the door to its roles.
pub fn of_demo(cx: Arc<Cx>, day: Day) -> Router {
    let stage = Arc::new(stage(day));
    let roles = stage.switch(Words::new(Lang::Vi));
    site(cx, web::steps().merge(web::demo::routes(stage)), false).layer(Extension(roles))
}

fn site(cx: Arc<Cx>, more: Router<Arc<Cx>>, https: bool) -> Router {
    let clock = cx.clock;
    let ground = Ground { demo: cx.demo, https, now: Arc::new(move || clock.now()) };
    let known = middleware::from_fn_with_state(Door { cx: Arc::clone(&cx), https }, web::signed_in::recognise);
    let named = middleware::from_fn_with_state(Arc::clone(&cx), web::signed_in::name);
    web::site(more.layer(named), ground).layer(known).with_state(cx)
}

fn stage(today: Day) -> Stage {
    Stage {
        today: shown(today),
        days: Day::ALL.into_iter().map(shown).collect(),
        roles: PEOPLE.iter().map(role).collect(),
        reader: UNITS.iter().find(|unit| unit.key == scenario::cast::READER).map_or("", |unit| unit.short).to_owned(),
    }
}

fn shown(day: Day) -> DayShown {
    DayShown { date: day.date(), code: day.code() }
}

fn role(person: &Person) -> Role {
    let place = UNITS.iter().position(|unit| unit.key == person.unit);
    let part = match (person.part, place) {
        (Part::Superior, _) => "superior",
        (Part::Observer, _) => "observer",
        (Part::Leader, Some(0)) => "head",
        (Part::Leader, Some(1)) => "deputy",
        (Part::Leader, _) => "leader",
        (Part::Officer, _) => "officer",
        (Part::Verifier, _) => "verifier",
    };
    let unit = place.and_then(|place| UNITS.get(place)).map_or("", |unit| unit.short).to_owned();
    Role { login: person.login.to_owned(), name: person.name.to_owned(), part, unit }
}
