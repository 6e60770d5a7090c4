//! The organisation's units over time: list, new, renamed, merged. *Danh mục đơn vị.*

mod list;
mod merge;
mod one;

use std::sync::Arc;

use app::{Actor, Cx, Error, Reason};
use axum::Router;
use axum::routing::get;

use crate::addresses;
use crate::forms::{Form, Sheet};
use crate::layout::Visit;
use crate::reply::Reply;

/// The pages of the units.
pub fn routes() -> Router<Arc<Cx>> {
    Router::new()
        .route(&addresses::units(), get(list::show))
        .route(&addresses::new_unit(), get(one::new).post(one::add))
        .route(&addresses::merge_units(), get(merge::show).post(merge::post))
        .route(addresses::UNIT, get(one::show).post(one::post))
}

/// Only those who administer the organisation see its units.
fn only_administrators(actor: &Actor) -> Result<(), Reply> {
    if actor.administers { Ok(()) } else { Err(Error::Denied(Reason::plain("only-administrators")).into()) }
}

/// A form outside any year.
fn sheet(visit: &Visit, cx: &Cx, form: Form) -> Sheet {
    Sheet::new(visit.w, form, &visit.token, format!("{:016x}", cx.ids.next()))
}
