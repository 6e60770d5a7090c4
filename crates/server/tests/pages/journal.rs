//! The journal page by page, its filters, its proofs, and what it keeps closed.

use std::collections::BTreeSet;

use scenario::Day;

use super::site::{Answer, Person, Site};

/// The year's journal address and a browser of somebody who may read it.
async fn reader<'s>(site: &'s Site, login: &str) -> (String, Person<'s>) {
    let browser = site.person(login).await;
    let home = browser.get("/").await;
    let year = home.links().into_iter().find(|href| href.starts_with("/years/")).unwrap();
    let year = year.split('/').take(3).collect::<Vec<_>>().join("/");
    (format!("{year}/journal"), browser)
}

/// The numbers of the entries on a page.
fn numbers(page: &Answer, journal: &str) -> Vec<i64> {
    let opening = format!("{journal}/");
    let own = page.links().into_iter().filter_map(|href| href.strip_prefix(&opening).and_then(|seq| seq.parse().ok()));
    let mut seen = BTreeSet::new();
    own.filter(|seq| seen.insert(*seq)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entry_is_on_exactly_one_page_newest_first() {
    let site = Site::on(Day::Verifying).await;
    let (journal, head) = reader(&site, "lanh-dao.soc-trang").await;
    let (mut next, mut all) = (Some(journal.clone()), Vec::new());
    while let Some(address) = next {
        let page = head.get(&address).await;
        assert_eq!(page.status, 200);
        all.extend(numbers(&page, &journal));
        next = page.text().split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned);
    }
    let expected: Vec<i64> = (1..=i64::try_from(all.len()).unwrap()).rev().collect();
    assert!(all.len() > 100 && all == expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_filtered_by_unit_and_act() {
    let site = Site::on(Day::Verifying).await;
    let (journal, head) = reader(&site, "lanh-dao.soc-trang").await;
    let all = head.get(&journal).await;
    let unit = all.links().into_iter().find(|href| href.contains("?unit=")).unwrap();
    let of_unit = head.get(&format!("{unit}&act=self_score.send")).await;
    assert_eq!(numbers(&of_unit, &journal).len(), 1, "each unit sent once: {}", of_unit.words());
    let moves = head.get(&format!("{journal}?act=cluster.move_phase")).await;
    assert!(moves.words().contains("Tự chấm → Thẩm định"), "{}", moves.words());
    assert!(head.get(&format!("{journal}?act=no.such")).await.words().contains("Không có mục nào phù hợp"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_carries_its_proof() {
    let site = Site::on(Day::MidYear).await;
    let (journal, head) = reader(&site, "lanh-dao.soc-trang").await;
    let page = head.get(&format!("{journal}/1")).await;
    for words in ["Mục 1 trong", "Khớp", "giaouoc/log/", "giaouoc verify", "Đường từ mục đến gốc"] {
        assert!(page.status == 200 && page.words().contains(words), "{words}");
    }
    for missing in ["0", "99999", "x"] {
        assert_eq!(head.get(&format!("{journal}/{missing}")).await.status, 404, "{missing}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_assigning_side_reads_the_journal() {
    let site = Site::on(Day::MidYear).await;
    for (login, status) in [("thuong-truc", 200), ("lanh-dao.ca-mau", 403), ("chuyen-vien.tra-vinh", 403), ("quan-sat", 403)] {
        let (journal, browser) = reader(&site, login).await;
        assert_eq!(browser.get(&journal).await.status, status, "{login}");
        assert_eq!(browser.get(&format!("{journal}/1")).await.status, status, "{login}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_shows_no_finding_before_it_is_sent() {
    let site = Site::on(Day::Verifying).await;
    let find = |page: Answer, journal: &str| {
        let kept = page.text().matches("Nội dung được giữ kín").count();
        (numbers(&page, journal).len(), kept)
    };
    for (login, expected) in [("thuong-truc", 1), ("lanh-dao.soc-trang", 0)] {
        let (journal, browser) = reader(&site, login).await;
        let page = browser.get(&format!("{journal}?act=verification.find")).await;
        assert_eq!(find(page, &journal), (8, expected), "{login}: seven readings are sent, the eighth is the head's own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_shows_no_score_before_the_own_sheet_is_in() {
    let site = Site::on(Day::SelfScoring).await;
    let (journal, head) = reader(&site, "lanh-dao.soc-trang").await;
    let saves = head.get(&format!("{journal}?act=self_score.save")).await;
    assert!(!saves.has("Nội dung được giữ kín"), "the head's own sheet is in");
    let evidence = head.get(&format!("{journal}?act=evidence.add")).await;
    assert!(evidence.has("Nội dung được giữ kín"), "others' files are for their readers");
    let hidden = numbers(&evidence, &journal)[0];
    let entry = head.get(&format!("{journal}/{hidden}")).await;
    assert!(entry.words().contains("Nội dung được giữ kín") && !entry.has(".pdf") && entry.words().contains("Khớp"));
}
