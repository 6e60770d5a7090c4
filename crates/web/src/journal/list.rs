//! The journal, page by page. *Nhật ký của năm.*

use std::sync::Arc;

use app::Cx;
use app::journal::{Ask, Entries, entries};
use askama::Template;
use axum::extract::State;
use axum::response::Html;
use values::{UnitId, YearId};

use super::told::{Change, Teller, Told, units as names_of_units};
use crate::addresses;
use crate::at_year::AtYear;
use crate::layout::{Frame, Link};
use crate::reply::{self, Reply};
use crate::words::Words;

/// Changes of one entry that the list shows; the rest is on the entry's page.
const SHOWN: usize = 3;

#[derive(Template)]
#[template(path = "journal/list.html")]
struct JournalPage {
    w: Words,
    frame: Frame,
    year: YearId,
    units: Vec<Link>,
    acts: Vec<Link>,
    entries: Vec<Told>,
    newest: Option<String>,
    older: Option<String>,
}

impl JournalPage {
    /// Whether one act is chosen.
    fn by_act(&self) -> bool {
        self.acts.first().is_some_and(|all| !all.current)
    }

    fn shown<'t>(&self, told: &'t Told) -> &'t [Change] {
        told.changes.get(..SHOWN).unwrap_or(&told.changes)
    }

    /// *và 57 thay đổi khác*; empty when all are shown.
    fn more(&self, told: &Told) -> String {
        let left = told.changes.len().saturating_sub(SHOWN);
        if left == 0 { String::new() } else { self.w.fill("journal.more", &[("n", &self.w.count(left))]) }
    }
}

/// `GET /years/{year}/journal`
pub async fn show(at: AtYear, State(cx): State<Arc<Cx>>) -> Result<Html<String>, Reply> {
    let ask = ask(&at);
    let found = entries(&cx, &at.desk, &ask).await?;
    reply::page(&page(&at, &ask, &found))
}

fn ask(at: &AtYear) -> Ask {
    let text = |name: &str| at.query.text(name).to_owned();
    Ask { before: text("before").parse().ok(), act: text("act"), unit: text("unit").parse().ok() }
}

fn page(at: &AtYear, ask: &Ask, found: &Entries) -> JournalPage {
    let (w, year) = (at.w(), at.year());
    let names = names_of_units(&at.desk);
    let teller = Teller { w, units: &names, people: &found.people };
    let all = |text| std::iter::once((String::new(), text));
    let units = all(w.t("journal.all_units").to_owned()).chain(at.desk.members.iter().map(|m| (m.unit.to_string(), m.short_name.clone())));
    let acts = all(w.t("journal.all_acts").to_owned()).chain(found.acts.iter().map(|act| (act.clone(), teller.act(act))));
    let own = ask.unit.map(|unit| unit.to_string()).unwrap_or_default();
    JournalPage {
        w,
        frame: at.frame(w.t("journal.title")),
        year,
        units: units
            .map(|(unit, words)| Link::new(filtered(year, unit.parse().ok(), &ask.act, None), words).current(unit == own))
            .collect(),
        acts: acts.map(|(act, words)| Link::new(filtered(year, ask.unit, &act, None), words).current(act == ask.act)).collect(),
        entries: found.entries.iter().map(|entry| teller.entry(entry, found.hidden.contains(&entry.seq))).collect(),
        newest: ask.before.map(|_| filtered(year, ask.unit, &ask.act, None)),
        older: found.next.map(|next| filtered(year, ask.unit, &ask.act, Some(next))),
    }
}

/// The journal's address with its filters: the address shows their state.
fn filtered(year: YearId, unit: Option<UnitId>, act: &str, before: Option<i64>) -> String {
    let parts = [
        unit.map(|unit| format!("unit={unit}")),
        (!act.is_empty()).then(|| format!("act={}", addresses::encoded(act))),
        before.map(|before| format!("before={before}")),
    ];
    let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { addresses::journal(year) } else { format!("{}?{query}", addresses::journal(year)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_shows_the_state_of_the_filters() {
        let (year, unit) = (YearId::from_raw(1), Some(UnitId::from_raw(2)));
        let check = |address: String, expected: &str| assert_eq!(address.replace(&addresses::journal(year), ""), expected);
        check(filtered(year, None, "", None), "");
        check(filtered(year, unit, "", None), &format!("?unit={}", UnitId::from_raw(2)));
        check(filtered(year, None, "table.apply", Some(7)), "?act=table.apply&before=7");
    }

    /// Whoever records a new act words it.
    #[test]
    fn every_act_that_is_recorded_has_words() {
        let steps = ["cluster", "table", "target", "self_score", "evidence", "verification", "ranking", "correction", "home"];
        let mut left = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src")];
        let mut bare = Vec::new();
        while let Some(folder) = left.pop() {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                if path.is_dir() {
                    left.push(path);
                }
                let acts =
                    text.split('"').filter(|word| word.split_once('.').is_some_and(|(step, verb)| steps.contains(&step) && is_verb(verb)));
                bare.extend(acts.filter(|act| Words::default().say("entry", act, &[]).starts_with("entry.")).map(str::to_owned));
            }
        }
        assert_eq!(bare, Vec::<String>::new(), "acts without words in journal.txt");
    }

    fn is_verb(text: &str) -> bool {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    }
}
