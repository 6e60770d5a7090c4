//! The seven blocks behind one line, in words. *Quy định, số liệu, cách tính, tự chấm, thẩm định, kết luận.*

use app::book::{Book, InForce};
use app::correction;
use app::ranking::why::{LineWhy, is_blind};
use app::self_score::fields::{NOTE, of_text};
use app::table::details::Detail;
use cycle::cluster::{Act, On};
use scoring::step::kind_sentence;
use scoring::{Kind, say_bounds, say_step};
use values::{AccountId, UnitId};

use super::listing;
use super::say::{self, Fact};
use super::why::Block;
use crate::addresses;
use crate::at_year::AtYear;
use crate::reply::Reply;
use crate::verification::cause;
use crate::words::Words;

/// Puts everything known of one line into words.
pub struct Teller<'a> {
    w: Words,
    at: &'a AtYear,
    /// The unit as a thing to read about.
    on: On,
    in_force: &'a InForce,
    told: &'a LineWhy,
    detail: Detail,
}

impl<'a> Teller<'a> {
    pub fn new(at: &'a AtYear, book: &'a Book, unit: UnitId, told: &'a LineWhy) -> Result<Self, Reply> {
        let in_force = book.in_force()?;
        let detail = in_force.details.get(&told.leaf.path).cloned().unwrap_or_default();
        let on = On { unit: Some(unit), ..app::ranking::all_scores(book, &at.desk) };
        Ok(Self { w: at.w(), at, on, in_force, told, detail })
    }

    fn person(&self, id: AccountId) -> String {
        self.told.people.get(&id).cloned().unwrap_or_else(|| "–".to_owned())
    }

    /// The text of the rule; what the kind does where the table says nothing more.
    pub fn clause(&self) -> String {
        if self.detail.how.is_empty() { self.kind() } else { self.detail.how.clone() }
    }

    fn kind(&self) -> String {
        kind_sentence(&self.told.leaf.kind, self.told.leaf.max, self.told.leaf.decimals, self.w.lang)
    }

    /// 1. *Quy định.*
    pub fn rule(&self) -> Vec<Fact> {
        let (w, in_force) = (self.w, self.in_force);
        let clause = Fact::new(w.t("ranking.clause"), &self.detail.clause);
        let kind = Fact::new(w.t("ranking.kind"), if self.detail.how.is_empty() { String::new() } else { self.kind() });
        let since = in_force.effective_on.map(|day| w.date(day)).unwrap_or_default();
        let version = w.fill("ranking.version_text", &[("number", &in_force.number.to_string()), ("date", &since)]);
        let version = Fact::new(w.t("ranking.version"), version).to(addresses::table_version(self.at.year(), in_force.id));
        let hash = Fact::new(w.t("ranking.hash"), app::ids::hex(&in_force.hash)).class("code");
        said([clause, kind, version, hash])
    }

    /// 2. *Số liệu.*
    pub fn figures(&self) -> Vec<Fact> {
        let (w, facts) = (self.w, &self.told.facts);
        let mut all = self.target();
        all.extend(say::entry(w, &self.told.leaf, &correction::counts(facts), &self.detail.measure));
        if !app::correction::counts(facts).is_empty() {
            all.push(Fact::new(w.t("ranking.counts_by"), self.basis()));
        } else if facts.concerns() {
            all.push(Fact::new(w.t("ranking.entry"), w.t("ranking.no_entry")));
        }
        all.push(Fact::new(w.t("ranking.source"), &self.detail.source));
        all.push(Fact::new(w.t("ranking.proof"), &self.detail.evidence));
        said(all)
    }

    fn target(&self) -> Vec<Fact> {
        let w = self.w;
        let Some(target) = &self.told.facts.target else {
            let none = matches!(self.told.leaf.kind, Kind::Quantitative(_)).then(|| w.t("ranking.target_open")).unwrap_or_default();
            return vec![Fact::new(w.t("ranking.target"), none)];
        };
        let figure = target.quantity.as_deref().map(|text| say::field_text(w, "actual", text, &self.detail.measure));
        let decided = target.decided_on.map(|day| w.date(day)).unwrap_or_default();
        let paper = [target.decision.as_str(), decided.as_str(), target.reason.as_str()];
        let paper = paper.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        let set = w.fill("ranking.by_at", &[("who", &self.person(target.set_by)), ("at", &w.moment(target.set_at))]);
        vec![
            Fact::new(w.t("ranking.target"), figure.unwrap_or_else(|| w.say("ranking.meaning", &target.assignment, &[]))),
            Fact::new(w.t("ranking.target_paper"), paper),
            Fact::new(w.t("ranking.target_set"), set),
        ]
    }

    /// What the entry that counts follows from.
    fn basis(&self) -> &'static str {
        let (w, facts) = (self.w, &self.told.facts);
        match (&facts.settlement, facts.proposed()) {
            (Some(settled), _) if settled.basis == correction::BASIS => w.t("ranking.by_correction"),
            (Some(_), _) => w.t("ranking.by_settlement"),
            (None, Some(_)) => w.t("ranking.by_finding"),
            (None, None) => w.t("ranking.by_own"),
        }
    }

    /// 3. *Cách tính.*
    pub fn steps(&self) -> Vec<String> {
        self.told.steps.iter().map(|step| say_step(step, self.w.lang)).collect()
    }

    pub fn step_notes(&self) -> Vec<String> {
        let w = self.w;
        let bounds = self.told.bounds.map(|bounds| say_bounds(bounds, self.told.leaf.decimals, w.lang));
        let guarded = bounds.is_some().then(|| w.t("ranking.guarded").to_owned());
        let leaders = listing::names(self.at, &self.told.leaders);
        let leader = (!leaders.is_empty()).then(|| w.fill("ranking.leader", &[("units", &leaders)]));
        bounds.into_iter().chain(guarded).chain(leader).collect()
    }

    pub fn points(&self) -> String {
        let decimals = self.told.leaf.decimals;
        self.w.fill(
            "ranking.of_max",
            &[("points", &self.w.points(self.told.points, decimals)), ("max", &self.w.points(self.told.max, decimals))],
        )
    }

    /// 4. *Tự chấm.*
    pub fn own(&self) -> Block {
        let w = self.w;
        let cells = self.told.facts.cells.iter().filter(|cell| !cell.typed.is_empty()).flat_map(|cell| {
            let note = cell.field == NOTE;
            let text = if note { cell.typed.clone() } else { say::field_text(w, &cell.field, &cell.typed, &self.detail.measure) };
            let by = w.fill("ranking.by_at", &[("who", &self.person(cell.by)), ("at", &w.moment(cell.at))]);
            let said = Fact::new(say::field_label(w, &cell.field), text).class(if note { "quote" } else { "" });
            [said, Fact::new(w.t("ranking.typed_by"), by)]
        });
        Block { heading: w.t("ranking.block_own"), facts: cells.collect(), empty: w.t("ranking.no_own") }
    }

    /// Papers that serve the line: name, what it is, address (empty where this person may not open it).
    pub fn papers(&self) -> Vec<(String, String, String)> {
        let w = self.w;
        let may = self.at.desk.may(Act::ReadEvidence, self.on);
        let said = |paper: &app::ranking::why::Paper| {
            let page = paper.page.map(|page| w.fill("ranking.page", &[("n", &page.to_string())])).unwrap_or_default();
            let parts = [paper.number.as_str(), paper.summary.as_str(), page.as_str(), paper.passage.as_str()];
            let about = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
            let href = if may { addresses::evidence(self.at.year(), paper.id) } else { String::new() };
            (paper.name.clone(), about, href)
        };
        self.told.papers.iter().map(said).collect()
    }

    /// 5. *Thẩm định.*
    pub fn found(&self) -> Block {
        let w = self.w;
        let heading = w.t("ranking.block_found");
        if is_blind(&self.at.desk) {
            return Block { heading, facts: Vec::new(), empty: w.t("ranking.blind") };
        }
        let findings = self.told.facts.findings.iter().flat_map(|found| {
            let verdict = w.say("ranking.verdict", &found.verdict, &[]);
            let entry = of_text(&found.entry);
            let entry =
                if found.entry.is_empty() { String::new() } else { say::entry_line(w, &self.told.leaf, &entry, &self.detail.measure) };
            let by = w.fill("ranking.by_at", &[("who", &self.person(found.changed_by)), ("at", &w.moment(found.changed_at))]);
            [
                Fact::new(w.t("ranking.verdict_heading"), verdict),
                Fact::new(w.t("ranking.proposed_entry"), entry),
                Fact::new(w.t("ranking.reason"), cause::before(w, &found.cause, &found.reason)).class("quote"),
                Fact::new(w.t("ranking.clause"), &found.clause),
                Fact::new(w.t("ranking.found_by"), by),
            ]
        });
        Block { heading, facts: said(findings), empty: w.t("ranking.no_found") }
    }

    /// 6. *Giải trình và kết luận.*
    pub fn concluded(&self) -> Block {
        let w = self.w;
        let facts = self.answered().into_iter().chain(self.settled()).chain(self.corrected());
        Block { heading: w.t("ranking.block_concluded"), facts: said(facts), empty: w.t("ranking.no_concluded") }
    }

    fn answered(&self) -> Vec<Fact> {
        let w = self.w;
        let Some(said) = &self.told.facts.response else { return Vec::new() };
        let who = said.answered_by.map_or_else(|| w.t("ranking.deadline").to_owned(), |id| self.person(id));
        vec![
            Fact::new(w.t("ranking.answer"), w.say("ranking.verdict", &said.answer, &[])),
            Fact::new(w.t("ranking.explanation"), &said.words).class("quote"),
            Fact::new(w.t("ranking.answered_by"), w.fill("ranking.by_at", &[("who", &who), ("at", &w.moment(said.answered_at))])),
        ]
    }

    fn settled(&self) -> Vec<Fact> {
        let w = self.w;
        let Some(settled) = &self.told.facts.settlement else { return Vec::new() };
        let who = settled.settled_by.map_or_else(|| "–".to_owned(), |id| self.person(id));
        let entry = say::entry_line(w, &self.told.leaf, &of_text(&settled.entry), &self.detail.measure);
        vec![
            Fact::new(w.t("ranking.settled_entry"), entry),
            Fact::new(w.t("ranking.reason"), &settled.reason).class("quote"),
            Fact::new(w.t("ranking.settled_by"), w.fill("ranking.by_at", &[("who", &who), ("at", &w.moment(settled.settled_at))])),
        ]
    }

    fn corrected(&self) -> Vec<Fact> {
        let w = self.w;
        let one = |kept: &correction::Correction| {
            let state = w.say("correction.state", &kept.state, &[]);
            let text = w.fill("ranking.correction_of", &[("state", &state), ("date", &w.date(kept.proposed_at.date()))]);
            Fact::new(w.t("ranking.correction"), text).to(addresses::correction(self.at.year(), kept.id))
        };
        self.told.corrections.iter().map(one).collect()
    }
}

/// The facts that say something.
fn said(facts: impl IntoIterator<Item = Fact>) -> Vec<Fact> {
    facts.into_iter().filter(|fact| !fact.text.is_empty()).collect()
}
