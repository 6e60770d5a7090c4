//! The year's regulation, deadlines and set-up. *Quy chế, mốc thời gian.*

use cycle::Arg;
use cycle::calendar::Step;
use cycle::cluster::{Act, On, Permit};
use cycle::regulation::Regulation;
use serde_json::json;
use storage::Tx;
use storage::cluster::{self as rows, Year};
use values::{Date, YearId};

use super::found::SETUP_DONE;
use crate::search::clean;
use crate::{Actor, Cx, Desk, Error, Reason, Stale, desk};

/// Changes settings of the regulation; only the named keys change. *Sửa quy chế.*
///
/// # Errors
/// Denied; stale; `setting-unknown` or `setting-unreadable` with the key.
pub async fn regulate(cx: &Cx, actor: &Actor, year: YearId, version: i64, settings: &[(String, String)]) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::EditRegulation, On::CLUSTER)?;
        let mut regulation = (*desk.regulation).clone();
        let faults: Vec<Reason> =
            settings.iter().filter_map(|(key, text)| regulation.set(key, text).err()).map(|f| Reason::of(&f)).collect();
        let faults = if faults.is_empty() { border_faults(&regulation) } else { faults };
        if !faults.is_empty() {
            return Err(Error::Refused(faults));
        }
        let new = Year { regulation: desk::regulation_text(&regulation), version, ..(*desk.year).clone() };
        keep(tx, &new).await?;
        let changed: serde_json::Map<_, _> = settings.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        desk.record(tx, "cluster.regulate", &year.to_string(), json!({ "old": desk.year.regulation, "new": changed })).await?;
        Ok(())
    })
}

/// Classes that leave a gap or overlap (`Q-03`), by the places of the two classes.
fn border_faults(regulation: &Regulation) -> Vec<Reason> {
    let name = |code: &str| regulation.classes.iter().position(|band| band.code == code).map_or(0, |place| place + 1);
    let place = |code: &str| Arg::Number(i64::try_from(name(code)).unwrap_or_default());
    let fault = |(lower, upper): (String, String)| Reason {
        code: "classes-do-not-meet",
        args: vec![("lower", place(&lower)), ("upper", place(&upper))],
    };
    regulation.class_faults().into_iter().map(fault).collect()
}

async fn keep(tx: &mut Tx, year: &Year) -> Result<(), Error> {
    if rows::change_year(tx, year).await? { Ok(()) } else { Err(Error::Stale(Stale::default())) }
}

/// Sets or moves deadlines; those that already stand as given are left alone. While units already work against
/// deadlines, who may extend them also sets one that was never set. *Ấn định mốc thời gian.*
///
/// # Errors
/// Denied; every refusal of rule `D-02` at once.
pub async fn set_deadlines(cx: &Cx, actor: &Actor, year: YearId, deadlines: &[(Step, Date)], reason: &str) -> Result<(), Error> {
    let reason = clean(reason);
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        let permit = desk.permit(deadlines_act(&desk), On::CLUSTER)?;
        let changed: Vec<(Step, Date)> = deadlines.iter().copied().filter(|(step, due)| desk.calendar.due(*step) != Some(*due)).collect();
        refuse_disorder(&desk, &permit, &changed, &reason)?;
        if changed.is_empty() { Ok(()) } else { keep_deadlines(tx, &desk, &changed, &reason).await }
    })
}

/// The act under which this person changes deadlines now.
pub fn deadlines_act(desk: &Desk) -> Act {
    if desk.may(Act::SetDeadlines, On::CLUSTER) { Act::SetDeadlines } else { Act::ExtendDeadlines }
}

async fn keep_deadlines(tx: &mut Tx, desk: &Desk, changed: &[(Step, Date)], reason: &str) -> Result<(), Error> {
    for (step, due) in changed {
        rows::put_deadline(tx, desk.scope(), step.code(), *due, reason).await?;
    }
    let stood = |step: &Step| json!(desk.calendar.due(*step).map(|due| due.to_string()));
    let old: serde_json::Map<_, _> = changed.iter().map(|(step, _)| (step.code().into(), stood(step))).collect();
    let new: serde_json::Map<_, _> = changed.iter().map(|(step, due)| (step.code().into(), json!(due.to_string()))).collect();
    let body = json!({ "old": old, "new": new, "why": reason });
    desk.record(tx, "cluster.set_deadlines", &desk.scope().year.to_string(), body).await?;
    Ok(())
}

/// Applies the changes in the order of the year, latest first where they move later, so that neighbours
/// moved together do not block each other.
fn refuse_disorder(desk: &Desk, permit: &Permit, changed: &[(Step, Date)], reason: &str) -> Result<(), Error> {
    let mut calendar = (*desk.calendar).clone();
    let (mut later, mut earlier): (Vec<_>, Vec<_>) =
        changed.iter().copied().partition(|(step, due)| calendar.due(*step).is_none_or(|old| *due > old));
    later.sort_unstable_by(|a, b| b.cmp(a));
    earlier.sort_unstable();
    let faults: Vec<Reason> = later
        .into_iter()
        .chain(earlier)
        .filter_map(|(step, due)| calendar.set(permit, step, due, reason, &desk.regulation).err())
        .map(|f| Reason::of(&f))
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Refused(faults)) }
}

/// Notes how far the first set-up has come. *Các bước thiết lập.*
///
/// # Errors
/// Denied; a fault of the store.
pub async fn setup_reached(cx: &Cx, actor: &Actor, year: YearId, step: i64) -> Result<(), Error> {
    storage::write!(cx.store, |tx| {
        let desk = desk::open_in(tx, cx, actor, year).await?;
        desk.require(Act::SetUpYear, On::CLUSTER)?;
        if step <= desk.year.setup_step {
            return Ok(());
        }
        keep(tx, &Year { setup_step: step.min(SETUP_DONE), ..(*desk.year).clone() }).await?;
        desk.record(tx, "cluster.setup_reached", &year.to_string(), json!({ "step": step.min(SETUP_DONE) })).await?;
        Ok(())
    })
}
