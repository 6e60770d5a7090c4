//! The unit's answers to what was found. *Đồng ý, giải trình.*

use cycle::cluster::Act;
use cycle::verification::{Answer, Line, Stamp, accept as accepts, explain as explains};
use serde_json::json;
use storage::Tx;
use storage::verification::{self as rows, Response};
use values::{UnitId, YearId};

use super::deadline::{all_sent, answering, last_day};
use super::lines::line;
use crate::book::LineFacts;
use crate::self_score::fields::{Fields, to_text};
use crate::{Actor, Cx, Desk, Error, Stale, desk};

/// One line to be accepted, over the version of the answer that was seen (0 for none).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    pub path: String,
    pub version: i64,
}

/// The unit accepts a proposal. *Đồng ý.*
///
/// # Errors
/// Denied; not found; refused (`V-09`, `V-10`); stale.
pub async fn accept(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, path: &str, seen: i64) -> Result<(), Error> {
    accept_all(cx, actor, year, unit, &[Accepted { path: path.to_owned(), version: seen }]).await
}

/// The unit accepts several proposals, all or none.
///
/// # Errors
/// As [`accept`].
pub async fn accept_all(cx: &Cx, actor: &Actor, year: YearId, unit: UnitId, lines: &[Accepted]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let on = answering(&all_sent(tx, desk.scope()).await?, unit);
        let (permit, until) = (desk.permit(Act::AcceptFinding, on)?, last_day(&desk, on.sent_on));
        let mut accepted = Vec::with_capacity(lines.len());
        for one in lines {
            let (before, _) = now(tx, cx, &desk, unit, &one.path).await?;
            let (old, stamp) = (before.state().code(), Stamp { at: desk.now, regulation: &desk.regulation });
            let after = accepts(&permit, before, until, stamp).map_err(|refused| Error::refused(&refused))?;
            accepted.push((after, old, one.version));
        }
        for (after, old, seen) in &accepted {
            keep(tx, &desk, after, (old, ""), *seen).await?;
        }
        Ok(())
    })
}

/// The unit explains. *Giải trình.*
///
/// # Errors
/// Denied; not found; refused (`V-06`, `V-09`, `V-10`); stale.
pub async fn explain(cx: &Cx, actor: &Actor, year: YearId, (unit, path): (UnitId, &str), words: &str, seen: i64) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let on = answering(&all_sent(tx, desk.scope()).await?, unit);
        let (permit, until) = (desk.permit(Act::ExplainFinding, on)?, last_day(&desk, on.sent_on));
        let (before, _) = now(tx, cx, &desk, unit, path).await?;
        let stamp = Stamp { at: desk.now, regulation: &desk.regulation };
        let old = before.state().code();
        let answer = Answer { words: words.trim().to_owned(), until };
        let after = explains(&permit, before, &answer, stamp).map_err(|refused| Error::refused(&refused))?;
        keep(tx, &desk, &after, (old, &answer.words), seen).await
    })
}

/// The line as it stands now, with what is kept of it.
pub(super) async fn now(tx: &mut Tx, cx: &Cx, desk: &Desk, unit: UnitId, path: &str) -> Result<(Line<Fields>, LineFacts), Error> {
    let book = cx.books.within(tx, desk.scope()).await?;
    let at = book.in_force()?.table.index_of(path).ok_or(Error::NotFound)?;
    let facts = book.unit(unit)?.lines.get(at).ok_or(Error::NotFound)?;
    Ok((line(unit, path, facts, desk.phase), facts.clone()))
}

async fn keep(tx: &mut Tx, desk: &Desk, line: &Line<Fields>, (old, words): (&str, &str), seen: i64) -> Result<(), Error> {
    let response = Response {
        unit: line.unit,
        path: line.path.0.clone(),
        answer: line.state().code().to_owned(),
        words: words.to_owned(),
        answered_by: Some(desk.actor.account),
        answered_at: desk.now,
        answers: line.proposal().map(to_text),
        version: seen,
    };
    rows::put_response(tx, desk.scope(), &response).await?.ok_or_else(|| Error::Stale(Stale::default()))?;
    let body = json!({ "unit": line.unit.to_string(), "path": line.path.0, "old": old, "new": response.answer, "why": words });
    desk.record(tx, "verification.answer", &line.path.0, body).await?;
    Ok(())
}
