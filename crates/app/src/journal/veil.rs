//! What a reader of the journal may not know yet: it shows no figure earlier than the other pages do.
//! *Giữ kín đến khi gửi.*

use std::collections::BTreeSet;

use cycle::cluster::{Act, On};
use cycle::self_score::SheetState;
use cycle::verification::{ReadingKind, Viewer, may_see_reading};
use serde::Deserialize;
use storage::journal::Written;
use storage::verification::Reading;
use storage::{Tx, self_score, verification};
use values::UnitId;

use crate::verification::queue::of_sheet;
use crate::{Desk, Error};

/// Whose figures, files and readings are hidden from one person now.
pub(super) struct Veil {
    scores: BTreeSet<UnitId>,
    evidence: BTreeSet<UnitId>,
    readings: BTreeSet<String>,
}

#[derive(Default, Deserialize)]
struct About {
    unit: Option<String>,
    reading: Option<String>,
}

impl Veil {
    /// The veil of this desk.
    pub(super) async fn of(tx: &mut Tx, desk: &Desk) -> Result<Self, Error> {
        let own = desk.own_units();
        let sheets = self_score::sheets(tx, desk.scope()).await?;
        let sent = |unit: &UnitId| sheets.iter().any(|s| s.unit == *unit && s.state == SheetState::Submitted.code());
        let own_sent = !own.is_empty() && own.iter().all(sent);
        let sees = |unit| {
            let others = On::unit(unit).own_submitted(own_sent);
            desk.may(Act::SeeOwnScores, On::unit(unit)) || desk.may(Act::SeeAllScores, others)
        };
        let units = || desk.members.iter().map(|m| m.unit);
        let readings = verification::readings(tx, desk.scope(), ReadingKind::Reading).await?;
        let hidden = readings.iter().filter(|r| is_hidden(desk, &own, &readings, r));
        Ok(Self {
            scores: units().filter(|unit| !sees(*unit)).collect(),
            evidence: units().filter(|unit| !desk.may(Act::ReadEvidence, On::unit(*unit))).collect(),
            readings: hidden.map(|r| r.id.to_string()).collect(),
        })
    }

    /// Whether what the entry says is hidden; that it was written is not.
    pub(super) fn hides(&self, entry: &Written) -> bool {
        match entry.act.as_str() {
            "self_score.save" | "self_score.undo" | "self_score.redo" => unit(entry).is_none_or(|unit| self.scores.contains(&unit)),
            "verification.find" | "verification.open" | "verification.ask" | "verification.send_questions" | "verification.reply" => {
                self.readings.contains(&entry.subject)
            }
            "verification.notify" => about(entry).reading.is_some_and(|reading| self.readings.contains(&reading)),
            act if act.starts_with("evidence.") => unit(entry).is_none_or(|unit| self.evidence.contains(&unit)),
            _ => false,
        }
    }
}

/// Drafts are their reader's own, here even before the superior; blind readings stay hidden until all are sent
/// (rule `V-05`).
fn is_hidden(desk: &Desk, own: &[UnitId], all: &[Reading], reading: &Reading) -> bool {
    let viewer = Viewer { reads: own.contains(&reading.reader_unit), superior: false };
    !may_see_reading(viewer, reading.state(), of_sheet(all, reading), &desk.regulation)
}

fn about(entry: &Written) -> About {
    serde_json::from_str(&entry.body).unwrap_or_default()
}

fn unit(entry: &Written) -> Option<UnitId> {
    about(entry).unit.and_then(|unit| unit.parse().ok())
}

/// The entry without what it says; its unit stays. The hash of a row with a short figure could be guessed.
pub(super) fn bare(entry: &mut Written) {
    let unit = unit(entry).map(|unit| unit.to_string());
    entry.body = unit.map_or_else(|| "{}".to_owned(), |unit| serde_json::json!({ "unit": unit }).to_string());
    entry.changes.clear();
}
