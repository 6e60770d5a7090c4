//! The year goes back to a phase that was over: what was said there is replaced, and what it was said to with it.

use std::sync::Arc;

use app::book::{Book, LineFacts};
use app::self_score::fields::{Fields, of_text};
use app::verification::readings::{Found, find, send};
use app::verification::{Reading, answer, differences, readers, settle};
use app::{Actor, Clock, Cx, Error, IdemKey, desk};
use cycle::Phase;
use cycle::calendar::Step;
use cycle::verification::{ReadingKind, Verdict};
use scenario::{Day, tell};
use values::{Date, Moment, UnitId, YearId};

use super::place::Place;

pub const REASON: &str = "Biên bản bổ sung đã được kiểm tra lại";
pub const HEAD: &str = "lanh-dao.soc-trang";
/// The line of Trà Vinh that is explained, and still to be settled on the morning of the second reading.
const DISPUTED: &str = "I/1/1";

/// A told year with everybody at work in it.
pub struct Told {
    pub cx: Cx,
    pub year: YearId,
    pub unit: UnitId,
    _place: Place,
}

impl Told {
    pub async fn on(place: Place, day: Day) -> Self {
        let mut cx = place.open().await;
        let year = tell(&mut cx, day).await.unwrap().year;
        let mut told = Self { cx, year, unit: UnitId::from_raw(0), _place: place };
        told.unit = told.unit("Trà Vinh").await;
        told
    }

    pub async fn who(&self, login: &str) -> Actor {
        scenario::person(&self.cx, login).await.unwrap()
    }

    pub async fn unit(&self, short: &str) -> UnitId {
        self.desk().await.members.iter().find(|member| member.short_name == short).unwrap().unit
    }

    pub async fn desk(&self) -> app::Desk {
        desk::open(&self.cx, &self.who(HEAD).await, self.year).await.unwrap()
    }

    pub async fn book(&self) -> Arc<Book> {
        app::verification::book(&self.cx, &self.desk().await).await.unwrap()
    }

    /// A line of Trà Vinh.
    pub async fn line(&self, path: &str) -> LineFacts {
        let book = self.book().await;
        book.unit(self.unit).unwrap().lines[book.in_force().unwrap().table.index_of(path).unwrap()].clone()
    }

    /// The last reading of Trà Vinh's sheet.
    pub async fn reading(&self) -> Reading {
        let all = app::verification::readings::all(&self.cx, &self.desk().await).await.unwrap();
        all.into_iter().rfind(|reading| reading.unit == self.unit).unwrap()
    }

    /// Lets the morning of another day come.
    pub fn at(&mut self, iso: &str) {
        self.cx.clock = Clock::starting_at(Moment::at(Date::of_iso(iso).unwrap(), 8, 0));
    }

    pub async fn go(&self, to: &[Phase]) {
        for phase in to {
            app::cluster::phases::move_to(&self.cx, &self.who(HEAD).await, self.year, *phase, REASON).await.unwrap();
        }
    }

    pub async fn may_go(&self, to: Phase) -> bool {
        app::cluster::phases::waits_for(&self.cx, &self.desk().await, to).await.unwrap().is_empty()
    }

    /// The last open reading of the year, of An Giang, is done.
    pub async fn finish_reading(&self) {
        let all = app::verification::readings::all(&self.cx, &self.desk().await).await.unwrap();
        let reading = all.iter().find(|reading| reading.sent_at.is_none()).unwrap();
        let verifier = self.who("tham-dinh.soc-trang").await;
        let desk = desk::open(&self.cx, &verifier, self.year).await.unwrap();
        let queue = app::verification::queue::of(&self.cx, &desk, reading.id).await.unwrap();
        let leaves = queue.book.in_force().unwrap().table.leaves();
        let unread = queue.lines.iter().filter(|line| line.finding.is_none());
        let found: Vec<Found> =
            unread.map(|line| Found { path: leaves[line.leaf].path.clone(), verdict: Verdict::agree(), version: 0, asked: 0 }).collect();
        find(&self.cx, &verifier, self.year, reading.id, &found).await.unwrap();
        send(&self.cx, &verifier, self.year, reading.id).await.unwrap();
    }

    /// The head extends the deadline of answering, and of what comes after it.
    async fn answers_until(&self, iso: &str) {
        let (head, day) = (self.who(HEAD).await, Date::of_iso(iso).unwrap());
        let later = [Step::Announcing, Step::Conference, Step::SecondReading].map(|step| (step, Date::of_iso("2018-12-20").unwrap()));
        for (step, due) in later.into_iter().chain([(Step::Explaining, day)]) {
            app::cluster::settings::set_deadlines(&self.cx, &head, self.year, &[(step, due)], REASON).await.unwrap();
        }
    }

    /// One more unit reads Trà Vinh's sheet and agrees with everything.
    pub async fn read_again(&self) {
        let (head, reader) = (self.who(HEAD).await, self.unit("Cà Mau").await);
        let key = IdemKey::of("another-reader-of-it").unwrap();
        readers::add(&self.cx, &head, self.year, (self.unit, reader), &key).await.unwrap();
        let (verifier, reading) = (self.who("tham-dinh.ca-mau").await, self.reading().await);
        let book = self.book().await;
        let lines = book.in_force().unwrap().table.leaves().iter().zip(&book.unit(self.unit).unwrap().lines);
        let found: Vec<Found> = lines
            .filter(|(_, line)| line.concerns())
            .map(|(leaf, _)| Found { path: leaf.path.clone(), verdict: Verdict::agree(), version: 0, asked: 0 })
            .collect();
        find(&self.cx, &verifier, self.year, reading.id, &found).await.unwrap();
        send(&self.cx, &verifier, self.year, reading.id).await.unwrap();
    }

    /// The head decides wherever readings differ.
    pub async fn decide(&self, verdict: impl Fn(&str) -> Verdict<Fields>) {
        let (head, book) = (self.who(HEAD).await, self.book().await);
        let lines = book.in_force().unwrap().table.leaves().iter().zip(&book.unit(self.unit).unwrap().lines);
        for (leaf, _) in lines.filter(|(_, line)| line.differs.is_some()) {
            differences::decide(&self.cx, &head, self.year, (self.unit, &leaf.path), &verdict(&leaf.path)).await.unwrap();
        }
    }

    /// Back to verification and forward to answering again, with another reader and the head's decisions between.
    async fn verified_again(&self, verdict: impl Fn(&str) -> Verdict<Fields>) {
        self.go(&[Phase::Explaining, Phase::Verifying]).await;
        self.read_again().await;
        self.decide(verdict).await;
        self.go(&[Phase::Explaining]).await;
    }
}

pub fn fields(points: &str) -> Fields {
    Fields::from([("points".to_owned(), points.to_owned())])
}

pub fn code(answer: Result<impl core::fmt::Debug, Error>) -> &'static str {
    match answer {
        Err(Error::Refused(reasons)) => reasons[0].code,
        Err(Error::Denied(reason)) => reason.code,
        Err(Error::Stale(_)) => "stale",
        other => panic!("{other:?}"),
    }
}

/// Runs on the embedded store, and on PostgreSQL where there is one.
pub async fn on_both(day: Day, check: impl AsyncFn(Told)) {
    check(Told::on(Place::file(), day).await).await;
    if let Some(place) = Place::postgres().await {
        check(Told::on(place, day).await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn v16_a_line_that_is_agreed_to_after_all_waits_for_nobody() {
    on_both(Day::SecondReading, async |year| {
        assert_eq!(year.line(DISPUTED).await.response.unwrap().answer, "explained");
        year.verified_again(|_| Verdict::agree()).await;
        let line = year.line(DISPUTED).await;
        assert!(line.response.is_none() && line.void.response.is_some(), "an explanation of nothing");
        assert_eq!(app::verification::lines::line(year.unit, DISPUTED, &line, Phase::Explaining).state().code(), "agreed");
        year.go(&[Phase::SecondReading]).await;
        let head = year.who(HEAD).await;
        let settled = settle::settle(&year.cx, &head, year.year, (year.unit, DISPUTED), &fields("1"), REASON).await;
        assert_eq!(code(settled), "V-12.state");
        for unit in &year.book().await.units {
            assert!(unit.unit != year.unit || unit.lines.iter().all(|line| line.settlement.is_none()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v16_consent_to_one_proposal_is_none_to_another() {
    on_both(Day::SecondReading, async |mut year| {
        let accepted = year.line("I/2/7").await;
        assert_eq!(accepted.response.unwrap().answer, "accepted");
        year.at("2018-11-30");
        year.verified_again(|path| if path == DISPUTED { Verdict::agree() } else { once_only(path) }).await;
        let (leader, line) = (year.who("lanh-dao.tra-vinh").await, year.line("IV/2").await);
        assert!(line.proposed().is_some() && line.response.is_none(), "{line:?}");
        assert!(!year.may_go(Phase::SecondReading).await, "the unit is asked anew");
        let late = answer::accept(&year.cx, &leader, year.year, year.unit, "IV/2", 0).await;
        assert_eq!(code(late), "stale", "over the answer to the proposal before");
        answer::accept(&year.cx, &leader, year.year, year.unit, "IV/2", line.response_version()).await.unwrap();
        let answered = year.line("IV/2").await;
        assert_eq!(of_text(&answered.response.unwrap().answers.unwrap()), of_text(&line.proposed().unwrap().entry));
        assert!(year.may_go(Phase::SecondReading).await);
    })
    .await;
}

/// A proposal nobody made before.
fn once_only(_: &str) -> Verdict<Fields> {
    let entry = Fields::from([("count".to_owned(), "1".to_owned())]);
    Verdict::Propose { entry, cause: String::new(), reason: REASON.into(), clause: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn v19_what_the_deadline_accepted_is_open_again_with_a_later_deadline() {
    on_both(Day::Verifying, async |mut year| {
        year.finish_reading().await;
        year.go(&[Phase::Explaining]).await;
        year.at("2018-12-01");
        year.go(&[Phase::SecondReading]).await;
        let silent = year.line("IV/2").await.response.unwrap();
        assert_eq!((silent.answer.as_str(), silent.answered_by), ("accepted_by_deadline", None));
        year.go(&[Phase::Explaining]).await;
        year.answers_until("2018-12-04").await;
        let (leader, line) = (year.who("lanh-dao.tra-vinh").await, year.line("IV/2").await);
        assert!(line.response.is_none() && !year.may_go(Phase::SecondReading).await);
        answer::explain(&year.cx, &leader, year.year, (year.unit, "IV/2"), REASON, line.response_version()).await.unwrap();
        year.at("2018-12-05");
        year.go(&[Phase::SecondReading]).await;
        assert_eq!(year.line("IV/2").await.response.unwrap().answer, "explained");
        let again = year.line("II/3/2").await.response.unwrap();
        assert_eq!((again.answer.as_str(), again.version), ("accepted_by_deadline", silent.version + 1), "silent once more");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d03_what_is_sent_after_the_deadline_may_be_answered_for_as_many_days() {
    on_both(Day::Verifying, async |mut year| {
        let unit = year.unit;
        year.at("2018-12-01");
        app::verification::readings::reopen(&year.cx, &year.who(HEAD).await, year.year, year.reading().await.id, REASON).await.unwrap();
        let (verifier, reading) = (year.who("tham-dinh.kien-giang").await, year.reading().await);
        send(&year.cx, &verifier, year.year, reading.id).await.unwrap();
        year.finish_reading().await;
        year.go(&[Phase::Explaining]).await;
        let waits = app::cluster::phases::waits_for(&year.cx, &year.desk().await, Phase::SecondReading).await.unwrap();
        assert_eq!(waits[0].units, [year.unit("An Giang").await, unit], "the others had until 30 November");
        assert_eq!(waits[0].until, Date::of_iso("2018-12-04"), "two working days after a Saturday");
        year.at("2018-12-04");
        let leader = year.who("lanh-dao.tra-vinh").await;
        answer::explain(&year.cx, &leader, year.year, (unit, "IV/2"), REASON, 0).await.unwrap();
        year.at("2018-12-05");
        assert_eq!(code(answer::explain(&year.cx, &leader, year.year, (unit, "I/2/7"), REASON, 0).await), "C-17");
        year.go(&[Phase::SecondReading]).await;
        assert_eq!(year.line("IV/2").await.response.unwrap().answer, "explained");
        assert_eq!(year.line("I/2/7").await.response.unwrap().answer, "accepted_by_deadline");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v17_a_settled_line_is_answered_and_settled_anew() {
    on_both(Day::Settled, async |mut year| {
        let (head, leader) = (year.who(HEAD).await, year.who("lanh-dao.tra-vinh").await);
        let settled = year.line(DISPUTED).await.settlement.unwrap();
        let entry = of_text(&settled.entry);
        year.go(&[Phase::SecondReading]).await;
        let anew =
            async |reason, seen| settle::settle_over(&year.cx, &head, year.year, (year.unit, DISPUTED), (&entry, reason), seen).await;
        assert_eq!(code(anew("", settled.version).await), "V-12.reason");
        assert_eq!(code(anew(REASON, 0).await), "stale");
        anew(REASON, settled.version).await.unwrap();
        let now = year.line(DISPUTED).await.settlement.unwrap();
        assert_eq!((now.version, now.reason.as_str(), now.basis.as_str()), (settled.version + 1, REASON, "explained"));

        year.go(&[Phase::Explaining]).await;
        year.answers_until("2018-12-06").await;
        let seen = year.line(DISPUTED).await.response_version();
        answer::explain(&year.cx, &leader, year.year, (year.unit, DISPUTED), REASON, seen).await.unwrap();
        let line = year.line(DISPUTED).await;
        assert!(line.settlement.is_none() && line.void.settlement.is_some(), "it did not know this explanation");
        year.at("2018-12-07");
        year.go(&[Phase::SecondReading]).await;
        assert!(!year.may_go(Phase::Settled).await);
        settle::settle(&year.cx, &head, year.year, (year.unit, DISPUTED), &entry, REASON).await.unwrap();
        year.go(&[Phase::Settled]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v20_a_sent_reading_and_a_decision_are_replaced_in_verification() {
    on_both(Day::SecondReading, async |year| {
        year.verified_again(|path| if path == DISPUTED { Verdict::agree() } else { once_only(path) }).await;
        year.go(&[Phase::Verifying]).await;
        let (head, leader, verifier) = (year.who(HEAD).await, year.who("lanh-dao.tra-vinh").await, year.who("tham-dinh.ca-mau").await);
        let decided = year.line(DISPUTED).await.decision.unwrap();
        let decide = async |seen| differences::decide_over(&year.cx, &head, year.year, (year.unit, DISPUTED), &not_done(), seen).await;
        assert_eq!(code(decide(0).await), "stale");
        decide(decided).await.unwrap();
        assert!(year.line(DISPUTED).await.proposed().is_some());

        let readings = app::verification::readings::all(&year.cx, &year.desk().await).await.unwrap();
        let reading = readings.iter().find(|r| r.unit == year.unit && r.place == 2).unwrap();
        let agree = |version| [Found { path: "I/2/1".into(), verdict: Verdict::agree(), version, asked: 0 }];
        assert_eq!(code(find(&year.cx, &verifier, year.year, reading.id, &agree(1)).await), "V-08");
        let reopen = async |who: &Actor, reason| app::verification::readings::reopen(&year.cx, who, year.year, reading.id, reason).await;
        assert_eq!(code(reopen(&leader, REASON).await), "C-12", "not by the unit that was read");
        assert_eq!(code(reopen(&head, "").await), "V-20.reason");
        reopen(&head, REASON).await.unwrap();
        assert_eq!(code(reopen(&head, REASON).await), "V-20.open");
        find(&year.cx, &verifier, year.year, reading.id, &agree(1)).await.unwrap();
        send(&year.cx, &verifier, year.year, reading.id).await.unwrap();
    })
    .await;
}

fn not_done() -> Verdict<Fields> {
    let entry = Fields::from([("achieved".to_owned(), "0".to_owned())]);
    Verdict::Propose { entry, cause: String::new(), reason: REASON.into(), clause: String::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn c16_a_decision_makes_nobody_a_reader() {
    on_both(Day::SecondReading, async |mut year| {
        year.verified_again(|path| if path == DISPUTED { Verdict::agree() } else { once_only(path) }).await;
        year.go(&[Phase::Verifying]).await;
        year.at("2018-12-10");
        let (head, verifier) = (year.who(HEAD).await, year.who("tham-dinh.soc-trang").await);
        let back = app::self_score::send::give_back(&year.cx, &verifier, year.year, year.unit, REASON).await;
        assert_eq!(code(back), "C-16", "though the head of this unit decided");
        let sent = async || app::verification::readings::all_sent(&year.cx, &year.desk().await).await.unwrap();
        let decision = sent().await.into_iter().find(|r| r.kind == ReadingKind::Decision).unwrap();
        let desk = desk::open(&year.cx, &verifier, year.year).await.unwrap();
        let queue = app::verification::queue::of(&year.cx, &desk, decision.id).await;
        assert!(matches!(queue, Err(Error::NotFound)), "nobody's turn");

        let seen = year.line(DISPUTED).await.decision.unwrap();
        differences::decide_over(&year.cx, &head, year.year, (year.unit, DISPUTED), &not_done(), seen).await.unwrap();
        let last = app::verification::deadline::last_sent(&sent().await, year.unit);
        assert_eq!(last, Some(year.cx.clock.today()), "every decision is sent on its own day");
        let reading = year.reading().await;
        app::verification::readings::reopen(&year.cx, &head, year.year, reading.id, REASON).await.unwrap();
        let to = year.unit("Sóc Trăng").await;
        readers::reassign(&year.cx, &head, year.year, reading.id, to, REASON).await.unwrap();
    })
    .await;
}
