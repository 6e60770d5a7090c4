//! Which reading of a line stands when several were sent. *Kết quả thẩm định đang tính.*

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use cycle::Phase;
use cycle::regulation::Regulation;
use cycle::verification::{Blind, LineState, ReadingKind, Resolution, Verdict, resolve, wants_second_reader};
use scoring::{Leaf, Table};
use storage::verification::{Finding, Reading};
use storage::{Scope, Tx, cluster, verification};
use values::{Moment, Points, ReadingId};

use super::facts::{LineFacts, UnitBook};
use super::scored::Scored;
use crate::Error;
use crate::self_score::fields::{self, Fields};

/// The readings whose findings count, with the settings they were made under.
pub(super) struct Readings {
    pub(super) phase: Phase,
    pub(super) regulation: Regulation,
    /// Decisions between readers.
    pub(super) decisions: HashSet<ReadingId>,
    counting: HashMap<ReadingId, Place>,
}

/// Where a reading stands among those of its sheet, and when it was sent.
#[derive(Clone, Copy)]
struct Place {
    order: (i64, i64),
    sent_at: Moment,
}

impl Readings {
    pub(super) async fn load(tx: &mut Tx, scope: Scope) -> Result<Self, Error> {
        let year = cluster::year(tx, scope.year).await?.ok_or(Error::NotFound)?;
        let regulation = crate::desk::regulation(&year.regulation)?;
        let all = verification::readings(tx, scope, ReadingKind::Reading).await?;
        let decisions = verification::readings(tx, scope, ReadingKind::Decision).await?;
        let counting = all.iter().filter(|r| !is_hidden(r, &all, &regulation)).chain(&decisions);
        let place = |r: &Reading| Some((r.id, Place { order: (r.kind.round(), r.place), sent_at: r.sent_at? }));
        Ok(Self {
            phase: Phase::of_code(&year.phase).ok_or_else(|| crate::desk::shape("phase", &year.phase))?,
            counting: counting.filter_map(place).collect(),
            decisions: decisions.iter().map(|r| r.id).collect(),
            regulation,
        })
    }

    pub(super) fn counts(&self, finding: &Finding) -> bool {
        self.counting.contains_key(&finding.reading) && finding.verdict != LineState::Unread.code()
    }

    pub(super) fn order(&self, finding: &Finding) -> Option<(i64, i64)> {
        self.counting.get(&finding.reading).map(|place| place.order)
    }

    /// Since when the unit can see a finding that counts; a decision is seen at once.
    pub(super) fn came_out(&self, finding: &Finding) -> Moment {
        let sent = self.counting.get(&finding.reading).filter(|_| !self.decisions.contains(&finding.reading));
        sent.map_or(finding.changed_at, |place| place.sent_at.max(finding.changed_at))
    }
}

/// Blind readings of a sheet come out together (`V-05`); an extra reading hides nobody else's.
fn is_hidden(reading: &Reading, all: &[Reading], regulation: &Regulation) -> bool {
    let waits = |r: &Reading| r.unit == reading.unit && r.place <= i64::from(regulation.readers);
    regulation.double_blind && all.iter().any(|r| waits(r) && r.sent_at.is_none())
}

/// Says of every line which finding stands, by the points that follow from each.
pub(super) fn weigh(table: &Table, own: &Scored, regulation: &Regulation, decisions: &HashSet<ReadingId>, units: &mut [Arc<UnitBook>]) {
    for (place, unit) in units.iter_mut().enumerate() {
        if unit.lines.iter().all(|line| line.findings.is_empty()) {
            continue;
        }
        for (leaf, line) in table.leaves().iter().zip(&mut Arc::make_mut(unit).lines) {
            let scale = Scale { table, own, place, leaf, regulation };
            scale.weigh(line, decisions);
        }
    }
}

struct Scale<'a> {
    table: &'a Table,
    own: &'a Scored,
    place: usize,
    leaf: &'a Leaf,
    regulation: &'a Regulation,
}

impl Scale<'_> {
    fn weigh(&self, line: &mut LineFacts, decisions: &HashSet<ReadingId>) {
        let own = self.own.line(self.place, self.leaf.index).1;
        let read = |finding: &Finding| self.blind(line, finding, own);
        let decided = line.findings.iter().rposition(|f| decisions.contains(&f.reading));
        let decision = decided.and_then(|at| line.findings.get(at)).map(|finding| finding.version);
        let readings: Vec<_> = line.findings.iter().filter(|f| !decisions.contains(&f.reading)).map(read).collect();
        line.decision = decision;
        line.large = readings.iter().any(|r| wants_second_reader(own, r.points, self.leaf.decimals, self.regulation));
        (line.stands, line.differs) = match decided {
            Some(at) => (Some(at), None),
            None => self.among(own, &readings),
        };
    }

    /// The reading that holds against each that follows, or by how much two are apart.
    fn among(&self, own: Points, readings: &[Blind<Fields>]) -> (Option<usize>, Option<Points>) {
        let mut holds = 0;
        for at in 1..readings.len() {
            let (Some(first), Some(second)) = (readings.get(holds), readings.get(at)) else { continue };
            match resolve(own, first, second, self.leaf.decimals, self.regulation) {
                Resolution::Differs { by } => return (None, Some(by)),
                Resolution::Holds(verdict) if verdict != first.verdict => holds = at,
                Resolution::Holds(_) => {}
            }
        }
        ((!readings.is_empty()).then_some(holds), None)
    }

    fn blind(&self, line: &LineFacts, finding: &Finding, own: Points) -> Blind<Fields> {
        if finding.entry.is_empty() {
            return Blind { verdict: Verdict::agree(), points: own };
        }
        let proposed = fields::of_text(&finding.entry);
        let entry = fields::entry(self.leaf, self.leaf.decimals, &proposed, line.assignment()).unwrap_or(scoring::Entry::Refused);
        let points = self.own.points_if(self.table, self.place, self.leaf, entry);
        let (cause, reason, clause) = (finding.cause.clone(), finding.reason.clone(), finding.clause.clone());
        Blind { verdict: Verdict::Propose { entry: proposed, cause, reason, clause }, points }
    }
}
