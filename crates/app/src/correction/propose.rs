//! Proposing a correction. *Đề nghị đính chính.*

use cycle::cluster::{Act, On};
use cycle::correction::{Correction as Rule, CorrectionState, Propose, propose as decide};
use cycle::refusal::LinePath;
use scoring::Entry;
use serde_json::json;
use storage::correction::{self as rows, Correction};
use storage::{IdemKey, Tx};
use values::{CorrectionId, UnitId, YearId};

use super::{counts, rule};
use crate::search::clean;
use crate::self_score::fields::{Fields, entry, to_text};
use crate::{Actor, Cx, Desk, Error, Reason, desk};

/// What is asked to count instead, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub unit: UnitId,
    pub path: String,
    pub new: Fields,
    pub reason: String,
}

/// Keeps a proposed correction; no figure changes. The same key again answers the same correction.
///
/// # Errors
/// Denied; not found; refused (`K-10`, `K-11`), or an entry that does not read (`entry-unreadable`).
pub async fn propose(cx: &Cx, actor: &Actor, year: YearId, key: &IdemKey, ask: &Proposal) -> Result<CorrectionId, Error> {
    storage::write!(cx.store, |tx| {
        if let Some(outcome) = tx.once(key, actor.account.raw()).await? {
            return outcome.parse().map_err(|_| Error::NotFound);
        }
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let kept = row(&desk, &decided(tx, cx, &desk, ask).await?);
        rows::add(tx, desk.scope(), &kept).await?;
        let (old, new) = (&kept.old_entry, &kept.new_entry);
        let body = json!({ "unit": kept.unit.to_string(), "path": kept.path, "old": old, "new": new, "why": kept.reason });
        desk.record(tx, "correction.propose", &kept.id.to_string(), body).await?;
        tx.remember(key, actor.account.raw(), &kept.id.to_string(), desk.now).await?;
        Ok(kept.id)
    })
}

async fn decided(tx: &mut Tx, cx: &Cx, desk: &Desk, ask: &Proposal) -> Result<Rule<Fields>, Error> {
    desk.member(ask.unit)?;
    let permit = desk.permit(Act::ProposeCorrection, On::unit(ask.unit))?;
    let book = cx.books.within(tx, desk.scope()).await?;
    let leaf = book.in_force()?.table.leaf(&ask.path).ok_or(Error::NotFound)?;
    let facts = book.unit(ask.unit)?.lines.get(leaf.index).ok_or(Error::NotFound)?;
    let new: Fields = ask.new.iter().filter(|(_, text)| !text.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
    let read = entry(leaf, leaf.decimals, &new, facts.assignment());
    if !facts.concerns() || !read.is_ok_and(|read| read != Entry::Missing) {
        return Err(unreadable(&ask.path));
    }
    let open: Vec<Rule<Fields>> = rows::of_year(tx, desk.scope()).await?.iter().map(rule).collect::<Result<_, _>>()?;
    let id = CorrectionId::from_raw(cx.ids.next());
    let ask = Propose { id, unit: ask.unit, path: LinePath::new(&ask.path), new, reason: clean(&ask.reason) };
    decide(&permit, &counts(facts), ask, &open, &desk.regulation).map_err(|refused| Error::refused(&refused))
}

fn unreadable(path: &str) -> Error {
    Error::Refused(vec![Reason { code: "entry-unreadable", args: vec![("path", cycle::Arg::Path(path.to_owned()))] }])
}

fn row(desk: &Desk, decided: &Rule<Fields>) -> Correction {
    Correction {
        id: decided.id,
        unit: decided.unit,
        path: decided.path.0.clone(),
        old_entry: to_text(&decided.old),
        new_entry: to_text(&decided.new),
        state: CorrectionState::Proposed.code().to_owned(),
        reason: decided.reason.clone(),
        decision: String::new(),
        close_reason: String::new(),
        proposed_by: decided.proposed_by,
        proposed_at: desk.now,
        closed_by: None,
        closed_at: None,
        version: 1,
    }
}
