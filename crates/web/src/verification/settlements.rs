//! The disputed lines of all units, open ones first. *Chốt điểm.*

use std::sync::Arc;

use app::Cx;
use app::book::LineFacts;
use app::self_score::fields;
use app::verification::lines::{is_disputed, waits_to_settle};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use cycle::Phase;
use cycle::cluster::{Act, On};
use scoring::Leaf;
use values::UnitId;

use super::queue::own_points;
use super::{cause, criterion, thread};
use crate::{AtYear, Frame, Reply, Words, addresses, reply};

pub(super) fn routes() -> Router<Arc<Cx>> {
    Router::new().route(addresses::SETTLEMENTS, get(show))
}

#[derive(Template)]
#[template(path = "verification/settlements.html")]
struct SettlementsPage {
    w: Words,
    frame: Frame,
    open: Vec<Dispute>,
    settled: Vec<Dispute>,
}

struct Dispute {
    unit: String,
    name: String,
    href: String,
    why: String,
    own: String,
    proposed: String,
    /// Empty until settled.
    settled: String,
    words: String,
    reason: String,
    waits: bool,
}

/// `GET /years/{year}/settlement`
async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    at.desk.require(Act::SeeAllScores, On::CLUSTER)?;
    let (w, book) = (at.w(), app::verification::book(&cx, &at.desk).await?);
    let leaves = book.table.as_ref().map_or(&[][..], |table| table.table.leaves());
    let lines = book.units.iter().flat_map(|unit| leaves.iter().zip(&unit.lines).map(|(leaf, facts)| (unit.unit, leaf, facts)));
    // What readings differ on is decided in verification as long as that lasts.
    let lines = lines.filter(|(_, _, facts)| facts.differs.is_none() || at.desk.phase >= Phase::SecondReading);
    let disputed = lines.filter(|(_, _, facts)| facts.settlement.is_some() || is_disputed(facts, &at.desk.regulation));
    let all: Vec<Dispute> = disputed.map(|(unit, leaf, facts)| dispute(&at, &book, unit, (leaf, facts))).collect();
    let (open, settled) = all.into_iter().partition(|dispute| dispute.waits);
    reply::page(&SettlementsPage {
        w,
        frame: at.frame(w.t("verification.settlement")).crumb(addresses::verification(at.year()), w.t("verification.title")),
        open,
        settled,
    })
}

fn dispute(at: &AtYear, book: &app::book::Book, unit: UnitId, (leaf, facts): (&Leaf, &LineFacts)) -> Dispute {
    let (w, found) = (at.w(), facts.proposed());
    let points = |entry: &str| w.points(thread::points(book, unit, leaf, &fields::of_text(entry)), leaf.decimals);
    let own = w.points(own_points(book, unit, leaf), leaf.decimals);
    let apart = facts.differs.map(|by| format!("{} {}", w.t("verification.apart"), w.points(by, leaf.decimals)));
    Dispute {
        unit: at.desk.short_name(unit).to_owned(),
        name: criterion::name(leaf),
        href: addresses::settlement(at.year(), unit, &leaf.path),
        why: addresses::why(at.year(), unit, &leaf.path),
        proposed: match (found, facts.differs) {
            (Some(found), _) => points(&found.entry),
            (None, Some(_)) => "–".to_owned(),
            (None, None) => own.clone(),
        },
        own,
        settled: facts.settlement.as_ref().map(|s| points(&s.entry)).unwrap_or_default(),
        words: facts.response.as_ref().map(|r| r.words.clone()).unwrap_or_default(),
        reason: found.map(|f| cause::before(w, &f.cause, &f.reason)).or(apart).unwrap_or_default(),
        waits: waits_to_settle(facts, &at.desk.regulation),
    }
}
