//! The people and readings that a line's history names. *Người và lượt thẩm định.*

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use app::book::LineFacts;
use app::verification::deadline;
use app::verification::{Question, Reading, questions};
use app::{Cx, Desk};
use cycle::cluster::On;
use cycle::verification::ReadingKind;
use values::{AccountId, Date, ReadingId, UnitId};

use crate::Reply;

/// Names of people by account, and the year's readings.
#[derive(Clone, Debug, Default)]
pub struct Known {
    people: HashMap<AccountId, String>,
    /// Readings, and decisions between them.
    sent: Vec<Reading>,
}

impl Known {
    /// Everybody and every reading that some lines speak of.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn of(cx: &Cx, desk: &Desk, lines: impl IntoIterator<Item = &LineFacts>) -> Result<Self, Reply> {
        let mut people = HashMap::new();
        for id in lines.into_iter().flat_map(accounts) {
            if let Entry::Vacant(place) = people.entry(id) {
                place.insert(app::account::one(cx, id).await?.name);
            }
        }
        Ok(Self { people, sent: app::verification::readings::all_sent(cx, desk).await? })
    }

    /// A person's name; a dash for nobody.
    pub fn who(&self, id: Option<AccountId>) -> &str {
        id.and_then(|id| self.people.get(&id)).map_or("–", String::as_str)
    }

    /// The unit that made a reading; none for decisions.
    pub fn reader(&self, id: ReadingId) -> Option<UnitId> {
        self.sent.iter().find(|r| r.id == id && r.kind == ReadingKind::Reading).map(|r| r.reader_unit)
    }

    /// The year's readings, and decisions between them.
    pub fn readings(&self) -> &[Reading] {
        &self.sent
    }

    /// Whether this person may see a question.
    pub fn sees(&self, desk: &Desk, question: &Question) -> bool {
        questions::sees(desk, &self.sent, question)
    }

    /// What was found on a unit's sheet as a thing for it to answer.
    pub fn answering(&self, unit: UnitId) -> On {
        deadline::answering(&self.sent, unit)
    }

    /// The last day a unit may answer.
    pub fn last_day(&self, desk: &Desk, unit: UnitId) -> Date {
        deadline::last_day(desk, self.answering(unit).sent_on)
    }
}

fn accounts(facts: &LineFacts) -> Vec<AccountId> {
    let cells = facts.cells.iter().map(|c| c.by);
    let found = facts.findings.iter().map(|f| f.changed_by);
    let asked = facts.questions.iter().flat_map(|q| [Some(q.asked_by), q.replied_by]).flatten();
    let answered = facts.response.iter().chain(&facts.void.response).filter_map(|r| r.answered_by);
    let settled = facts.settlement.iter().chain(&facts.void.settlement).filter_map(|s| s.settled_by);
    cells.chain(found).chain(asked).chain(answered).chain(settled).collect()
}
