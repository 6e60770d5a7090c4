//! The sheets of a year: how far each unit is. *Tự chấm của các đơn vị.*

use std::sync::Arc;

use app::Cx;
use app::book::{Book, UnitBook};
use app::self_score::look;
use app::self_score::worth::{Tally, tally, worth};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use cycle::calendar::Step;

use super::sheet::days_late;
use crate::layout::Frame;
use crate::reply::{self, Reply};
use crate::words::Words;
use crate::{AtYear, addresses};

/// One unit's row.
struct Row {
    name: String,
    /// Its sheet, where this person may see it.
    href: String,
    state: String,
    badge: &'static str,
    sent: String,
    late: String,
    /// How far and what it is worth, where this person may see it.
    seen: Option<Seen>,
}

struct Seen {
    tally: Tally,
    certain: String,
    possible: String,
    why: String,
}

#[derive(Template)]
#[template(path = "self_score/units.html")]
struct UnitsPage {
    w: Words,
    frame: Frame,
    due: String,
    rows: Vec<Row>,
}

/// `GET /years/{year}/self-score`: whoever may see only their own sheet comes to it.
pub(super) async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Response, Reply> {
    let (book, seen) = look::all(&cx, &at.desk).await?;
    let own: Vec<_> = book.members.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(member, _)| member.unit).collect();
    if let ([only], true) = (own.as_slice(), book.table.is_some())
        && at.desk.own_units().contains(only)
    {
        return Ok(Redirect::to(&addresses::sheet(at.year(), *only)).into_response());
    }
    let w = at.w();
    let page = UnitsPage {
        w,
        frame: at.frame(w.t("self_score.sheets")),
        due: at.desk.calendar.due(Step::SelfScoring).map(|due| w.date(due)).unwrap_or_default(),
        rows: (0..book.units.len()).filter_map(|place| row(&at, &book, place, seen.get(place) == Some(&true))).collect(),
    };
    Ok(reply::page(&page)?.into_response())
}

fn row(at: &AtYear, book: &Book, place: usize, visible: bool) -> Option<Row> {
    let (member, unit, w) = (book.members.get(place)?, book.units.get(place)?, at.w());
    let state = state(unit);
    let sent_at = unit.sheet.as_ref().and_then(|sheet| sheet.submitted_at).filter(|_| unit.submitted());
    let late = days_late(at, sent_at);
    Some(Row {
        name: member.name.clone(),
        href: if visible && book.table.is_some() { addresses::sheet(at.year(), unit.unit) } else { String::new() },
        state: w.say("self_score.state", state, &[]),
        badge: badge(state),
        sent: sent_at.map(|sent| w.moment(sent)).unwrap_or_default(),
        late: if late > 0 { w.fill("self_score.days", &[("n", &w.count(late))]) } else { String::new() },
        seen: if visible { seen(at, book, place, unit) } else { None },
    })
}

/// `untouched`, `open`, `submitted` or `returned`.
fn state(unit: &UnitBook) -> &str {
    unit.sheet.as_ref().map_or("untouched", |sheet| sheet.state.as_str())
}

fn badge(state: &str) -> &'static str {
    match state {
        "submitted" => "badge badge-success",
        "returned" => "badge badge-warning",
        _ => "badge",
    }
}

fn seen(at: &AtYear, book: &Book, place: usize, unit: &UnitBook) -> Option<Seen> {
    let table = book.table.as_deref()?;
    let worth = worth(book, place);
    let said = |points| at.w().points(points, table.table.decimals());
    Some(Seen {
        tally: tally(book, place),
        certain: said(worth.certain.points),
        possible: if worth.possible == worth.certain.points { String::new() } else { said(worth.possible) },
        why: addresses::why_unit(at.year(), unit.unit),
    })
}
