//! A returned sheet is read anew where its unit changed it, and only there.

use app::self_score::save::{Typed, save};
use app::self_score::send::{give_back, send as send_sheet};
use app::verification::readings::{Found, find, send};
use app::verification::{Finding, queue};
use app::{IdemKey, desk};
use cycle::Phase;
use cycle::verification::{LineState, Verdict};
use scenario::Day;

use super::reopened::{Told, code, on_both};

const REASON: &str = "Bổ sung số liệu theo biên bản họp cụm";
/// A line the reader agreed with, and one on which another entry was proposed.
const AGREED: &str = "I/2/1";
const PROPOSED: &str = "I/2/7";

impl Told {
    async fn give_back(&self) {
        give_back(&self.cx, &self.who("lanh-dao.soc-trang").await, self.year, self.unit, REASON).await.unwrap();
    }

    /// The officer types another figure into the line's first cell, and what was there before is answered.
    async fn types(&self, path: &str, text: &str) -> String {
        let (officer, cell) = (self.who("chuyen-vien.tra-vinh").await, self.line(path).await.cells[0].clone());
        let typed = Typed { path: path.into(), field: cell.field, text: text.into(), version: cell.version };
        let key = IdemKey::of(&format!("read-anew-{path}-{text}")).unwrap();
        save(&self.cx, &officer, self.year, self.unit, &key, &[typed]).await.unwrap();
        cell.typed
    }

    async fn sends_again(&self) {
        send_sheet(&self.cx, &self.who("lanh-dao.tra-vinh").await, self.year, self.unit).await.unwrap();
    }

    /// Paths of the lines that the last reading of the sheet has not read.
    async fn unread(&self) -> Vec<String> {
        let (verifier, reading) = (self.who("tham-dinh.kien-giang").await, self.reading().await);
        let desk = desk::open(&self.cx, &verifier, self.year).await.unwrap();
        let queue = queue::of(&self.cx, &desk, reading.id).await.unwrap();
        let unread = queue.lines.iter().filter(|line| line.state() == LineState::Unread && !line.opened());
        unread.map(|line| queue.book.in_force().unwrap().table.leaves()[line.leaf].path.clone()).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn v18_a_changed_line_of_a_returned_sheet_is_read_anew() {
    on_both(Day::Verifying, async |year| {
        let of_agreed = |line: app::book::LineFacts| line.found().map(|f: &Finding| f.verdict.clone());
        assert_eq!(of_agreed(year.line(AGREED).await).as_deref(), Some("agreed"));
        year.give_back().await;
        let before = year.types(AGREED, "1").await;
        year.types(PROPOSED, "20").await;
        assert!(year.line(AGREED).await.found().is_none(), "nobody agreed with this figure");
        assert!(!year.may_go(Phase::Explaining).await);
        year.types(AGREED, &before).await;
        assert_eq!(of_agreed(year.line(AGREED).await).as_deref(), Some("agreed"), "what was read is there again");
        year.types(AGREED, "2").await;
        year.sends_again().await;

        let (verifier, reading) = (year.who("tham-dinh.kien-giang").await, year.reading().await);
        assert!(reading.sent_at.is_none(), "the reading is open again");
        assert_eq!(year.unread().await, [AGREED, PROPOSED], "and only what changed is unread");
        assert_eq!(code(send(&year.cx, &verifier, year.year, reading.id).await), "V-07");
        let together = app::verification::readings::agree(&year.cx, &verifier, year.year, reading.id, &[AGREED.into()]).await;
        assert_eq!(code(together), "V-15", "opened before the change");
        let agree = |path: &str, version| Found { path: path.into(), verdict: Verdict::agree(), version, asked: 0 };
        find(&year.cx, &verifier, year.year, reading.id, &[agree(AGREED, 1), agree(PROPOSED, 1)]).await.unwrap();
        send(&year.cx, &verifier, year.year, reading.id).await.unwrap();
        let line = year.line(AGREED).await;
        assert!(line.found().unwrap().made_on.as_deref().unwrap().contains("\"2\""), "{line:?}");
        assert_eq!(year.line("IV/2").await.found().unwrap().version, 1, "as it was left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn v18_a_sheet_sent_again_unchanged_stays_read() {
    on_both(Day::Verifying, async |year| {
        year.give_back().await;
        let before = year.types(AGREED, "1").await;
        year.types(AGREED, &before).await;
        year.sends_again().await;
        assert!(year.reading().await.sent_at.is_some() && year.unread().await.is_empty());
    })
    .await;
}
