//! One entry with its proof. *Một mục của nhật ký.*

use std::sync::Arc;

use app::Cx;
use app::journal::{Proved, entry};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use values::YearId;

use super::told::{Teller, Told, hash, units};
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

#[derive(Template)]
#[template(path = "journal/entry.html")]
struct EntryPage {
    w: Words,
    frame: Frame,
    told: Told,
    /// *Mục 12 trong 340*
    position: String,
    leaf: String,
    root: String,
    path: Vec<String>,
    checkpoint: String,
    holds: bool,
    /// Table, key and hash of each row the entry vouches for.
    rows: Vec<(String, String, String)>,
    body: String,
    around: Vec<Link>,
}

/// `GET /years/{year}/journal/{seq}`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let seq = at.part("seq").parse().map_err(|_| Reply::NotFound)?;
    let proved = entry(&cx, &at.desk, seq).await?;
    reply::page(&page(&at, proved))
}

fn page(at: &AtYear, p: Proved) -> EntryPage {
    let w = at.w();
    let told = Teller { w, units: &units(&at.desk), people: &p.people }.entry(&p.entry, p.hidden);
    let title = w.fill("journal.entry", &[("n", &w.count(told.seq))]);
    let gone = || w.t("journal.removed").to_owned();
    EntryPage {
        w,
        frame: at.frame(title).crumb(addresses::journal(at.year()), w.t("journal.title")),
        position: w.fill("journal.position", &[("n", &w.count(told.seq)), ("size", &w.count(p.head.size))]),
        leaf: hash(&p.entry.leaf),
        root: hash(&p.head.root),
        path: p.path.iter().map(hash).collect(),
        checkpoint: p.checkpoint(),
        holds: p.holds,
        rows: p.changes.iter().map(|c| (c.table.clone(), c.key.clone(), c.hash.as_ref().map_or_else(gone, hash))).collect(),
        around: around(w, at.year(), told.seq, p.head.size),
        body: p.entry.body,
        told,
    }
}

/// The entries before and after.
fn around(w: Words, year: YearId, seq: i64, size: i64) -> Vec<Link> {
    let before = (seq > 1).then(|| Link::new(addresses::journal_entry(year, seq - 1), w.t("journal.before")));
    let after = (seq < size).then(|| Link::new(addresses::journal_entry(year, seq + 1), w.t("journal.after")));
    before.into_iter().chain(after).collect()
}
